using Splatsim.Mathematics;

namespace Splatsim.Simulation;

// What the adjoint of a substep reads of the forward run.
internal sealed partial class ReferenceSimulator<T>
{
    /// <summary>Called after the actions of a substep and before its forces at particles.</summary>
    internal Action? BeforeForces { get; set; }

    /// <summary>Called before rigid bodies of particles gather from the grid.</summary>
    internal Action? BeforeRigid { get; set; }

    /// <summary>The nodes behind thin walls.</summary>
    internal ReferenceWalls<T> NodesBehindWalls => walls;

    /// <summary>Acceleration of a node by surface tension in the last substep [m/s^2].</summary>
    internal Vector3<T> TensionAt(int node) => tension?.AccelerationOf(node) ?? default;

    /// <summary>Whether a particle is part of a rigid body.</summary>
    internal bool IsRigid(int particle) => rigid[material[particle]];

    /// <summary>How much heavier a particle is on the grid than its mass says.</summary>
    internal double MassFactorOf(int particle) => RigidGroups.MassFactor(Setup.Materials[material[particle]]);

    /// <summary>Particles as they are now.</summary>
    internal ReferenceState<T> State => state;

    /// <summary>Tracers as they are now.</summary>
    internal ReferenceTracers<T> TracerState => tracers;

    /// <summary>The law of a particle, with the coefficients of the last substep.</summary>
    internal MaterialKernel<T> LawOf(int particle) => kernels[material[particle]];

    /// <summary>Mass of a particle [kg].</summary>
    internal T MassInSubsteps(int particle) => mass[particle];

    /// <summary>Rest volume of a particle [m^3].</summary>
    internal double RestVolumeInSubsteps(int particle) => restVolume[particle];

    /// <summary>Whether a particle takes part in substeps.</summary>
    internal bool TakesPart(int particle) => Moves(particle);

    /// <summary>Nodes under stationary particles.</summary>
    internal NodeHolds HeldAlways => StationaryNodes;

    /// <summary>The fields of the boundaries.</summary>
    internal ScalarFields<T> BoundaryFields => new(Fields);

    /// <summary>What the grid says at a point after a substep; false where it lacks one of its nodes.</summary>
    /// <param name="index">The particle, or the tracer after all particles, whose point it is: it has a side of walls.</param>
    /// <param name="cells">The point [cells].</param>
    /// <param name="sample">Receives what it says.</param>
    internal bool TrySample(int index, Vector3<T> cells, out TransferSample<T> sample)
    {
        sample = default;
        if (general is not null)
        {
            if (!general.Holds(cells)) return false;
            general.Gather(grid, cells, out sample);
            return true;
        }

        if (!Stencil<T>.TryCreate(cells, Setup.Domain, out Stencil<T> stencil)) return false;
        Matrix3x3<T> moment;
        if (walls.AreNear(index)) MovingLeastSquares<T>.Gather(grid, walls.NodesOf(index), in stencil, out sample.Velocity, out moment);
        else MovingLeastSquares<T>.Gather(grid, in stencil, out sample.Velocity, out moment);
        sample.Affine = sample.Gradient = T.FromDouble(4 / Setup.Domain.CellSize) * moment;
        return true;
    }

    protected override object CopyState(object? spare)
    {
        Snapshot snapshot = spare as Snapshot ?? new(new(ParticleCount, general is not null), tracers.Empty());
        state.CopyTo(snapshot.Particles);
        tracers.CopyTo(snapshot.Tracers);
        return snapshot;
    }

    protected override void PasteState(object copy)
    {
        Snapshot snapshot = (Snapshot)copy;
        snapshot.Particles.CopyTo(state);
        tracers.Paste(snapshot.Tracers);
    }

    private sealed record Snapshot(ReferenceState<T> Particles, (Vector3<T>[] Position, Matrix3x3<T>[] Deformation) Tracers);
}
