namespace Splatsim.Formats;

/// <summary>Small consecutive reads from a file through a buffer.</summary>
/// <param name="source">The file.</param>
/// <param name="start">First byte.</param>
internal struct SequentialBytes(ByteSource source, long start)
{
    private readonly byte[] buffer = new byte[64 * 1024];
    private long bufferStart = start;
    private int bufferLength;
    private int used;

    /// <summary>Offset of the next byte.</summary>
    internal readonly long Position => bufferStart + used;

    /// <summary>The file.</summary>
    internal readonly string Path => source.Path;

    /// <summary>True at the end of the file.</summary>
    internal readonly bool AtEnd => Position >= source.Length;

    /// <summary>The next few bytes (at most 64 kB). Valid until the next call.</summary>
    /// <exception cref="SplatFormatException">The file ends before.</exception>
    internal ReadOnlySpan<byte> Take(int count, string what)
    {
        if (bufferLength - used < count) Refill(count, what);
        used += count;
        return buffer.AsSpan(used - count, count);
    }

    /// <summary>Moves on.</summary>
    /// <exception cref="SplatFormatException">The file ends before.</exception>
    internal void Skip(long count, string what)
    {
        source.Require(Position, count, what);
        if (count <= bufferLength - used)
        {
            used += (int)count;
            return;
        }

        bufferStart = Position + count;
        bufferLength = used = 0;
    }

    private void Refill(int count, string what)
    {
        long position = Position;
        source.Require(position, count, what);
        bufferStart = position;
        used = 0;
        bufferLength = (int)Math.Min(buffer.Length, source.Length - position);
        source.Read(position, buffer.AsSpan(0, bufferLength), what);
    }
}
