using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Splatsim.Mathematics;

namespace Splatsim.Formats;

/// <summary>
/// Moves float columns between rows of a file (array of structures) and columns of a cloud (structure of arrays). Where
/// eight floats stand side by side in a row they go through 8x8 transposes in registers, two at a time, so that every
/// column receives whole cache lines; a rest of fewer than eight is moved one by one.
/// </summary>
/// <param name="stride">Size of a row [bytes].</param>
internal sealed unsafe class RowTransposition(int stride)
{
    /// <summary>Rows per step; pieces of a file start at multiples of it.</summary>
    internal const int RowStep = 16;

    private const int Wide = 8;

    private readonly List<Field> fields = [];
    private readonly List<int> wideGroups = [];
    private readonly List<int> singles = [];

    /// <summary>Declares a float of the row, in ascending order of offsets.</summary>
    /// <param name="offset">Offset in the row [bytes].</param>
    /// <param name="column">Its column; null when it is not wanted (reading) or zero (writing).</param>
    internal void Add(int offset, AlignedArray<float>? column) => fields.Add(new Field(offset, column));

    /// <summary>Ends the declarations.</summary>
    internal void Complete()
    {
        for (int first = 0; first < fields.Count;)
        {
            int last = first;
            while (last + 1 < fields.Count && fields[last + 1].Offset == fields[last].Offset + sizeof(float)) last++;
            int length = last + 1 - first;
            if (length < Wide || !Avx.IsSupported)
            {
                singles.AddRange(Enumerable.Range(first, length));
            }
            else
            {
                // The last group overlaps the one before when the run is no multiple of eight: same values, written twice.
                for (int start = first; start <= last; start += Wide) wideGroups.Add(Math.Min(start, last + 1 - Wide));
            }

            first = last + 1;
        }
    }

    /// <summary>Reads rows into the columns.</summary>
    /// <param name="rows">First row.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="start">Where they go in the columns; a multiple of <see cref="RowStep"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void RowsToColumns(byte* rows, int count, int start)
    {
        int whole = count / RowStep * RowStep;
        float** columns = stackalloc float*[Wide];
        for (int row = 0; row < whole; row += RowStep)
        {
            byte* at = rows + (nint)row * stride;
            foreach (int group in wideGroups)
            {
                Pointers(group, start + row, columns);
                byte* corner = at + fields[group].Offset;
                StoreColumns(corner, columns);
                for (int k = 0; k < Wide; k++) columns[k] += columns[k] == null ? 0 : Wide;
                StoreColumns(corner + (nint)Wide * stride, columns);
            }
        }

        if (Sse.IsSupported) Sse.StoreFence();
        foreach (int index in singles) Gather(fields[index], rows, 0, count, start);
        foreach (int group in wideGroups)
            for (int index = group; index < group + Wide; index++) Gather(fields[index], rows, whole, count, start);
    }

    /// <summary>Writes rows from the columns. Bytes of the row that were not declared stay as they are.</summary>
    /// <param name="rows">First row.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="start">Where they are in the columns; a multiple of <see cref="RowStep"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void ColumnsToRows(byte* rows, int count, int start)
    {
        int whole = count / Wide * Wide;
        float** columns = stackalloc float*[Wide];
        for (int row = 0; row < whole; row += Wide)
        {
            byte* at = rows + (nint)row * stride;
            foreach (int group in wideGroups)
            {
                Pointers(group, start + row, columns);
                StoreRows(at + fields[group].Offset, columns);
            }
        }

        foreach (int index in singles) Scatter(fields[index], rows, 0, count, start);
        foreach (int group in wideGroups)
            for (int index = group; index < group + Wide; index++) Scatter(fields[index], rows, whole, count, start);
    }

