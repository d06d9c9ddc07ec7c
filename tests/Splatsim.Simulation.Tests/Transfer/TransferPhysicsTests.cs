using Splatsim.Mathematics;
using Splatsim.Simulation;

namespace Splatsim.Tests.Transfer;

/// <summary>What each transfer keeps and what it damps: conservation laws, and the order that their derivations predict.</summary>
public sealed class TransferPhysicsTests
{
    private const double CellSize = 0.05;

    public static TheoryData<TransferScheme, TransferGradient, TransferKernel> Choices => TransferChoices.All;

    [Theory]
    [MemberData(nameof(Choices))]
    public void FreeFall_Block_FollowsTheParabola(TransferScheme scheme, TransferGradient gradient, TransferKernel kernel)
    {
        // A uniform velocity is reproduced by any weights that add up to 1, and gravity is the same for all nodes.
        const double step = 2e-4;
        const int count = 80;
        ParticleSet block = Bodies.Cube(new(0.313, 0.322, 0.471), 4, CellSize);
        Bodies.SetVelocity(block, new(0.1, -0.2, 0));
        using ISimulator simulator = Simulators.Create(Bodies.Setup(GridDomain.Cube(20, CellSize), block) with
        {
            Gravity = new(0, 0, -9.81),
            StepPolicy = StepPolicy.Fixed(step),
            Transfer = TransferChoices.Of(scheme, gradient, kernel),
        });
        simulator.Advance(count * step);
        ParticleSet state = Bodies.StateOf(simulator);
        double time = count * step, fall = -9.81 * step * step * count * (count + 1) / 2;
        for (int p = 0; p < block.Count; p++)
        {
            Bodies.AssertVector(new(0.1, -0.2, -9.81 * time), state.Velocity(p), 1e-12);
            Bodies.AssertVector(block.Position(p) + new Vector3<Real64>(0.1 * time, -0.2 * time, fall), state.Position(p), 1e-12);
        }
    }

    [Theory]
    [MemberData(nameof(Choices))]
    public void FreeBody_Momentum_IsKept(TransferScheme scheme, TransferGradient gradient, TransferKernel kernel)
    {
        (SimulationStatistics before, SimulationStatistics after) = Spin(TransferChoices.Of(scheme, gradient, kernel), 60);
        // mpm.md 6.4 item 1: double 1e-12 of the scale.
        double scale = before.Mass * before.MaximumSpeed;
        Assert.True((after.Momentum - before.Momentum).Length.Value <= 1e-12 * scale);
        // Internal forces have no torque with either gradient, since sum x_i (grad w_i)^T = I, so what APIC keeps is kept with both.
        bool affine = scheme is TransferScheme.Apic or TransferScheme.Rpic || (scheme == TransferScheme.Tpic && gradient == TransferGradient.MovingLeastSquares);
        double drift = (after.AngularMomentum - before.AngularMomentum).Length.Value / before.AngularMomentum.Length.Value;
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{scheme} {gradient} {kernel}: angular momentum {drift:g3}, kinetic energy {Kinetic(after) / Kinetic(before):f4}");
        if (affine) Assert.True(drift <= 1e-12, $"angular momentum changes by {drift:g3}");
        // FLIP's difference in ASFLIP and the kernel's own L in TPIC do not keep it exactly: found 1e-4 and 4e-4 over 300 substeps.
        else if (scheme is TransferScheme.Asflip or TransferScheme.Tpic) Assert.True(drift <= 2e-3, $"angular momentum changes by {drift:g3}");
    }

    [Theory]
    [InlineData(TransferKernel.Quadratic)]
    [InlineData(TransferKernel.Cubic)]
    public void SpinningCube_Energy_DecaysInTheOrderOfTheSchemes(TransferKernel kernel)
    {
        // PIC loses the rotation inside a cell in every substep, RPIC and APIC keep it, FLIP keeps its share of what PIC loses.
        double Kept(TransferOptions options)
        {
            (SimulationStatistics before, SimulationStatistics after) = Spin(options with { Kernel = kernel }, 6);
            return Turning(after) / Turning(before);
        }

        double pic = Kept(new() { Scheme = TransferScheme.Pic }), half = Kept(TransferOptions.Flip(0.5)), flip = Kept(TransferOptions.Flip(1));
        double apic = Kept(TransferOptions.Default), rigid = Kept(TransferOptions.Rpic(1)), asflip = Kept(TransferOptions.Asflip());
        TestContext.Current.TestOutputHelper?.WriteLine($"PIC {pic:f3}, FLIP 0.5 {half:f3}, FLIP {flip:f3}, RPIC {rigid:f3}, APIC {apic:f3}, ASFLIP {asflip:f3}");
        Assert.True(pic < 0.9 * half && half < 0.9 * flip, $"PIC {pic}, FLIP 0.5 {half}, FLIP {flip}");
        Assert.True(apic > 0.99 && rigid > 0.99 && asflip > 0.99, $"APIC {apic}, RPIC {rigid}, ASFLIP {asflip}");
    }

