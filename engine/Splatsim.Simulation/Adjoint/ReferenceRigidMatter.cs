using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The reference's particles of rigid bodies.</summary>
/// <typeparam name="T">A number of one lane.</typeparam>
internal sealed class ReferenceRigidMatter<T> : IRigidMatterCotangents
    where T : unmanaged, IReal<T>
{
    private readonly SimulationSetup setup;
    private readonly ReferenceSimulator<T> simulator;
    private readonly ParticleCotangents<T> bars;
    private readonly ReferenceGrid<T> grid;
    private readonly TransferAdjoint<T> transfer;
    private readonly T toCells;
    private Vector3<T>[] positions = [];

    public ReferenceRigidMatter(SimulationSetup setup, ReferenceSimulator<T> simulator, ParticleCotangents<T> bars)
    {
        (this.setup, this.simulator, this.bars) = (setup, simulator, bars);
        bool any = simulator.RigidMatter.Any;
        grid = any ? new(setup.Domain) : new(GridDomain.Cube(4, 1));
        ByVelocities = any ? new(setup.Domain, false) : new(GridDomain.Cube(4, 1), false);
        transfer = TransferAdjoint<T>.For(TransferOptions.Default, setup.Domain);
        toCells = T.FromDouble(1 / setup.Domain.CellSize);
    }

    /// <summary>Derivatives by the velocities of nodes that the bodies have gathered: before contacts.</summary>
    public GridCotangents<T> ByVelocities { get; }

    /// <summary>Starts a substep.</summary>
    /// <param name="start">Positions of particles at its start.</param>
    /// <param name="velocities">Velocities of nodes as they were gathered.</param>
    public void Begin(Vector3<T>[] start, Vector3<T>[] velocities)
    {
        positions = start;
        grid.Clear();
        ByVelocities.Clear();
        foreach (int node in simulator.Grid.Touched) grid.Add(node, simulator.Grid.Mass[node], velocities[node]);
    }

    /// <inheritdoc/>
    public void Gathered(int particle, out Vector3<Real64> velocity, out Matrix3x3<Real64> affine)
    {
        Stencil<T>.TryCreate(toCells * positions[particle], setup.Domain, out Stencil<T> stencil);
        MovingLeastSquares<T>.Gather(grid, in stencil, out Vector3<T> sum, out Matrix3x3<T> moment);
        velocity = Scalars.ToDouble(sum);
        affine = Scalars.ToDouble(T.FromDouble(4 / setup.Domain.CellSize) * moment);
    }

    /// <inheritdoc/>
    public RigidParticleCotangents Take(int particle)
    {
        RigidParticleCotangents taken = new(
            Scalars.ToDouble(bars.Position[particle]), Scalars.ToDouble(bars.Velocity[particle]), Scalars.ToDouble(in bars.Affine[particle]),
            Scalars.ToDouble(in bars.Deformation[particle]));
        (bars.Position[particle], bars.Velocity[particle], bars.Affine[particle], bars.Deformation[particle]) = (default, default, default, default);
        return taken;
    }

    /// <inheritdoc/>
    public void Set(int particle, in RigidParticleCotangents value)
    {
        bars.Position[particle] = Scalars.FromDouble<T>(value.Position);
        bars.Velocity[particle] = Scalars.FromDouble<T>(value.Velocity);
        bars.Affine[particle] = Scalars.FromDouble<T>(value.Affine);
        bars.Deformation[particle] = Scalars.FromDouble<T>(value.Deformation);
    }

    /// <inheritdoc/>
    public void Answer(int particle, Vector3<Real64> byVelocity, in Matrix3x3<Real64> byAffine)
    {
        TransferSample<T> by = default;
        by.Velocity = Scalars.FromDouble<T>(byVelocity);
        by.Affine = Scalars.FromDouble<T>(in byAffine);
        GridNodeCotangents<T> nodes = new(ByVelocities, grid);
        bars.Position[particle] += toCells * transfer.GatherAdjoint(nodes, ByVelocities, grid, toCells * positions[particle], in by);
    }

    /// <inheritdoc/>
    public (Vector3<Real64> Position, Matrix3x3<Real64> Deformation) TakeTracer(int tracer)
    {
        (Vector3<Real64>, Matrix3x3<Real64>) taken = (Scalars.ToDouble(bars.TracerPosition[tracer]), Scalars.ToDouble(in bars.TracerDeformation[tracer]));
        (bars.TracerPosition[tracer], bars.TracerDeformation[tracer]) = (default, default);
        return taken;
    }

    /// <inheritdoc/>
    public void SetTracer(int tracer, Vector3<Real64> position, in Matrix3x3<Real64> deformation)
    {
        bars.TracerPosition[tracer] = Scalars.FromDouble<T>(position);
        bars.TracerDeformation[tracer] = Scalars.FromDouble<T>(in deformation);
    }
}
