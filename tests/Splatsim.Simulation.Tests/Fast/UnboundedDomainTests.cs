using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Simulation;

namespace Splatsim.Tests.Fast;

/// <summary>A grid without bounds computes what a bounded one does, and goes on where that one ends.</summary>
public sealed class UnboundedDomainTests
{
    private static SimulationSetup Scene => FastScenes.Setup(FastScenes.Body(9, 8), FastScenes.Of(Laws.Find("neo-hookean"))) with
    {
        Boundaries = [BoxWalls.Inside(ContactMode.Coulomb, FastScenes.Domain, 7, 0.3)],
        Events = [new PinEvent(ParticleRegion.Around(FastScenes.Middle + new Vector3<Real64>(0.1, 0.1, 0.1), new(0.05, 0.05, 0.05)), TimeWindow.Always)],
        Tracers = TracerSet.At(FastScenes.Body(5, 3).X),
    };

    [Theory]
    [InlineData(TransferKernel.Quadratic)]
    [InlineData(TransferKernel.Cubic)]
    public void Advance_InsideTheBounds_IsIdentical(TransferKernel kernel)
    {
        SimulationSetup bounded = Scene with { Transfer = TransferOptions.Default with { Kernel = kernel } };
        FastScenes.AssertIdentical(FastScenes.Run(bounded, new(), 60), FastScenes.Run(Unbounded(bounded), new(), 60));
    }

    [Fact]
    public void Advance_PastTheBounds_FollowsTheParabola()
    {
        // 40 m/s through a grid of 1.25 m, and down below its first node: 12 m away in the end, whole blocks of negative numbers included.
        ParticleSet body = FastScenes.Body(6, 8, strain: 0);
        Vector3<Real64> start = new(-40, 3, -1);
        ParticleLattices.SetRigidVelocity(body, start, default, default);
        SimulationSetup setup = Unbounded(FastScenes.Setup(body, FastScenes.Of(Laws.Find("neo-hookean"))) with
        {
            StepPolicy = new() { TimeStep = 5e-4, MaximumCourantNumber = double.PositiveInfinity },
            Workers = FastScenes.Pool(2),
        });
        const int count = 600;
        ParticleSet state = FastScenes.Run(setup, new(), count, frame: 50);
        double time = count * 5e-4, fall = -9.81 * 5e-4 * 5e-4 * count * (count + 1) / 2;
        for (int p = 0; p < body.Count; p++)
        {
            // mpm.md 6.4 item 1: free fall in float 1e-4, relative to the speed here.
            Bodies.AssertVector(body.Position(p) + new Real64(time) * start + new Vector3<Real64>(0, 0, fall), state.Position(p), 1e-3);
        }

        Assert.Throws<ParticleLeftDomainException>(() => FastScenes.Run(setup with { Domain = FastScenes.Domain }, new(), count, frame: 50));
    }

    [Fact]
    public void Advance_HeldFarAway_HoldsItsNodes()
    {
        // A pinned body 4000 cells before the first node: held nodes have negative numbers.
        ParticleSet body = FastScenes.Body(6, 8, strain: 0);
        for (int p = 0; p < body.Count; p++) body.X[3 * p] -= 4000 * FastScenes.CellSize;
        ParticleLattices.SetRigidVelocity(body, default, default, default);
        SimulationSetup setup = Unbounded(FastScenes.Setup(body, FastScenes.Of(Laws.Find("neo-hookean"))) with
        {
            Events = [new PinEvent(ParticleRegion.Everything, TimeWindow.Always)],
        });
        ParticleSet state = FastScenes.Run(setup, new(), 20);
        // One rounding of a position in its block: 2^-22 of 4 cells.
        Assert.True(FastScenes.Largest(body.X, state.X) <= 1e-6);
    }

    [Fact]
    public void Create_OnTheReference_NamesTheFix()
    {
        SimulationSetupException error = Assert.Throws<SimulationSetupException>(
            () => Simulators.Create(Unbounded(Scene) with { Backend = SimulationBackend.Reference }));
        Assert.Contains("fast back end", error.Message, StringComparison.Ordinal);
    }

    private static SimulationSetup Unbounded(SimulationSetup setup) => setup with { Domain = setup.Domain with { IsUnbounded = true } };
}
