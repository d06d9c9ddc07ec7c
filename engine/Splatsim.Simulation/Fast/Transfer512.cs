using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>
/// Scatter and gather in 512-bit registers: one register holds a column of four nodes, of which the first three count
/// (the weight of the fourth is 0), so nine registers hold all columns of a run of particles with one base node.
/// </summary>
internal unsafe struct Transfer512 : ITransfer
{
    /// <inheritdoc/>
    public static void Pack(GroupScratch scratch, float* state, int packets)
    {
        const int stride = GroupScratch.RecordFloats;
        for (int i = 0; i < packets * Lanes; i += 8)
        {
            float* record = scratch.Records + i * stride;
            float* row = scratch.Staged + i;
            Vector256<float> mass = Vector256.Load(state + Mass + (i >> 4) * Stride + (i & 15));
            Vector256<float> x = Row(row, 0), y = Row(row, 1), z = Row(row, 2);
            Vector256<float> stepX = Row(row, 9), stepY = Row(row, 10), stepZ = Row(row, 11);
            Wide.StoreColumns(x, y, z, mass, record, stride);
            (x, y, z) = (x + stepX, y + stepY, z + stepZ);
            Wide.StoreColumns(x, y, z, mass, record + 4, stride);
            Wide.StoreColumns(x + stepX, y + stepY, z + stepZ, mass, record + 8, stride);
            Wide.StoreColumns(Row(row, 3), Row(row, 4), Row(row, 5), Vector256<float>.Zero, record + 12, stride);
            Wide.StoreColumns(Row(row, 6), Row(row, 7), Row(row, 8), Vector256<float>.Zero, record + 16, stride);
        }
    }

    /// <inheritdoc/>
    public static void Unpack(GroupScratch scratch, float* state, float* affine, int packets) =>
        Transfer256.Unpack(scratch, state, affine, packets);

    /// <inheritdoc/>
    public static void Scatter(GroupScratch scratch, int count, float* arena)
    {
        uint* bases = scratch.Base;
        int start = 0;
        while (start < count)
        {
            uint node = bases[start];
            int end = start + 1;
            while (end < count && bases[end] == node) end++;
            Run(scratch, start, end, arena + (node & ParticleKernels.BaseMask));
            start = end;
        }
    }

    private static void Run(GroupScratch scratch, int start, int end, float* target)
    {
        Vector512<float> s00 = default, s01 = default, s02 = default;
        Vector512<float> s10 = default, s11 = default, s12 = default;
        Vector512<float> s20 = default, s21 = default, s22 = default;
        float* products = scratch.Products;
        float* weights = scratch.Weights + 6 * Group;
        float* record = scratch.Records + start * GroupScratch.RecordFloats;
        for (float* w = products + start; w < products + end; w++)
        {
            Vector512<float> z = Column(weights + (w - products));
            Vector128<float> x = Vector128.Load(record + 12), y = Vector128.Load(record + 16);
            // The fourth node's lanes are the step in x: finite, and weighted with 0.
            Vector512<float> column = Vector512.Load(record) * z;
            Vector512<float> stepX = Four(x) * z, stepY = Four(y) * z;
            s00 = Vector512.FusedMultiplyAdd(column, Vector512.Create(*w), s00);
            Vector512<float> next = column + stepY;
            s01 = Vector512.FusedMultiplyAdd(next, Vector512.Create(w[Group]), s01);
            s02 = Vector512.FusedMultiplyAdd(next + stepY, Vector512.Create(w[2 * Group]), s02);
            column += stepX;
            s10 = Vector512.FusedMultiplyAdd(column, Vector512.Create(w[3 * Group]), s10);
            next = column + stepY;
            s11 = Vector512.FusedMultiplyAdd(next, Vector512.Create(w[4 * Group]), s11);
            s12 = Vector512.FusedMultiplyAdd(next + stepY, Vector512.Create(w[5 * Group]), s12);
            column += stepX;
            s20 = Vector512.FusedMultiplyAdd(column, Vector512.Create(w[6 * Group]), s20);
            next = column + stepY;
            s21 = Vector512.FusedMultiplyAdd(next, Vector512.Create(w[7 * Group]), s21);
            s22 = Vector512.FusedMultiplyAdd(next + stepY, Vector512.Create(w[8 * Group]), s22);
            record += GroupScratch.RecordFloats;
        }

        Accumulate(target, s00);
        Accumulate(target + ArenaY, s01);
        Accumulate(target + 2 * ArenaY, s02);
        Accumulate(target + ArenaX, s10);
        Accumulate(target + ArenaX + ArenaY, s11);
        Accumulate(target + ArenaX + 2 * ArenaY, s12);
        Accumulate(target + 2 * ArenaX, s20);
        Accumulate(target + 2 * ArenaX + ArenaY, s21);
        Accumulate(target + 2 * ArenaX + 2 * ArenaY, s22);
    }

