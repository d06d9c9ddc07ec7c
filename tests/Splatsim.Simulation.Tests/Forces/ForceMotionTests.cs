using Splatsim.Mathematics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>Forces acting on small bodies, against closed forms.</summary>
public abstract class ForceMotionTests(string engine, double rounding)
{
    private const double CellSize = 0.05;
    private static readonly GridDomain Domain = GridDomain.Cube(30, CellSize);
    private static readonly Vector3<Real64> Middle = new(0.75, 0.75, 0.75);

    [Fact]
    public void Gravity_Keyframes_AddsTheIntegral()
    {
        // Ramp from 0 to 4 over 0.1 s, then constant: the integral over 0.2 s is 0.2 + 0.4, whatever the steps.
        GravityForce force = new(VectorCurve.Keyframes((0, default), (0.1, new(4, 0, -2))));
        using ISimulator simulator = Create(Cube(4), force);
        simulator.Advance(0.07);
        simulator.Advance(0.13);
        Bodies.AssertVector(new(0.6, 0, -0.3), Bodies.MeanVelocity(simulator), rounding);
    }

    [Fact]
    public void Gravity_Window_AddsWhatItCovers()
    {
        GravityForce force = new(VectorCurve.Constant(new(0, 3, 0))) { Window = new(0.0123, 0.0789) };
        using ISimulator simulator = Create(Cube(4), force);
        simulator.Advance(0.1);
        Bodies.AssertVector(new(0, 3 * (0.0789 - 0.0123), 0), Bodies.MeanVelocity(simulator), rounding);
    }

    [Fact]
    public void Damping_Everything_DecaysExponentially()
    {
        using ISimulator simulator = Create(Moving(new(1, -2, 0.5)), new DampingForce(7));
        simulator.Advance(0.2);
        Bodies.AssertVector(new Real64(Math.Exp(-7 * 0.2)) * new Vector3<Real64>(1, -2, 0.5), Bodies.MeanVelocity(simulator), rounding);
    }

    [Fact]
    public void Damping_Group_LeavesTheOthersAlone()
    {
        // Two cubes too far apart to share nodes.
        ParticleSet near = Moving(new(0.5, 0, 0)), far = Bodies.Cube(new(0.3, 0.3, 0.3), 4, CellSize);
        Bodies.SetVelocity(far, new(0.5, 0, 0));
        DampingForce force = new(5) { Group = new(ParticleRegion.Everything) { First = near.Count } };
        using ISimulator simulator = Create(ParticleSet.Join(near, far), force);
        simulator.Advance(0.2);
        ParticleSet state = Bodies.StateOf(simulator);
        Assert.Equal(0.5, Mean(state, 0, near.Count).X.Value, rounding);
        Assert.Equal(0.5 * Math.Exp(-1), Mean(state, near.Count, far.Count).X.Value, rounding);
    }

    [Fact]
    public void Damping_PerSubstep_KeepsThatPart()
    {
        SimulationSetup setup = Setup(Moving(new(1, 0, 0)), new DampingForce(0) { FactorPerSubstep = 0.99 });
        using ISimulator simulator = Simulators.Create(setup with { StepPolicy = StepPolicy.Fixed(1e-3) });
        simulator.Advance(0.05);
        Assert.Equal(Math.Pow(0.99, 50), Bodies.MeanVelocity(simulator).X.Value, rounding);
    }

    [Fact]
    public void Wind_OnACube_DragsByItsFace()
    {
        // One rigid-like cube of edge L, drag by one face: dv/dt = k (w - v)^2 with k = rho C_d L^2 / (2 m),
        // so v = w k w t / (1 + k w t) from rest. Stiff, so that all of it takes part at once.
        const double wind = 20, duration = 0.2;
        ParticleSet cube = Cube(8);
        using ISimulator simulator = Simulators.Create(
            Setup(cube, new WindForce(VectorCurve.Constant(new(0, wind, 0))) { DragCoefficient = 1.05 }));
        double mass = simulator.Statistics().Mass, face = 0.2 * 0.2;
        for (int frame = 0; frame < 20; frame++) simulator.Advance(duration / 20);
        double k = 0.5 * WindForce.DensityOfAir * 1.05 * face / mass;
        double expected = wind * k * wind * duration / (1 + k * wind * duration);
        // The windward layer is a little faster than the mean of the elastic body, which lowers its drag.
        Assert.Equal(expected, Bodies.MeanVelocity(simulator).Y.Value, 0.01 * expected);
    }

