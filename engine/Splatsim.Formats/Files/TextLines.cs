namespace Splatsim.Formats;

/// <summary>The lines of a text file as bytes, one after the other, with their numbers. LF or CRLF.</summary>
/// <param name="source">The file.</param>
/// <param name="start">First byte.</param>
/// <param name="linesBefore">Number of lines before it.</param>
internal sealed class TextLines(ByteSource source, long start, long linesBefore)
{
    /// <summary>The longest line that is accepted [bytes].</summary>
    internal const int LongestLine = 16 << 20;

    private byte[] buffer = new byte[64 * 1024];
    private long fileOffset = start;
    private int begin;
    private int end;

    /// <summary>Number of the line that was read last, from 1.</summary>
    internal long Number { get; private set; } = linesBefore;

    /// <summary>Reads the next line, without its end. False at the end of the file.</summary>
    /// <param name="line">Valid until the next call.</param>
    /// <exception cref="SplatFormatException">The line is longer than <see cref="LongestLine"/>.</exception>
    internal bool Next(out ReadOnlySpan<byte> line)
    {
        int scanned = 0;
        while (true)
        {
            int length = buffer.AsSpan(begin + scanned, end - begin - scanned).IndexOf((byte)'\n');
            if (length >= 0)
            {
                line = buffer.AsSpan(begin, scanned + length).TrimEnd((byte)'\r');
                begin += scanned + length + 1;
                Number++;
                return true;
            }

            scanned = end - begin;
            if (Fill()) continue;
            line = buffer.AsSpan(begin, scanned).TrimEnd((byte)'\r');
            begin = end;
            if (scanned == 0) return false;
            Number++;
            return true;
        }
    }

    /// <summary>Splits the next word, between blanks, off a line. False when there is none.</summary>
    internal static bool NextWord(ref ReadOnlySpan<byte> line, out ReadOnlySpan<byte> word)
    {
        int first = line.IndexOfAnyExcept((byte)' ', (byte)'\t', (byte)'\r');
        if (first < 0)
        {
            word = line = default;
            return false;
        }

        line = line[first..];
        int length = line.IndexOfAny((byte)' ', (byte)'\t', (byte)'\r');
        if (length < 0) length = line.Length;
        word = line[..length];
        line = line[length..];
        return true;
    }

    private bool Fill()
    {
        if (fileOffset >= source.Length) return false;
        if (begin > 0)
        {
            buffer.AsSpan(begin, end - begin).CopyTo(buffer);
            end -= begin;
            begin = 0;
        }

        if (end == buffer.Length)
        {
            if (end >= LongestLine)
                throw SplatFormatException.AtLine(source.Path, Number + 1, $"the line is longer than {LongestLine} bytes", "the file is damaged or not text");
            Array.Resize(ref buffer, 2 * buffer.Length);
        }

        int count = (int)Math.Min(buffer.Length - end, source.Length - fileOffset);
        source.Read(fileOffset, buffer.AsSpan(end, count), "text");
        fileOffset += count;
        end += count;
        return true;
    }
}
