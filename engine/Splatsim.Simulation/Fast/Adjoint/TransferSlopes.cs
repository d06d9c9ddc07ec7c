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
        float* velocities = scratch.Velocities, record = scratch.Records, w = scratch.Weights, g = reverse.Slopes, result = reverse.Records;
        uint* bases = scratch.Base;
        for (int i = 0; i < count; i++)
        {
            float* node = velocities + (bases[i] & ParticleKernels.BaseMask);
            Vector256<float> y0 = Vector256.Create(w[3 * Group]), y1 = Vector256.Create(w[4 * Group]), y2 = Vector256.Create(w[5 * Group]);
            Vector256<float> g0 = Vector256.Create(g[3 * Group]), g1 = Vector256.Create(g[4 * Group]), g2 = Vector256.Create(g[5 * Group]);
            Vector256<float> stepX = Wide.Twice(record + 12), stepY = Wide.Twice(record + 16), column = Vector256.Load(record);
            Plane(node, column, stepY, y0, y1, y2, g0, g1, g2, out Vector256<float> inPlane, out Vector256<float> slope);
            Vector256<float> x = Vector256.Create(w[0]), plain = x * inPlane, alongX = Vector256.Create(g[0]) * inPlane, alongY = x * slope;
            column += stepX;
            Plane(node + ArenaX, column, stepY, y0, y1, y2, g0, g1, g2, out inPlane, out slope);
            x = Vector256.Create(w[Group]);
            plain = Wide.Add(x, inPlane, plain);
            alongX = Wide.Add(Vector256.Create(g[Group]), inPlane, alongX);
            alongY = Wide.Add(x, slope, alongY);
            Plane(node + 2 * ArenaX, column + stepX, stepY, y0, y1, y2, g0, g1, g2, out inPlane, out slope);
            x = Vector256.Create(w[2 * Group]);
            Vector256<float> z = Wide.Halves(w[6 * Group], w[7 * Group]);
            Vector128<float> byX = Fold(Wide.Add(Vector256.Create(g[2 * Group]), inPlane, alongX) * z), byY = Fold(Wide.Add(x, slope, alongY) * z);
            Vector128<float> byZ = Fold(Wide.Add(x, inPlane, plain) * Wide.Halves(g[6 * Group], g[7 * Group]));

            // The third nodes.
            Vector128<float> topX, topY, top, topColumn = Vector128.Load(record + 8), topStep = stepX.GetLower();
            Vector128<float> x0 = Vector128.Create(w[0]);
            Plane(node + 8, topColumn, stepY, y0, y1, y2, g0, g1, g2, out Vector128<float> topInPlane, out Vector128<float> topSlope);
            (top, topX, topY) = (x0 * topInPlane, Vector128.Create(g[0]) * topInPlane, x0 * topSlope);
            topColumn += topStep;
            Plane(node + ArenaX + 8, topColumn, stepY, y0, y1, y2, g0, g1, g2, out topInPlane, out topSlope);
            x0 = Vector128.Create(w[Group]);
            top = Wide.Add(x0, topInPlane, top);
            topX = Wide.Add(Vector128.Create(g[Group]), topInPlane, topX);
            topY = Wide.Add(x0, topSlope, topY);
            Plane(node + 2 * ArenaX + 8, topColumn + topStep, stepY, y0, y1, y2, g0, g1, g2, out topInPlane, out topSlope);
            topX = Wide.Add(Vector128.Create(g[2 * Group]), topInPlane, topX);
            topY = Wide.Add(x.GetLower(), topSlope, topY);
            top = Wide.Add(x.GetLower(), topInPlane, top);
            Vector128<float> third = Vector128.Create(w[8 * Group]);
            Horizontal(
                Wide.Add(topX, third, byX), Wide.Add(topY, third, byY), Wide.Add(top, Vector128.Create(g[8 * Group]), byZ)).Store(result);
            w++;
            g++;
            record += GroupScratch.RecordFloats;
            result += ReverseScratch.RecordFloats;
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

    // Sums over the three columns of a plane, by weights and by slopes along y.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Plane(
        float* node, Vector256<float> column, Vector256<float> stepY, Vector256<float> y0, Vector256<float> y1, Vector256<float> y2, Vector256<float> g0,
        Vector256<float> g1, Vector256<float> g2, out Vector256<float> inPlane, out Vector256<float> slope)
    {
        Vector256<float> product = Vector256.Load(node) * column, next = column + stepY;
        inPlane = y0 * product;
        slope = g0 * product;
        product = Vector256.Load(node + ArenaY) * next;
        inPlane = Wide.Add(y1, product, inPlane);
        slope = Wide.Add(g1, product, slope);
        product = Vector256.Load(node + 2 * ArenaY) * (next + stepY);
        inPlane = Wide.Add(y2, product, inPlane);
        slope = Wide.Add(g2, product, slope);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Plane(
        float* node, Vector128<float> column, Vector256<float> stepY, Vector256<float> y0, Vector256<float> y1, Vector256<float> y2, Vector256<float> g0,
        Vector256<float> g1, Vector256<float> g2, out Vector128<float> inPlane, out Vector128<float> slope)
    {
        Vector128<float> product = Vector128.Load(node) * column, next = column + stepY.GetLower();
        inPlane = y0.GetLower() * product;
        slope = g0.GetLower() * product;
        product = Vector128.Load(node + ArenaY) * next;
        inPlane = Wide.Add(y1.GetLower(), product, inPlane);
        slope = Wide.Add(g1.GetLower(), product, slope);
        product = Vector128.Load(node + 2 * ArenaY) * (next + stepY.GetLower());
        inPlane = Wide.Add(y2.GetLower(), product, inPlane);
        slope = Wide.Add(g2.GetLower(), product, slope);
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
