using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Simulation;
using Splatsim.Tests.Fast;

namespace Splatsim.Tests.Transfer;

/// <summary>Every transfer on the fast back end against the reference in double, which is its definition.</summary>
public sealed class TransferParityTests
{
    private const int Substeps = 25;

    // golden/mpm/README.md section 6, "substep", float32.
    private static readonly StateTolerance Single = new(X: 5e-6, V: 1e-4, C: 3e-3, F: 1e-4);

    // ASFLIP moves a particle in one of two ways; rounding decides for those at the threshold of compression.
    private static readonly StateTolerance Switching = new(X: 1e-4, V: 1e-3, C: 3e-2, F: 1e-3);

    public static TheoryData<TransferScheme, TransferGradient, TransferKernel> Choices => TransferChoices.All;

    [Theory]
    [MemberData(nameof(Choices))]
    public void Advance_EveryChoice_MatchesTheReference(TransferScheme scheme, TransferGradient gradient, TransferKernel kernel)
    {
        SimulationSetup setup = Scene(scheme, gradient, kernel);
        ParticleSet expected = FastScenes.RunReference(setup, Substeps), actual = FastScenes.Run(setup, new(), Substeps);
        FastScenes.AssertClose(expected, actual, Allowed(scheme));
        if (expected.VelocityGradient is { } gradients) Assert.True(FastScenes.Largest(gradients, actual.VelocityGradient!) <= Allowed(scheme).C);
    }

    [Theory]
    [MemberData(nameof(Choices))]
    public void Advance_EveryChoice_IsIdenticalForAnyNumberOfWorkers(TransferScheme scheme, TransferGradient gradient, TransferKernel kernel)
    {
        SimulationSetup setup = Scene(scheme, gradient, kernel);
        FastScenes.AssertIdentical(
            FastScenes.Run(setup, new(), Substeps), FastScenes.Run(setup with { Workers = FastScenes.Pool(3) }, new() { Dense = false }, Substeps));
    }

    [Theory]
    [MemberData(nameof(Choices))]
    public void Tracers_WithEveryChoice_MatchTheReference(TransferScheme scheme, TransferGradient gradient, TransferKernel kernel)
    {
        double[] points = FastScenes.Body(6, 3).X;
        points[0] = FastScenes.Domain.Origin.X.Value - 1;
        SimulationSetup setup = Scene(scheme, gradient, kernel) with { Tracers = TracerSet.At(points) };
        using ISimulator reference = Simulators.Create(setup with { Backend = SimulationBackend.Reference });
        using ISimulator fast = Splatsim.Simulation.Fast.FastBackend.Create(setup, new());
        FastScenes.Advance(reference, setup, Substeps);
        FastScenes.Advance(fast, setup, Substeps);
        Assert.True(FastScenes.Largest(reference.Tracers.X, fast.Tracers.X) <= Allowed(scheme).X);
        Assert.True(FastScenes.Largest(reference.Tracers.F, fast.Tracers.F) <= Allowed(scheme).F);
    }

    [Theory]
    [InlineData(TransferScheme.Flip, TransferKernel.Quadratic)]
    [InlineData(TransferScheme.Asflip, TransferKernel.Cubic)]
    public void Advance_FailedFrame_LeavesTheStateBefore(TransferScheme scheme, TransferKernel kernel)
    {
        // Gravity drives the body out of the domain within the second frame.
        SimulationSetup setup = Scene(scheme, TransferGradient.MovingLeastSquares, kernel) with
        {
            Gravity = new(0, 0, -2000),
            Boundaries = [],
            Events = [],
        };
        double dt = setup.StepPolicy.TimeStep!.Value;
        setup = setup with { StepPolicy = new() { TimeStep = dt, MaximumCourantNumber = double.PositiveInfinity } };
        using ISimulator free = Splatsim.Simulation.Fast.FastBackend.Create(setup, new());
        ParticleSet before = FastScenes.Advance(free, setup, 10), after = new(before.Count);
        Assert.Throws<ParticleLeftDomainException>(() => free.Advance(400 * dt));
        free.CopyTo(after);
        FastScenes.AssertIdentical(before, after);
        Assert.Equal(before.VelocityGradient, after.VelocityGradient);
    }

    [Fact]
    public void Create_RigidMaterialWithAnotherTransfer_NamesTheFix()
    {
        LawEntry rigid = Laws.All.First(l => l.Description.IsRigid);
        SimulationSetup setup = FastScenes.Setup(FastScenes.Body(6, 8, 2), FastScenes.Of(Laws.Find("neo-hookean")), FastScenes.Of(rigid));
        SimulationSetupException error = Assert.Throws<SimulationSetupException>(() => Simulators.Create(setup with { Transfer = TransferOptions.Flip() }));
        Assert.Contains("apic", error.Message, StringComparison.Ordinal);
    }

    private static StateTolerance Allowed(TransferScheme scheme) => scheme == TransferScheme.Asflip ? Switching : Single;

    private static SimulationSetup Scene(TransferScheme scheme, TransferGradient gradient, TransferKernel kernel) =>
        FastScenes.Setup(FastScenes.Body(8, 8), FastScenes.Of(Laws.Find("neo-hookean"))) with
        {
            Transfer = TransferChoices.Of(scheme, gradient, kernel),
            Boundaries = [new PlaneBoundary(ContactMode.Separate, FastScenes.Middle - new Vector3<Real64>(0, 0, 0.08), new(0, 0, 1))],
            Events = [new PinEvent(ParticleRegion.Around(FastScenes.Middle + new Vector3<Real64>(0.1, 0.1, 0.1), new(0.06, 0.06, 0.06)), TimeWindow.Always)],
        };
}
