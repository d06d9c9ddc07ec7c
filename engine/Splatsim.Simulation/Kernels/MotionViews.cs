using ILGPU;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>
/// Where particles and tracers are on the device, and how they are deformed: what others need to move with them. Positions are
/// in cells, whole numbers at nodes.
/// </summary>
public struct MotionViews
{
    internal ParticleViews Particles;

    internal ArrayView<int> Slots;

    internal ArrayView<float> TracerData;

    internal ArrayView<long> TracerPlaces;

    internal int TracerCount;

    internal GridViews Grid;

    /// <summary>Number of cells that <see cref="FindCell"/> tells apart.</summary>
    public int CellCount { readonly get; internal set; }

    /// <summary>False for particles that are not emitted yet or were removed.</summary>
    /// <param name="particle">Index in the user's order.</param>
    public readonly bool IsActive(int particle) => Particles.IsActive(Slots[particle]);

    /// <summary>Index of a cell, at least 0 wherever particles are; -1 outside the domain and far from matter.</summary>
    /// <param name="x">The cell's first node along x.</param>
    /// <param name="y">The cell's first node along y.</param>
    /// <param name="z">The cell's first node along z.</param>
    public readonly int FindCell(int x, int y, int z) => Grid.Find(x, y, z);

    /// <summary>Position of a tracer [cells from the first node].</summary>
    /// <param name="tracer">Index in the setup's order.</param>
    public readonly Vector3<Real32> TracerPosition(int tracer) =>
        Corner(TracerPlaces[tracer]) + new Vector3<Real32>(Tracer(TracerKernels.X, tracer), Tracer(TracerKernels.X + 1, tracer), Tracer(TracerKernels.X + 2, tracer));

    /// <summary>Total deformation gradient of a tracer.</summary>
    /// <param name="tracer">Index in the setup's order.</param>
    public readonly Matrix3x3<Real32> TracerGradient(int tracer) => Matrix3x3<Real32>.FromRows(
        new(Tracer(TracerKernels.F, tracer), Tracer(TracerKernels.F + 1, tracer), Tracer(TracerKernels.F + 2, tracer)),
        new(Tracer(TracerKernels.F + 3, tracer), Tracer(TracerKernels.F + 4, tracer), Tracer(TracerKernels.F + 5, tracer)),
        new(Tracer(TracerKernels.F + 6, tracer), Tracer(TracerKernels.F + 7, tracer), Tracer(TracerKernels.F + 8, tracer)));

    /// <summary>First node of the block that a particle is in [cells]: a near place to count from, so that differences keep their digits.</summary>
    /// <param name="particle">Index in the user's order.</param>
    public readonly Vector3<Real32> ParticleCorner(int particle) => Corner(Particles.Place[Slots[particle]]);

    /// <summary>Position of a particle from a whole number of cells [cells].</summary>
    /// <param name="particle">Index in the user's order.</param>
    /// <param name="corner">Where to count from.</param>
    public readonly Vector3<Real32> ParticlePosition(int particle, Vector3<Real32> corner)
    {
        int slot = Slots[particle];
        return Corner(Particles.Place[slot]) - corner + Particles.GetVector(ParticleViews.X, slot);
    }

    /// <summary>Deformation gradient of a particle, of which plastic laws forget what has flowed.</summary>
    /// <param name="particle">Index in the user's order.</param>
    public readonly Matrix3x3<Real32> ParticleGradient(int particle) => Particles.GetMatrix(ParticleViews.F, Slots[particle]);

    private readonly Real32 Tracer(int column, int tracer) => new(TracerData[(long)column * TracerCount + tracer]);

    private static Vector3<Real32> Corner(long place) => new(
        new(BlockPlace.X(place) * GridViews.BlockNodes), new(BlockPlace.Y(place) * GridViews.BlockNodes), new(BlockPlace.Z(place) * GridViews.BlockNodes));
}
