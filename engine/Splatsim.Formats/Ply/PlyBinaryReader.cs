using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Splatsim.Formats;

/// <summary>
/// Rows of equal size, little or big endian. The file is read in pieces of about a megabyte, several at a time, and each
/// is transposed into the columns, so that the file is never in memory as a whole.
/// </summary>
internal static unsafe class PlyBinaryReader
{
    private const int PieceBytes = 1 << 20;

    internal static void Read(
        ByteSource source, PlyEncoding encoding, PlyElement element, long offset, IReadOnlyList<PlyColumn> columns, ReadOptions options)
    {
        int count = (int)element.Count;
        int stride = element.Stride;
        // Whole 16-row steps, so that pieces start on cache lines of the columns.
        int pieceRows = Math.Max(RowTransposition.RowStep, PieceBytes / stride / RowTransposition.RowStep * RowTransposition.RowStep);
        int pieces = (count + pieceRows - 1) / pieceRows;
        RowTransposition? transposition = encoding == PlyEncoding.LittleEndian ? Plan(element, columns) : null;
        PlyColumn[] converted = [.. columns.Where(c => transposition is null || c.Property.Type != PlyScalarType.Float32)];
        int done = 0;
        ParallelWork.For(pieces, piece =>
        {
            int start = piece * pieceRows;
            int rows = Math.Min(pieceRows, count - start);
            byte[] buffer = ArrayPool<byte>.Shared.Rent(rows * stride);
            try
            {
                source.Read(offset + (long)start * stride, buffer.AsSpan(0, rows * stride), element.Name);
                fixed (byte* bytes = buffer)
                {
                    transposition?.RowsToColumns(bytes, rows, start);
                    foreach (PlyColumn column in converted)
                        Convert(bytes + column.Property.Offset, stride, column.Property.Type, encoding, column.Destination.Span.Slice(start, rows));
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }

            options.Progress?.Report((double)Interlocked.Increment(ref done) / pieces);
        }, options.Cancellation);
        GC.KeepAlive(columns);
    }

    /// <summary>Converts one property of consecutive rows.</summary>
    internal static void Convert(byte* first, int stride, PlyScalarType type, PlyEncoding encoding, Span<float> to)
    {
        bool swap = encoding == PlyEncoding.BigEndian;
        for (int i = 0; i < to.Length; i++, first += stride) to[i] = Value(first, type, swap);
    }

    /// <summary>One value as float. A float keeps its bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float Value(byte* at, PlyScalarType type, bool swap) => type switch
    {
        PlyScalarType.Float32 => BitConverter.UInt32BitsToSingle(UInt32(at, swap)),
        PlyScalarType.Float64 => (float)BitConverter.UInt64BitsToDouble(UInt64(at, swap)),
        PlyScalarType.UInt8 => *at,
        PlyScalarType.Int8 => (sbyte)*at,
        PlyScalarType.UInt16 => UInt16(at, swap),
        PlyScalarType.Int16 => (short)UInt16(at, swap),
        PlyScalarType.UInt32 => UInt32(at, swap),
        _ => (int)UInt32(at, swap),
    };

    private static ushort UInt16(byte* at, bool swap)
    {
        ushort value = Unsafe.ReadUnaligned<ushort>(at);
        return swap ? BinaryPrimitives.ReverseEndianness(value) : value;
    }

    private static uint UInt32(byte* at, bool swap)
    {
        uint value = Unsafe.ReadUnaligned<uint>(at);
        return swap ? BinaryPrimitives.ReverseEndianness(value) : value;
    }

    private static ulong UInt64(byte* at, bool swap)
    {
        ulong value = Unsafe.ReadUnaligned<ulong>(at);
        return swap ? BinaryPrimitives.ReverseEndianness(value) : value;
    }

    private static RowTransposition Plan(PlyElement element, IReadOnlyList<PlyColumn> columns)
    {
        RowTransposition plan = new(element.Stride);
        Dictionary<PlyProperty, PlyColumn> wanted = columns.ToDictionary(c => c.Property);
        foreach (PlyProperty property in element.Properties.Where(p => p.Type == PlyScalarType.Float32))
            plan.Add(property.Offset, wanted.TryGetValue(property, out PlyColumn? column) ? column.Destination : null);
        plan.Complete();
        return plan;
    }
}
