using ILGPU;
using ILGPU.Runtime;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>
/// The adjoint of rigid bodies of particles on a device. What is said about particles is summed there; 33 numbers per chunk come back, the bodies'
/// own step is reversed on the host in double, and six numbers per body go to the particles, which tell the nodes.
/// </summary>
internal sealed class DeviceRigidAdjoint : IDisposable
{
    private const string Purpose = "derivatives";

    private readonly SimulationSetup setup;
    private readonly DeviceSimulator simulator;
    private readonly DeviceRigid rigid;
    private readonly DeviceMatter matter;
    private readonly GeneralNumbers<Real32> numbers;
    private readonly int members, chunks;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> own, startPoses, answers, sums;
    private readonly float[] hostSums;
    private readonly Action<KernelConfig, RigidViews, RigidAdjointViews, ParticleViews, ArrayView<int>, GridViews, GeneralNumbers<Real32>, CotangentViews, ArrayView<float>> sum;
    private readonly Action<Index1D, RigidViews, RigidAdjointViews, ParticleViews, ArrayView<int>, GridViews, GeneralNumbers<Real32>, CotangentViews, ArrayView<float>>? answer;
    private readonly Action<Index1D, RigidViews, RigidAdjointViews, ParticleViews, ArrayView<int>, GridViews, GeneralNumbers<Real32>, CotangentViews>? scatter;
    private readonly Action<Index1D, ParticleViews, GridViews, GeneralNumbers<Real32>, ArrayView<float>, ArrayView<int>, int, int> collect;
    private readonly Action<Index1D, GridViews, ArrayView<float>> add;
    private MemoryBuffer1D<float, Stride1D.Dense> byMet;
    private RigidState[] before = [];
    private DeviceRigidMatter particles;
    private RigidMatterAdjoint bodies;

    private DeviceRigidAdjoint(SimulationSetup setup, DeviceSimulator simulator, DeviceRigid rigid)
    {
        (this.setup, this.simulator, this.rigid, matter) = (setup, simulator, rigid, simulator.Matter);
        numbers = GeneralNumbers<Real32>.From(TransferOptions.Default, setup.Domain);
        (members, chunks) = (rigid.Views.Count, rigid.FirstChunks[^1]);
        (particles, bodies) = Begin(new(setup));
        own = matter.Device.Allocate<float>((long)RigidViews.Columns * members, Purpose);
        startPoses = matter.Device.Allocate<float>(rigid.Views.Poses.Length, Purpose);
        answers = matter.Device.Allocate<float>((long)RigidAdjointViews.AnswerWidth * simulator.RigidMatter.Groups.Count, Purpose);
        sums = matter.Device.Allocate<float>((long)RigidAdjointKernels.SumWidth * chunks, Purpose);
        byMet = matter.Device.Allocate<float>(4, Purpose);
        hostSums = new float[sums.Length];
        sum = matter.Device.Launcher(RigidAdjointKernels.Sum, a => a.LoadStreamKernel<
            RigidViews, RigidAdjointViews, ParticleViews, ArrayView<int>, GridViews, GeneralNumbers<Real32>, CotangentViews, ArrayView<float>>(RigidAdjointKernels.Sum));
        if (simulator.Options.IsDeterministic)
        {
            answer = matter.Device.Launcher(RigidAdjointKernels.Answer, a => a.LoadAutoGroupedStreamKernel<
                Index1D, RigidViews, RigidAdjointViews, ParticleViews, ArrayView<int>, GridViews, GeneralNumbers<Real32>, CotangentViews, ArrayView<float>>(RigidAdjointKernels.Answer));
        }
        else
        {
            scatter = matter.Device.Launcher(RigidAdjointKernels.Scatter, a => a.LoadAutoGroupedStreamKernel<
                Index1D, RigidViews, RigidAdjointViews, ParticleViews, ArrayView<int>, GridViews, GeneralNumbers<Real32>, CotangentViews>(RigidAdjointKernels.Scatter));
        }

        collect = matter.Device.Launcher(TransferAdjointKernels.Collect<QuadraticKernel>, a => a.LoadAutoGroupedStreamKernel<
            Index1D, ParticleViews, GridViews, GeneralNumbers<Real32>, ArrayView<float>, ArrayView<int>, int, int>(TransferAdjointKernels.Collect<QuadraticKernel>));
        add = matter.Device.Launcher(RigidAdjointKernels.Add, a => a.LoadAutoGroupedStreamKernel<Index1D, GridViews, ArrayView<float>>(RigidAdjointKernels.Add));
    }

    /// <summary>That of a simulation; null where there are no such bodies.</summary>
    public static DeviceRigidAdjoint? For(SimulationSetup setup, DeviceSimulator simulator) =>
        simulator.RigidState is { } rigid ? new(setup, simulator, rigid) : null;

    /// <summary>Starts a reverse run.</summary>
    /// <param name="target">Receives the sums that are made on the host.</param>
    public void BeginRun(ParameterSums target)
    {
        (particles, bodies) = Begin(target);
        own.MemSetToZero();
    }

    /// <summary>Takes what a loss says about tracers that bodies carry, at this moment; the device is told nothing of it.</summary>
    public StateCotangents TakeTracers(StateCotangents seed)
    {
        StateCotangents rest = particles.Begin(seed);
        bodies.TakeTracers();
        return rest;
    }

    /// <summary>The bodies are at the start of a substep that is about to be repeated.</summary>
    public void BeginRecord()
    {
        before = [.. simulator.RigidMatter.Groups.Select(g => g.State)];
        rigid.SendPoses();
        startPoses.View.CopyFrom(rigid.Views.Poses);
    }

