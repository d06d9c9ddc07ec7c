using System.Runtime.InteropServices;
using Splatsim.Compute;
using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Simulation.Fast;

/// <summary>
/// The tape's engine of the fast back end: the same packets, blocks and registers in reverse, in single precision with sums over substeps in
/// double. Results do not depend on the number of workers or the schedule.
/// </summary>
/// <typeparam name="TLanes">The register width.</typeparam>
/// <typeparam name="TTransfer">Scatter and gather of that width.</typeparam>
internal sealed class FastTapeEngine<TLanes, TTransfer> : ITapeEngine, IReverseDiagnostics
    where TLanes : unmanaged, ILanes<TLanes>
    where TTransfer : struct, ITransfer
{
    private readonly SimulationSetup setup;
    private readonly FastSimulator<TLanes, TTransfer> simulator;
    private readonly WorkerPool pool;
    private readonly ReverseEngine<TLanes, TTransfer> passes;
    private readonly NodeReversal<TLanes> nodes;
    private readonly SubstepOwners owners = new();
    private readonly MaterialKernel<Real64>[] laws;
    private ForceCotangents<Real64>[] forceSums = [];
    private ContactCotangents<Real64>[] contactSums = [];
    private ParameterSums sums;
    private CotangentPackets bars;
    private MetBodies? bodies;
    private RigidMatterReversal? rigid;
    private ContactCotangents<Real64>[] byRigid = [];
    private PacketActions<TLanes, TTransfer> actions;

    public FastTapeEngine(SimulationSetup setup, FastOptions options)
    {
        this.setup = setup;
        pool = setup.Workers ?? WorkerPool.Shared;
        simulator = new(setup, options) { IsTaped = true };
        simulator.AllowMomenta();
        passes = new(simulator, pool, setup.Materials);
        nodes = new(pool, simulator.Grid, setup, simulator.NodePasses, simulator.ForcePasses);
        laws = [.. setup.Materials.Select(MaterialKernel<Real64>.For)];
        (sums, bars, actions) = Empty();
    }

    public SimulatorBase Simulator => simulator;

    public long StateBytes => PacketSnapshot.BytesOf(simulator.Store) + simulator.MomentaAllowance + simulator.SideBytes;

    /// <summary>Time per pass of the reverse run.</summary>
    public ReverseTimes Stages { get; } = new();

    /// <summary>Memory of the reverse run besides the states [bytes].</summary>
    public long Bytes => bars.Bytes + passes.Bytes;

    public void Dispose() => simulator.Dispose();

    public void Begin()
    {
        simulator.EndLastMove();
        (sums, bars, actions) = Empty();
        passes.IsClamped = sums.IsClamped;
        nodes.Bodies = bodies = setup.RigidBodies.Count > 0 ? new(setup, simulator) : null;
        rigid = simulator.RigidMatter.Any ? new(setup, simulator, simulator.Store, simulator.Grid, pool, bars, sums) : null;
        passes.Begin(bars);
    }

    public void Add(StateCotangents seed)
    {
        bars.Add(seed);
        rigid?.TakeTracers();
        bodies?.Add(seed.Bodies);
    }

    public void Reverse(in TapedSubstep substep)
    {
        SubstepMoment moment = new(simulator.Time, substep.TimeStep, setup.Domain) { SubstepInFrame = substep.IndexInFrame };
        Record(in substep);
        SubstepWork work = simulator.Work;
        if (!bars.IsIn(simulator.Order))
        {
            Flush();
            bars.Bring(simulator.Order);
            passes.Begin(bars);
        }

        Begin(work);
        bodies?.End(byRigid);
        long begin = StageTimes.Now;
        passes.ScatterAdjoint();
        begin = Stages.Scatter.Add(begin);
        if (rigid is not null)
        {
            rigid.Substep(byRigid);
            passes.ScatterMetAdjoint(rigid.Particles.Met);
            nodes.BeforeContacts = passes.MetArenas;
        }

        nodes.Run(work, simulator.Momenta, passes.Sums, passes.Arenas, passes.Nodes);
        if (passes.NeedsVelocityBefore) nodes.RunBefore(passes.ArenasBefore, passes.NodesBefore);
        begin = Stages.Grid.Add(begin);
        passes.GatherAdjoint();
        Stages.Gather.Add(begin);
        bodies?.Begin(sums);
        Collect(in moment, work);
        actions.BeforeSubstep(in moment, forceSums);
        if (!setup.Materials.Any(m => m.Animated.Count > 0)) return;
        Flush();
        passes.Begin(bars);
        for (int m = 0; m < setup.Materials.Count; m++)
            if (setup.Materials[m].Animated.Count > 0) sums.Settle(m, moment.Time, laws[m], null);
    }

    public SimulationGradient Finish()
    {
        Flush();
        rigid?.Finish();
        double[] history = bars.ToDoubles(CotangentPackets.History, bars.Scalars, ParticleSet.HistoryWidth, tracers: false);
        LawHistory<Real64>[]? initial = setup.Particles.History is null
            ? MemoryMarshal.Cast<double, LawHistory<Real64>>(history.AsSpan()).ToArray() : null;
        for (int m = 0; m < setup.Materials.Count; m++) sums.Settle(m, 0, laws[m], initial);
        double[] velocities = bars.ToDoubles(CotangentPackets.Velocity, 3, 3, tracers: false);
        double[] affine = bars.ToDoubles(CotangentPackets.Affine, 9, 9, tracers: false);
        double[]? gradients = bars.IsSeparate ? bars.ToDoubles(bars.Rows.Gradient, 9, 9, tracers: false) : null;
        double[] deformation = bars.ToDoubles(CotangentPackets.Deformation, 9, 9, tracers: false);
        for (int p = 0; p < setup.Particles.Count; p++)
        {
            if (setup.Materials[setup.Particles.Material[p]].Law.Description.ForgetsShape) Reshape(p, deformation.AsSpan(9 * p, 9));
            if (simulator.TakesPart(p)) continue;
            // What never moves starts at rest, whatever the setup says.
            velocities.AsSpan(3 * p, 3).Clear();
            affine.AsSpan(9 * p, 9).Clear();
            gradients?.AsSpan(9 * p, 9).Clear();
        }

        if (gradients is not null && setup.Particles.VelocityGradient is null)
        {
            for (int i = 0; i < affine.Length; i++) affine[i] += gradients[i];
            gradients = null;
        }

        return new(setup, sums)
        {
            Positions = bars.ToDoubles(0, 3, 3, tracers: false),
            Velocities = velocities,
            AffineVelocities = affine,
            VelocityGradients = gradients,
            DeformationGradients = deformation,
            History = history,
            TracerPositions = bars.ToDoubles(0, 3, 3, tracers: true),
            TracerDeformationGradients = bars.ToDoubles(CotangentPackets.Deformation, 9, 9, tracers: true),
            Bodies = bodies?.Finish() ?? [],
        };
    }

    private (ParameterSums Sums, CotangentPackets Bars, PacketActions<TLanes, TTransfer> Actions) Empty()
    {
        ParameterSums ofParameters = new(setup);
        CotangentPackets ofState = new(pool, simulator.Order, setup.Particles.Count, simulator.Matter.HistoryCount, setup.Domain.CellSize, simulator.Store.IsSeparate);
        return (ofParameters, ofState, new(simulator, owners, ofState, ofParameters, setup.Domain.CellSize));
    }

    private void Record(in TapedSubstep substep)
    {
        if (simulator.Actions.Count > 0) actions.KeepVelocities();
        bodies?.BeginRecord();
        rigid?.BeginRecord();
        simulator.RigidRecorder = rigid?.Particles;
        simulator.Owners = owners;
        simulator.Recorder = passes.Begin;
        try
        {
            long begin = StageTimes.Now;
            simulator.Replay(in substep);
            Stages.Record.Add(begin);
        }
        finally
        {
            simulator.Owners = null;
            simulator.Recorder = null;
            simulator.RigidRecorder = null;
            bodies?.EndRecord();
        }
    }

    private void Begin(SubstepWork work)
    {
        actions.Begin(work.Forces.Count);
        if (bodies is not null || rigid is not null) byRigid = new ContactCotangents<Real64>[work.Contacts.Count];
        List<double[]?> byWeights = [];
        for (int f = 0; f < work.Forces.Count; f++)
            if (work.Forces[f].Site == ForceSite.Particles) byWeights.Add(work.Forces[f].Weights < 0 ? null : actions.ByWeightsOf(f));
        passes.ForceSums.ByWeights = [.. byWeights];
    }

    private void Collect(in SubstepMoment moment, SubstepWork work)
    {
        if (forceSums.Length < work.Forces.Count) forceSums = new ForceCotangents<Real64>[work.Forces.Count];
        int onNodes = 0, onParticles = 0;
        for (int f = 0; f < work.Forces.Count; f++)
            forceSums[f] = work.Forces[f].Site == ForceSite.Nodes ? nodes.ByForce(onNodes++) : passes.ForceSums.Total(onParticles++);
        if (contactSums.Length < work.Contacts.Count) contactSums = new ContactCotangents<Real64>[work.Contacts.Count];
        int onAll = 0;
        for (int c = 0; c < work.Contacts.Count; c++)
        {
            GridContact<Real64> contact = work.Contacts[c];
            contactSums[c] = contact.Wall != 0 ? nodes.ByWall(c) : contact.Body != 0 ? default : nodes.ByContact(onAll++);
            if (byRigid.Length > 0) contactSums[c].Add(in byRigid[c]);
        }

        sums.Gravity += nodes.ByGravity;
        nodes.AddTension(sums);
        ReadOnlySpan<GridContact<Real64>> contacts = CollectionsMarshal.AsSpan(work.Contacts);
        for (int b = 0; b < setup.Boundaries.Count; b++)
        {
            Range range = SubstepOwners.RangeOf(owners.BoundaryEnds, b);
            setup.Boundaries[b].CollectAdjoint(in moment, contacts[range], contactSums.AsSpan(range), sums.Boundaries[b]);
        }
    }

    // Sums of packets to those of the user's particles.
    private void Flush()
    {
        const int first = LawAdjointKernel<TLanes>.FirstCoefficient;
        ReadOnlySpan<int> identifiers = bars.Identifiers;
        for (int slot = 0; slot < identifiers.Length; slot++)
        {
            int identifier = identifiers[slot], lane = slot & 15;
            if ((uint)identifier >= (uint)setup.Particles.Count) continue;
            ReadOnlySpan<double> own = passes.SumsOf(slot >> 4);
            sums.Mass[identifier] += RigidGroups.MassFactor(setup.Materials[setup.Particles.Material[identifier]]) * own[lane];
            sums.RestVolume[identifier] += own[PacketLayout.Lanes + lane];
            for (int k = first; k < passes.SumRows; k++) sums.Add(identifier, k - first, own[k * PacketLayout.Lanes + lane]);
        }
    }

    // Laws that forget the shape start from F = det(F)^(1/3) I: by that side, the trace; by F, (det F)^(1/3)/3 F^-T of it.
    private void Reshape(int particle, Span<double> byF)
    {
        Matrix3x3<Real64> f = Scalars.ReadMatrix<Real64>(setup.Particles.F.AsSpan(9 * particle, 9));
        double bySide = (byF[0] + byF[4] + byF[8]) * Math.Cbrt(f.Determinant.Value) / 3;
        Matrix3x3<Real64> own = new Real64(bySide) * f.Inverse.Transposed;
        Scalars.Write(in own, byF);
    }
}
