using Splatsim.Scenes;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>The check of gradients on free bodies, events, liquids with surface tension, grids without bounds and local steps.</summary>
public sealed class GradientSetupTests : IDisposable
{
    private static readonly GradientCheckOptions Short = new() { Horizon = 0.004, Points = 2, Threads = 2 };

    private readonly string folder = Directory.CreateTempSubdirectory("splatsim-gradients-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(ContactMode.Sticky)]
    [InlineData(ContactMode.Slip)]
    [InlineData(ContactMode.Separate)]
    [InlineData(ContactMode.Coulomb)]
    public void Run_NumbersOfAFreeBody_AreRight(ContactMode mode)
    {
        // A ball that the block falls onto, off its middle and spinning, so that every number acts.
        double friction = mode == ContactMode.Coulomb ? 0.3 : 0, restitution = mode is ContactMode.Coulomb or ContactMode.Separate ? 0.2 : 0;
        RigidBody ball = new(new SphereShape(0.12), 2, new(mode, friction, restitution))
        {
            Position = new(0.337, 0.211, 0.319),
            Velocity = new(0.2, 0.5, -0.1),
            AngularVelocity = new(1, -2, 3),
        };
        SimulationSetup setup = GradientSetups.Block() with { RigidBodies = [ball] };
        GradientParameter[] parameters = [.. GradientParameters.Of(setup).Where(p => p.Name.StartsWith("body.", StringComparison.Ordinal))];
        List<string> expected = [.. from of in (string[])["position", "velocity", "angularVelocity"] from axis in "xyz" select $"body.0.{of}.{axis}", "body.0.mass"];
        if (friction > 0) expected.Add("body.0.friction");
        if (restitution > 0) expected.Add("body.0.restitution");
        Assert.Equal(expected, parameters.Select(p => p.Name));
        GradientReport report = GradientCheck.Run(setup, parameters, Short);
        GradientCheckTests.Require(report, mostCrossed: 0);
        Assert.All(report.Parameters, p => Assert.Equal(GradientVerdict.Right, p.Verdict));
        // Without friction a ball's spin does not act, but for the rounding of normals; all else does, by far more than rounding.
        bool Acts(string name) => mode is ContactMode.Sticky or ContactMode.Coulomb || !name.Contains("angular", StringComparison.Ordinal);
        Assert.All(report.Parameters, p => Assert.Equal(Acts(p.Name), Math.Abs(p.Adjoint) > 1e-12));
    }

    [Fact]
    public void Run_ATumblingBody_IsRightUntilItsContactsChange()
    {
        // 27 particles that are one body and turn at 6 rad/s above a floor with friction: the first corner lands within 0.1 s. Later ones land
        // in other substeps where the start is changed, and differences of any step are off by tenths; along z it neither turns nor bounces.
        SimulationSetup block = GradientSetups.Block("rigid", new Dictionary<string, double>());
        for (int p = 0; p < block.Particles.Count; p++) block.Particles.V[3 * p] += 6 * (block.Particles.X[3 * p + 1] - 0.325);
        SimulationSetup setup = block with
        {
            Boundaries = [new PlaneBoundary(ContactMode.Coulomb, new(0, 0.2, 0), new(0, 1, 0), 0.4) { Restitution = 0.3 }],
            StepPolicy = StepPolicy.Fixed(1e-3),
        };
        GradientParameter[] parameters = [.. GradientParameters.Of(setup).Where(p => p.Name.StartsWith("velocity.", StringComparison.Ordinal))];
        Assert.Equal(3, parameters.Length);
        GradientReport first = GradientCheck.Run(setup, parameters, Short with { Horizon = 0.1 });
        Assert.True(first.Branches.RigidContacts > 0);
        Assert.All(first.Parameters, p => Assert.Equal(GradientVerdict.Right, p.Verdict));

        GradientReport later = GradientCheck.Run(setup, parameters, Short with { Horizon = 0.5 });
        Assert.Equal([GradientVerdict.KinkCrossed, GradientVerdict.KinkCrossed, GradientVerdict.Right], later.Parameters.Select(p => p.Verdict));
        Assert.All(later.Parameters.Take(2), p => Assert.Contains("rigid contacts", p.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public void Run_NumbersOfEvents_AreRight()
    {
        SimulationSetup setup = GradientSetups.Block() with
        {
            Events =
            [
                new ImpulseEvent(ParticleRegion.Everything, new(0.02, 0.05, -0.01), new(0, 0.002)),
                new VelocityEvent(new ParticleRegion(new(0.2, 0.2, 0.2), new(0.33, 0.5, 0.5)), new(0.1, -0.2, 0.3)) { AngularVelocity = new(2, 1, -3), Pivot = new(0.3, 0.3, 0.3), Time = 0.001 },
            ],
        };
        GradientParameter[] parameters = [.. GradientParameters.Of(setup).Where(p => p.Name.StartsWith("event.", StringComparison.Ordinal))];
        Assert.Equal(
            [.. from of in (string[])["0.force", "1.velocity", "1.angularVelocity"] from axis in "xyz" select $"event.{of}.{axis}"],
            parameters.Select(p => p.Name));
        Assert.All(GradientCheck.Run(setup, parameters, Short).Parameters, p => Assert.Equal(GradientVerdict.Right, p.Verdict));
    }

    [Fact]
    public void Run_SurfaceTension_IsRight_AndDensityResolvesWhereItIsTaken()
    {
        SimulationSetup setup = GradientSetups.Block("newtonian-fluid", new Dictionary<string, double>()) with { SurfaceTension = new(5) };
        GradientParameter[] parameters = [.. GradientParameters.Of(setup).Where(p => p.Name is "surfaceTension" or "material.body.massDensity")];
        Assert.Equal(2, parameters.Length);
        Assert.All(GradientCheck.Run(setup, parameters, Short).Parameters, p => Assert.Equal(GradientVerdict.Right, p.Verdict));
    }

    [Fact]
    public void Run_AGridWithoutBounds_IsABoxThatHoldsAllMatter()
    {
        // 20 m/s for 0.02 s: 0.4 m down from 0.3 m, below the grid's end at 0.
        SimulationSetup block = GradientSetups.Block();
        for (int p = 0; p < block.Particles.Count; p++) block.Particles.V[3 * p + 1] -= 20;
        GradientCheckOptions options = Short with { Horizon = 0.02 };
        GradientParameter[] parameters = [.. GradientParameters.Of(block).Where(p => p.Name is "gravity.y" or "velocity.x" or "material.body.youngsModulus")];
        Assert.Throws<ParticleLeftDomainException>(() => GradientCheck.Run(block, parameters, options));
        GradientReport report = GradientCheck.Run(block with { Domain = block.Domain with { IsUnbounded = true } }, parameters, options);
        Assert.Equal(3, report.Parameters.Count);
        Assert.All(report.Parameters, p => Assert.Equal(GradientVerdict.Right, p.Verdict));
        Assert.Contains("without bounds", Assert.Single(report.Notes), StringComparison.Ordinal);

        // The same nodes by hand: the same numbers, but for the rounding of places relative to another origin.
        GridDomain tall = block.Domain with { Origin = new(0, -14 * block.Domain.CellSize, 0), CountY = 2 * block.Domain.CountY };
        GradientReport bounded = GradientCheck.Run(block with { Domain = tall }, parameters, options);
        Assert.Empty(bounded.Notes);
        Assert.Equal(bounded.Value, report.Value, 1e-9 * Math.Abs(bounded.Value));
        for (int i = 0; i < 3; i++) Assert.Equal(bounded.Parameters[i].Adjoint, report.Parameters[i].Adjoint, 1e-9 * Math.Abs(bounded.Parameters[i].Adjoint));
    }

    [Fact]
    public void Run_MatterThatGoesTooFar_IsRefused()
    {
        SimulationSetup block = GradientSetups.Block();
        for (int i = 0; i < 3; i++) block.Particles.X[i] = 1e4;
        SimulationSetup setup = block with { Domain = block.Domain with { IsUnbounded = true } };
        Assert.Contains("shorten the horizon", Assert.Throws<SimulationSetupException>(() => GradientCheck.Run(setup, [], Short)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_LocalSteps_AreOfOneLength_AndSaySo()
    {
        SimulationSetup equal = GradientSetups.Block() with { StepPolicy = StepPolicy.Automatic }, local = equal with { StepPolicy = StepPolicy.Automatic with { LocalSteps = true } };
        GradientParameter[] parameters = [.. GradientParameters.Of(equal).Where(p => p.Name == "gravity.y")];
        GradientReport expected = GradientCheck.Run(equal, parameters, Short), report = GradientCheck.Run(local, parameters, Short);
        Assert.Equal((expected.TimeStep, expected.Value, expected.Parameters[0].Adjoint), (report.TimeStep, report.Value, report.Parameters[0].Adjoint));
        Assert.Equal(GradientVerdict.Right, report.Parameters[0].Verdict);
        Assert.Contains("one length", Assert.Single(report.Notes), StringComparison.Ordinal);
        Assert.Empty(expected.Notes);
    }

    [Fact]
    public void CoarseScene_KeepsTheCapture_AndWhatTheSceneAsksFor()
    {
        // An object that starts 0.2 m higher than it was captured is moved once per preparation, never in the scene's own capture.
        Scene scene = BallScene.Create(folder, "\"solver\": { \"resolution\": 24, \"unbounded\": true, \"localSteps\": true }", "\"offset\": [0, 0.2, 0]");
        float[] before = scene.Cloud.Y.ToArray();
        SimulationSetup setup = CoarseScene.Prepare(scene, 100, out IReadOnlyList<string> notes);
        Assert.Equal(before, scene.Cloud.Y.ToArray());
        Assert.InRange(setup.Particles.Count, 30, 100);
        Assert.Contains(notes, n => n.StartsWith("grid:", StringComparison.Ordinal));
        Assert.True(setup.Domain.IsUnbounded && setup.StepPolicy.LocalSteps);
        // The ball is symmetric about its middle, 0.5 m up: within a cell of 0.7 m.
        double height = Enumerable.Range(0, setup.Particles.Count).Average(p => setup.Particles.X[3 * p + 1]);
        Assert.Equal(BallScene.Height + 0.2, height, setup.Domain.CellSize);
        GradientParameter[] gravity = [.. GradientParameters.Of(setup).Where(p => p.Name == "gravity.y")];
        GradientReport report = GradientCheck.Run(setup, gravity, Short);
        Assert.Equal(GradientVerdict.Right, report.Parameters[0].Verdict);
        Assert.Equal(2, report.Notes.Count);
    }

    [Fact]
    public void CoarseScene_WithAThinCollider_IsNoCoarserThanThat()
    {
        // About 4000 particles on the scene's own grid, eight a cell; 1.03 of the cell that leaves 100 is 0.07 m, where the box of 0.05 m would hold no node.
        const double thickness = 0.05;
        Scene scene = BallScene.Create(
            folder, "\"solver\": { \"cellSize\": 0.02 }, \"boundaries\": [ { \"type\": \"box\", \"size\": [0.05, 0.3, 0.3], \"position\": [0.2, 0.5, 0], \"surface\": \"separate\" } ]");
        SceneFileException refused = Assert.Throws<SceneFileException>(() => CoarseScene.Prepare(scene, 100, out _));
        SimulationSetup setup = CoarseScene.Prepare(scene, 100, out IReadOnlyList<string> notes, most: 1000);
        Assert.Equal(thickness, setup.Domain.CellSize, 1e-9);
        // A ball of 4.19e-3 m^3 at eight particles to a cell of 1.25e-4 m^3: 268, less or more by its surface.
        Assert.InRange(setup.Particles.Count, 101, 600);
        Assert.Contains(notes, n => n.Contains("as a collider is thick", StringComparison.Ordinal));
        Assert.Contains($"ask for {setup.Particles.Count} particles", refused.Message, StringComparison.Ordinal);
        // What the message asks for is enough.
        Assert.Equal(setup.Particles.Count, CoarseScene.Prepare(scene, setup.Particles.Count, out _).Particles.Count);
        GradientParameter[] gravity = [.. GradientParameters.Of(setup).Where(p => p.Name == "gravity.y")];
        Assert.Equal(GradientVerdict.Right, GradientCheck.Run(setup, gravity, Short).Parameters[0].Verdict);
    }
}