    [Fact]
    public void Shear_WithRigidDamping_IsLostAndRotationIsNot()
    {
        // One substep of a uniform velocity gradient on a body that covers the kernel: RPIC keeps its skew part to the digit.
        ParticleSet cube = Bodies.Cube(new(0.3, 0.3, 0.3), 12, CellSize);
        Matrix3x3<Real64> gradient = Matrix3x3<Real64>.FromRows(new(0.1, 0.6, 0), new(-0.2, -0.3, 0.4), new(0.1, 0.2, 0.2));
        Vector3<Real64> middle = new(0.45, 0.45, 0.45);
        for (int p = 0; p < cube.Count; p++)
        {
            Scalars.Write(gradient * (cube.Position(p) - middle), cube.V.AsSpan(3 * p, 3));
            Scalars.Write(in gradient, cube.C.AsSpan(9 * p, 9));
        }

        using ISimulator simulator = Simulators.Create(Bodies.Setup(GridDomain.Cube(20, CellSize), cube, Bodies.Elastic(youngsModulus: 10)) with
        {
            StepPolicy = StepPolicy.Fixed(1e-6),
            Transfer = TransferOptions.Rpic(1),
        });
        simulator.Advance(1e-6);
        ParticleSet state = Bodies.StateOf(simulator);
        int inside = Enumerable.Range(0, cube.Count).MinBy(p => (cube.Position(p) - middle).LengthSquared.Value);
        Matrix3x3<Real64> skew = new Real64(0.5) * (gradient - gradient.Transposed);
        // Stress of one substep of a soft body: of the order of E dt/(rho dx) = 1e-7.
        Assert.True((state.AffineVelocity(inside) - skew).SquaredNorm.Value <= 1e-10);
        Assert.True((Scalars.ReadMatrix<Real64>(state.VelocityGradient.AsSpan(9 * inside, 9)) - gradient).SquaredNorm.Value <= 1e-10);
    }

    [Fact]
    public void TwoBodies_PulledApart_SeparateSoonerWithAsflip()
    {
        // Two blocks that touch and move apart share nodes: APIC averages their velocities there, ASFLIP lets particles keep theirs.
        double Gap(TransferOptions transfer)
        {
            ParticleSet left = Bodies.Cube(new(0.3, 0.4, 0.4), 6, CellSize), right = Bodies.Cube(new(0.45, 0.4, 0.4), 6, CellSize);
            Bodies.SetVelocity(left, new(-0.5, 0, 0));
            Bodies.SetVelocity(right, new(0.5, 0, 0));
            using ISimulator simulator = Simulators.Create(
                Bodies.Setup(GridDomain.Cube(24, CellSize), ParticleSet.Join(left, right), Bodies.Elastic(youngsModulus: 1e4)) with
                {
                    StepPolicy = StepPolicy.Fixed(5e-4),
                    Transfer = transfer,
                });
            simulator.Advance(100 * 5e-4);
            ParticleSet state = Bodies.StateOf(simulator);
            double end = Enumerable.Range(0, left.Count).Max(p => state.X[3 * p]), start = Enumerable.Range(left.Count, right.Count).Min(p => state.X[3 * p]);
            return start - end;
        }

        // Freely they would be 0.05 m + the particles' spacing of 0.025 m apart by then.
        double apic = Gap(TransferOptions.Default), asflip = Gap(TransferOptions.Asflip());
        TestContext.Current.TestOutputHelper?.WriteLine($"gap: APIC {apic:f4} m, ASFLIP {asflip:f4} m of 0.075 m");
        // The gap grows from the particles' spacing, 0.025 m; found 0.004 and 0.018 m.
        Assert.True(asflip - 0.025 > 2 * (apic - 0.025) && asflip < 0.076, $"APIC {apic}, ASFLIP {asflip}");
    }

    [Fact]
    public void Tpic_WithMlsGradient_IsApic()
    {
        TransferOptions taylor = new() { Scheme = TransferScheme.Tpic, Kernel = TransferKernel.Cubic };
        (_, SimulationStatistics expected) = Spin(taylor with { Scheme = TransferScheme.Apic }, 50);
        (_, SimulationStatistics actual) = Spin(taylor, 50);
        Assert.Equal(expected, actual);
    }

    // Kinetic energy of the particles' motion about their centre of mass.
    private static double Turning(SimulationStatistics s) => s.KineticEnergy - 0.5 * s.Momentum.LengthSquared.Value / s.Mass;

    private static double Kinetic(SimulationStatistics s) => s.KineticEnergy + s.AffineKineticEnergy;

    private static (SimulationStatistics Before, SimulationStatistics After) Spin(TransferOptions transfer, int substeps)
    {
        ParticleSet cube = Bodies.Cube(new(0.41, 0.4, 0.42), 6, CellSize);
        ParticleLattices.SetRigidVelocity(cube, new(0.1, 0.05, -0.1), new(1, -2, 5), new(0.485, 0.475, 0.495));
        using ISimulator simulator = Simulators.Create(Bodies.Setup(GridDomain.Cube(24, CellSize), cube) with
        {
            StepPolicy = StepPolicy.Fixed(2e-4),
            Transfer = transfer,
        });
        SimulationStatistics before = simulator.Statistics();
        simulator.Advance(substeps * 2e-4);
        return (before, simulator.Statistics());
    }
}
