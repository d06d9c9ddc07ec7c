using Splatsim.Coupling;
using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Simulation;
using Splatsim.Splats;

namespace Splatsim.Tests;

/// <summary>A ball in spinning free flight: every way of binding must carry its skin rigidly.</summary>
public sealed class SplatBindingTests
{
    private const double CellSize = 0.08;
    private const double Duration = 0.2;

    // The grid smooths a spinning body over a cell: the skin of a ball 6 cells in radius trails by less than 2 % of its way.
    private const double Lag = 0.02;

    private static readonly Vector3<Real64> Spin = new(0, 0, 2);

    [Theory]
    [InlineData(BindingKind.Tracers)]
    [InlineData(BindingKind.Particles)]
    [InlineData(BindingKind.Nearest)]
    public void Update_SpinningFreeFlight_IsRigid(BindingKind kind)
    {
        // The last splat floats three cells outside, where no grid velocity is: a tracer would be left behind.
        GaussianCloud skin = Shapes.Sphere(0.5, 3000);
        GaussianCloud cloud = CloudEdits.Merge([skin, CloudEdits.Subset(skin, [0])]);
        int stray = cloud.Count - 1;
        (cloud.X[stray], cloud.Y[stray], cloud.Z[stray]) = (0, (float)(0.5 + 3 * CellSize), 0);
        cloud.OpacityLogit[stray] = -10;
        FilledBody body = InteriorFilling.Fill(
            cloud, SceneFrame.Identity, new FillingOptions { CellSize = CellSize }, ct: TestContext.Current.CancellationToken);
        if (kind == BindingKind.Particles)
            body = SplatParticles.Join(cloud, SplatSelection.All(cloud.Count).ToIndices(), SceneFrame.Identity, body, CellSize);
        SplatBinding binding = SplatBinding.Create(kind, cloud, null, SceneFrame.Identity, body.Positions, CellSize);
        Assert.Equal(kind == BindingKind.Nearest ? cloud.Count : 1, binding.FollowerCount);
        using ISimulator simulator = Simulators.Create(Setup(body, binding.Tracers));
        simulator.Advance(Duration, cancellation: TestContext.Current.CancellationToken);
        binding.Update(simulator);

        Matrix3x3<Real64> turn = TestClouds.Rotation(0, 0, 1, 2 * Duration);
        Vector3<Real64> drop = new(0, -0.5 * 9.8 * Duration * Duration, 0);
        double way = 0.5 * 2 * Duration, worst = 0;
        for (int i = 0; i < cloud.Count; i++)
        {
            Vector3<Real64> expected = turn * cloud.MeanOf(i) + drop;
            Vector3<Real64> error = new Vector3<Real64>(binding.Splats.X[i], binding.Splats.Y[i], binding.Splats.Z[i]) - expected;
            worst = Math.Max(worst, error.Length.Value);
            // The look turns with the body: 2 times the lag as an angle.
            Assert.True(TestClouds.Size(TestClouds.TurnOf(binding.Splats, i) - turn) < 4 * Lag, $"splat {i} is turned by {TestClouds.TurnOf(binding.Splats, i)}");
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{kind}: worst {worst / way:p2} of the way, {body.Count} particles");
        Assert.True(worst < Lag * way * 1.5, $"{kind}: a splat is {worst / way:p2} of the way off");
    }

    /// <summary>
    /// A ball flies off from under a splat that floats most of a cell above it: the tracer there sees mostly empty nodes, trails, and is left
    /// in the air. Its splat must go with the ball, as far from it as at rest (the ball is stiff and does not turn).
    /// </summary>
    [Fact]
    public void Update_MatterThatLeavesATracer_TakesItsSplatAlong()
    {
        const double Speed = 4, Time = 0.2, Height = 0.5 + 0.7 * CellSize;
        GaussianCloud skin = Shapes.Sphere(0.5, 3000);
        GaussianCloud cloud = CloudEdits.Merge([skin, CloudEdits.Subset(skin, [0])]);
        int stray = cloud.Count - 1;
        (cloud.X[stray], cloud.Y[stray], cloud.Z[stray]) = (0, (float)Height, 0);
        cloud.OpacityLogit[stray] = -10;
        FilledBody body = InteriorFilling.Fill(
            cloud, SceneFrame.Identity, new FillingOptions { CellSize = CellSize }, ct: TestContext.Current.CancellationToken);
        SplatBinding binding = SplatBinding.Create(BindingKind.Tracers, cloud, null, SceneFrame.Identity, body.Positions, CellSize);
        Assert.Equal(0, binding.FollowerCount);
        SimulationSetup setup = Setup(body, binding.Tracers) with { Gravity = default };
        ParticleLattices.SetRigidVelocity(setup.Particles, new(0, -Speed, 0), default, default);
        using ISimulator simulator = Simulators.Create(setup);
        simulator.Advance(Time, cancellation: TestContext.Current.CancellationToken);
        double left = simulator.Tracers.X[3 * stray + 1] - (0.5 - Speed * Time);
        binding.Update(simulator);

        Assert.True(left > 2 * CellSize, $"the case strands nothing: the tracer is {left / CellSize:F1} cells above the ball");
        Assert.Equal(1, binding.StrandedCount);
        // Nothing acts on the ball: single precision over some hundred substeps remains.
        Assert.Equal(Height - Speed * Time, binding.Splats.Y[stray], 1e-3);
        Assert.Equal(0, binding.Splats.X[stray], 1e-3);
    }

    [Fact]
    public void Join_SplatsAndFilling_KeepTheVolume()
    {
        GaussianCloud cloud = Shapes.Sphere(0.5, 3000);
        FilledBody filling = InteriorFilling.Fill(
            cloud, SceneFrame.Identity, new FillingOptions { CellSize = CellSize }, ct: TestContext.Current.CancellationToken);
        FilledBody joined = SplatParticles.Join(cloud, SplatSelection.All(cloud.Count).ToIndices(), SceneFrame.Identity, filling, CellSize);
        Assert.Equal(filling.Volume, joined.Volume, 1e-12);
        Assert.InRange(joined.Count, filling.Count + 2500, filling.Count + 3000);
        Assert.DoesNotContain(joined.Volumes, v => !(v > 0));
    }

    private static SimulationSetup Setup(FilledBody body, TracerSet? tracers)
    {
        ParticleSet particles = new(body.Count);
        body.Positions.CopyTo(particles.X, 0);
        body.Volumes.CopyTo(particles.RestVolume, 0);
        for (int p = 0; p < body.Count; p++) particles.Mass[p] = 1000 * body.Volumes[p];
        ParticleLattices.SetRigidVelocity(particles, default, Spin, default);
        Dictionary<string, double> stiff = new() { ["youngsModulus"] = 1e6, ["poissonsRatio"] = 0.3 };
        return new SimulationSetup
        {
            Domain = GridDomain.Around(new(-1.2, -1.2, -1.2), new(1.2, 1.2, 1.2), CellSize),
            Particles = particles,
            Materials = [new Material("rubber", Laws.Find("neo-hookean"), stiff, 1000)],
            Gravity = new(0, -9.8, 0),
            Tracers = tracers,
        };
    }
}
