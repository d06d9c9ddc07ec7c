using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>
/// Scatter and gather in 256-bit registers. A node is four floats (p_x, p_y, p_z, m) and z-neighbours are adjacent. The scatter takes
/// nodes in pairs that start at even z, and so touches one node too many below or above the three of a column, with weight 0:
/// <code>
///   base node even    z0 z1 | z2 .        base node odd    . z0 | z1 z2
/// </code>
/// Eighteen sums of pairs per particle, each of them loaded, added to and stored. A load finds what an earlier particle stored in the
/// store buffer because both are the same aligned pair; were they to overlap in part, as registers that start at the base node do, it
/// would have to wait. Nothing branches: how many particles share a base node cannot be guessed.
/// </summary>
internal unsafe struct Transfer256 : ITransfer
{
    // Of a base, an offset in floats: whether z is odd.
    private const uint OddBit = 4;

    /// <inheritdoc/>
    public static void Pack(GroupScratch scratch, float* state, int packets)
    {
        float* records = scratch.Records;
        const int stride = GroupScratch.RecordFloats;
        for (int i = 0; i < packets * Lanes; i += 8)
        {
            float* record = records + i * stride;
            float* row = scratch.Staged + i;
            float* weight = scratch.Weights + 6 * Group + i;
            Vector256<float> mass = Vector256.Load(state + Mass + (i >> 4) * Stride + (i & 15)), zero = default;
            // Where the base node is odd, everything starts one node lower.
            Vector256<float> isOdd = Vector256.Equals(Vector256.Load(scratch.Base + i) & Vector256.Create(OddBit), Vector256.Create(OddBit)).AsSingle();
            Vector256<float> z0 = Row(weight, 0), z1 = Row(weight, 1), z2 = Row(weight, 2);
            Vector256<float> stepX = Row(row, 9), stepY = Row(row, 10), stepZ = Row(row, 11);
            Wide.StoreColumns(
                Row(row, 0) - (stepX & isOdd), Row(row, 1) - (stepY & isOdd), Row(row, 2) - (stepZ & isOdd), mass, record, stride);
            Wide.StoreColumns(Row(row, 3), Row(row, 4), Row(row, 5), zero, record + 4, stride);
            Wide.StoreColumns(Row(row, 6), Row(row, 7), Row(row, 8), zero, record + 8, stride);
            Wide.StoreColumns(stepX, stepY, stepZ, zero, record + 12, stride);
            Wide.StoreColumns(
                Vector256.AndNot(z0, isOdd), Vector256.ConditionalSelect(isOdd, z0, z1), Vector256.ConditionalSelect(isOdd, z1, z2), z2 & isOdd,
                record + 16, stride);
        }
    }

    /// <inheritdoc/>
    public static void Scatter(GroupScratch scratch, int count, float* arena)
    {
        uint* bases = scratch.Base;
        float* record = scratch.Records;
        float* w = scratch.Products;
        Vector256<float> lower = Wide.Halves(0, 1), upper = Wide.Halves(2, 3);
        for (int i = 0; i < count; i++)
        {
            float* target = arena + (bases[i] & (ParticleKernels.BaseMask & ~OddBit));
            Vector256<float> w00 = Vector256.Create(w[0 * Group]), w01 = Vector256.Create(w[1 * Group]), w02 = Vector256.Create(w[2 * Group]);
            Vector256<float> w10 = Vector256.Create(w[3 * Group]), w11 = Vector256.Create(w[4 * Group]), w12 = Vector256.Create(w[5 * Group]);
            Vector256<float> w20 = Vector256.Create(w[6 * Group]), w21 = Vector256.Create(w[7 * Group]), w22 = Vector256.Create(w[8 * Group]);
            Vector256<float> z = Wide.Spread(record + 16, 0);
            Vector256<float> first = z * Wide.Add(Wide.Twice(record + 12), lower, Wide.Twice(record));
            Columns(target, first, z * Wide.Twice(record + 4), z * Wide.Twice(record + 8), w00, w01, w02, w10, w11, w12, w20, w21, w22);
            z = Wide.Spread(record + 16, 1);
            first = z * Wide.Add(Wide.Twice(record + 12), upper, Wide.Twice(record));
            Columns(target + 8, first, z * Wide.Twice(record + 4), z * Wide.Twice(record + 8), w00, w01, w02, w10, w11, w12, w20, w21, w22);
            record += GroupScratch.RecordFloats;
            w++;
        }
    }

