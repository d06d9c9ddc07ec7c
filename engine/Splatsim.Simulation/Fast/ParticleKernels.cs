using System.Runtime.CompilerServices;
using Splatsim.Mathematics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>
/// The part of a substep that works on whole lanes of particles: weights, deformation, affine momentum, motion. One method per
/// step and few values alive in each, so that they stay in registers.
/// </summary>
internal static unsafe class ParticleKernels
{
    /// <summary>The low bits of a base that hold its offset: bases are written as floats above 2^23.</summary>
    public const uint BaseMask = 0x7fffff;

    private const float BaseBias = 1 << 23;

    /// <summary>
    /// Quadratic B-spline weights, base nodes and fractions. Returns a bit per particle that lies outside the bounds (or is
    /// not a number); such a group must not be transferred.
    /// </summary>
    /// <param name="state">Packets of the group.</param>
    /// <param name="packets">Packets of the group.</param>
    /// <param name="bounds">Lowest and highest base node allowed in this block, x y z each [cells].</param>
    /// <param name="scratch">Takes the results.</param>
    public static ulong Weights<TLanes>(float* state, int packets, in BlockBounds bounds, GroupScratch scratch)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ulong outside = 0;
        TLanes half = TLanes.FromDouble(0.5);
        for (int i = 0; i < packets * Lanes; i += TLanes.LaneCount)
        {
            float* x = state + (i >> 4) * Stride + (i & 15);
            TLanes position = TLanes.Load(x), floor = TLanes.Floor(position), t = position - floor;
            TLanes offset = TLanes.FusedMultiplyAdd(floor, TLanes.Broadcast(ArenaX), TLanes.Broadcast(BaseBias + ArenaX + ArenaY + 4));
            Mask<TLanes> inside = (floor >= TLanes.Broadcast(bounds.LowX)) & (floor <= TLanes.Broadcast(bounds.HighX));
            Spline(t, half, out TLanes x0, out TLanes x1, out TLanes x2);
            x0.Store(scratch.Weights + i);
            x1.Store(scratch.Weights + Group + i);
            x2.Store(scratch.Weights + 2 * Group + i);
            (t + half).Store(scratch.Fraction + i);

            position = TLanes.Load(x + Lanes);
            floor = TLanes.Floor(position);
            t = position - floor;
            offset = TLanes.FusedMultiplyAdd(floor, TLanes.Broadcast(ArenaY), offset);
            inside &= (floor >= TLanes.Broadcast(bounds.LowY)) & (floor <= TLanes.Broadcast(bounds.HighY));
            Spline(t, half, out TLanes y0, out TLanes y1, out TLanes y2);
            y0.Store(scratch.Weights + 3 * Group + i);
            y1.Store(scratch.Weights + 4 * Group + i);
            y2.Store(scratch.Weights + 5 * Group + i);
            (t + half).Store(scratch.Fraction + Group + i);

            float* product = scratch.Products + i;
            (x0 * y0).Store(product);
            (x0 * y1).Store(product + Group);
            (x0 * y2).Store(product + 2 * Group);
            (x1 * y0).Store(product + 3 * Group);
            (x1 * y1).Store(product + 4 * Group);
            (x1 * y2).Store(product + 5 * Group);
            (x2 * y0).Store(product + 6 * Group);
            (x2 * y1).Store(product + 7 * Group);
            (x2 * y2).Store(product + 8 * Group);

            position = TLanes.Load(x + 2 * Lanes);
            floor = TLanes.Floor(position);
            t = position - floor;
            offset = TLanes.FusedMultiplyAdd(floor, TLanes.Broadcast(4f), offset);
            inside &= (floor >= TLanes.Broadcast(bounds.LowZ)) & (floor <= TLanes.Broadcast(bounds.HighZ));
            Spline(t, half, out TLanes z0, out TLanes z1, out TLanes z2);
            z0.Store(scratch.Weights + 6 * Group + i);
            z1.Store(scratch.Weights + 7 * Group + i);
            z2.Store(scratch.Weights + 8 * Group + i);
            (t + half).Store(scratch.Fraction + 2 * Group + i);
            offset.Store((float*)scratch.Base + i);
            outside |= (ulong)TLanes.Bits(!inside) << i;
        }

