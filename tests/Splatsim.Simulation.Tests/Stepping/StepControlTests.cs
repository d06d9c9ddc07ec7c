using Splatsim.Mechanics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

public sealed class StepControlTests
{
    private const double CellSize = 0.05;

    // E 1e5, nu 0.3: lambda + 2 mu = E (1 - nu) / ((1 + nu)(1 - 2 nu)), density 1000.
    private static readonly double WaveSpeed = Math.Sqrt(1e5 * 0.7 / (1.3 * 0.4) / 1000);

    [Fact]
    public void AutomaticStep_FillsTheFrameWithTheFewestStableSteps()
    {
        using ISimulator simulator = Simulators.Create(Resting());
        const double frame = 1.0 / 24;
        double longest = 0.4 * CellSize / WaveSpeed;
        Assert.Equal(longest, simulator.TimeStep, 1e-12 * longest);
        simulator.Advance(frame);
        Assert.Equal(Math.Ceiling(frame / longest), simulator.SubstepCount);
        Assert.Equal(frame / simulator.SubstepCount, simulator.TimeStep, 1e-15);
        Assert.Equal(frame, simulator.Time);
    }

    [Fact]
    public void AutomaticStep_FasterParticles_GetShorterSteps()
    {
        SimulationSetup setup = Resting();
        Bodies.SetVelocity(setup.Particles, new(3, 0, 4));
        using ISimulator simulator = Simulators.Create(setup);
        simulator.Advance(0.01);
        Assert.Equal(Math.Ceiling(0.01 / (0.4 * CellSize / (WaveSpeed + 5))), simulator.SubstepCount);
    }

    [Fact]
    public void AutomaticStep_IsCheckedAgainEveryFrame()
    {
        using ISimulator simulator = Simulators.Create(Resting() with { Gravity = new(0, 0, -100) });
        simulator.Advance(0.02);
        long first = simulator.SubstepCount;
        simulator.Advance(0.02);
        // The second frame starts at 2 m/s: 11.6 + 2 against 11.6.
        Assert.True(simulator.SubstepCount - first > first, $"{first} then {simulator.SubstepCount - first}");
    }

    [Fact]
    public void AutomaticStep_ViscousFluid_KeepsTheViscousBound()
    {
        Dictionary<string, double> honey = new() { ["bulkModulus"] = 1000, ["shearViscosity"] = 200 };
        Material material = new("honey", Laws.Find("newtonian-fluid"), honey, 1000);
        using ISimulator simulator = Simulators.Create(
            Bodies.Setup(GridDomain.Cube(20, CellSize), Bodies.Cube(new(0.4, 0.4, 0.4), 4, CellSize), material));
        double viscosity = material.Law.ExplicitViscosity(material.UserParameters);
        Assert.Equal(1000 * CellSize * CellSize / (6 * viscosity), simulator.TimeStep, 1e-12);
        Assert.True(simulator.TimeStep < 0.4 * CellSize / 1.0);
    }

    [Fact]
    public void OwnStep_BeyondTheLimit_IsRefusedWithOneThatWorks()
    {
        SimulationSetup setup = Resting();
        double limit = 0.8 * CellSize / WaveSpeed;
        using ISimulator tooLong = Simulators.Create(setup with { StepPolicy = StepPolicy.Fixed(1.01 * limit) });
        UnstableTimeStepException refused = Assert.Throws<UnstableTimeStepException>(() => tooLong.Advance(0.1));
        Assert.Equal(limit, refused.StableTimeStep, 1e-12);
        Assert.Contains("body", refused.Message, StringComparison.Ordinal);
        using ISimulator accepted = Simulators.Create(setup with { StepPolicy = StepPolicy.Fixed(refused.StableTimeStep) });
        accepted.Advance(0.1);
        Assert.Equal(Math.Ceiling(0.1 / refused.StableTimeStep), accepted.SubstepCount);
    }

    [Fact]
    public void OwnStep_ParticlesSpeedUp_IsRefusedInTheFrameThatNeedsIt()
    {
        SimulationSetup setup = Resting() with
        {
            StepPolicy = StepPolicy.Fixed(0.75 * CellSize / WaveSpeed),
            Gravity = new(0, 0, -30),
        };
        using ISimulator simulator = Simulators.Create(setup);
        simulator.Advance(0.05);
        UnstableTimeStepException refused = Assert.Throws<UnstableTimeStepException>(() => simulator.Advance(0.05));
        Assert.Equal(0.05, refused.Time, 1e-15);
        Assert.Equal(0.05, simulator.Time, 1e-15);
    }

    [Fact]
    public void OwnStep_WholeNumberPerFrame_IsUsedToTheBit()
    {
        const double step = 0.00037;
        using ISimulator simulator = Simulators.Create(Resting() with { StepPolicy = StepPolicy.Fixed(step) });
        simulator.Advance(7 * step);
        Assert.Equal(7, simulator.SubstepCount);
        Assert.Equal(step, simulator.TimeStep);
    }

    [Fact]
    public void FastBoundary_CountsAsSpeed()
    {
        MovingCuboid pusher = new(new(0.1, 0.1, 0.1), MotionPath.Linear(new(0.1, 0.1, 0.1), new(0, 20, 0)));
        using ISimulator simulator = Simulators.Create(Resting() with { Boundaries = [pusher] });
        Assert.Equal(0.4 * CellSize / (WaveSpeed + 20), simulator.TimeStep, 1e-12);
    }

    private static SimulationSetup Resting() =>
        Bodies.Setup(GridDomain.Cube(20, CellSize), Bodies.Cube(new(0.4, 0.4, 0.6), 4, CellSize));
}
