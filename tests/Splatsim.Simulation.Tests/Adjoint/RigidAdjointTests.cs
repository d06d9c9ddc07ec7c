using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>
/// Gradients through free rigid bodies and rigid matter against central differences of fourth order in double, relative to the largest of
/// their kind, over 3 substeps.
/// </summary>
public sealed class RigidAdjointTests
{
    private const double Tolerance = 1e-5;
    private const int Substeps = 3;

    public static TheoryData<ContactMode, int> Cases()
    {
        TheoryData<ContactMode, int> data = [];
        foreach (ContactMode mode in Enum.GetValues<ContactMode>())
            for (int bodies = 1; bodies <= 2; bodies++) data.Add(mode, bodies);
        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Reverse_FreeBodies_IsTheCentralDifference(ContactMode mode, int bodies) => Check(new(mode, bodies, Substeps), mode, bodies);

    public static TheoryData<string, ContactMode> ThinCases()
    {
        TheoryData<string, ContactMode> data = [];
        foreach (string form in (string[])["plate", "disk"])
            foreach (ContactMode mode in Enum.GetValues<ContactMode>()) data.Add(form, mode);
        return data;
    }

    [Theory]
    [MemberData(nameof(ThinCases))]
    public void Reverse_AFreeBodyWithoutThickness_IsTheCentralDifference(string form, ContactMode mode) => Check(
        new(mode, 1, Substeps, form == "plate" ? new PlateShape(0.11, 0.13) : new DiskShape(0.12)), mode, 1);

    [Fact]
    public void Reverse_AFreeBodyThatTouchesHeldNodes_IsTheCentralDifference()
    {
        // The body has answered to what a held node had been given before.
        PinEvent pin = new(ParticleRegion.Around(new(0.36, 0.36, 0.36), new(0.06, 0.06, 0.06)), new(0, 1)) { Velocity = new(0.1, 0.2, -0.3) };
        Check(new(ContactMode.Coulomb, 1, Substeps) { Events = [pin] }, ContactMode.Coulomb, 1);
    }

    private static void Check(RigidBodyScene scene, ContactMode mode, int bodies)
    {
        double[] gradient = scene.Gradient(), inputs = [.. scene.Inputs];
        if (mode == ContactMode.Coulomb)
        {
            // Everything touches: matter and each body, the floor and the bodies, the bodies one another.
            Assert.NotEqual(0, gradient[^1]);
            for (int b = 0; b < bodies; b++)
                for (int own = 12; own < RigidBodyScene.PerBody; own++) Assert.NotEqual(0, gradient[6 * RigidBodyScene.Particles + RigidBodyScene.PerBody * b + own]);
        }

        double largest = scene.Probes().Max(i => Math.Abs(gradient[i]) * scene.SizeOf(i));
        List<string> failures = [];
        int compared = 0, crossed = 0;
        double worst = 0;
        foreach (int i in scene.Probes())
        {
            double size = scene.SizeOf(i);
            (double expected, bool isKink) = FourthOrder.Derivative(scene.Value, inputs, i, size, gradient[i], Tolerance);
            double scale = Math.Max(Math.Abs(expected) * size, 1e-2 * largest), error = Math.Abs(gradient[i] - expected) * size / scale;
            if (!(error <= Tolerance) && (isKink || FourthOrder.Spread(scene.Value, inputs, i, size) * size > Tolerance * scale))
            {
                crossed++;
                continue;
            }

            compared++;
            worst = Math.Max(worst, error);
            if (!(error <= Tolerance)) failures.Add($"input {i} ({(i - 6 * RigidBodyScene.Particles) % RigidBodyScene.PerBody}): adjoint {gradient[i]:g10}, difference {expected:g10}, {error:g3}");
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{compared} entries, {crossed} crossed, worst {worst:g3}");
        Assert.True(failures.Count == 0, string.Join('\n', failures));
        Assert.True(crossed <= 0.1 * (compared + crossed), $"{crossed} of {compared + crossed} cross a branch");
    }

    [Fact]
    public void Reverse_RigidMatter_IsTheCentralDifference()
    {
        foreach (IGridBoundary? boundary in (IGridBoundary?[])
            [null, new PlaneBoundary(ContactMode.Coulomb, new(0, 0, 0.3), new(0, 0.1, 1), 0.3) { Restitution = 0.2 }, new Collider(new SphereShape(0.1), MotionPath.Steady(new(0.33, 0.32, 0.22), Quaternion<Real64>.Identity, new(0.1, 0.2, 0.3), new(1, 2, 3)), new(ContactMode.Coulomb, 0.3, 0.2))])
        {
            SceneGradientCheck check = new();
            check.Run(new(Laws.Find("rigid"), boundary, [], Substeps, seed: 31), seed: 5, Tolerance, perKind: 4);
            TestContext.Current.TestOutputHelper?.WriteLine($"{check.Compared} entries, {check.Crossed} crossed, worst {check.Worst:g3}: {check.WorstEntry}");
            Assert.True(check.Worst <= Tolerance, $"worst {check.Worst:g3}: {check.WorstEntry}");
            Assert.True(check.Crossed <= 0.2 * (check.Compared + check.Crossed));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reverse_RigidMatterThatCarriesTracers_IsTheCentralDifference(bool isOnAPath)
    {
        // One tracer on the body, one on the grid.
        AdjointScene scene = new(Laws.Find("rigid"), new PlaneBoundary(ContactMode.Coulomb, new(0, 0, 0.3), new(0, 0.1, 1), 0.3) { Restitution = 0.2 }, [], Substeps, seed: 32)
        {
            Carriers = [0, -1],
            Path = isOnAPath ? MotionPath.Steady(new(0.3, 0.3, 0.3), Quaternion<Real64>.Identity, new(0.5, -0.2, 0.3), new(2, -1, 3)) : null,
        };
        SceneGradientCheck check = new();
        check.Run(scene, seed: 6, Tolerance, perKind: 6);
        TestContext.Current.TestOutputHelper?.WriteLine($"{check.Compared} entries, {check.Crossed} crossed, worst {check.Worst:g3}: {check.WorstEntry}");
        Assert.True(check.Worst <= Tolerance, $"worst {check.Worst:g3}: {check.WorstEntry}");
        Assert.True(check.Crossed <= 0.2 * (check.Compared + check.Crossed));
    }

    [Fact]
    public void Reverse_MassOfRigidMatterOnAPathUnderAForce_IsTheCentralDifference()
    {
        // Two particles of the body are lifted by a dense fluid before they push the grid, by 0.5 m/s a substep: less where they are heavier.
        // The tracers read the grid, where the body has all but infinite inertia.
        BuoyancyForce lift = new(new(0, 0, 1), new(0, 0, -10), density: 1e9) { Group = ParticleSelection.Everything with { Count = 2 } };
        AdjointScene scene = new(Laws.Find("rigid"), null, [lift], Substeps, seed: 33)
        {
            Path = MotionPath.Steady(new(0.3, 0.3, 0.3), Quaternion<Real64>.Identity, new(0.5, -0.2, 0.3), new(2, -1, 3)),
        };
        double[] gradient = scene.Gradient(), inputs = [.. scene.Inputs];
        for (int p = 0; p < 2; p++)
        {
            int input = AdjointScene.Mass + p;
            double size = scene.SizeOf(input);
            (double expected, bool isKink) = FourthOrder.Derivative(scene.Value, inputs, input, size, gradient[input], Tolerance);
            Assert.False(isKink);
            Assert.True(Math.Abs(expected) * size > 1e-3, $"{expected:g3}: nothing to compare");
            Assert.Equal(expected, gradient[input], Tolerance * Math.Abs(expected));
        }
    }
}
