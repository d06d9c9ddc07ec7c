using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>
/// How a transfer follows the particle's place through its weights: sum over the 27 nodes of (n . r) grad w, where n are the four numbers of
/// a node and r those that the particle's record has there. Scatter and gather have the same one: only n and r trade places.
/// </summary>
/// <remarks>
/// Products stay apart by component and by node along z until the end, the lower two nodes of a column are
/// one 256-bit register, the third one 128-bit register.
/// </remarks>
internal static unsafe class TransferSlopes
{
    /// <summary>Turns staged rows into the records that the sums read: three nodes of the lowest column, and the steps along x and y.</summary>
    /// <param name="scratch">Rows in, records out.</param>
    /// <param name="state">Packets whose mass row goes with the nodes.</param>
    /// <param name="packets">Packets.</param>
    public static void Pack(GroupScratch scratch, float* state, int packets) => Transfer512.Pack(scratch, state, packets);

    /// <summary>Derivatives by the place.</summary>
    /// <param name="scratch">Weights, records, nodes.</param>
    /// <param name="count">Particles.</param>
    /// <param name="reverse">Slopes in, records out.</param>
    public static void Sum(GroupScratch scratch, int count, ReverseScratch reverse)
    {
        for (int i = 0; i < count; i++)
        {
            Lower(scratch, i, reverse, out Vector128<float> x, out Vector128<float> y, out Vector128<float> z);
            Upper(scratch, i, reverse, ref x, ref y, ref z);
            Horizontal(x, y, z).Store(reverse.Records + i * ReverseScratch.RecordFloats);
        }
    }

    /// <summary>The same, and the mean of the nodes' vectors.</summary>
    public static void SumAndMean(GroupScratch scratch, int count, ReverseScratch reverse)
    {
        Sum(scratch, count, reverse);
        uint* bases = scratch.Base;
        for (int i = 0; i < count; i++)
            Mean(scratch.Velocities + (bases[i] & ParticleKernels.BaseMask), scratch.Weights + i).Store(reverse.Records + i * ReverseScratch.RecordFloats + 4);
    }

