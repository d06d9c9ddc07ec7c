namespace Splatsim.Imaging;

/// <summary>
/// Writes a film frame by frame. The file appears under its name when the film is finished; a film that is aborted
/// (or disposed unfinished) keeps the frames so far and plays.
/// </summary>
public abstract class VideoWriter : IDisposable
{
    private bool ended;
    private bool hasFailed;

    /// <summary>Checks what every kind of film needs.</summary>
    /// <param name="path">Target file, folder or pattern.</param>
    /// <param name="width">Width [px], at least 1.</param>
    /// <param name="height">Height [px], at least 1.</param>
    /// <param name="framesPerSecond">Rate [1/s], above 0 and at most 1000.</param>
    protected VideoWriter(string path, int width, int height, double framesPerSecond)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (!(framesPerSecond > 0 && framesPerSecond <= 1000))
        {
            throw new ArgumentOutOfRangeException(
                nameof(framesPerSecond), framesPerSecond, "frames per second must be above 0 and at most 1000");
        }

        Path = path;
        Width = width;
        Height = height;
        FramesPerSecond = framesPerSecond;
    }

    /// <summary>Target file, folder or pattern.</summary>
    public string Path { get; }

    /// <summary>Width of the frames [px].</summary>
    public int Width { get; }

    /// <summary>Height of the frames [px].</summary>
    public int Height { get; }

    /// <summary>Rate [1/s].</summary>
    public double FramesPerSecond { get; }

    /// <summary>Frames added so far.</summary>
    public int FrameCount { get; private set; }

    /// <summary>What is written, in words: codec and program.</summary>
    public abstract string Description { get; }

    /// <summary>Adds a frame. Films without transparency lay alpha over black.</summary>
    /// <param name="frame">Picture of the film's size.</param>
    /// <exception cref="ArgumentException">The frame has another size.</exception>
    /// <exception cref="InvalidOperationException">The film is finished or aborted.</exception>
    /// <exception cref="ImageException">The frame cannot be written (disk full, encoder failed).</exception>
    public void Add(ByteImage frame)
    {
        if (ended) throw new InvalidOperationException($"{Path} is finished; no frame can be added");
        if (frame.Width != Width || frame.Height != Height)
        {
            throw new ArgumentException(
                $"frame {FrameCount} is {frame.Width} x {frame.Height}, the film {Width} x {Height}", nameof(frame));
        }

        try
        {
            WriteFrame(frame);
        }
        catch (Exception)
        {
            hasFailed = true;
            throw;
        }

        FrameCount++;
    }

    /// <summary>Completes the film and gives it its name.</summary>
    /// <exception cref="InvalidOperationException">The film is already finished, or has no frame.</exception>
    /// <exception cref="ImageException">The film cannot be completed.</exception>
    public void Finish()
    {
        if (ended) throw new InvalidOperationException($"{Path} is already finished");
        if (FrameCount == 0) throw new InvalidOperationException($"{Path} has no frame; add one before finishing");
        ended = true;
        CompleteOrDiscard();
    }

    /// <summary>
    /// Ends early and keeps the frames so far as a film that plays; without any frame nothing is left behind.
    /// </summary>
    /// <exception cref="ImageException">The film cannot be completed.</exception>
    public void Abort()
    {
        if (ended) return;
        ended = true;
        if (FrameCount == 0)
        {
            Discard();
            return;
        }

        try
        {
            CompleteOrDiscard();
        }
        catch (ImageException) when (hasFailed)
        {
            // The cause was thrown by Add; a second error from Dispose would hide it.
        }
    }

    /// <summary>Aborts the film if it is not finished.</summary>
    public void Dispose()
    {
        Abort();
        GC.SuppressFinalize(this);
    }

    /// <summary>Writes one frame of the right size.</summary>
    /// <param name="frame">The frame, with any number of channels.</param>
    protected abstract void WriteFrame(ByteImage frame);

    /// <summary>Completes the file and publishes it; there is at least one frame.</summary>
    protected abstract void Complete();

    /// <summary>Closes and removes everything, also after a <see cref="Complete"/> that failed.</summary>
    protected abstract void Discard();

    private void CompleteOrDiscard()
    {
        try
        {
            Complete();
        }
        catch (Exception)
        {
            Discard();
            throw;
        }
    }
}
