using Splatsim.Compute;
using Splatsim.Mechanics;
using Splatsim.Simulation;
using Splatsim.Tests.Transfer;

namespace Splatsim.Tests;

/// <summary>
/// Transfers in reverse on the fast back end, against the reference one in double, which central differences confirm
/// (<see cref="AdjointProductTests"/>); see <see cref="FastTapeChecks"/>.
/// </summary>
public sealed class FastTapeTransferTests
{
    private const int Substeps = 3;

    [Theory]
    [MemberData(nameof(TransferChoices.All), MemberType = typeof(TransferChoices))]
    public void Reverse_EveryTransfer_IsThatOfTheReference(TransferScheme scheme, TransferGradient gradient, TransferKernel kernel)
    {
        // Events set velocities and C; particles are pushed by wind before they are transferred.
        IForce wind = new WindForce(VectorCurve.Constant(new(2, -1, 3)));
        IGridBoundary plane = GridBoundaries.All.Single(b => b.Key == "plane").Examples(AdjointScene.Domain)[3];
        AdjointScene scene = new(Laws.Find("kelvin-voigt"), plane, [wind], Substeps, seed: 15) { Transfer = TransferChoices.Of(scheme, gradient, kernel) };
        double[] expected = scene.Gradient(s => new(AdjointChanges.WithEvents(s)));
        foreach (int lanes in kernel == TransferKernel.Cubic && scheme == TransferScheme.Asflip ? [1, 8, 16] : new[] { 8 })
        {
            double[] actual = scene.Gradient(s => FastTapeChecks.Tape(AdjointChanges.WithEvents(s) with { Precision = null }, new(), lanes));
            for (int i = 0; i < expected.Length; i++)
            {
                if (i is >= AdjointScene.History and < AdjointScene.User && !scene.HasHistory(i)) continue;
                double scale = Math.Max(scene.ScaleOf(i, expected), double.Epsilon), error = Math.Abs(expected[i] - actual[i]) * scene.SizeOf(i) / scale;
                Assert.True(error <= FastTapeChecks.Tolerance, $"entry {i}: {actual[i]:g9}, the reference {expected[i]:g9}, {error:g3} of the largest");
            }
        }
    }

    [Fact]
    [Trait("Tier", "Full")]
    public void Reverse_ABodyOfManyBlocks_IsThatOfTheReference()
    {
        SimulationGradient expected = FastTapeChecks.AssertIsThatOfTheReference(Block(null), TapedBlock.Run);
        Assert.NotEqual(0, expected.Boundaries[0].Friction);
        Assert.NotEqual(0, expected.Bodies[0].Friction);
    }

    [Fact]
    [Trait("Tier", "Full")]
    public void Reverse_FromAVelocityGradientOfItsOwn_IsThatOfTheReference()
    {
        SimulationSetup own = Block(null);
        own.Particles.VelocityGradient = [.. own.Particles.C.Select((c, i) => 0.5 * c + Math.Sin(i))];
        SimulationGradient expected = FastTapeChecks.AssertIsThatOfTheReference(own, TapedBlock.Run);
        Assert.Contains(expected.VelocityGradients!, g => g != 0);
    }

    [Fact]
    public void Reverse_IsTheSameForAnyScheduleAndWorkers() => FastTapeChecks.AssertSameForAnyScheduleAndWorkers(Block, TapedBlock.Run);

    private static SimulationSetup Block(WorkerPool? pool)
    {
        SimulationSetup setup = TapedBlock.Setup(new(3, -2, -4), new(2, -3, 9), 0.4, 0.25, pool);
        // A tracer that no node reaches rests among others that are carried.
        setup.Tracers!.X[30] = 1.31;
        return setup with
        {
            Transfer = TransferChoices.Of(TransferScheme.Asflip, TransferGradient.KernelGradient, TransferKernel.Cubic),
            RigidBodies = [new RigidBody(new SphereShape(0.09), 2, new(ContactMode.Coulomb, 0.3, 0.2)) { Position = new(0.36, 0.52, 0.3), Velocity = new(4, 0.5, -1) }],
        };
    }
}
