using System.Runtime.InteropServices;
using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Simulation;

/// <summary>
/// One substep in reverse. The forward substep is repeated from its start, then every stage is answered by its adjoint, last to first:
/// tracers and particles that read the grid scatter to it, the grid's update is reversed node by node, particles gather from it
/// what their momentum and stress did, and the laws, forces and events follow.
/// </summary>
/// <typeparam name="T">A number of one lane.</typeparam>
internal sealed class SubstepAdjoint<T>
    where T : unmanaged, IReal<T>
{
    private readonly SimulationSetup setup;
    private readonly ReferenceSimulator<T> simulator;
    private readonly TransferAdjoint<T> transfer;
    private readonly GridCotangents<T> grid;
    private readonly SubstepTrace<T> trace;
    private readonly NodeAdjoint<T> nodes;
    private readonly ActionsAdjoint<T> actions;
    private readonly ReferenceRigidMatter<T> rigid;
    private readonly T toCells;
    private readonly Dictionary<int, double> byMasses = [];
    private ForceCotangents<Real64>[] forceSums = [];

    public SubstepAdjoint(SimulationSetup setup, ReferenceSimulator<T> simulator, ParticleCotangents<T> bars, ParameterSums sums)
    {
        this.setup = setup;
        this.simulator = simulator;
        (Bars, Sums) = (bars, sums);
        transfer = TransferAdjoint<T>.For(setup.Transfer, setup.Domain);
        grid = new(setup.Domain, transfer.NeedsVelocityBefore);
        trace = new(simulator, bars.IsSeparate);
        nodes = new(setup, simulator);
        actions = new(simulator, trace, bars, sums);
        rigid = new(setup, simulator, bars);
        RigidMatter = new(setup, simulator, rigid, sums);
        Bodies = new(setup, simulator);
        toCells = T.FromDouble(1 / setup.Domain.CellSize);
    }

    /// <summary>Rigid bodies made of particles.</summary>
    public RigidMatterAdjoint RigidMatter { get; }

    /// <summary>Free rigid colliders.</summary>
    public FreeBodiesAdjoint Bodies { get; }

    private ParticleCotangents<T> Bars { get; }

    private ParameterSums Sums { get; }

    private GridNodeCotangents<T> Nodes => new(grid, simulator.Grid);

    private SidedNodeCotangents<T> NodesOf(int index) => new(Nodes, trace.Walls, index);

    /// <summary>Derivatives by the state at the end of a substep become those by the state at its start, where the simulator is.</summary>
    public void Substep(in TapedSubstep substep)
    {
        SubstepMoment moment = new(simulator.Time, substep.TimeStep, setup.Domain) { SubstepInFrame = substep.IndexInFrame };
        trace.Record(in substep);
        SubstepWork work = simulator.Work;
        T dt = T.FromDouble(substep.TimeStep);
        if (forceSums.Length < work.Forces.Count) forceSums = new ForceCotangents<Real64>[work.Forces.Count];
        Array.Clear(forceSums);
        grid.Clear();
        actions.Begin(work.Forces.Count);
        byMasses.Clear();
        nodes.Begin(work);
        Bodies.End(trace.Bodies, trace.Meetings, nodes.ContactSums);
        for (int t = 0; t < Bars.TracerPosition.Length; t++) AdvanceTracer(t, dt);
        for (int p = 0; p < simulator.ParticleCount; p++)
            if (simulator.TakesPart(p) && !simulator.IsRigid(p)) GridToParticle(p, dt);
        nodes.Release(work, grid, trace.Walls);
        Bodies.Meet(trace.Meetings, new ReferenceMetNodes<T>(grid, trace.Walls, simulator.Grid, byMasses));
        if (RigidMatter.Any)
        {
            rigid.Begin(trace.Start.Position, trace.Met);
            RigidMatter.Substep(trace.Rigid, nodes.ContactSums);
        }

        nodes.UpdateGrid(
            work, trace.Momentum, grid, forceSums, Sums, RigidMatter.Any ? rigid.ByVelocities : null, byMasses, trace.Walls);
        for (int p = 0; p < simulator.ParticleCount; p++)
            if (simulator.TakesPart(p)) ParticleToGrid(p, substep.TimeStep, dt);
        for (int f = work.Forces.Count - 1; f >= 0; f--)
            if (work.Forces[f].Site == ForceSite.Particles) ApplyToParticles(work, f, dt);
        Bodies.Begin(Sums);
        CollectBoundaries(in moment, work);
        actions.BeforeSubstep(in moment, forceSums);
        for (int m = 0; m < setup.Materials.Count; m++)
            if (setup.Materials[m].Animated.Count > 0) Settle(m, moment.Time, null);
    }

    /// <summary>Turns derivatives by coefficients into those by user values.</summary>
    public void Settle(int material, double time, LawHistory<T>[]? initialHistory)
    {
        int particle = Array.IndexOf(setup.Particles.Material, material);
        if (particle >= 0) Sums.Settle(material, time, simulator.LawOf(particle), initialHistory);
    }

    // x' = x + dt v, F' = (I + dt L) F.
    private void AdvanceTracer(int t, T dt)
    {
        Vector3<T> cells = toCells * trace.Tracers.Position[t];
        int index = simulator.ParticleCount + t;
        if (!simulator.TrySample(index, cells, out TransferSample<T> sample)) return;
        ref Matrix3x3<T> byF = ref Bars.TracerDeformation[t];
        TransferSample<T> by = default;
        by.Velocity = dt * Bars.TracerPosition[t];
        by.Gradient = dt * (byF * trace.Tracers.Deformation[t].Transposed);
        byF = (Matrix3x3<T>.Identity + dt * sample.Gradient).Transposed * byF;
        Bars.TracerPosition[t] += toCells * GatherAdjoint(index, cells, in by);
    }

    private void GridToParticle(int p, T dt)
    {
        Vector3<T> cells = toCells * trace.Start.Position[p];
        TransferSample<T> sample = default;
        if (transfer.NeedsVelocityBefore)
        {
            simulator.TrySample(p, cells, out sample);
            sample.VolumeRatio = simulator.State.DeformationGradient[p].Determinant;
            sample.TimeStep = dt;
        }

        TransferCotangents<T> by = default;
        by.Velocity = Bars.Velocity[p];
        by.Affine = Bars.Affine[p];
        by.Drift = dt * Bars.Position[p];
        transfer.UpdateAdjoint(in sample, in by, out TransferSample<T> bySample, out Vector3<T> byOld);
        if (Bars.IsSeparate) bySample.Gradient += Bars.Gradient[p];
        Bars.Position[p] += toCells * GatherAdjoint(p, cells, in bySample);
        (Bars.Velocity[p], Bars.Affine[p], Bars.Gradient[p]) = (byOld, default, default);
    }

    private Vector3<T> GatherAdjoint(int index, Vector3<T> cells, in TransferSample<T> bySample) => trace.Walls.AreNear(index)
        ? transfer.GatherAdjoint(NodesOf(index), grid, simulator.Grid, cells, in bySample)
        : transfer.GatherAdjoint(Nodes, grid, simulator.Grid, cells, in bySample);

    private void ParticleToGrid(int p, double timeStep, T dt)
    {
        T scale = T.FromDouble(-timeStep * simulator.RestVolumeInSubsteps(p));
        ref SymmetricMatrix3x3<T> stress = ref trace.Stresses[p];
        ScatterInput<T> input;
        input.Cells = toCells * trace.Start.Position[p];
        input.Mass = simulator.MassInSubsteps(p);
        input.Velocity = trace.VelocityTransferred[p];
        input.Affine = trace.Affine[p];
        input.Impulse = scale * stress;
        ScatterGradient<T> by;
        if (trace.Walls.AreNear(p)) transfer.ScatterAdjoint(NodesOf(p), grid, in input, out by);
        else transfer.ScatterAdjoint(Nodes, grid, in input, out by);
        Bars.Position[p] += toCells * by.Cells;
        Bars.Velocity[p] += by.Velocity;
        Bars.Affine[p] += by.Affine;
        AddByMass(p, by.Mass);
        Sums.RestVolume[p] -= timeStep * Scalars.ToDouble(Contract(in stress, in by.Impulse));

        Matrix3x3<T> c = trace.Gradient[p], growth = Matrix3x3<T>.Identity + dt * c;
        ref Matrix3x3<T> start = ref trace.Start.DeformationGradient[p];
        Matrix3x3<T> trial = growth * start;
        LawCotangents<T> cotangents = default;
        cotangents.F = Bars.Deformation[p];
        cotangents.Kirchhoff = scale * by.Impulse;
        cotangents.History = Bars.History[p];
        simulator.LawOf(p).UpdateAdjoint(in trial, in c, in trace.Start.History[p], dt, in cotangents, out LawGradient<T> gradient);
        Bars.Gradient[p] += gradient.C + dt * (gradient.F * start.Transposed);
        Bars.Deformation[p] = growth.Transposed * gradient.F;
        Bars.History[p] = gradient.History;
        Sums.Add(p, in gradient.Prepared);
        if (T.Any(gradient.Clamped)) Sums.IsClamped[p] = true;
    }

    private void ApplyToParticles(SubstepWork work, int index, T dt)
    {
        HostNumbers<T> numbers = new(work);
        for (int p = 0; p < simulator.ParticleCount; p++)
        {
            T mass = simulator.MassInSubsteps(p);
            if (!simulator.TakesPart(p) || !T.Any(mass > T.Zero)) continue;
            Vector3<T> place = toCells * trace.Start.Position[p], velocity = trace.VelocityAfterActions[p];
            // The forces before this one, again.
            for (int f = 0; f < index; f++)
            {
                if (work.Forces[f].Site != ForceSite.Particles) continue;
                GridForce<T> earlier = Force(work, f);
                GridForces.Apply(in earlier, in numbers, place, mass, WeightOf(work, f, p), dt, ref velocity);
            }

            GridForce<T> force = Force(work, index);
            ForceCotangents<T> sum = default;
            GridForcesAdjoint.Apply(
                in force, in numbers, place, mass, WeightOf(work, index, p), dt, velocity, ref Bars.Velocity[p],
                out T byMass, out Vector3<T> byPlace, out T byWeight, ref sum);
            Bars.Position[p] += toCells * byPlace;
            AddByMass(p, byMass);
            forceSums[index].Add(in sum);
            if (work.Forces[index].Weights >= 0) actions.ByWeightsOf(index)[p] += Scalars.ToDouble(byWeight);
        }
    }

    // From the derivative by what a particle weighs in substeps to that by its mass.
    private void AddByMass(int p, T byMass) => Sums.Mass[p] += simulator.MassFactorOf(p) * Scalars.ToDouble(byMass);

    private void CollectBoundaries(in SubstepMoment moment, SubstepWork work)
    {
        ReadOnlySpan<GridContact<Real64>> contacts = CollectionsMarshal.AsSpan(work.Contacts);
        for (int b = 0; b < setup.Boundaries.Count; b++)
        {
            Range range = SubstepOwners.RangeOf(trace.Owners.BoundaryEnds, b);
            setup.Boundaries[b].CollectAdjoint(in moment, contacts[range], nodes.ContactSums[range], Sums.Boundaries[b]);
        }
    }

    private static GridForce<T> Force(SubstepWork work, int index) => GridForce<T>.From(in CollectionsMarshal.AsSpan(work.Forces)[index]);

    private static T WeightOf(SubstepWork work, int force, int particle) =>
        work.Forces[force].Weights is int weights and >= 0 ? T.FromDouble(work.Weights[weights].Values[particle]) : T.One;

    private static T Contract(in SymmetricMatrix3x3<T> a, in SymmetricMatrix3x3<T> b)
    {
        T across = a.XY * b.XY + a.XZ * b.XZ + a.YZ * b.YZ;
        return a.XX * b.XX + a.YY * b.YY + a.ZZ * b.ZZ + across + across;
    }
}
