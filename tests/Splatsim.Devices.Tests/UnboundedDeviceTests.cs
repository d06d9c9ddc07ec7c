using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Simulation;
using Splatsim.Simulation.Kernels;
using Splatsim.Tests.Fast;

namespace Splatsim.Tests;

/// <summary>A grid without bounds on a device computes what a bounded one does, and goes on where that one ends.</summary>
[Collection("device")]
public sealed class UnboundedDeviceTests
{
    // Positions: 1e-4 cells, the acceptance value for GPUs. The others are those of the fast back end's tests.
    private static readonly StateTolerance Single = new(X: 1e-4 * FastScenes.CellSize, V: 1e-4, C: 3e-3, F: 1e-4);

    private static readonly Material Jelly = FastScenes.Of(Laws.Find("neo-hookean"));

    private static SimulationSetup Scene => FastScenes.Setup(FastScenes.Body(9, 8, materials: 2), Jelly, FastScenes.Of(Laws.Find("von-mises"))) with
    {
        Boundaries = [BoxWalls.Inside(ContactMode.Coulomb, FastScenes.Domain, 7, 0.3)],
        Events = [new PinEvent(ParticleRegion.Around(FastScenes.Middle + new Vector3<Real64>(0.1, 0.1, 0.1), new(0.05, 0.05, 0.05)), TimeWindow.Always)],
        Tracers = TracerSet.At(FastScenes.Body(5, 3).X),
    };

    [Theory]
    [InlineData(TransferKernel.Quadratic)]
    [InlineData(TransferKernel.Cubic)]
    public void Advance_InFixedOrder_IsIdenticalWithEveryDirectory(TransferKernel kernel)
    {
        // Nodes add up their particles by law, cell and index: how blocks are numbered and found has no part in it.
        SimulationSetup setup = Scene with { Transfer = TransferOptions.Default with { Kernel = kernel } };
        DeviceOptions options = new() { IsDeterministic = true };
        (ParticleSet expected, double[] tracers) = Run(setup, options with { Dense = true }, 60);
        // 2^26 blocks: more than a table has.
        GridDomain vast = setup.Domain with { CountX = 3000, CountY = 3000, CountZ = 3000 };
        foreach ((SimulationSetup Setup, DeviceOptions Options) other in new[]
        {
            (setup, options with { Dense = false }), (setup with { Domain = vast }, options), (Unbounded(setup), options),
        })
        {
            (ParticleSet actual, double[] moved) = Run(other.Setup, other.Options, 60);
            FastScenes.AssertIdentical(expected, actual);
            Assert.Equal(tracers, moved);
        }
    }

