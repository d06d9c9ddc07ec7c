using Splatsim.Mechanics;
using Splatsim.Simulation;
using Splatsim.Simulation.Fast;
using Splatsim.Tests.Fast;
using S = Splatsim.Tests.LocalStepScenes;

namespace Splatsim.Tests;

/// <summary>
/// Soft matter that takes several substeps at once beside stiff matter that takes each. The truth is the same simulation with equal substeps of the
/// shortest length, and what is conserved.
/// </summary>
public sealed class LocalStepTests
{
    private const double Ratio = 100;
    private const int PerFrame = 48;

    [Theory]
    [InlineData(Engines.Double, 1e-12)]
    [InlineData(Engines.Single, 1e-5)]
    [InlineData(Engines.Fast, 1e-5)]
    public void SpinningBarInJelly_KeepsMomentum(string engine, double tolerance)
    {
        using ISimulator simulator = Simulators.Create(S.Setup(S.SpinningBarInJelly(), Ratio, local: true, engine));
        SimulationStatistics before = simulator.Statistics();
        double scale = before.Momentum.Length.Value, largestTurn = 0;
        for (int frame = 0; frame < 8; frame++)
        {
            Advance(simulator, 1);
            SimulationStatistics now = simulator.Statistics();
            // Forces are differences between nodes, and every node gives back what it was given: kept to rounding.
            Assert.True((now.Momentum - before.Momentum).Length.Value <= tolerance * scale, $"{now.Momentum} after {before.Momentum}");
            largestTurn = Math.Max(largestTurn, Turn(before, now));
        }

        // Impulses between slow and other matter meet where nodes were at the start of the slow step, a displacement away: kept to first order in the step.
        // 2.3e-5 while the parts find their equilibrium.
        Assert.InRange(largestTurn, 0, 1e-4);
        AssertSlow(simulator, 0.5);
    }

    [Fact]
    public void AngularMomentum_IsKeptToFirstOrder()
    {
        // Half the step, half the displacement and half the impulse: a quarter of the error per step, and half of it in the same time.
        double whole = LargestTurn(1), half = LargestTurn(0.5);
        Assert.True(half < 0.6 * whole, $"{half:g3} after {whole:g3}");

        static double LargestTurn(double scale)
        {
            using ISimulator simulator = Simulators.Create(S.Setup(S.SpinningBarInJelly(), Ratio, local: true) with
            {
                StepPolicy = new() { TimeStep = scale * S.FineStep(Ratio), LocalSteps = true, LargestStepRatio = 8, MaximumCourantNumber = double.PositiveInfinity },
            });
            SimulationStatistics before = simulator.Statistics();
            double largest = 0;
            for (int frame = 0; frame < 3; frame++)
            {
                Advance(simulator, 1);
                largest = Math.Max(largest, Turn(before, simulator.Statistics()));
            }

            return largest;
        }
    }

    [Theory]
    [InlineData(Engines.Double, 1e-12)]
    [InlineData(Engines.Fast, 2e-6)]
    public void FreeFall_IsThatOfEqualSubsteps(string engine, double tolerance)
    {
        // Nodes take every substep, so that gravity's kicks are the same, and so are their sums.
        (ParticleSet equal, ParticleSet local) = Both(S.BarInJelly(), Ratio, engine, 3, s => s with { Gravity = new(1, 0, -9.81) });
        Assert.True(Largest(equal.X, local.X) <= tolerance, $"x differs by {Largest(equal.X, local.X):g3} m");
        Assert.True(Largest(equal.V, local.V) <= 10 * tolerance, $"v differs by {Largest(equal.V, local.V):g3} m/s");
    }

    [Fact]
    public void SpinningBarInJelly_MovesAsWithEqualSubsteps()
    {
        // Centrifugal forces stretch the jelly around the bar. The step's error shows beside that of the truth when its step is halved.
        (ParticleSet equal, ParticleSet local) = Both(S.SpinningBarInJelly(), Ratio, Engines.Double, 5);
        ParticleSet half = Run(
            S.Setup(S.SpinningBarInJelly(), Ratio, local: false) with { StepPolicy = new() { TimeStep = 0.5 * S.FineStep(Ratio), MaximumCourantNumber = double.PositiveInfinity } }, 5);
        double difference = Distance(equal, local), ofHalf = Distance(equal, half);
        Assert.InRange(difference, 0, 0.02);
        Assert.True(difference < 5 * ofHalf, $"{difference:g3} cells, with half the step {ofHalf:g3}");
    }

