using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Splatsim.Imaging;

/// <summary>H.264 in MP4: raw frames go to an ffmpeg process through its standard input.</summary>
internal sealed class FfmpegVideoWriter : VideoWriter
{
    // What ffmpeg returns when Ctrl+C reached it too (the terminal signals the whole group): it has closed the file
    // properly.
    private const int InterruptedExitCode = 255;
    private const int KeptErrorLines = 6;

    // For encoders that have to be told a rate: about what x264 takes at its visually lossless quality.
    private const double BitsPerPixel = 0.2;

    private readonly Process process;
    private readonly string temporary;
    private readonly string encoder;
    private readonly EvenFrame even;
    private readonly Queue<string> errors = new();
    private int? exitCode;

    internal FfmpegVideoWriter(
        string ffmpeg, string encoder, string path, int width, int height, double framesPerSecond)
        : base(path, width, height, framesPerSecond)
    {
        this.encoder = encoder;
        even = new EvenFrame(width, height);
        temporary = TemporaryFile.NameFor(path);
        ProcessStartInfo start = new(ffmpeg, Arguments())
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        };
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new ImageException(
                path, $"{ffmpeg} cannot be started ({error.Message})", "repair ffmpeg or take it off the PATH", error);
        }

        process.ErrorDataReceived += (_, line) => KeepError(line.Data);
        process.BeginErrorReadLine();
    }

    public override string Description => $"H.264 ({encoder}) by ffmpeg";

    protected override void WriteFrame(ByteImage frame)
    {
        try
        {
            process.StandardInput.BaseStream.Write(even.From(frame).Data);
        }
        catch (IOException error)
        {
            if (Close() == InterruptedExitCode) throw new OperationCanceledException("ffmpeg was interrupted", error);
            throw Failure(error);
        }
    }

    protected override void Complete()
    {
        bool isClosed = Close() is 0 or InterruptedExitCode;
        bool isWritten = File.Exists(temporary) && new FileInfo(temporary).Length > 0;
        if (!isClosed || !isWritten) throw Failure(null);
        TemporaryFile.Publish(temporary, Path);
    }

    protected override void Discard()
    {
        Close();
        TemporaryFile.Remove(temporary);
    }

    /// <summary>
    /// Ends the input, waits for ffmpeg to close its file, and returns its exit code; later calls return it again.
    /// </summary>
    private int Close()
    {
        if (exitCode is int known) return known;
        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The process has ended already; its exit code tells whether that was an error.
        }

        process.WaitForExit();
        exitCode = process.ExitCode;
        process.Dispose();
        return exitCode.Value;
    }

    private List<string> Arguments()
    {
        List<string> arguments =
        [
            "-hide_banner", "-loglevel", "error", "-nostats", "-y",
            "-f", "rawvideo", "-pixel_format", "rgb24",
            "-video_size", string.Create(CultureInfo.InvariantCulture, $"{even.Width}x{even.Height}"),
            "-framerate", FramesPerSecond.ToString("R", CultureInfo.InvariantCulture),
            "-i", "pipe:0",
            // The BT.601 matrix, said in the file: players obey what it says, and programs on OpenCV decode with BT.601
            // whatever it says. The filter's flags keep flat colours within two levels.
            "-vf", "scale=out_color_matrix=smpte170m:out_range=tv:flags=accurate_rnd+full_chroma_int,format=yuv420p",
            "-colorspace", "smpte170m", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv",
            "-c:v", encoder,
        ];

        // 18 is where x264's loss stops being visible; other encoders have no constant-quality mode in common.
        if (encoder == "libx264")
        {
            arguments.AddRange(["-preset", "medium", "-crf", "18"]);
        }
        else
        {
            double bitsPerSecond = BitsPerPixel * even.Width * even.Height * FramesPerSecond;
            arguments.AddRange(["-b:v", bitsPerSecond.ToString("F0", CultureInfo.InvariantCulture)]);
        }

        arguments.AddRange(["-movflags", "+faststart", "-f", "mp4", temporary]);
        return arguments;
    }

    private void KeepError(string? line)
    {
        if (string.IsNullOrWhiteSpace(line)) return;
        lock (errors)
        {
            errors.Enqueue(line.Trim());
            if (errors.Count > KeptErrorLines) errors.Dequeue();
        }
    }

    private ImageException Failure(Exception? inner)
    {
        string said;
        lock (errors) said = errors.Count == 0 ? "nothing" : string.Join(" | ", errors);
        return new ImageException(
            Path,
            $"ffmpeg failed after {FrameCount} frames with exit code {Close()} and said {said}",
            "free disk space, repair ffmpeg, or write frames/%04d.png",
            inner);
    }
}