    [Fact]
    public void Wind_FallingInStillAir_ReachesTerminalVelocity()
    {
        // v = v_t tanh(g t / v_t), v_t = sqrt(2 m g / (rho C_d A)); light matter, so that it is reached within the domain.
        ParticleSet cube = Bodies.Cube(new(0.65, 0.65, 2.4), 8, CellSize, massDensity: 2);
        GridDomain tall = new(default, CellSize, 30, 30, 60);
        SimulationSetup setup = Bodies.Setup(tall, cube, Bodies.Elastic(youngsModulus: 200, massDensity: 2)).On(engine) with
        {
            Gravity = new(0, 0, -9.81),
            Forces = [new WindForce(VectorCurve.Constant(default)) { DragCoefficient = 1 }],
        };
        using ISimulator simulator = Simulators.Create(setup);
        double mass = simulator.Statistics().Mass;
        double terminal = Math.Sqrt(2 * mass * 9.81 / (WindForce.DensityOfAir * 0.2 * 0.2));
        for (int frame = 0; frame < 120; frame++) simulator.Advance(0.005);
        double expected = terminal * Math.Tanh(9.81 * 0.6 / terminal);
        Assert.InRange(expected / terminal, 0.95, 1);
        // 2 %: the soft body sways, and the first frame has no flow yet.
        Assert.Equal(-expected, Bodies.MeanVelocity(simulator).Z.Value, 0.02 * expected);
    }

    [Fact]
    public void Wind_OnTwoCubesInLine_SparesTheOneInTheLee()
    {
        ParticleSet front = Bodies.Cube(new(0.4, 0.65, 0.65), 4, CellSize), back = Bodies.Cube(new(0.9, 0.65, 0.65), 4, CellSize);
        using ISimulator simulator = Simulators.Create(
            Setup(ParticleSet.Join(front, back), new WindForce(VectorCurve.Constant(new(10, 0, 0)))));
        for (int frame = 0; frame < 5; frame++) simulator.Advance(0.01);
        ParticleSet state = Bodies.StateOf(simulator);
        double pushed = Mean(state, 0, front.Count).X.Value, sheltered = Mean(state, front.Count, back.Count).X.Value;
        Assert.True(pushed > 0.01, $"{pushed}");
        // Exactly none: the raster is aligned with both lattices.
        Assert.Equal(0, sheltered, rounding);
    }

    [Fact]
    public void Attractor_CircularOrbit_KeepsRadiusAndSpeed()
    {
        // A small body on a circle of radius R has speed sqrt(S/R). The tide over it and its finite step change the radius little.
        const double radius = 0.35, strength = 1;
        double speed = Math.Sqrt(strength / radius), period = 2 * Math.PI * radius / speed;
        ParticleSet body = Bodies.Cube(Middle + new Vector3<Real64>(radius - 0.025, -0.025, -0.025), 2, CellSize);
        Bodies.SetVelocity(body, new(0, speed, 0));
        using ISimulator simulator = Create(body, new AttractorForce(MotionPath.At(Middle), strength, 0));
        simulator.Advance(period);
        SimulationStatistics end = simulator.Statistics();
        // The body covers 7 % of the radius: its centre feels the mean of a field that is not linear, about 0.5 % (d/R)^2.
        Bodies.AssertVector(Middle + new Vector3<Real64>(radius, 0, 0), end.CenterOfMass, 0.02 * 2 * Math.PI * radius);
        Assert.Equal(radius, (end.CenterOfMass - Middle).Length.Value, 0.01 * radius);
    }

    [Fact]
    public void Blast_OnASmallBody_GivesItsImpulse()
    {
        // dv = A (1 - (r/R)^2)^2 times the integral of the profile, d/e for b = 1 over the push; outwards.
        const double acceleration = 400, radius = 1, duration = 0.004, distance = 0.3;
        BlastForce blast = new(Middle, acceleration, radius, 0.001, duration) { Window = new(0, 0.001 + duration) };
        ParticleSet body = Bodies.Cube(Middle + new Vector3<Real64>(-distance - 0.025, -0.025, -0.025), 2, CellSize);
        using ISimulator simulator = Create(body, blast);
        simulator.Advance(0.006);
        double g = Math.Pow(1 - distance * distance, 2), expected = acceleration * g * duration / Math.E;
        // The kernel (variance dx^2/4) and the body (dx^2/16) average the field: half the variance times its vector Laplacian,
        // g'' + 2 g'/r - 2 g/r^2.
        double laplacian = -4 + 12 * distance * distance - 8 * (1 - distance * distance) - 2 * g / (distance * distance);
        expected *= 1 + 0.5 * CellSize * CellSize * (0.25 + 1.0 / 16) * laplacian / g;
        Vector3<Real64> velocity = Bodies.MeanVelocity(simulator);
        // Fourth order of that average, and the path of about 1 mm during the push.
        Assert.Equal(-expected, velocity.X.Value, 0.003 * expected);
        Assert.Equal(0, velocity.Y.Value, 1e-3 * expected);
        Assert.Equal(acceleration * duration / Math.E, blast.MaximumSpeed, 1e-12);
    }

