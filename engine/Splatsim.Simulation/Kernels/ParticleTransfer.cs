using ILGPU;
using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Simulation.Kernels;

/// <summary>
/// One particle's part of a substep: MLS-MPM with APIC and quadratic B-splines, as the reference back end defines it.
/// </summary>
internal static class ParticleTransfer
{
    /// <summary>Edge of the nodes that a group keeps in shared memory: those of its block's particles, and a cell of drift either way.</summary>
    public const int ArenaEdge = 8;

    /// <summary>Nodes of the arena.</summary>
    public const int ArenaNodes = ArenaEdge * ArenaEdge * ArenaEdge;

    /// <summary>
    /// From one plane of the arena's nodes to the next: a little further than 64, so that lanes at cells of one block, two cells apart along z,
    /// meet in no bank of shared memory more than twice.
    /// </summary>
    public const int ArenaStride = ArenaEdge * ArenaEdge + 4;

    /// <summary>Room of one number per node of the arena.</summary>
    public const int ArenaPlane = ArenaEdge * ArenaStride;

    /// <summary>The arena's first node, from the first node of the block.</summary>
    public const int ArenaFirst = -1;

    /// <summary>Place of the n-th node of the arena.</summary>
    public static int InPlane(int n) => n + (ArenaStride - ArenaEdge * ArenaEdge) * (n / (ArenaEdge * ArenaEdge));

    /// <summary>Place of a node of the arena.</summary>
    /// <param name="i">From the block's first node along x.</param>
    /// <param name="j">From the block's first node along y.</param>
    /// <param name="k">From the block's first node along z.</param>
    public static int InPlane(int i, int j, int k) => (i - ArenaFirst) * ArenaStride + (j - ArenaFirst) * ArenaEdge + k - ArenaFirst;

    /// <summary>True where a first node along one axis has all its three nodes in the arena.</summary>
    public static bool InArena(int first) => first >= ArenaFirst && first <= ArenaFirst + ArenaEdge - 3;

    /// <summary>True where a coordinate can be turned into a node at all; false for NaN.</summary>
    public static bool IsNear(Vector3<Real32> x)
    {
        // Far beyond any neighbour, but small enough for an integer.
        const float near = 1e6f;
        return x.X.Value > -near && x.X.Value < near
            && x.Y.Value > -near && x.Y.Value < near
            && x.Z.Value > -near && x.Z.Value < near;
    }

    /// <summary>The material's part: F and history take the step.</summary>
    /// <param name="particles">The particles.</param>
    /// <param name="notes">Receives clamped particles.</param>
    /// <param name="step">The substep.</param>
    /// <param name="i">Which particle.</param>
    /// <param name="l">Its velocity gradient [1/s].</param>
    /// <param name="done">What happened.</param>
    public static void Update<TLaw>(
        in ParticleViews particles, in NoteViews notes, in StepNumbers step, int i, in Matrix3x3<Real32> l, out LawStep<Real32> done)
        where TLaw : struct, ILaw
    {
        done.Trial = (Matrix3x3<Real32>.Identity + step.TimeStep * l) * particles.GetMatrix(ParticleViews.F, i);
        done.Before = particles.GetHistory(i);
        Matrix3x3<Real32> f = done.Trial;
        LawHistory<Real32> history = done.Before;
        LawParameters<Real32> prepared = particles.GetParameters(particles.Row[i]);
        TLaw.Update(ref f, in l, in prepared, ref history, step.TimeStep, out done.Kirchhoff, out Mask<Real32> clamped);
        (done.Returned, done.After) = (f, history);
        particles.Set(ParticleViews.F, i, in f);
        particles.Set(i, in history);
        if (Real32.Any(clamped)) NoteClamped(in particles, in notes, in step, i);
    }

    /// <summary>The same, and what the particle gives to the grid with the default transfer.</summary>
    /// <param name="particles">The particles.</param>
    /// <param name="notes">Receives clamped particles.</param>
    /// <param name="step">The substep.</param>
    /// <param name="i">Which particle.</param>
    /// <param name="c">Its affine velocity [1/s].</param>
    /// <param name="affine">Change of momentum per cell of distance [kg m/s].</param>
    public static void Stress<TLaw>(
        in ParticleViews particles, in NoteViews notes, in StepNumbers step, int i, in Matrix3x3<Real32> c,
        out Matrix3x3<Real32> affine)
        where TLaw : struct, ILaw
    {
        Update<TLaw>(in particles, in notes, in step, i, in c, out LawStep<Real32> done);
        Real32 scale = step.StressScale * particles.Get(ParticleViews.Volume, i);
        Real32 inertia = step.CellSize * particles.Get(ParticleViews.Mass, i);
        affine = (scale * done.Kirchhoff).Full + inertia * c;
    }

    /// <summary>First node and distance to it along one axis.</summary>
    public static int First(Real32 x, out Real32 offset)
    {
        Real32 first = QuadraticBSpline.Base(x);
        offset = x - first;
        return (int)first.Value;
    }

    /// <summary>One of three weights.</summary>
    public static Real32 At(in Vector3<Real32> weights, int index) => index == 0 ? weights.X : index == 1 ? weights.Y : weights.Z;

    /// <summary>The three weights along one axis.</summary>
    public static Vector3<Real32> Weights(Real32 offset)
    {
        QuadraticBSpline.Weights(offset, out Real32 w0, out Real32 w1, out Real32 w2);
        return new(w0, w1, w2);
    }

    /// <summary>Notes a particle that has not all its nodes in the domain.</summary>
    public static void NoteEscaped(in ParticleViews particles, in NoteViews notes, in StepNumbers step, int i) =>
        Atomic.Min(ref notes.Escaped[step.Slot], particles.Identifier[i]);

    /// <summary>Notes a particle whose stretch was clamped.</summary>
    public static void NoteClamped(in ParticleViews particles, in NoteViews notes, in StepNumbers step, int i)
    {
        int identifier = particles.Identifier[i];
        Atomic.Min(ref notes.Clamped[step.Slot], identifier);
        Atomic.Min(ref notes.Single[NoteViews.FirstClamped], identifier);
        if (Atomic.Exchange(ref particles.WasClamped[identifier], 1) == 0) Atomic.Add(ref notes.Single[NoteViews.ClampedCount], 1);
    }
}