    /// <summary>Reverses the bodies' part of the substep, from derivatives by particles to those by nodes before contacts, which are added. Waits for the device.</summary>
    /// <param name="work">The substep.</param>
    /// <param name="met">Velocities of the nodes as they were gathered.</param>
    /// <param name="bars">Derivatives by particles.</param>
    /// <param name="staged">Room for what particles say.</param>
    /// <param name="contactSums">Receives derivatives by contacts, added.</param>
    public void Substep(SubstepWork work, ArrayView<float> met, in CotangentViews bars, ArrayView<float> staged, Span<ContactCotangents<Real64>> contactSums)
    {
        int nodes = matter.Grid.StoredNodes;
        GrowingBuffers.Reserve(matter.Device, ref byMet, 4L * nodes, Purpose);
        RigidAdjointViews views = new() { Own = own.View, StartPoses = startPoses.View, Answers = answers.View, Met = met, ByMet = byMet.View };
        GridViews grid = matter.Grid.Views, target = grid;
        (target.Momentum, target.KeepsBefore) = (byMet.View, 0);
        sum(
            new KernelConfig(chunks, RigidKernels.GroupSize), rigid.Views, views, matter.Particles.Views, matter.Particles.Slots.View, grid, numbers, bars, sums.View);
        sums.CopyToCPU(hostSums);
        ReverseBodies(contactSums);
        if (answer is not null)
        {
            answer(members, rigid.Views, views, matter.Particles.Views, matter.Particles.Slots.View, grid, numbers, bars, staged);
            // The lists of cells go law by law; rigid ones come last of those that move.
            ArrayView<int> cells = matter.Sorter.Cells.SubView(2L * matter.Sorter.DeformingLaws * nodes);
            collect(nodes, matter.Particles.Views, target, numbers, staged, cells, matter.Sorter.MovingLaws - matter.Sorter.DeformingLaws, matter.Grid.StoredBlocks);
        }
        else
        {
            byMet.MemSetToZero();
            scatter!(members, rigid.Views, views, matter.Particles.Views, matter.Particles.Slots.View, grid, numbers, bars);
        }

        // Bodies have gathered what held nodes were given.
        matter.Grid.Release(work, simulator.HeldAlways, byMet.View);
        add(nodes, grid, byMet.View);
    }

    /// <summary>The derivatives by the start, in those by the particles and tracers.</summary>
    /// <param name="state">Derivatives by particles and tracers at the start.</param>
    public void Finish(ParticleCotangents<Real64> state)
    {
        particles.State = state;
        float[] columns = own.GetAsArray1D();
        int at = 0;
        for (int body = 0; body < simulator.RigidMatter.Groups.Count; body++)
        {
            for (int i = 0; i < simulator.RigidMatter.Groups[body].Particles.Count; i++, at++)
            {
                Matrix3x3<Real64> byDeformation = Matrix3x3<Real64>.FromRows(
                    Three(RigidViews.Deformation), Three(RigidViews.Deformation + 3), Three(RigidViews.Deformation + 6));
                bodies.Add(body, i, Three(RigidViews.Offset), columns[(long)RigidViews.Mass * members + at], in byDeformation);
            }
        }

        bodies.Finish();

        Vector3<Real64> Three(int column) => new(columns[(long)column * members + at], columns[(long)(column + 1) * members + at], columns[(long)(column + 2) * members + at]);
    }

    public void Dispose()
    {
        own.Dispose();
        startPoses.Dispose();
        answers.Dispose();
        sums.Dispose();
        byMet.Dispose();
    }

    private (DeviceRigidMatter Particles, RigidMatterAdjoint Bodies) Begin(ParameterSums target)
    {
        DeviceRigidMatter of = new(setup);
        return (of, new(setup, simulator, of, target));
    }

    private void ReverseBodies(Span<ContactCotangents<Real64>> contactSums)
    {
        float[] answered = new float[answers.Length];
        for (int body = 0; body < before.Length; body++)
        {
            double[] all = new double[RigidAdjointKernels.SumWidth];
            for (int chunk = rigid.FirstChunks[body]; chunk < rigid.FirstChunks[body + 1]; chunk++)
                for (int k = 0; k < all.Length; k++) all[k] += hostSums[RigidAdjointKernels.SumWidth * chunk + k];
            RigidSums of = new(
                Three(all, RigidAdjointKernels.ByPosition), Three(all, RigidAdjointKernels.ByVelocity), Three(all, RigidAdjointKernels.BySpin),
                Scalars.ReadMatrix<Real64>(all.AsSpan(RigidAdjointKernels.ByTurn, 9)), Three(all, RigidAdjointKernels.Momentum),
                Three(all, RigidAdjointKernels.Angular), Scalars.ReadMatrix<Real64>(all.AsSpan(RigidAdjointKernels.Lever, 9)));
            (Vector3<Real64> byMomentum, Vector3<Real64> byAngular) = bodies.Substep(body, in before[body], in of, contactSums);
            Put(byMomentum, RigidAdjointViews.AnswerWidth * body + RigidAdjointViews.Momentum);
            Put(byAngular, RigidAdjointViews.AnswerWidth * body + RigidAdjointViews.Angular);
        }

        answers.CopyFromCPU(answered);

        void Put(Vector3<Real64> v, int at) => (answered[at], answered[at + 1], answered[at + 2]) = ((float)v.X.Value, (float)v.Y.Value, (float)v.Z.Value);
    }

    private static Vector3<Real64> Three(double[] values, int at) => new(values[at], values[at + 1], values[at + 2]);
}