    // The lower two nodes of every column. Nine products, each in three sums; a plane at a time, so that registers suffice.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Lower(
        GroupScratch scratch, int i, ReverseScratch reverse, out Vector128<float> byX, out Vector128<float> byY, out Vector128<float> byZ)
    {
        float* node = scratch.Velocities + (scratch.Base[i] & ParticleKernels.BaseMask);
        float* record = scratch.Records + i * GroupScratch.RecordFloats;
        float* w = scratch.Weights + i;
        float* g = reverse.Slopes + i;
        Vector256<float> column = Vector256.Load(record), alongX = default, alongY = default, plain = default;
        Vector256<float> stepX = Wide.Twice(record + 12), stepY = Wide.Twice(record + 16);
        Vector256<float> y0 = Vector256.Create(w[3 * Group]), y1 = Vector256.Create(w[4 * Group]), y2 = Vector256.Create(w[5 * Group]);
        for (int plane = 0; plane < 3; plane++)
        {
            Vector256<float> product = Vector256.Load(node) * column, next = column + stepY;
            Vector256<float> inPlane = y0 * product, slope = Vector256.Create(g[3 * Group]) * product;
            product = Vector256.Load(node + ArenaY) * next;
            next += stepY;
            inPlane = Wide.Add(y1, product, inPlane);
            slope = Wide.Add(Vector256.Create(g[4 * Group]), product, slope);
            product = Vector256.Load(node + 2 * ArenaY) * next;
            inPlane = Wide.Add(y2, product, inPlane);
            slope = Wide.Add(Vector256.Create(g[5 * Group]), product, slope);
            Vector256<float> x = Vector256.Create(w[plane * Group]);
            plain = Wide.Add(x, inPlane, plain);
            alongX = Wide.Add(Vector256.Create(g[plane * Group]), inPlane, alongX);
            alongY = Wide.Add(x, slope, alongY);
            column += stepX;
            node += ArenaX;
        }

        Vector256<float> z = Wide.Halves(w[6 * Group], w[7 * Group]);
        byX = Fold(alongX * z);
        byY = Fold(alongY * z);
        byZ = Fold(plain * Wide.Halves(g[6 * Group], g[7 * Group]));
    }

    // The third nodes, added.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Upper(
        GroupScratch scratch, int i, ReverseScratch reverse, ref Vector128<float> byX, ref Vector128<float> byY, ref Vector128<float> byZ)
    {
        float* node = scratch.Velocities + (scratch.Base[i] & ParticleKernels.BaseMask) + 8;
        float* record = scratch.Records + i * GroupScratch.RecordFloats;
        float* w = scratch.Weights + i;
        float* g = reverse.Slopes + i;
        Vector128<float> column = Vector128.Load(record + 8), alongX = default, alongY = default, plain = default;
        Vector128<float> stepX = Vector128.Load(record + 12), stepY = Vector128.Load(record + 16);
        Vector128<float> y0 = Vector128.Create(w[3 * Group]), y1 = Vector128.Create(w[4 * Group]), y2 = Vector128.Create(w[5 * Group]);
        for (int plane = 0; plane < 3; plane++)
        {
            Vector128<float> product = Vector128.Load(node) * column, next = column + stepY;
            Vector128<float> inPlane = y0 * product, slope = Vector128.Create(g[3 * Group]) * product;
            product = Vector128.Load(node + ArenaY) * next;
            next += stepY;
            inPlane = Wide.Add(y1, product, inPlane);
            slope = Wide.Add(Vector128.Create(g[4 * Group]), product, slope);
            product = Vector128.Load(node + 2 * ArenaY) * next;
            inPlane = Wide.Add(y2, product, inPlane);
            slope = Wide.Add(Vector128.Create(g[5 * Group]), product, slope);
            Vector128<float> x = Vector128.Create(w[plane * Group]);
            plain = Wide.Add(x, inPlane, plain);
            alongX = Wide.Add(Vector128.Create(g[plane * Group]), inPlane, alongX);
            alongY = Wide.Add(x, slope, alongY);
            column += stepX;
            node += ArenaX;
        }

        Vector128<float> z = Vector128.Create(w[8 * Group]);
        byX = Wide.Add(alongX, z, byX);
        byY = Wide.Add(alongY, z, byY);
        byZ = Wide.Add(plain, Vector128.Create(g[8 * Group]), byZ);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Mean(float* node, float* w)
    {
        Vector256<float> y0 = Vector256.Create(w[3 * Group]), y1 = Vector256.Create(w[4 * Group]), y2 = Vector256.Create(w[5 * Group]), sum = default;
        Vector128<float> top = default;
        for (int plane = 0; plane < 3; plane++)
        {
            Vector256<float> x = Vector256.Create(w[plane * Group]);
            sum = Wide.Add(x, Wide.Add(y0, Vector256.Load(node), Wide.Add(y1, Vector256.Load(node + ArenaY), y2 * Vector256.Load(node + 2 * ArenaY))), sum);
            top = Wide.Add(
                x.GetLower(),
                Wide.Add(
                    y0.GetLower(), Vector128.Load(node + 8),
                    Wide.Add(y1.GetLower(), Vector128.Load(node + ArenaY + 8), y2.GetLower() * Vector128.Load(node + 2 * ArenaY + 8))), top);
            node += ArenaX;
        }

        return Wide.Add(top, Vector128.Create(w[8 * Group]), Fold(sum * Wide.Halves(w[6 * Group], w[7 * Group])));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Fold(Vector256<float> lower) => lower.GetLower() + lower.GetUpper();

    // The sums of three registers, and 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Horizontal(Vector128<float> x, Vector128<float> y, Vector128<float> z)
    {
        if (!Sse.IsSupported) return Vector128.Create(Vector128.Sum(x), Vector128.Sum(y), Vector128.Sum(z), 0);
        Vector128<float> xy = Sse.UnpackLow(x, y) + Sse.UnpackHigh(x, y);
        Vector128<float> rest = Sse.UnpackLow(z, Vector128<float>.Zero) + Sse.UnpackHigh(z, Vector128<float>.Zero);
        return Sse.MoveLowToHigh(xy, rest) + Sse.MoveHighToLow(rest, xy);
    }
}
