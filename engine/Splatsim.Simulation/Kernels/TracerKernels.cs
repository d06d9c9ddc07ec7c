using ILGPU;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>Massless points on the device: x += dt v and F += dt (grad v) F.</summary>
internal static class TracerKernels
{
    /// <summary>Columns of a tracer: position in its block, deformation gradient.</summary>
    public const int X = 0, F = 3, Columns = 12;

    /// <summary>Carries one tracer. Outside the grid it rests where it is: no matter carries it.</summary>
    public static void Advance(Index1D index, ArrayView<float> data, ArrayView<long> places, int count, GridViews grid, StepNumbers step)
    {
        int i = index.X;
        long place = places[i];
        ParticleViews tracers = default;
        tracers.Data = data;
        tracers.Count = count;
        int firstX = grid.FirstX(place), firstY = grid.FirstY(place), firstZ = grid.FirstZ(place);
        Vector3<Real32> x = tracers.GetVector(X, i);
        Stencil32 stencil = Stencil32.Of(in grid, x, firstX, firstY, firstZ);
        if (!stencil.IsInside) return;
        NodeSums.Gather(in grid, firstX, firstY, firstZ, in stencil, out Vector3<Real32> v, out Matrix3x3<Real32> moment);
        Matrix3x3<Real32> gradient = step.GradientScale * moment;
        tracers.Place = places;
        Move(in tracers, in grid, in step, i, v, in gradient);
    }

    /// <summary>Moves and deforms a tracer.</summary>
    /// <param name="tracers">Data, places and count.</param>
    /// <param name="grid">The grid.</param>
    /// <param name="step">The substep.</param>
    /// <param name="i">Which.</param>
    /// <param name="v">Velocity there [m/s].</param>
    /// <param name="gradient">Velocity gradient there [1/s].</param>
    internal static void Move(
        in ParticleViews tracers, in GridViews grid, in StepNumbers step, int i, Vector3<Real32> v, in Matrix3x3<Real32> gradient)
    {
        long place = tracers.Place[i];
        int firstX = grid.FirstX(place), firstY = grid.FirstY(place), firstZ = grid.FirstZ(place);
        Matrix3x3<Real32> f = (Matrix3x3<Real32>.Identity + step.TimeStep * gradient) * tracers.GetMatrix(F, i);
        tracers.Set(F, i, in f);
        Vector3<Real32> x = tracers.GetVector(X, i) + step.StepInCells * v;
        // Into the frame of the block that it is in now, as far as there is one.
        int moveX = ParticleTransfer.First(x.X, out _) >> 2, moveY = ParticleTransfer.First(x.Y, out _) >> 2, moveZ = ParticleTransfer.First(x.Z, out _) >> 2;
        int blockX = firstX / 4 + moveX, blockY = firstY / 4 + moveY, blockZ = firstZ / 4 + moveZ;
        if (grid.HasBlock(blockX, blockY, blockZ))
        {
            tracers.Place[i] = BlockPlace.Of(blockX, blockY, blockZ);
            x -= new Vector3<Real32>(new(4 * moveX), new(4 * moveY), new(4 * moveZ));
        }

        tracers.Set(X, i, x);
    }
}
