using Microsoft.Win32.SafeHandles;

namespace Splatsim.Formats;

/// <summary>
/// A file under a temporary name beside its target, which gets its final name by <see cref="Commit"/>. Disposed without
/// it (an error, a cancellation), the temporary file goes and the target is as it was.
/// </summary>
public sealed class AtomicFile : IDisposable
{
    private readonly string temporary;
    private readonly SafeFileHandle handle;
    private FileStream? stream;
    private bool committed;

    private AtomicFile(string path, string temporary, SafeFileHandle handle)
    {
        Path = path;
        this.temporary = temporary;
        this.handle = handle;
    }

    /// <summary>The target.</summary>
    public string Path { get; }

    /// <summary>A buffered stream over the temporary file, from its start. Use either it or <see cref="Write"/>.</summary>
    public Stream Stream => stream ??= new FileStream(handle, FileAccess.ReadWrite, 64 * 1024);

    /// <summary>Opens a temporary file in the target's folder; makes the folder when it is missing.</summary>
    /// <param name="path">The target.</param>
    /// <exception cref="SplatFormatException">The folder cannot be made or written.</exception>
    public static AtomicFile Create(string path)
    {
        try
        {
            string full = System.IO.Path.GetFullPath(path);
            string folder = System.IO.Path.GetDirectoryName(full) ?? full;
            Directory.CreateDirectory(folder);
            string temporary = System.IO.Path.Combine(folder, $".{System.IO.Path.GetFileName(full)}.{Guid.NewGuid():N}.part");
            SafeFileHandle handle = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
            return new AtomicFile(path, temporary, handle);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw CannotWrite(path, error);
        }
    }

    /// <summary>Writes a whole small file.</summary>
    /// <param name="path">The target.</param>
    /// <param name="bytes">All of it.</param>
    /// <exception cref="SplatFormatException">It cannot be written.</exception>
    public static void WriteAll(string path, ReadOnlySpan<byte> bytes)
    {
        using AtomicFile file = Create(path);
        file.Write(0, bytes);
        file.Commit();
    }

    /// <summary>Writes at an offset; may be called from several threads.</summary>
    /// <param name="offset">First byte.</param>
    /// <param name="bytes">What.</param>
    /// <exception cref="SplatFormatException">The disk is full or fails.</exception>
    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write(handle, bytes, offset);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(Path, error);
        }
    }

    /// <summary>Gives the finished file its final name, replacing what had it.</summary>
    /// <exception cref="SplatFormatException">It cannot be finished or renamed.</exception>
    public void Commit()
    {
        try
        {
            stream?.Flush();
            stream?.Dispose();
            handle.Dispose();
            File.Move(temporary, Path, overwrite: true);
            committed = true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(Path, error);
        }
    }

    /// <summary>Removes the temporary file unless it was committed.</summary>
    public void Dispose()
    {
        if (committed) return;
        handle.Dispose();
        File.Delete(temporary);
    }

    private static SplatFormatException CannotWrite(string path, Exception error) =>
        SplatFormatException.Whole(path, $"cannot be written ({error.Message})", "free disk space or choose a path that can be written", error);
}
