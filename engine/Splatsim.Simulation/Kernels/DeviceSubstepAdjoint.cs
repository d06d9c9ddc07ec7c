using ILGPU;
using ILGPU.Runtime;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>
/// One substep in reverse on a device. The forward substep is repeated up to the velocities of its grid, then every stage is answered by its
/// adjoint, last to first: particles and tracers that read the grid scatter to it, the grid's update is reversed node by node, particles
/// gather from it what their momentum and stress did, and the laws, forces and events follow.
/// </summary>
internal sealed class DeviceSubstepAdjoint : IDisposable
{
    private readonly SimulationSetup setup;
    private readonly DeviceSimulator simulator;
    private readonly DeviceMatter matter;
    private readonly DeviceCotangents bars;
    private readonly DeviceRecord record;
    private readonly DeviceTransferAdjoint transfer;
    private readonly DeviceLawAdjoint[] laws;
    private readonly DeviceSums sums;
    private readonly DeviceWallAdjoint? walls;
    private readonly DeviceTensionAdjoint? tension;
    private readonly DeviceMetNodes? met;
    private readonly DeviceRigidAdjoint? rigid;
    private readonly SubstepOwners owners = new();
    private readonly MemoryBuffer1D<float, Stride1D.Dense> byWeights;
    // Compiled when a contact or force first needs them: they are the largest kernels there are.
    private Action<KernelConfig, GridViews, NodeViews, ArrayView<float>, int, int, ArrayView<float>>? meet;
    private Action<KernelConfig, GridViews, NodeViews, ArrayView<float>, int, int, int, ArrayView<float>>? push;
    private readonly Action<KernelConfig, GridViews, ArrayView<float>, ArrayView<float>, int, Real32, int, ArrayView<float>> update;
    private Action<KernelConfig, ParticleViews, GridViews, GridForce<Real32>, ForceViews, ArrayView<float>, int, Real32, ArrayView<float>, CotangentViews, ArrayView<float>, int, int, ArrayView<float>>? apply;
    private ForceCotangents<Real64>[] forceSums = [];
    private ContactCotangents<Real64>[] contactSums = [], byBodies = [];
    private float[]?[] weightSums = [];
    private ParameterSums? totals;
    private DeviceActions? actions;

    /// <summary>Free rigid colliders; null where there are none.</summary>
    public MetBodies? Bodies { get; private set; }

    /// <summary>Rigid bodies of particles; null where there are none.</summary>
    public DeviceRigidAdjoint? RigidMatter => rigid;

    public DeviceSubstepAdjoint(SimulationSetup setup, DeviceSimulator simulator, DeviceCotangents bars)
    {
        (this.setup, this.simulator, this.bars, matter) = (setup, simulator, bars, simulator.Matter);
        record = new(matter.Device, matter.Particles, matter.Grid, simulator.Actions.Count > 0);
        transfer = DeviceTransferAdjoint.For(setup, matter, simulator.TracerState, simulator.Options, simulator.WallState);
        laws = [.. matter.Particles.Laws.Take(matter.Sorter.DeformingLaws).Select(l => DeviceLawAdjoint.For(l, setup, matter, simulator.UserValuesOf))];
        sums = new(matter.Device);
        if (simulator.WallState is { } thin) walls = new(matter, thin);
        tension = DeviceTensionAdjoint.For(setup, matter);
        if (setup.RigidBodies.Count > 0) met = new(matter);
        rigid = DeviceRigidAdjoint.For(setup, simulator);
        byWeights = matter.Device.Allocate<float>(simulator.Actions.Count > 0 ? matter.Particles.Count : 1, "derivatives");
        update = matter.Device.Launcher(NodeAdjointKernels.Update, a => a.LoadStreamKernel<
            GridViews, ArrayView<float>, ArrayView<float>, int, Real32, int, ArrayView<float>>(NodeAdjointKernels.Update));
    }