        return outside;
    }

    /// <summary>Weights, base nodes and fractions of a group that is known to lie inside its bounds; no products.</summary>
    public static void Fractions<TLanes>(float* state, int packets, GroupScratch scratch)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes half = TLanes.FromDouble(0.5);
        for (int i = 0; i < packets * Lanes; i += TLanes.LaneCount)
        {
            float* x = state + (i >> 4) * Stride + (i & 15);
            TLanes offset = TLanes.Broadcast(BaseBias + ArenaX + ArenaY + 4);
            Axis(TLanes.Load(x), half, ArenaX, scratch.Weights + i, scratch.Fraction + i, ref offset);
            Axis(TLanes.Load(x + Lanes), half, ArenaY, scratch.Weights + 3 * Group + i, scratch.Fraction + Group + i, ref offset);
            Axis(TLanes.Load(x + 2 * Lanes), half, 4, scratch.Weights + 6 * Group + i, scratch.Fraction + 2 * Group + i, ref offset);
            offset.Store((float*)scratch.Base + i);
        }
    }

    /// <summary>F becomes the trial (I + dt C) F.</summary>
    public static void Trial<TLanes>(in ParticleGroup group, float timeStep)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes dt = TLanes.Broadcast(timeStep);
        float* affine = group.Affine;
        float* deformation = group.Deformation;
        for (int i = 0; i < group.Packets * Lanes; i += TLanes.LaneCount)
        {
            int at = (i >> 4) * Stride + (i & 15);
            float* c = affine + at;
            TLanes c00 = dt * TLanes.Load(c), c01 = dt * TLanes.Load(c + Lanes), c02 = dt * TLanes.Load(c + 2 * Lanes);
            TLanes c10 = dt * TLanes.Load(c + 3 * Lanes), c11 = dt * TLanes.Load(c + 4 * Lanes), c12 = dt * TLanes.Load(c + 5 * Lanes);
            TLanes c20 = dt * TLanes.Load(c + 6 * Lanes), c21 = dt * TLanes.Load(c + 7 * Lanes), c22 = dt * TLanes.Load(c + 8 * Lanes);
            for (float* f = deformation + at; f < deformation + at + 3 * Lanes; f += Lanes)
            {
                TLanes f0 = TLanes.Load(f), f1 = TLanes.Load(f + 3 * Lanes), f2 = TLanes.Load(f + 6 * Lanes);
                (TLanes.FusedMultiplyAdd(c00, f0, TLanes.FusedMultiplyAdd(c01, f1, c02 * f2)) + f0).Store(f);
                (TLanes.FusedMultiplyAdd(c10, f0, TLanes.FusedMultiplyAdd(c11, f1, c12 * f2)) + f1).Store(f + 3 * Lanes);
                (TLanes.FusedMultiplyAdd(c20, f0, TLanes.FusedMultiplyAdd(c21, f1, c22 * f2)) + f2).Store(f + 6 * Lanes);
            }
        }
    }

    /// <summary>
    /// The momentum that a particle gives to its lowest corner, and how it changes from node to node along each axis:
    /// A dx = -dt V0 (4/dx) tau + m dx C, node 0: m v - A dx f.
    /// </summary>
    /// <param name="group">The group.</param>
    /// <param name="stressFactor">-dt 4/dx [s/m].</param>
    /// <param name="cellSize">dx [m].</param>
    /// <param name="scratch">Stress and fractions in, staged rows out.</param>
    public static void Affine<TLanes>(in ParticleGroup group, float stressFactor, float cellSize, GroupScratch scratch)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        float* state = group.State;
        for (int i = 0; i < group.Packets * Lanes; i += TLanes.LaneCount)
        {
            int at = (i >> 4) * Stride + (i & 15);
            TLanes mass = TLanes.Load(state + at + Mass);
            TLanes massCell = mass * TLanes.Broadcast(cellSize);
            TLanes factor = TLanes.Load(state + at + Volume) * TLanes.Broadcast(stressFactor);
            TLanes fx = TLanes.Load(scratch.Fraction + i), fy = TLanes.Load(scratch.Fraction + Group + i), fz = TLanes.Load(scratch.Fraction + 2 * Group + i);
            float* v = group.Motion + at + Velocity;
            float* c = group.Affine + at;
            float* t = scratch.Stress + i;
            float* row = scratch.Staged + i;
            Component(mass, massCell, factor, fx, fy, fz, v, c, t, t + Group, t + 2 * Group, row);
            Component(mass, massCell, factor, fx, fy, fz, v + Lanes, c + 3 * Lanes, t + Group, t + 3 * Group, t + 4 * Group, row + Group);
            Component(mass, massCell, factor, fx, fy, fz, v + 2 * Lanes, c + 6 * Lanes, t + 2 * Group, t + 4 * Group, t + 5 * Group, row + 2 * Group);
        }
    }

    /// <summary>
    /// C = (4/dx) (moments - f v), x += dt v / dx. The velocity rows hold v, the rows of C the moments.
    /// </summary>
    /// <remarks>
    /// With <paramref name="track"/> the extremes of the new positions are noted: they tell when particles must be sorted.
    /// </remarks>
    public static void Move<TLanes>(in ParticleGroup group, float momentFactor, float stepInCells, bool track, GroupScratch scratch)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes factor = TLanes.Broadcast(momentFactor), step = TLanes.Broadcast(stepInCells);
        float* state = group.State;
        float* motion = group.Motion;
        float* affine = group.Affine;
        TLanes lowest = TLanes.Load(scratch.Lowest), highest = TLanes.Load(scratch.Highest);
        for (int i = 0; i < group.Packets * Lanes; i += TLanes.LaneCount)
        {
            int at = (i >> 4) * Stride + (i & 15);
            TLanes fx = TLanes.Load(scratch.Fraction + i), fy = TLanes.Load(scratch.Fraction + Group + i), fz = TLanes.Load(scratch.Fraction + 2 * Group + i);
            for (int axis = 0; axis < 3; axis++)
            {
                TLanes v = TLanes.Load(motion + at + Velocity + axis * Lanes);
                float* c = affine + at + 3 * axis * Lanes;
                (factor * (TLanes.Load(c) - fx * v)).Store(c);
                (factor * (TLanes.Load(c + Lanes) - fy * v)).Store(c + Lanes);
                (factor * (TLanes.Load(c + 2 * Lanes) - fz * v)).Store(c + 2 * Lanes);
                float* x = state + at + axis * Lanes;
                TLanes moved = TLanes.FusedMultiplyAdd(step, v, TLanes.Load(x));
                moved.Store(x);
                lowest = TLanes.Min(moved, lowest);
                highest = TLanes.Max(moved, highest);
            }
        }

        if (!track) return;
        lowest.Store(scratch.Lowest);
        highest.Store(scratch.Highest);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Axis<TLanes>(TLanes position, TLanes half, float stride, float* weights, float* fraction, ref TLanes offset)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes floor = TLanes.Floor(position), t = position - floor;
        offset = TLanes.FusedMultiplyAdd(floor, TLanes.Broadcast(stride), offset);
        Spline(t, half, out TLanes w0, out TLanes w1, out TLanes w2);
        w0.Store(weights);
        w1.Store(weights + Group);
        w2.Store(weights + 2 * Group);
        (t + half).Store(fraction);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Spline<TLanes>(TLanes t, TLanes half, out TLanes w0, out TLanes w1, out TLanes w2)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes rest = TLanes.One - t;
        w0 = half * rest * rest;
        w2 = half * t * t;
        w1 = TLanes.FusedMultiplyAdd(rest, t, half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Component<TLanes>(
        TLanes mass, TLanes massCell, TLanes factor, TLanes fx, TLanes fy, TLanes fz, float* v, float* c, float* tx, float* ty, float* tz, float* row)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes stepX = TLanes.FusedMultiplyAdd(factor, TLanes.Load(tx), massCell * TLanes.Load(c));
        TLanes stepY = TLanes.FusedMultiplyAdd(factor, TLanes.Load(ty), massCell * TLanes.Load(c + Lanes));
        TLanes stepZ = TLanes.FusedMultiplyAdd(factor, TLanes.Load(tz), massCell * TLanes.Load(c + 2 * Lanes));
        TLanes first = mass * TLanes.Load(v) - stepX * fx - TLanes.FusedMultiplyAdd(stepY, fy, stepZ * fz);
        first.Store(row);
        stepX.Store(row + 3 * Group);
        stepY.Store(row + 6 * Group);
        stepZ.Store(row + 9 * Group);
    }
}