    // A pair of nodes in each of the nine columns.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Columns(
        float* target, Vector256<float> column, Vector256<float> stepX, Vector256<float> stepY, Vector256<float> w00, Vector256<float> w01,
        Vector256<float> w02, Vector256<float> w10, Vector256<float> w11, Vector256<float> w12, Vector256<float> w20, Vector256<float> w21,
        Vector256<float> w22)
    {
        Accumulate(target, 0, column, w00);
        Vector256<float> next = column + stepY;
        Accumulate(target, ArenaY, next, w01);
        Accumulate(target, 2 * ArenaY, next + stepY, w02);
        column += stepX;
        Accumulate(target, ArenaX, column, w10);
        next = column + stepY;
        Accumulate(target, ArenaX + ArenaY, next, w11);
        Accumulate(target, ArenaX + 2 * ArenaY, next + stepY, w12);
        column += stepX;
        Accumulate(target, 2 * ArenaX, column, w20);
        next = column + stepY;
        Accumulate(target, 2 * ArenaX + ArenaY, next, w21);
        Accumulate(target, 2 * ArenaX + 2 * ArenaY, next + stepY, w22);
    }

    /// <inheritdoc/>
    public static void Gather(GroupScratch scratch, int count)
    {
        float* weights = scratch.Weights;
        float* output = scratch.Gathered;
        uint* bases = scratch.Base;
        float* velocities = scratch.Velocities;
        for (int i = 0; i < count; i++)
        {
            float* node = velocities + (bases[i] & ParticleKernels.BaseMask);
            float* w = weights + i;
            // Sums over y of each x-plane, plain and with the factor b; lower two nodes of the columns, then the third.
            Vector256<float> y0 = Vector256.Create(w[3 * Group]), y1 = Vector256.Create(w[4 * Group]), y2 = Vector256.Create(w[5 * Group]);
            Vector256<float> x = Vector256.Create(*w);
            Vector256<float> one = y1 * Vector256.Load(node + ArenaY);
            Vector256<float> two = y2 * Vector256.Load(node + 2 * ArenaY);
            Vector256<float> sum = x * (Wide.Add(y0, Vector256.Load(node), one) + two);
            Vector256<float> alongY = x * (two + two + one);
            x = Vector256.Create(w[Group]);
            one = y1 * Vector256.Load(node + ArenaX + ArenaY);
            two = y2 * Vector256.Load(node + ArenaX + 2 * ArenaY);
            Vector256<float> alongX = x * (Wide.Add(y0, Vector256.Load(node + ArenaX), one) + two);
            alongY = Wide.Add(x, two + two + one, alongY);
            x = Vector256.Create(w[2 * Group]);
            one = y1 * Vector256.Load(node + 2 * ArenaX + ArenaY);
            two = y2 * Vector256.Load(node + 2 * ArenaX + 2 * ArenaY);
            Vector256<float> last = x * (Wide.Add(y0, Vector256.Load(node + 2 * ArenaX), one) + two);
            alongY = Wide.Add(x, two + two + one, alongY);
            sum += alongX + last;
            alongX += last + last;

            Vector256<float> z = Wide.Halves(w[6 * Group], w[7 * Group]);
            sum *= z;
            alongX *= z;
            alongY *= z;
            // The third nodes: both sums over y at once, the plain one in the lower half.
            node += 8;
            Vector256<float> zero = default;
            Vector256<float> both0 = y0.WithUpper(zero.GetLower());
            Vector256<float> both2 = y2.WithUpper((y2 + y2).GetUpper());
            Vector256<float> plane = Wide.Add(both0, Wide.Twice(node), y1 * Wide.Twice(node + ArenaY));
            plane = Wide.Add(both2, Wide.Twice(node + 2 * ArenaY), plane);
            Vector256<float> upper = Vector256.Create(*w) * plane;
            plane = Wide.Add(both0, Wide.Twice(node + ArenaX), y1 * Wide.Twice(node + ArenaX + ArenaY));
            plane = Wide.Add(both2, Wide.Twice(node + ArenaX + 2 * ArenaY), plane);
            Vector256<float> upperX = Vector256.Create(w[Group]) * plane;
            plane = Wide.Add(both0, Wide.Twice(node + 2 * ArenaX), y1 * Wide.Twice(node + 2 * ArenaX + ArenaY));
            plane = Wide.Add(both2, Wide.Twice(node + 2 * ArenaX + 2 * ArenaY), plane);
            plane *= x;
            upper += upperX + plane;
            upperX += plane + plane;
            Vector128<float> third = Vector128.Create(w[8 * Group]);
            Vector128<float> top = third * upper.GetLower();
            Vector128<float> middle = sum.GetUpper();
            float* record = output + i * GroupScratch.GatheredFloats;
            (sum.GetLower() + middle + top).Store(record);
            Wide.Add(third, upperX.GetLower(), alongX.GetLower() + alongX.GetUpper()).Store(record + 4);
            Wide.Add(third, upper.GetUpper(), alongY.GetLower() + alongY.GetUpper()).Store(record + 8);
            (middle + top + top).Store(record + 12);
        }
    }

    /// <inheritdoc/>
    public static void Unpack(GroupScratch scratch, float* state, float* affine, int packets)
    {
        const int stride = GroupScratch.GatheredFloats;
        for (int i = 0; i < packets * Lanes; i += 8)
        {
            float* record = scratch.Gathered + i * stride;
            float* v = state + Velocity + (i >> 4) * Stride + (i & 15);
            float* c = affine + (i >> 4) * Stride + (i & 15);
            Wide.LoadColumns(record, stride, v, v + Lanes, v + 2 * Lanes);
            // Column j of C is the moment along axis j; rows lie three components apart.
            Wide.LoadColumns(record + 4, stride, c, c + 3 * Lanes, c + 6 * Lanes);
            Wide.LoadColumns(record + 8, stride, c + Lanes, c + 4 * Lanes, c + 7 * Lanes);
            Wide.LoadColumns(record + 12, stride, c + 2 * Lanes, c + 5 * Lanes, c + 8 * Lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Row(float* rows, int row) => Vector256.Load(rows + row * Group);

    // The offset apart from the pointer, so that it is part of both addresses.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate(float* target, int offset, Vector256<float> value, Vector256<float> weight) =>
        Wide.Add(value, weight, Vector256.Load(target + offset)).Store(target + offset);
}
