using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace Splatsim.Simulation;

/// <summary>Reads what <see cref="StateWriter"/> wrote; every section is checked against its checksum while it is read.</summary>
public sealed class StateReader : IDisposable
{
    private const int TailBytes = SHA256.HashSizeInBytes + 2 * sizeof(ulong);
    private const string Damaged = "Use an earlier file: this one was damaged after it was written";

    private readonly FileStream stream;
    private readonly StateContents contents;

    /// <summary>Opens a file and checks its table of contents.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kind">What it must be.</param>
    /// <param name="version">The version of that kind that the caller understands.</param>
    /// <exception cref="RestartException">It is incomplete, damaged, something else, or of another version.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public StateReader(string path, string kind, int version)
    {
        FilePath = path;
        stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 64 << 10);
        try
        {
            contents = ReadContents();
            if (contents.Kind != kind) throw Wrong($"holds \"{contents.Kind}\", not \"{kind}\"", "Give another file");
            if (contents.Version != version)
                throw Wrong($"is version {contents.Version}, this program reads version {version}", "Use the program that wrote it, or start again");
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>The file.</summary>
    public string FilePath { get; }

    /// <summary>A text; null where there is none of that name.</summary>
    public string? Property(string name) => contents.Properties.GetValueOrDefault(name);

    /// <summary>Whether there is a section of that name.</summary>
    public bool Has(string name) => contents.Sections.Exists(s => s.Name == name);

    /// <summary>Reads a section.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="RestartException">There is none, it holds other numbers, or it is damaged.</exception>
    public T[] Read<T>(string name)
        where T : unmanaged
    {
        StateSection section = Find<T>(name);
        T[] values = GC.AllocateUninitializedArray<T>(checked((int)section.Count));
        Read(section, values.AsSpan());
        return values;
    }

    /// <summary>Reads a section that must have a given length.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="target">Receives the numbers.</param>
    /// <exception cref="RestartException">There is none, it holds other numbers or another count, or it is damaged.</exception>
    public void Read<T>(string name, Span<T> target)
        where T : unmanaged
    {
        StateSection section = Find<T>(name);
        if (section.Count != target.Length) throw Wrong($"section \"{name}\" has {section.Count} numbers where {target.Length} are expected", "Give the file of this simulation");
        Read(section, target);
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    private StateSection Find<T>(string name)
    {
        StateSection section = contents.Sections.Find(s => s.Name == name) ?? throw Wrong($"has no section \"{name}\"", "Give the file of this simulation");
        return section.Type == typeof(T).Name ? section : throw Wrong($"section \"{name}\" holds {section.Type}, not {typeof(T).Name}", "Give the file of this simulation");
    }

    private void Read<T>(StateSection section, Span<T> target)
        where T : unmanaged
    {
        stream.Position = section.Offset;
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        int size = Unsafe.SizeOf<T>(), perPiece = StateWriter.PieceBytes / size;
        byte[] packed = section.Compressed ? new byte[BrotliEncoder.GetMaxCompressedLength(StateWriter.PieceBytes)] : [];
        Span<byte> prefix = stackalloc byte[sizeof(int)];
        byte[] planes = section.Compressed ? new byte[StateWriter.PieceBytes] : [];
        for (int first = 0; first < target.Length; first += perPiece)
        {
            Span<byte> numbers = MemoryMarshal.AsBytes(target.Slice(first, Math.Min(perPiece, target.Length - first)));
            if (!section.Compressed)
            {
                ReadExactly(section, numbers);
                hash.AppendData(numbers);
                continue;
            }

            ReadExactly(section, prefix);
            int length = BitConverter.ToInt32(prefix);
            if (length < 0 || length > packed.Length) throw Wrong($"section \"{section.Name}\" has a piece of {length} bytes", Damaged);
            ReadExactly(section, packed.AsSpan(0, length));
            hash.AppendData(prefix);
            hash.AppendData(packed, 0, length);
            Span<byte> shuffled = planes.AsSpan(0, numbers.Length);
            if (!BrotliDecoder.TryDecompress(packed.AsSpan(0, length), shuffled, out int written) || written != numbers.Length)
                throw Wrong($"section \"{section.Name}\" cannot be unpacked", Damaged);
            ByteShuffle.Back(shuffled, size, numbers);
        }

        if (Convert.ToHexString(hash.GetHashAndReset()) != section.Checksum) throw Wrong($"section \"{section.Name}\" does not have its checksum", Damaged);
    }

    private void ReadExactly(StateSection section, Span<byte> target)
    {
        if (stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false) < target.Length)
            throw Wrong($"ends within section \"{section.Name}\"", Damaged);
    }

    private StateContents ReadContents()
    {
        const string incomplete = "Use an earlier file: whoever wrote this one did not finish, or it is something else";
        long length = stream.Length;
        if (length < sizeof(ulong) + TailBytes) throw Wrong($"has {length} bytes, too few for a state file", incomplete);
        Span<byte> tail = stackalloc byte[TailBytes];
        stream.Position = length - TailBytes;
        stream.ReadExactly(tail);
        if (BitConverter.ToUInt64(tail[^8..]) != StateWriter.Magic) throw Wrong("does not end as a state file", incomplete);
        ulong tableLength = BitConverter.ToUInt64(tail[^16..]);
        if (tableLength > (ulong)(length - TailBytes - sizeof(ulong))) throw Wrong($"has a table of contents of {tableLength} bytes", Damaged);
        byte[] table = new byte[tableLength];
        stream.Position = length - TailBytes - (long)tableLength;
        stream.ReadExactly(table);
        if (!SHA256.HashData(table).AsSpan().SequenceEqual(tail[..SHA256.HashSizeInBytes])) throw Wrong("its table of contents does not have its checksum", Damaged);
        return JsonSerializer.Deserialize<StateContents>(table)!;
    }

    private RestartException Wrong(string problem, string fix) => new(FilePath, problem, fix);
}