    [Fact]
    public void CubeOnJelly_MovesAsWithEqualSubsteps()
    {
        // The two meet on the way; the cube is stopped within the time.
        (ParticleSet equal, ParticleSet local) = Both(S.CubeAboveJelly(1.5), Ratio, Engines.Double, 5, OnFloor);
        int cube = equal.Count - 1;
        Assert.True(equal.V[3 * cube + 2] > -1.0, $"{equal.V[3 * cube + 2]} m/s: the cube has met nothing");
        Assert.InRange(Distance(equal, local), 0, 0.06);
        // Of what the impact changed.
        Assert.InRange(local.V[3 * cube + 2], equal.V[3 * cube + 2] - 0.1, equal.V[3 * cube + 2] + 0.1);
    }

    [Theory]
    [InlineData(Ratio)]
    [InlineData(1000)]
    public void Energy_DoesNotGrow(double ratio)
    {
        using ISimulator simulator = Simulators.Create(OnFloor(S.Setup(S.CubeAboveJelly(1.5), ratio, local: true, Engines.Fast)));
        double last = Energy(simulator.Statistics());
        double start = last, kinetic = simulator.Statistics().KineticEnergy;
        for (int frame = 0; frame < 40; frame++)
        {
            Advance(simulator, 1, S.FineStep(ratio));
            double now = Energy(simulator.Statistics());
            // Waves between the parts may lend it for a frame: a percent of what moved.
            Assert.True(now <= last + 0.01 * kinetic, $"{now:g6} J after {last:g6} J");
            last = now;
        }

        Assert.True(last < start);
    }

    [Theory]
    [InlineData("newtonian-fluid")]
    [InlineData("von-mises")]
    [InlineData("drucker-prager")]
    [InlineData("neo-hookean")]
    public void FastBackend_DoesWhatTheReferenceDoes(string law)
    {
        // The law's own defaults are scaled by nothing: the stiff part is what makes the step. Float against double over 96 substeps.
        LawEntry entry = Laws.Find(law);
        ParticleSet set = S.SpinningBarInJelly();
        double soft = entry.WaveModulus(FastScenes.Of(entry).UserParameters);
        SimulationSetup setup = S.Setup(set, Ratio, local: true) with
        {
            Materials = [FastScenes.Of(entry), Bodies.Elastic("fixed-corotated", 100 * soft) with { Name = "bar" }],
            Forces = [new DampingForce(20) { Group = new(ParticleRegion.Everything) { First = 0, Count = 500 } }],
            Tracers = TracerSet.At(set.X.AsSpan(0, 300)),
            Gravity = new(0, 0, -9.81),
        };
        double step = 0.3 * S.CellSize / (Math.Sqrt(setup.Materials[1].Law.WaveModulus(setup.Materials[1].UserParameters) / 1000) + 2);
        setup = setup with { StepPolicy = setup.StepPolicy with { TimeStep = step } };
        using ISimulator reference = Simulators.Create(setup), fast = FastBackend.Create(setup.On(Engines.Fast), new());
        Advance(reference, 2, step);
        Advance(fast, 2, step);
        AssertSlow(reference, 0.4);
        Assert.Equal(reference.Substeps.Local!.ParticleSubsteps, fast.Substeps.Local!.ParticleSubsteps);
        double x = Largest(Bodies.StateOf(reference).X, Bodies.StateOf(fast).X), v = Largest(Bodies.StateOf(reference).V, Bodies.StateOf(fast).V);
        Assert.True(x <= 1e-4 * S.CellSize, $"x differs by {x / S.CellSize:g3} cells");
        Assert.True(v <= 1e-3, $"v differs by {v:g3} m/s");
        Assert.True(Largest(reference.Tracers.X, fast.Tracers.X) <= 1e-4 * S.CellSize);
        Assert.True(Largest(reference.Tracers.F, fast.Tracers.F) <= 1e-3);
        // Tracers that started at particles are still with them: both follow the nodes.
        Assert.True(Largest(reference.Tracers.X, Bodies.StateOf(reference).X[..300]) <= 0.02 * S.CellSize);
    }