    [Fact]
    public void Advance_InSharedMemoryWithAHashTable_MatchesTheReference()
    {
        SimulationSetup setup = FastScenes.Setup(FastScenes.Body(9, 8), Jelly);
        FastScenes.AssertClose(FastScenes.RunReference(setup, 100), Run(Unbounded(setup), new(), 100).State, Single);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Advance_FarOutsideTheBounds_MatchesTheReferenceThatHasThem(bool isDeterministic)
    {
        // 0.4 cells per substep through a grid of 26: 40 cells away in the end, before its first node along x and z.
        ParticleSet body = FastScenes.Body(6, 8);
        SimulationSetup setup = FastScenes.Setup(body, Jelly);
        double dt = setup.StepPolicy.TimeStep!.Value, speed = 0.4 * FastScenes.CellSize / dt;
        ParticleLattices.SetRigidVelocity(body, new(-speed, 0, -speed), new(1, -2, 1.5), FastScenes.Middle);
        setup = setup with { StepPolicy = new() { TimeStep = dt, MaximumCourantNumber = double.PositiveInfinity } };
        const int cells = 44;
        GridDomain wide = FastScenes.Domain with
        {
            Origin = FastScenes.Domain.Origin - new Vector3<Real64>(cells * FastScenes.CellSize, 0, cells * FastScenes.CellSize),
            CountX = FastScenes.Domain.CountX + cells,
            CountZ = FastScenes.Domain.CountZ + cells,
        };
        ParticleSet expected = FastScenes.RunReference(setup with { Domain = wide }, 100);
        ParticleSet actual = Run(Unbounded(setup), new() { IsDeterministic = isDeterministic }, 100, frame: 25).State;
        // It moves 4 blocks and more away, so that blocks of negative numbers are used.
        Assert.True(actual.X[0] < FastScenes.Domain.Origin.X.Value - 4 * 4 * FastScenes.CellSize, $"x = {actual.X[0]}");
        // Rounding at this speed: one of float in v (2^-24 of 50 m/s, 3e-6) is in every substep's step, and through 1/dx in C and F.
        FastScenes.AssertClose(expected, actual, new(X: 1e-4 * FastScenes.CellSize, V: 2e-3, C: 5e-2, F: 2e-4));
        Assert.Throws<ParticleLeftDomainException>(() => Run(setup, new(), 100, frame: 25));
    }

    [Theory]
    [InlineData(-4000)]
    [InlineData(300_000)]
    public void Advance_FarFromTheOrigin_MatchesTheReferenceThere(int cells)
    {
        // The reference counts its nodes from nearby; the device from far away: whole cells, so that both have the same nodes. A floor that
        // both meet, and a pinned part whose nodes have large numbers of their own.
        const double size = 1 / 16.0;
        GridDomain near = new(new(cells * size, 0, cells * size), size, 26, 26, 26);
        Vector3<Real64> middle = new Real64(0.5) * (near.Origin + near.Maximum), half = new(0.15625, 0.15625, 0.15625);
        ParticleSet body = ParticleLattices.Box(middle - half, 10, 10, 10, size / 2, 1000);
        ParticleLattices.SetRigidVelocity(body, new(0.5, 0.25, -1), new(1, -2, 1.5), middle);
        for (int i = 0; i < body.F.Length; i++) body.F[i] += 0.01 * Math.Sin(1.3 * i);
        SimulationSetup setup = FastScenes.Setup(body, Jelly) with
        {
            Domain = near,
            Boundaries = [new PlaneBoundary(ContactMode.Slip, middle - new Vector3<Real64>(0, 0, 0.1875), new(0, 0, 1))],
            Events = [new PinEvent(ParticleRegion.Around(middle + half, new(0.1, 0.1, 0.1)), TimeWindow.Always)],
            Tracers = TracerSet.At([.. body.X.AsSpan(0, 300)]),
        };
        using ISimulator reference = Simulators.Create(setup with { Backend = SimulationBackend.Reference });
        ParticleSet expected = FastScenes.Advance(reference, setup, 100);
        GridDomain far = near with { Origin = default, IsUnbounded = true };
        (ParticleSet actual, double[] tracers) = Run(setup with { Domain = far }, new(), 100);
        FastScenes.AssertClose(expected, actual, Single);
        Assert.True(FastScenes.Largest(reference.Tracers.X, tracers) <= Single.X);
    }

    [Fact]
    public void Advance_OutOfReach_NamesTheParticle()
    {
        // Two cells before the last node that there is, at a tenth of a cell per substep.
        ParticleSet body = FastScenes.Body(3, 8, strain: 0);
        for (int p = 0; p < body.Count; p++) body.X[3 * p] += (GridDomain.Reach - 20) * FastScenes.CellSize;
        SimulationSetup setup = Unbounded(FastScenes.Setup(body, Jelly));
        double dt = setup.StepPolicy.TimeStep!.Value;
        ParticleLattices.SetRigidVelocity(body, new(0.4 * FastScenes.CellSize / dt, 0, 0), default, default);
        setup = setup with { StepPolicy = new() { TimeStep = dt, MaximumCourantNumber = double.PositiveInfinity } };
        ParticleLeftDomainException error = Assert.Throws<ParticleLeftDomainException>(() => Run(setup, new(), 40));
        Assert.Contains("without bounds", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_OutOfReach_IsATypedError()
    {
        ParticleSet body = FastScenes.Body(3, 8);
        body.X[4] = 2.0 * GridDomain.Reach * FastScenes.CellSize;
        SimulationException error = Assert.ThrowsAny<SimulationException>(
            () => new DeviceSimulator(Unbounded(FastScenes.Setup(body, Jelly)), OpenClDevice.Required, ownsDevice: false, new()));
        Assert.Contains("without bounds", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sort_MoreBlocksThanKeysTellApart_NamesTheLimit()
    {
        // 2^26 groups of a law in a block, 2^24 laws: four blocks; matter lies in more.
        SimulationSetup setup = Unbounded(FastScenes.Setup(FastScenes.Body(9, 8), Jelly));
        using DeviceParticles particles = new(OpenClDevice.Required, setup, _ => true);
        using DeviceGrid grid = new(OpenClDevice.Required, setup.Domain, FieldTable.Empty, 1 << 24, keepsBefore: false, dense: null);
        using DeviceSorter sorter = new(OpenClDevice.Required, particles, grid, isDeterministic: false);
        using DeviceNotes notes = new(OpenClDevice.Required);
        SimulationSetupException error = Assert.Throws<SimulationSetupException>(() => sorter.Sort(notes.Views, new(1e-4, FastScenes.CellSize, 0)));
        Assert.Contains("can number (4)", error.Message, StringComparison.Ordinal);
    }

    private static SimulationSetup Unbounded(SimulationSetup setup) => setup with { Domain = setup.Domain with { IsUnbounded = true } };

    private static (ParticleSet State, double[] Tracers) Run(SimulationSetup setup, DeviceOptions options, int substeps, int frame = int.MaxValue)
    {
        using DeviceSimulator simulator = new(setup, OpenClDevice.Required, ownsDevice: false, options);
        ParticleSet state = FastScenes.Advance(simulator, setup, substeps, frame);
        return (state, [.. simulator.Tracers.X]);
    }
}
