namespace Splatsim.Imaging;

/// <summary>
/// A file under a temporary name that grows by whole blocks: a block that does not fit on the disk leaves no trace.
/// </summary>
internal sealed class GrowingFile : IDisposable
{
    private readonly string path;
    private readonly string temporary;
    private readonly FileStream file;

    internal GrowingFile(string path)
    {
        this.path = path;
        temporary = TemporaryFile.NameFor(path);
        try
        {
            file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Failure(error);
        }
    }

    /// <summary>Bytes so far.</summary>
    internal long Length => file.Length;

    /// <summary>Appends a block, all of it or nothing.</summary>
    internal void Append(ReadOnlySpan<byte> block)
    {
        long start = file.Length;
        try
        {
            file.Write(block);
            file.Flush();
        }
        catch (IOException error)
        {
            file.SetLength(start);
            throw Failure(error);
        }
    }

    /// <summary>Overwrites bytes that are there already.</summary>
    internal void Patch(long offset, ReadOnlySpan<byte> bytes)
    {
        file.Position = offset;
        file.Write(bytes);
        file.Position = file.Length;
    }

    /// <summary>Closes the file and gives it its name.</summary>
    internal void Publish()
    {
        file.Dispose();
        TemporaryFile.Publish(temporary, path);
    }

    /// <summary>Closes the file and removes it, unless it was published.</summary>
    public void Dispose()
    {
        file.Dispose();
        TemporaryFile.Remove(temporary);
    }

    private ImageException Failure(Exception error) =>
        new(path, $"cannot be written ({error.Message})", "free disk space or choose another path", error);
}