    [Theory]
    [InlineData(Engines.Double)]
    [InlineData(Engines.Fast)]
    public void MatterOfOneStiffness_IsNotTouched(string engine)
    {
        (ParticleSet equal, ParticleSet local) = Both(S.SpinningBarInJelly(), 1, engine, 2);
        Assert.Equal(equal.X, local.X);
        Assert.Equal(equal.V, local.V);
        Assert.Equal(equal.F, local.F);
    }

    [Fact]
    public void Workers_DoNotMatter()
    {
        SimulationSetup setup = OnFloor(S.Setup(S.CubeAboveJelly(1.5), Ratio, local: true, Engines.Fast));
        ParticleSet one = Run(setup with { Workers = FastScenes.Pool(1) }, 3), three = Run(setup with { Workers = FastScenes.Pool(3) }, 3);
        Assert.Equal(one.X, three.X);
        Assert.Equal(one.F, three.F);
    }

    [Fact]
    public void AutomaticSteps_FillTheFrameWithWholeSlowSteps()
    {
        SimulationSetup setup = S.Setup(S.SpinningBarInJelly(), 400, local: true, Engines.Fast) with { StepPolicy = new() { LocalSteps = true } };
        using ISimulator simulator = Simulators.Create(setup);
        for (int frame = 0; frame < 3; frame++)
        {
            simulator.Advance(1.0 / 60);
            LocalStepStatistics local = simulator.Substeps.Local!;
            Assert.Equal(0, simulator.Substeps.LastFrame % local.Levels[^1].Period);
            Assert.Equal([40L, 960L], local.Levels.Select(l => l.Particles));
            Assert.Equal(1, local.Levels[0].Period);
        }

        Assert.Equal((3.0 / 60), simulator.Time, 1e-12);
        AssertSlow(simulator, 0.6);
    }

    [Fact]
    public void WhoLooksAtParticles_FindsThemAtThePresentTime()
    {
        // From then on the frame is in equal substeps: all that is lost is time.
        SimulationSetup setup = S.Setup(S.BarInJelly(), Ratio, local: true) with { Gravity = new(0, 0, -9.81) };
        foreach (string engine in (string[])[Engines.Double, Engines.Fast])
        {
            using ISimulator simulator = Simulators.Create(setup.On(engine));
            simulator.Advance(PerFrame * S.FineStep(Ratio), new Looking(simulator));
        }
    }

    [Theory]
    [InlineData(Engines.Double, 1e-10)]
    [InlineData(Engines.Fast, 1e-5)]
    public void AnEventInEverySubstep_EndsSlowSteps(string engine, double tolerance)
    {
        // Who changes velocities of held matter in every substep gets equal substeps, but for the one that was under way.
        (ParticleSet equal, ParticleSet local) = Both(S.BarInJelly(), Ratio, engine, 2, s => s with
        {
            Events = [new LayerReleaseEvent(new(0, 0, 1), 0.45, 0.6, 2, new(0, 1))],
            Gravity = new(0, 0, -9.81),
        });
        Assert.True(Largest(equal.X, local.X) <= Math.Max(tolerance, 1e-4 * S.CellSize), $"x differs by {Largest(equal.X, local.X):g3} m");
    }

    [Theory]
    [InlineData(Engines.Double)]
    [InlineData(Engines.Fast)]
    public void FailedFrame_GoesBack(string engine)
    {
        SimulationSetup setup = S.Setup(S.SpinningBarInJelly(), Ratio, local: true, engine) with { Gravity = new(0, 0, -20) };
        using ISimulator simulator = Simulators.Create(setup);
        Advance(simulator, 2);
        ParticleSet before = Bodies.StateOf(simulator);
        long done = simulator.Substeps.Local!.ParticleSubsteps;
        Assert.Throws<ParticleLeftDomainException>(() => simulator.Advance(1600 * S.FineStep(Ratio)));
        ParticleSet after = Bodies.StateOf(simulator);
        Assert.Equal(before.X, after.X);
        Assert.Equal(before.V, after.V);
        Assert.Equal(before.F, after.F);
        Advance(simulator, 1);
        Assert.Equal(done / 2 * 3, simulator.Substeps.Local!.ParticleSubsteps);
    }