    /// <summary>Starts a reverse run.</summary>
    /// <param name="target">Receives the sums that are made on the host.</param>
    public void Begin(ParameterSums target)
    {
        totals = target;
        actions = new(simulator, record, bars, target);
        Bodies = met is null ? null : new(setup, simulator);
        rigid?.BeginRun(target);
    }

    /// <summary>Derivatives by the state at the end of a substep become those by the state at its start, where the simulator is.</summary>
    public void Substep(in TapedSubstep substep)
    {
        SubstepMoment moment = new(simulator.Time, substep.TimeStep, setup.Domain) { SubstepInFrame = substep.IndexInFrame };
        simulator.Owners = owners;
        Bodies?.BeginRecord();
        if (rigid is not null) matter.Device.Guard(rigid.BeginRecord);
        try
        {
            simulator.Record(in substep, record, transfer.Forward);
        }
        finally
        {
            simulator.Owners = null;
            Bodies?.EndRecord();
        }

        SubstepWork work = simulator.Work;
        StepNumbers step = new(substep.TimeStep, setup.Domain.CellSize, 0);
        // What bodies do is reversed on the host.
        byBodies = Bodies is null && rigid is null ? [] : new ContactCotangents<Real64>[work.Contacts.Count];
        Bodies?.End(byBodies);
        matter.Device.Guard(() =>
        {
            sums.Begin(work.Contacts.Count, work.Forces.Count);
            transfer.Take(in step, bars);
            CotangentViews views = bars.Views;
            UpdateGrid(work, in step, in views);
            transfer.Give(in step, in views);
            Press(in step, in views);
            ApplyToParticles(work, in step, in views);
            sums.Read();
        });
        Collect(work);
        Bodies?.Begin(totals!);
        for (int b = 0; b < setup.Boundaries.Count; b++)
        {
            Range range = SubstepOwners.RangeOf(owners.BoundaryEnds, b);
            setup.Boundaries[b].CollectAdjoint(
                in moment, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(work.Contacts)[range], contactSums.AsSpan(range), totals!.Boundaries[b]);
        }

        if (simulator.Actions.Count > 0) actions!.BeforeSubstep(in moment, owners, forceSums, weightSums);
    }

    public void Dispose()
    {
        record.Dispose();
        transfer.Dispose();
        sums.Dispose();
        foreach (DeviceLawAdjoint law in laws) law.Dispose();
        tension?.Dispose();
        met?.Dispose();
        rigid?.Dispose();
        byWeights.Dispose();
    }

    // Holds, contacts, forces, gravity and the division by the mass, last to first.
    private void UpdateGrid(SubstepWork work, in StepNumbers step, in CotangentViews views)
    {
        int nodes = matter.Grid.AllNodes;
        if (nodes == 0) return;
        matter.Grid.Release(work, simulator.HeldAlways);
        walls?.Release(work, simulator.HeldAlways);
        if (Bodies is { HasMet: true } bodies)
        {
            met!.Take(bodies.Meetings);
            bodies.Meet(met);
            met.Give();
        }

        GridViews grid = matter.Grid.Views;
        NodeViews last = matter.Grid.LastWork;
        walls?.Respond(work, last, record.Transferred, sums.Parts);
        ArrayView<float> found = tension is not null && last.ContactCount + last.ForceCount > 0 ? tension.Push(record.Transferred, work.TimeStep) : record.Transferred;
        if (last.ContactCount > 0)
        {
            meet ??= matter.Device.Launcher(NodeAdjointKernels.Meet, a => a.LoadStreamKernel<
                GridViews, NodeViews, ArrayView<float>, int, int, ArrayView<float>>(NodeAdjointKernels.Meet));
        }

        for (int c = last.ContactCount - 1; c >= 0; c--) meet!(DeviceSums.Launch, grid, last, found, nodes, c, sums.Parts);
        rigid?.Substep(work, record.Met, in views, transfer.ByStress, byBodies);
        int atNodes = last.ForceCount;
        for (int f = work.Forces.Count - 1; f >= 0; f--)
        {
            if (work.Forces[f].Site != ForceSite.Nodes) continue;
            push ??= matter.Device.Launcher(NodeAdjointKernels.Apply, a => a.LoadStreamKernel<
                GridViews, NodeViews, ArrayView<float>, int, int, int, ArrayView<float>>(NodeAdjointKernels.Apply));
            push(DeviceSums.Launch, grid, last, found, nodes, --atNodes, sums.ForceSlot(f), sums.Parts);
        }

        tension?.Reverse(record.Transferred, work.TimeStep, sums);
        update(DeviceSums.Launch, grid, record.Transferred, transfer.ByBefore, nodes, step.TimeStep, sums.GravitySlot, sums.Parts);
    }

