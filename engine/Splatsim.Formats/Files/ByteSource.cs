using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Splatsim.Formats;

/// <summary>
/// A file as bytes at long offsets. Every read is checked against the file's real length before anything is allocated, so
/// that a count in a damaged file cannot ask for memory. Reads may come from several threads.
/// </summary>
internal sealed class ByteSource : IDisposable
{
    private const string CompleteFile = "the file is cut short or damaged; get it again";
    private readonly SafeFileHandle handle;

    private ByteSource(string path, SafeFileHandle handle)
    {
        Path = path;
        this.handle = handle;
        Length = RandomAccess.GetLength(handle);
    }

    /// <summary>The file.</summary>
    internal string Path { get; }

    /// <summary>Length when opened [bytes].</summary>
    internal long Length { get; }

    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="SplatFormatException">Missing, a folder, or not allowed.</exception>
    internal static ByteSource Open(string path)
    {
        SafeFileHandle? handle = null;
        try
        {
            handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            return new ByteSource(path, handle);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            handle?.Dispose();
            throw SplatFormatException.Whole(path, $"cannot be opened ({error.Message})", "check the path and its permissions", error);
        }
    }

    /// <summary>Fills the destination.</summary>
    /// <param name="offset">First byte.</param>
    /// <param name="destination">Where to.</param>
    /// <param name="what">What is being read, for the message.</param>
    /// <exception cref="SplatFormatException">The file ends before, or the disk fails.</exception>
    internal void Read(long offset, Span<byte> destination, string what)
    {
        Require(offset, destination.Length, what);
        try
        {
            while (destination.Length > 0)
            {
                int read = RandomAccess.Read(handle, destination, offset);
                if (read == 0) throw new SplatFormatException(Path, offset, $"the file became shorter while {what} was read", "do not write to it meanwhile");
                destination = destination[read..];
                offset += read;
            }
        }
        catch (IOException error)
        {
            throw SplatFormatException.Whole(Path, $"{what} cannot be read ({error.Message})", "check the disk", error);
        }
    }

    /// <summary>Reads one little-endian value and moves the offset past it.</summary>
    internal T Read<T>(ref long offset, string what)
        where T : unmanaged
    {
        Unsafe.SkipInit(out T value);
        Read(offset, MemoryMarshal.AsBytes(new Span<T>(ref value)), what);
        offset += Unsafe.SizeOf<T>();
        return value;
    }

    /// <summary>Reads a part of the file as an array, after checking that the file has it.</summary>
    /// <exception cref="SplatFormatException">The file ends before, or the part is over 2 GB.</exception>
    internal byte[] ReadArray(long offset, long length, string what)
    {
        Require(offset, length, what);
        if (length > Array.MaxLength) throw new SplatFormatException(Path, offset, $"{what} has {length} bytes, more than 2 GB", "split the scene");
        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)length);
        Read(offset, bytes, what);
        return bytes;
    }

    /// <summary>Checks that the file has a part.</summary>
    /// <exception cref="SplatFormatException">It ends before.</exception>
    internal void Require(long offset, long length, string what)
    {
        if (offset >= 0 && length >= 0 && offset <= Length && length <= Length - offset) return;
        throw new SplatFormatException(Path, offset, $"{what} needs {length} bytes here, the file has {Length} in all", CompleteFile);
    }

    /// <summary>A forward stream over a part of the file, for decompressors. Closing it leaves the file open.</summary>
    /// <exception cref="SplatFormatException">The file ends before the part does.</exception>
    internal Stream OpenStream(long offset, long length, string what)
    {
        Require(offset, length, what);
        return new ByteSourceStream(this, offset, length, what);
    }

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();
}