    /// <inheritdoc/>
    public static void Gather(GroupScratch scratch, int count)
    {
        for (int i = 0; i < count; i++)
        {
            float* node = scratch.Velocities + (scratch.Base[i] & ParticleKernels.BaseMask);
            float* w = scratch.Weights + i;
            Vector512<float> y0 = Vector512.Create(w[3 * Group]), y1 = Vector512.Create(w[4 * Group]), y2 = Vector512.Create(w[5 * Group]);
            Plane(node, y0, y1, y2, out Vector512<float> sum, out Vector512<float> alongY);
            Vector512<float> x = Vector512.Create(*w);
            sum *= x;
            alongY *= x;
            Plane(node + ArenaX, y0, y1, y2, out Vector512<float> alongX, out Vector512<float> plane);
            x = Vector512.Create(w[Group]);
            alongX *= x;
            alongY = Vector512.FusedMultiplyAdd(x, plane, alongY);
            Plane(node + 2 * ArenaX, y0, y1, y2, out Vector512<float> last, out plane);
            x = Vector512.Create(w[2 * Group]);
            last *= x;
            alongY = Vector512.FusedMultiplyAdd(x, plane, alongY);
            sum += alongX + last;
            alongX += last + last;
            Vector512<float> z = Column(w + 6 * Group);
            sum *= z;
            Vector128<float> middle = sum.GetLower().GetUpper(), top = sum.GetUpper().GetLower();
            float* record = scratch.Gathered + i * GroupScratch.GatheredFloats;
            (sum.GetLower().GetLower() + middle + top).Store(record);
            Reduce(alongX * z).Store(record + 4);
            Reduce(alongY * z).Store(record + 8);
            (middle + top + top).Store(record + 12);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Plane(
        float* node, Vector512<float> y0, Vector512<float> y1, Vector512<float> y2, out Vector512<float> sum, out Vector512<float> along)
    {
        Vector512<float> one = y1 * Vector512.Load(node + ArenaY), two = y2 * Vector512.Load(node + 2 * ArenaY);
        sum = Vector512.FusedMultiplyAdd(y0, Vector512.Load(node), one) + two;
        along = two + two + one;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Reduce(Vector512<float> column)
    {
        Vector256<float> low = column.GetLower();
        return low.GetLower() + low.GetUpper() + column.GetUpper().GetLower();
    }

    // Weights of the three nodes of a column, and 0 for the fourth.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Column(float* z) => Vector512.Create(
        Wide.Halves(*z, z[Group]), Vector256.Create(Vector128.Create(z[2 * Group]), Vector128<float>.Zero));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Four(Vector128<float> part)
    {
        Vector256<float> two = Vector256.Create(part, part);
        return Vector512.Create(two, two);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Row(float* rows, int row) => Vector256.Load(rows + row * Group);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate(float* target, Vector512<float> sum) => (Vector512.Load(target) + sum).Store(target);
}