    private void Pointers(int group, int row, float** columns)
    {
        for (int k = 0; k < Wide; k++)
        {
            AlignedArray<float>? column = fields[group + k].Column;
            columns[k] = column is null ? null : column.Pointer + row;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Gather(Field field, byte* rows, int from, int to, int start)
    {
        if (field.Column is null) return;
        Span<float> column = field.Column.Span;
        for (int row = from; row < to; row++) column[start + row] = Unsafe.ReadUnaligned<float>(rows + (nint)row * stride + field.Offset);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Scatter(Field field, byte* rows, int from, int to, int start)
    {
        for (int row = from; row < to; row++)
            Unsafe.WriteUnaligned(rows + (nint)row * stride + field.Offset, field.Column is null ? 0f : field.Column[start + row]);
    }

    // Fully optimised at once: a short run (one conversion) would otherwise end before the code gets fast.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void StoreColumns(byte* corner, float** columns)
    {
        Vector256<float> a = Avx.LoadVector256((float*)corner);
        Vector256<float> b = Avx.LoadVector256((float*)(corner + stride));
        Vector256<float> c = Avx.LoadVector256((float*)(corner + (nint)2 * stride));
        Vector256<float> d = Avx.LoadVector256((float*)(corner + (nint)3 * stride));
        Vector256<float> e = Avx.LoadVector256((float*)(corner + (nint)4 * stride));
        Vector256<float> f = Avx.LoadVector256((float*)(corner + (nint)5 * stride));
        Vector256<float> g = Avx.LoadVector256((float*)(corner + (nint)6 * stride));
        Vector256<float> h = Avx.LoadVector256((float*)(corner + (nint)7 * stride));
        Transpose(ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h);
        // Past the caches: the columns are far larger than they are, and every line is written whole.
        if (columns[0] != null) Avx.StoreAlignedNonTemporal(columns[0], a);
        if (columns[1] != null) Avx.StoreAlignedNonTemporal(columns[1], b);
        if (columns[2] != null) Avx.StoreAlignedNonTemporal(columns[2], c);
        if (columns[3] != null) Avx.StoreAlignedNonTemporal(columns[3], d);
        if (columns[4] != null) Avx.StoreAlignedNonTemporal(columns[4], e);
        if (columns[5] != null) Avx.StoreAlignedNonTemporal(columns[5], f);
        if (columns[6] != null) Avx.StoreAlignedNonTemporal(columns[6], g);
        if (columns[7] != null) Avx.StoreAlignedNonTemporal(columns[7], h);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void StoreRows(byte* corner, float** columns)
    {
        Vector256<float> a = Load(columns[0]);
        Vector256<float> b = Load(columns[1]);
        Vector256<float> c = Load(columns[2]);
        Vector256<float> d = Load(columns[3]);
        Vector256<float> e = Load(columns[4]);
        Vector256<float> f = Load(columns[5]);
        Vector256<float> g = Load(columns[6]);
        Vector256<float> h = Load(columns[7]);
        Transpose(ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h);
        Avx.Store((float*)corner, a);
        Avx.Store((float*)(corner + stride), b);
        Avx.Store((float*)(corner + (nint)2 * stride), c);
        Avx.Store((float*)(corner + (nint)3 * stride), d);
        Avx.Store((float*)(corner + (nint)4 * stride), e);
        Avx.Store((float*)(corner + (nint)5 * stride), f);
        Avx.Store((float*)(corner + (nint)6 * stride), g);
        Avx.Store((float*)(corner + (nint)7 * stride), h);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Load(float* column) => column == null ? Vector256<float>.Zero : Avx.LoadVector256(column);

    // Three rounds of exchanges: single floats, pairs, halves.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(
        ref Vector256<float> a, ref Vector256<float> b, ref Vector256<float> c, ref Vector256<float> d,
        ref Vector256<float> e, ref Vector256<float> f, ref Vector256<float> g, ref Vector256<float> h)
    {
        Vector256<double> ab = Avx.UnpackLow(a, b).AsDouble();
        Vector256<double> abHigh = Avx.UnpackHigh(a, b).AsDouble();
        Vector256<double> cd = Avx.UnpackLow(c, d).AsDouble();
        Vector256<double> cdHigh = Avx.UnpackHigh(c, d).AsDouble();
        Vector256<double> ef = Avx.UnpackLow(e, f).AsDouble();
        Vector256<double> efHigh = Avx.UnpackHigh(e, f).AsDouble();
        Vector256<double> gh = Avx.UnpackLow(g, h).AsDouble();
        Vector256<double> ghHigh = Avx.UnpackHigh(g, h).AsDouble();
        Exchange(Avx.UnpackLow(ab, cd).AsSingle(), Avx.UnpackLow(ef, gh).AsSingle(), out a, out e);
        Exchange(Avx.UnpackHigh(ab, cd).AsSingle(), Avx.UnpackHigh(ef, gh).AsSingle(), out b, out f);
        Exchange(Avx.UnpackLow(abHigh, cdHigh).AsSingle(), Avx.UnpackLow(efHigh, ghHigh).AsSingle(), out c, out g);
        Exchange(Avx.UnpackHigh(abHigh, cdHigh).AsSingle(), Avx.UnpackHigh(efHigh, ghHigh).AsSingle(), out d, out h);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Exchange(Vector256<float> left, Vector256<float> right, out Vector256<float> low, out Vector256<float> high)
    {
        low = Avx.Permute2x128(left, right, 0x20);
        high = Avx.Permute2x128(left, right, 0x31);
    }

    private sealed class Field(int offset, AlignedArray<float>? column)
    {
        internal int Offset { get; } = offset;

        internal AlignedArray<float>? Column { get; } = column;
    }
}
