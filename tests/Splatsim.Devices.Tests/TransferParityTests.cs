using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Simulation;
using Splatsim.Simulation.Kernels;
using Splatsim.Tests.Fast;
using Splatsim.Tests.Transfer;

namespace Splatsim.Tests;

/// <summary>Every transfer on a device against the reference in double, which is its definition.</summary>
[Collection("device")]
public sealed class TransferParityTests
{
    private const int Substeps = 100;

    // Positions: 1e-4 cells, the acceptance value for GPUs. The others are those of the fast back end's tests.
    private static readonly StateTolerance Single = new(X: 1e-4 * FastScenes.CellSize, V: 1e-4, C: 3e-3, F: 1e-4);

    public static TheoryData<TransferScheme, TransferGradient, TransferKernel> Choices => TransferChoices.All;

    [Theory]
    [InlineData(TransferScheme.Flip, TransferGradient.MovingLeastSquares, TransferKernel.Quadratic)]
    [InlineData(TransferScheme.Asflip, TransferGradient.KernelGradient, TransferKernel.Cubic)]
    public void Advance_SomeChoices_MatchTheReference(TransferScheme scheme, TransferGradient gradient, TransferKernel kernel) =>
        Check(scheme, gradient, kernel);

    [Theory]
    [Trait("Tier", "Full")]
    [MemberData(nameof(Choices))]
    public void Advance_EveryChoice_MatchesTheReference(TransferScheme scheme, TransferGradient gradient, TransferKernel kernel) =>
        Check(scheme, gradient, kernel);

    [Fact]
    public void Advance_AsflipWithItsTwoShifts_MatchesTheReference()
    {
        // Compressed matter moves in another way than separating matter, and rounding decides for particles at the threshold: a few
        // substeps, in which none comes that near to it.
        SimulationSetup setup = Scene(TransferOptions.Asflip());
        ParticleSet expected = FastScenes.RunReference(setup, 10);
        using DeviceSimulator simulator = new(setup, OpenClDevice.Required, ownsDevice: false, new());
        FastScenes.AssertClose(expected, FastScenes.Advance(simulator, setup, 10), Single);
        ParticleSet alike = FastScenes.RunReference(setup with { Transfer = setup.Transfer with { CompressedShift = 1 } }, 10);
        Assert.True(FastScenes.Largest(expected.X, alike.X) > 10 * Single.X, "the shifts make no difference here");
    }

    private static void Check(TransferScheme scheme, TransferGradient gradient, TransferKernel kernel)
    {
        double[] points = FastScenes.Body(6, 3).X;
        points[0] = FastScenes.Domain.Origin.X.Value - 1;
        // One shift for ASFLIP: the test above has two.
        SimulationSetup setup = Scene(TransferChoices.Of(scheme, gradient, kernel) with { CompressedShift = 1 }) with { Tracers = TracerSet.At(points) };
        using ISimulator reference = Simulators.Create(setup with { Backend = SimulationBackend.Reference });
        using ISimulator single = Simulators.Create(setup with { Backend = SimulationBackend.Reference, Precision = SimulationPrecision.Single });
        ParticleSet expected = FastScenes.Advance(reference, setup, Substeps);
        FastScenes.Advance(single, setup, Substeps);
        // The classic form divides forces by the masses of nodes that hardly have any, around the body; tracers there are as uncertain as single
        // precision makes them, which the reference in single shows.
        double gradientOfTracers = Math.Max(Single.F, FastScenes.Largest(reference.Tracers.F, single.Tracers.F));
        ParticleSet[] repeats = new ParticleSet[2];
        foreach (bool inFixedOrder in (bool[])[false, true])
        {
            for (int run = 0; run < (inFixedOrder ? 2 : 1); run++)
            {
                using DeviceSimulator simulator = new(setup, OpenClDevice.Required, ownsDevice: false, new() { IsDeterministic = inFixedOrder });
                ParticleSet actual = repeats[run] = FastScenes.Advance(simulator, setup, Substeps, 40);
                FastScenes.AssertClose(expected, actual, Single);
                if (expected.VelocityGradient is { } gradients) Assert.True(FastScenes.Largest(gradients, actual.VelocityGradient!) <= Single.C);
                Assert.True(FastScenes.Largest(reference.Tracers.X, simulator.Tracers.X) <= Single.X);
                Assert.True(FastScenes.Largest(reference.Tracers.F, simulator.Tracers.F) <= gradientOfTracers);
            }
        }

        FastScenes.AssertIdentical(repeats[0], repeats[1]);
    }

    private static SimulationSetup Scene(TransferOptions transfer) =>
        FastScenes.Setup(FastScenes.Body(8, 8), FastScenes.Of(Laws.Find("neo-hookean"))) with
        {
            Transfer = transfer,
            Boundaries = [new PlaneBoundary(ContactMode.Separate, FastScenes.Middle - new Vector3<Real64>(0, 0, 0.08), new(0, 0, 1))],
            Events = [new PinEvent(ParticleRegion.Around(FastScenes.Middle + new Vector3<Real64>(0.1, 0.1, 0.1), new(0.06, 0.06, 0.06)), TimeWindow.Always)],
        };
}