    [Fact]
    public void Vortex_SpinsUpTheCore()
    {
        // Within the core the whirl is a solid rotation: L of a body around the axis follows omega (1 - exp(-k t)) I while it moves little.
        const double omega = 3, rate = 2, duration = 0.02;
        ParticleSet body = Cube(6);
        using ISimulator simulator = Create(body, new VortexForce(Middle, new(0, 0, 2), omega, 0.5, rate));
        simulator.Advance(duration);
        double inertia = 0;
        for (int p = 0; p < body.Count; p++)
        {
            Vector3<Real64> d = body.Position(p) - Middle;
            inertia += body.Mass[p] * (d.X.Value * d.X.Value + d.Y.Value * d.Y.Value + 0.5 * CellSize * CellSize);
        }

        double expected = omega * -double.ExpM1(-rate * duration) * inertia;
        Assert.Equal(expected, simulator.Statistics().AngularMomentum.Z.Value, 0.01 * expected);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(40.0)]
    public void Field_LinearInSpaceAndTime_IsFollowedExactly(double? rate)
    {
        // Trilinear interpolation reproduces a linear field: at the body's centre, f = (1 + x, 2 - y, x + z) scaled by t.
        Vector3<Real64> centre = Middle;
        FieldForce force = new(LinearField(0.2)) { Rate = rate };
        using ISimulator simulator = Create(Cube(2), force);
        const double duration = 1e-3;
        simulator.Advance(duration);
        double share = rate is double k ? 1 : duration;
        Vector3<Real64> shape = new(1 + centre.X.Value, 2 - centre.Y.Value, centre.X.Value + centre.Z.Value);
        // One substep or a few within a millisecond: the field of each substep's middle, so the mean is that of half the time.
        double gain = rate is double speed ? -double.ExpM1(-speed * duration) : share;
        Bodies.AssertVector(new Real64(gain * 0.5 * duration / 0.2) * shape, Bodies.MeanVelocity(simulator), 0.03 * gain * duration);
    }

    [Fact]
    public void Field_OutsideItsGrid_DoesNothing()
    {
        FieldForce force = new(new VectorField(new(1.2, 1.2, 1.2), new(0.1, 0.1, 0.1), 2, 2, 2, [0], new float[24].Select(_ => 9f).ToArray()));
        using ISimulator simulator = Create(Cube(4), force);
        simulator.Advance(0.1);
        Bodies.AssertVector(default, Bodies.MeanVelocity(simulator), rounding);
    }

    [Fact]
    public void Buoyancy_DeepUnderWater_LiftsByTheDensitiesDifference()
    {
        // a = (rho_f / rho - 1) g upwards, exactly.
        SimulationSetup setup = Setup(Cube(4), new BuoyancyForce(new(0, 0, 5), new(0, 0, -9.81), 1700)) with { Gravity = new(0, 0, -9.81) };
        using ISimulator simulator = Simulators.Create(setup);
        simulator.Advance(0.05);
        // Volumes are kept in single precision, for devices.
        Bodies.AssertVector(new(0, 0, 0.7 * 9.81 * 0.05), Bodies.MeanVelocity(simulator), Math.Max(rounding, 1e-7));
    }

    [Fact]
    public void Buoyancy_Floating_BalancesAtTheDensityRatio()
    {
        // A cube of half the density of water floats with half of it below the surface; damping lets it come to rest.
        ParticleSet cube = Bodies.Cube(new(0.65, 0.65, 0.62), 8, CellSize, massDensity: 500);
        SimulationSetup setup = Bodies.Setup(Domain, cube, Bodies.Elastic(massDensity: 500)).On(engine) with
        {
            Gravity = new(0, 0, -9.81),
            Forces = [new BuoyancyForce(Middle, new(0, 0, -9.81)), new DampingForce(8)],
        };
        using ISimulator simulator = Simulators.Create(setup);
        for (int frame = 0; frame < 8; frame++) simulator.Advance(0.25);
        // The centre of a half immersed cube lies at the surface; the lift of the layer that straddles it is linear.
        Assert.Equal(0.75, simulator.Statistics().CenterOfMass.Z.Value, 0.002);
    }