    [Fact]
    public void SetupsThatCannot_AreRefusedByName()
    {
        SimulationSetup setup = S.Setup(S.BarInJelly(), Ratio, local: true);
        Refused(setup with { Transfer = TransferOptions.Flip() }, "default transfer");
        Refused(setup with { SurfaceTension = new(0.07) }, "surface tension");
        Refused(setup with { Boundaries = [new Collider(new DiskShape(0.1), MotionPath.At(S.Middle), new(ContactMode.Slip))] }, "thin walls");
        CutEvent blade = new(MotionPath.At(S.Middle), new(0, -1, 0), new(1, 0, 0), kerf: 0, TimeWindow.Always);
        Refused(setup with { Events = [blade] }, "give the cuts a kerf");
        Refused(setup with { StepPolicy = setup.StepPolicy with { LargestStepRatio = 1 } }, "at least 2");
        Refused(setup with { Backend = SimulationBackend.Device }, "devices");
        NotDifferentiableException adjoint = Assert.Throws<NotDifferentiableException>(() => new SimulationTape(setup));
        Assert.Contains("LocalSteps", adjoint.Message, StringComparison.Ordinal);

        static void Refused(SimulationSetup wrong, string word)
        {
            SimulationSetupException refused = Assert.Throws<SimulationSetupException>(() => SetupChecks.Require(wrong));
            Assert.Contains("StepPolicy.L", refused.Message, StringComparison.Ordinal);
            Assert.Contains(word, refused.Message, StringComparison.Ordinal);
        }
    }

    private static SimulationSetup OnFloor(SimulationSetup setup) => setup with
    {
        Gravity = new(0, 0, -9.81),
        Boundaries = [new PlaneBoundary(ContactMode.Separate, new(0, 0, 0.15), new(0, 0, 1))],
    };

    private static void Advance(ISimulator simulator, int frames, double? step = null)
    {
        for (int frame = 0; frame < frames; frame++) simulator.Advance(PerFrame * (step ?? S.FineStep(Ratio)));
    }

    private static ParticleSet Run(SimulationSetup setup, int frames)
    {
        using ISimulator simulator = Simulators.Create(setup);
        Advance(simulator, frames);
        return Bodies.StateOf(simulator);
    }

    private static (ParticleSet Equal, ParticleSet Local) Both(
        ParticleSet particles, double ratio, string engine, int frames, Func<SimulationSetup, SimulationSetup>? change = null)
    {
        change ??= s => s;
        return (Run(change(S.Setup(particles, ratio, local: false, engine)), frames), Run(change(S.Setup(particles, ratio, local: true, engine)), frames));
    }

    private static void AssertSlow(ISimulator simulator, double saved) =>
        Assert.True(simulator.Substeps.Local!.Saved > saved, simulator.Substeps.Local!.ToString());

    private static double Turn(SimulationStatistics before, SimulationStatistics now) =>
        (now.AngularMomentum - before.AngularMomentum).Length.Value / before.AngularMomentum.Length.Value;

    private static double Energy(SimulationStatistics s) => s.KineticEnergy + s.AffineKineticEnergy + s.ElasticEnergy + s.GravitationalEnergy;

    private static double Largest(double[] a, double[] b) => a.Zip(b, (p, q) => Math.Abs(p - q)).Max();

    // Root mean square [cells].
    private static double Distance(ParticleSet a, ParticleSet b) => Math.Sqrt(a.X.Zip(b.X, (p, q) => (p - q) * (p - q)).Sum() / a.Count) / S.CellSize;

    // Half way into a step of soft matter, all must have fallen as far.
    private sealed class Looking(ISimulator simulator) : IProgress<SubstepProgress>
    {
        public void Report(SubstepProgress value)
        {
            if (value.Substep != 5) return;
            ParticleSet state = Bodies.StateOf(simulator);
            double fallen = S.BarInJelly().X[2] - state.X[2], step = value.TimeStep;
            Assert.Equal(9.81 * step * step * 5 * 6 / 2, fallen, 1e-6);
            for (int p = 0; p < state.Count; p++) Assert.Equal(fallen, S.BarInJelly().X[3 * p + 2] - state.X[3 * p + 2], 1e-6);
        }
    }
}