    private void Press(in StepNumbers step, in CotangentViews views)
    {
        for (int law = 0; law < laws.Length; law++)
        {
            int first = matter.Particles.LawStarts[law], count = matter.Particles.LawStarts[law + 1] - first;
            if (count > 0) laws[law].Press(count, first, in step, in views, record.Behind, transfer.ByStress);
        }

        // Derivatives are in the place of momenta, which have to be 0 when the next substep begins.
        if (matter.Grid.AllNodes > 0) matter.Grid.Views.Momentum.SubView(0, 4L * matter.Grid.AllNodes).MemSetToZero();
    }

    private void ApplyToParticles(SubstepWork work, in StepNumbers step, in CotangentViews views)
    {
        if (weightSums.Length < work.Forces.Count) weightSums = new float[work.Forces.Count][];
        Array.Clear(weightSums);
        int moving = simulator.LastForces.Moving;
        for (int f = work.Forces.Count - 1; f >= 0 && moving > 0; f--)
        {
            GridForce<Real64> exact = work.Forces[f];
            if (exact.Site != ForceSite.Particles) continue;
            GridForce<Real32> force = GridForce<Real32>.From(in exact);
            byWeights.MemSetToZero();
            apply ??= matter.Device.Launcher(ForceAdjointKernels.Apply, a => a.LoadStreamKernel<
                ParticleViews, GridViews, GridForce<Real32>, ForceViews, ArrayView<float>, int, Real32, ArrayView<float>, CotangentViews, ArrayView<float>, int, int,
                ArrayView<float>>(ForceAdjointKernels.Apply));
            apply(
                DeviceSums.Launch, matter.Particles.Views, matter.Grid.Views, force, simulator.LastForces.Views, simulator.LastForces.WeightsOf(work, in force),
                force.Weights < 0 ? 0 : 1, step.TimeStep, record.Velocities(f), views, byWeights.View, moving, sums.ForceSlot(f), sums.Parts);
            if (force.Weights >= 0) weightSums[f] = byWeights.GetAsArray1D();
        }
    }

    private void Collect(SubstepWork work)
    {
        if (contactSums.Length < work.Contacts.Count) contactSums = new ContactCotangents<Real64>[work.Contacts.Count];
        if (forceSums.Length < work.Forces.Count) forceSums = new ForceCotangents<Real64>[work.Forces.Count];
        // Nodes meet those of no body: first what all meet, then thin walls.
        int all = 0, wall = matter.Grid.LastWork.ContactCount;
        for (int c = 0; c < work.Contacts.Count; c++)
        {
            GridContact<Real64> contact = work.Contacts[c];
            contactSums[c] = contact.Body != 0 ? default : sums.Contact(contact.Wall == 0 ? all++ : wall++);
            if (byBodies.Length > 0) contactSums[c].Add(in byBodies[c]);
        }

        for (int f = 0; f < work.Forces.Count; f++) forceSums[f] = sums.Force(f);
        totals!.Gravity += sums.Gravity;
        tension?.Collect(sums, work.TimeStep, totals);
    }
}