    [Fact]
    public void Grab_MovingPoint_PullsThePatchAlong()
    {
        // Critically damped and grabbing nearly all of a small body: after many periods it lags by nothing and has the path's speed.
        Vector3<Real64> velocity = new(0.2, 0, 0.1);
        GrabForce grab = new(MotionPath.Linear(Middle, velocity), 1, 4000) { Window = new(0, 10) };
        ParticleSet body = Cube(4);
        using ISimulator simulator = Create(body, grab);
        simulator.Advance(0.5);
        SimulationStatistics state = simulator.Statistics();
        Bodies.AssertVector(velocity, new Real64(1 / state.Mass) * state.Momentum, 0.01);
        Bodies.AssertVector(Middle + new Real64(0.5) * velocity, state.CenterOfMass, 0.002);
    }

    [Fact]
    public void Grab_StretchedSpring_OscillatesAtItsFrequency()
    {
        // Undamped, from rest, target displaced at once by d: x = d (1 - cos(w t)), w = sqrt(k / M) with M the faded mass; radius large,
        // so that all fading is the same to 2 %.
        ParticleSet body = Cube(4);
        double mass = body.Mass.Sum();
        const double stiffness = 400, jump = 0.05;
        MotionPath path = MotionPath.Keyframes((0, Middle), (1e-4, Middle + new Vector3<Real64>(jump, 0, 0)));
        using ISimulator simulator = Create(body, new GrabForce(path, 5, stiffness, dampingRatio: 0));
        double period = 2 * Math.PI / Math.Sqrt(stiffness / mass);
        simulator.Advance(0.5 * period);
        // Half a period later at twice the jump, momentarily at rest; the semi-implicit spring loses a little.
        double moved = simulator.Statistics().CenterOfMass.X.Value - Middle.X.Value;
        Assert.Equal(2 * jump, moved, 0.05 * jump);
    }

    [Fact]
    public void Wind_GroupAndWindow_ActOnlyThere()
    {
        ParticleSet body = Cube(4);
        WindForce wind = new(VectorCurve.Constant(new(10, 0, 0))) { Window = new(0.05, 0.06), Group = new(ParticleRegion.Everything) { Count = 0 } };
        using ISimulator simulator = Create(body, wind);
        simulator.Advance(0.1);
        Bodies.AssertVector(default, Bodies.MeanVelocity(simulator), rounding);
    }

    private static ParticleSet Cube(int edge)
    {
        double half = 0.25 * edge * CellSize;
        return Bodies.Cube(Middle - new Vector3<Real64>(half, half, half), edge, CellSize);
    }

    private static ParticleSet Moving(Vector3<Real64> velocity)
    {
        ParticleSet cube = Cube(4);
        Bodies.SetVelocity(cube, velocity);
        return cube;
    }

    private static Vector3<Real64> Mean(ParticleSet state, int first, int count)
    {
        Vector3<Real64> sum = default;
        for (int p = first; p < first + count; p++) sum += state.Velocity(p);
        return new Real64(1.0 / count) * sum;
    }

    private static VectorField LinearField(double until)
    {
        const int n = 4;
        List<float> values = [];
        foreach (double scale in (double[])[0, 1])
        {
            for (int i = 0; i < n * n * n; i++)
            {
                double x = 0.5 * (i / n / n), y = 0.5 * (i / n % n), z = 0.5 * (i % n);
                values.AddRange((float)(scale * (1 + x)), (float)(scale * (2 - y)), (float)(scale * (x + z)));
            }
        }

        return new(default, new(0.5, 0.5, 0.5), n, n, n, [0, until], values.ToArray());
    }

    private SimulationSetup Setup(ParticleSet body, params IForce[] forces) =>
        Bodies.Setup(Domain, body).On(engine) with { Forces = forces };

    private ISimulator Create(ParticleSet body, params IForce[] forces) => Simulators.Create(Setup(body, forces));
}

public sealed class ReferenceForceMotionTests() : ForceMotionTests(Engines.Double, rounding: 1e-12);

// Float rounding of velocities of about 1 m/s over some hundred substeps.
public sealed class FastForceMotionTests() : ForceMotionTests(Engines.Fast, rounding: 1e-5);
