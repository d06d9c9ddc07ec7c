using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>
/// Scatter and gather in 256-bit registers. A node is four floats (p_x, p_y, p_z, m) and z-neighbours are adjacent, so the
/// lower two nodes of a column fill one register and the third half of one:
/// <code>
///   z2   . . .   . . .   . . .     nine 128-bit sums  (second pass)
///   z1   o o o   o o o   o o o     nine 256-bit sums  (first pass)
///   z0   o o o   o o o   o o o
///        y0 1 2  y0 1 2  y0 1 2
///          x0      x1      x2
/// </code>
/// Particles of one base node follow each other. The nine sums of a pass stay in registers for the whole run and touch the arena once:
/// a sum that went through memory for every particle would wait for its own store each time.
/// </summary>
internal unsafe struct Transfer256 : ITransfer
{
    /// <inheritdoc/>
    public static void Pack(GroupScratch scratch, float* state, int packets)
    {
        float* rows = scratch.Staged;
        float* records = scratch.Records;
        const int stride = GroupScratch.RecordFloats;
        for (int i = 0; i < packets * Lanes; i += 8)
        {
            Vector256<float> mass = Vector256.Load(state + Mass + (i >> 4) * Stride + (i & 15));
            float* record = records + i * stride;
            float* row = rows + i;
            Wide.StoreColumns(Row(row, 0), Row(row, 1), Row(row, 2), mass, record, stride);
            Wide.StoreColumns(Row(row, 3), Row(row, 4), Row(row, 5), mass, record + 4, stride);
            Wide.StoreColumns(Row(row, 6), Row(row, 7), Row(row, 8), mass, record + 8, stride);
            Wide.StoreColumns(Row(row, 9), Row(row, 10), Row(row, 11), Vector256<float>.Zero, record + 12, stride);
            Wide.StoreColumns(Row(row, 12), Row(row, 13), Row(row, 14), Vector256<float>.Zero, record + 16, stride);
        }
    }

    /// <inheritdoc/>
    public static void Scatter(GroupScratch scratch, int count, float* arena)
    {
        uint* bases = scratch.Base;
        float* records = scratch.Records;
        float* weights = scratch.Weights + 6 * Group;
        float* products = scratch.Products;
        int start = 0;
        while (start < count)
        {
            uint node = bases[start];
            int end = start + 1;
            while (end < count && bases[end] == node) end++;
            float* target = arena + (node & ParticleKernels.BaseMask);
            LowerNodes(records, products, weights, start, end, target);
            UpperNodes(records, products, weights, start, end, target + 8);
            start = end;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LowerNodes(float* records, float* products, float* weights, int start, int end, float* target)
    {
        Vector256<float> s00 = default, s01 = default, s02 = default;
        Vector256<float> s10 = default, s11 = default, s12 = default;
        Vector256<float> s20 = default, s21 = default, s22 = default;
        float* record = records + start * GroupScratch.RecordFloats;
        for (float* w = products + start; w < products + end; w++)
        {
            Vector256<float> z = Wide.Halves(weights[w - products], weights[Group + (w - products)]);
            Vector256<float> column = Vector256.Load(record) * z;
            Vector256<float> stepX = Wide.Twice(record + 12) * z;
            Vector256<float> stepY = Wide.Twice(record + 16) * z;
            s00 = Wide.Add(column, Vector256.Create(*w), s00);
            Vector256<float> next = column + stepY;
            s01 = Wide.Add(next, Vector256.Create(w[Group]), s01);
            s02 = Wide.Add(next + stepY, Vector256.Create(w[2 * Group]), s02);
            column += stepX;
            s10 = Wide.Add(column, Vector256.Create(w[3 * Group]), s10);
            next = column + stepY;
            s11 = Wide.Add(next, Vector256.Create(w[4 * Group]), s11);
            s12 = Wide.Add(next + stepY, Vector256.Create(w[5 * Group]), s12);
            column += stepX;
            s20 = Wide.Add(column, Vector256.Create(w[6 * Group]), s20);
            next = column + stepY;
            s21 = Wide.Add(next, Vector256.Create(w[7 * Group]), s21);
            s22 = Wide.Add(next + stepY, Vector256.Create(w[8 * Group]), s22);
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void UpperNodes(float* records, float* products, float* weights, int start, int end, float* target)
    {
        Vector128<float> s00 = default, s01 = default, s02 = default;
        Vector128<float> s10 = default, s11 = default, s12 = default;
        Vector128<float> s20 = default, s21 = default, s22 = default;
        float* record = records + start * GroupScratch.RecordFloats;
        for (float* w = products + start; w < products + end; w++)
        {
            Vector128<float> z = Vector128.Create(weights[2 * Group + (w - products)]);
            Vector128<float> column = Vector128.Load(record + 8) * z;
            Vector128<float> stepX = Vector128.Load(record + 12) * z;
            Vector128<float> stepY = Vector128.Load(record + 16) * z;
            s00 = Wide.Add(column, Vector128.Create(*w), s00);
            Vector128<float> next = column + stepY;
            s01 = Wide.Add(next, Vector128.Create(w[Group]), s01);
            s02 = Wide.Add(next + stepY, Vector128.Create(w[2 * Group]), s02);
            column += stepX;
            s10 = Wide.Add(column, Vector128.Create(w[3 * Group]), s10);
            next = column + stepY;
            s11 = Wide.Add(next, Vector128.Create(w[4 * Group]), s11);
            s12 = Wide.Add(next + stepY, Vector128.Create(w[5 * Group]), s12);
            column += stepX;
            s20 = Wide.Add(column, Vector128.Create(w[6 * Group]), s20);
            next = column + stepY;
            s21 = Wide.Add(next, Vector128.Create(w[7 * Group]), s21);
            s22 = Wide.Add(next + stepY, Vector128.Create(w[8 * Group]), s22);
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate(float* target, Vector256<float> sum) => (Vector256.Load(target) + sum).Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate(float* target, Vector128<float> sum) => (Vector128.Load(target) + sum).Store(target);
}
