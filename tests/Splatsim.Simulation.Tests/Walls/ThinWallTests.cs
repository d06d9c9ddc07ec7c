using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Simulation;

namespace Splatsim.Tests.Walls;

/// <summary>Surfaces without thickness between and around matter, on both CPU back ends.</summary>
public abstract class ThinWallTests(string engine, double rounding)
{
    private const double CellSize = 0.05, Gravity = 9.81;
    private static readonly GridDomain Domain = new(default, CellSize, 32, 32, 32);

    public static TheoryData<ContactMode> Modes => [.. Enum.GetValues<ContactMode>()];

    [Theory]
    // On a plane of nodes, between two, and near one.
    [InlineData(0.8, "neo-hookean")]
    [InlineData(0.825, "neo-hookean")]
    [InlineData(0.8125, "newtonian-fluid")]
    public void Plate_BetweenTwoBodies_KeepsEachAsItIsAlone(double plate, string law)
    {
        // Both touch the plate and press on it; each must move as it does where the other is not.
        ParticleSet left = Bodies.Cube(new(plate - 0.2, 0.6, 0.6), 8, CellSize), right = Bodies.Cube(new(plate, 0.63, 0.58), 8, CellSize);
        Bodies.SetVelocity(left, new(0.3, -0.1, 0.2));
        Bodies.SetVelocity(right, new(-0.2, 0.2, 0.1));
        Collider wall = Upright(plate, ContactMode.Separate);
        Material material = Of(law);
        ParticleSet both = Run(ParticleSet.Join(left, right), material, wall);
        AssertSame(Run(left, material, wall), both, 0);
        AssertSame(Run(right, material, wall), both, left.Count);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Plate_ToMatterOnOneSide_IsASolidPlane(ContactMode mode)
    {
        double friction = mode == ContactMode.Coulomb ? 0.3 : 0;
        foreach (double height in (double[])[0.4, 0.43])
        {
            ParticleSet block = Bodies.Cube(new(0.6, height, 0.6), 8, CellSize);
            Bodies.SetVelocity(block, new(0.5, -0.5, 0.2));
            PlaneBoundary plane = new(mode, new(0, height, 0), new(0, 1, 0), friction);
            Collider plate = new(new PlateShape(2, 2), MotionPath.At(new(0.8, height, 0.8)), new(mode, friction));
            AssertSame(Run(block, Of("neo-hookean"), plane), Run(block, Of("neo-hookean"), plate), 0);
        }
    }

    [Fact]
    public void SlipPlate_SlidingBlock_KeepsItsTangentialVelocity()
    {
        ParticleSet block = Bodies.Cube(new(0.5, 0.41, 0.6), 8, CellSize);
        Bodies.SetVelocity(block, new(0.7, 0, -0.4));
        Collider plate = new(new PlateShape(2, 2), MotionPath.At(new(0.8, 0.41, 0.8)), new(ContactMode.Slip));
        using ISimulator simulator = Create(block, Of("neo-hookean"), plate);
        simulator.Advance(0.4);
        // The acceptance value of slip: 1e-6 of the velocity.
        Vector3<Real64> v = Bodies.MeanVelocity(simulator);
        Assert.Equal(0.7, v.X.Value, 0.7 * Math.Max(1e-6, rounding));
        Assert.Equal(-0.4, v.Z.Value, 0.4 * Math.Max(1e-6, rounding));
    }

    [Fact]
    public void FallingBlock_ComesToRestOnAPlate()
    {
        ParticleSet block = Bodies.Cube(new(0.6, 0.43, 0.6), 8, CellSize);
        // A little larger than the block: its edges are within reach.
        Collider plate = new(new PlateShape(0.2, 0.2), MotionPath.At(new(0.7, 0.42, 0.7)), new(ContactMode.Sticky));
        using ISimulator simulator = Create(block, Of("neo-hookean"), plate);
        for (int i = 0; i < 10; i++) simulator.Advance(0.1);
        ParticleSet state = Bodies.StateOf(simulator);
        double lowest = Enumerable.Range(0, state.Count).Min(p => state.X[3 * p + 1]);
        // Free fall would have gone 4.9 m. A wall acts on nodes, so that matter may come up to half a cell into it.
        Assert.True(lowest > 0.42 - 0.5 * CellSize, $"lowest particle at {lowest}");
        // Without damping it sways about its rest: as high as it was dropped from, and as deep as its weight at once presses it, which
        // is twice the sag rho g L^2 / 2E = 2 mm, and the half cell of above.
        double center = simulator.Statistics().CenterOfMass.Y.Value;
        Assert.InRange(center, 0.52 - 0.004 - 0.5 * CellSize, 0.53);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ThinVessel_HoldsTheWaterPouredIntoIt(bool round)
    {
        TriangleMesh mesh = round ? ThinMeshes.Cup(0.25, 0.8, 32) : ThinMeshes.OpenBox(new(0.45, 0.8, 0.4));
        // High enough that nothing splashes over its rim.
        Vector3<Real64> center = new(0.81, 0.6, 0.79);
        Collider vessel = new(new SheetShape(mesh), MotionPath.At(center), new(ContactMode.Separate));
        ParticleSet water = ParticleLattices.Box(new(0.71, 0.35, 0.69), 8, 14, 8, CellSize / 2, 1000);
        using ISimulator simulator = Create(water, Of("newtonian-fluid"), vessel);
        for (int frame = 0; frame < 30; frame++) simulator.Advance(1 / 30.0);
        ParticleSet state = Bodies.StateOf(simulator);
        double deepest = 0;
        for (int p = 0; p < state.Count; p++)
        {
            Vector3<Real64> x = state.Position(p) - center;
            double aside = round
                ? Math.Sqrt(x.X.Value * x.X.Value + x.Z.Value * x.Z.Value) - 0.25
                : Math.Max(Math.Abs(x.X.Value) - 0.225, Math.Abs(x.Z.Value) - 0.2);
            deepest = Math.Max(deepest, Math.Max(aside, -x.Y.Value - 0.4));
        }

        // Walls act on nodes: jets of 3 m/s are pressed into them, 0.74 cells into the planes of a solid box. Who is through falls away.
        Assert.True(deepest < CellSize, $"a particle is {deepest} m beyond the wall");
        // It fell: it started with its centre at 0.525 m, over a ground at 0.2 m.
        Assert.True(simulator.Statistics().CenterOfMass.Y.Value < 0.42, "the water has not come down");
    }

    [Fact]
    public void ThinBox_ToTheWaterInside_IsSixSolidPlanes()
    {
        // Ground and corners included: the hollow of an edge acts with both faces, as two planes do. Its open top stays dry.
        Vector3<Real64> center = new(0.81, 0.6, 0.79), size = new(0.45, 0.8, 0.4);
        ParticleSet water = ParticleLattices.Box(new(0.71, 0.25, 0.69), 8, 8, 8, CellSize / 2, 1000);
        Collider thin = new(new SheetShape(ThinMeshes.OpenBox(size)), MotionPath.At(center), new(ContactMode.Separate));
        Collider solid = new(new BoxShape(new Real64(0.5) * size, isHollow: true), MotionPath.At(center), new(ContactMode.Separate));
        ParticleSet expected = Run(water, Of("newtonian-fluid"), solid, 10), actual = Run(water, Of("newtonian-fluid"), thin, 10);
        // Nodes behind the walls are summed on their own, in the same order; normals of triangles are rounded.
        double tolerance = engine == Engines.Double ? 1e-10 : 1e-3;
        for (int i = 0; i < expected.V.Length; i++) Assert.Equal(expected.V[i], actual.V[i], tolerance);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Blade_ThatCameDownThroughABlock_HasCutItInTwo(bool cuts)
    {
        ParticleSet block = Bodies.Cube(new(0.6, 0.4, 0.6), 12, CellSize);
        PlaneBoundary floor = new(ContactMode.Slip, new(0, 0.4, 0), new(0, 1, 0));
        Collider blade = new(
            new PlateShape(0.4, 0.5),
            // Turned upright, its normal along x; above the block at first, through all of it after 0.1 s.
            MotionPath.Keyframes(new MotionKey(0, new(0.75, 1.15, 0.75), Upward), new MotionKey(0.1, new(0.75, cuts ? 0.75 : 1.15, 0.75), Upward)),
            new(ContactMode.Separate));
        VelocityEvent left = new(new(new(0.4, 0, 0), new(0.75, 2, 2)), new(-0.5, 0, 0)) { Time = 0.1 };
        VelocityEvent right = new(new(new(0.75, 0, 0), new(1.1, 2, 2)), new(0.5, 0, 0)) { Time = 0.1 };
        using ISimulator simulator = Simulators.Create(Bodies.Setup(Domain, block, Of("neo-hookean")).On(engine) with
        {
            Boundaries = [floor, blade],
            Events = [left, right],
        });
        simulator.Advance(0.1);
        simulator.Advance(0.2);
        ParticleSet state = Bodies.StateOf(simulator);
        double speed = 0;
        for (int p = 0; p < state.Count; p++) speed += (block.X[3 * p] < 0.75 ? -1 : 1) * state.V[3 * p] / state.Count;
        // Nothing acts along x on halves that share nothing: each keeps its momentum. An uncut block swings to and fro about rest, with
        // a period of 2 L / c = 0.06 s.
        if (cuts) Assert.Equal(0.5, speed, Math.Max(1e-12, rounding));
        else Assert.True(speed < 0.25, $"the halves part with {speed} m/s without a cut");
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void FreePlateAndJelly_KeepTheirMomenta(ContactMode mode)
    {
        ParticleSet jelly = Bodies.Cube(new(0.7, 0.5, 0.7), 8, CellSize);
        Bodies.SetVelocity(jelly, new(0.1, 0.2, -0.1));
        ContactSurface surface = new(mode, mode == ContactMode.Coulomb ? 0.3 : 0, mode is ContactMode.Coulomb or ContactMode.Separate ? 0.2 : 0);
        RigidBody plate = new(new PlateShape(0.2, 0.15), 1.5, surface)
        {
            Position = new(0.82, 0.78, 0.78),
            Orientation = new Quaternion<Real64>(0.99, 0.05, 0.02, 0.1).Normalized,
            Velocity = new(0.2, -1.5, 0.1),
            AngularVelocity = new(1, -0.5, 0.5),
        };
        using ISimulator simulator = Simulators.Create(Bodies.Setup(Domain, jelly, Of("neo-hookean")).On(engine) with { RigidBodies = [plate] });
        (Vector3<Real64> momentum, Vector3<Real64> angular) = Bodies.MomentaOf(simulator);
        double falling = simulator.Bodies[0].Momentum.Y.Value;
        for (int i = 0; i < 10; i++) simulator.Advance(0.01);
        (Vector3<Real64> after, Vector3<Real64> angularAfter) = Bodies.MomentaOf(simulator);
        Bodies.AssertVector(momentum, after, Math.Max(1e-12, 30 * rounding));
        Bodies.AssertVector(angular, angularAfter, Math.Max(1e-12, 30 * rounding));
        Assert.True(simulator.Bodies[0].Momentum.Y.Value > 0.7 * falling, "the jelly has not slowed the plate");
    }

    [Fact]
    public void Tracers_FollowTheirOwnSide()
    {
        // Two bodies slide past each other along a plate; what is painted on each goes with it.
        ParticleSet left = Bodies.Cube(new(0.6, 0.6, 0.6), 8, CellSize), right = Bodies.Cube(new(0.8, 0.6, 0.6), 8, CellSize);
        Bodies.SetVelocity(left, new(0, 0.2, 0));
        Bodies.SetVelocity(right, new(0, -0.2, 0));
        TracerSet tracers = new(3);
        ((double[])[0.79, 0.7, 0.7, 0.81, 0.7, 0.7, 0.79, 0.7, 0.83]).CopyTo(tracers.X, 0);
        using ISimulator simulator = Simulators.Create(Bodies.Setup(Domain, ParticleSet.Join(left, right), Of("neo-hookean")).On(engine) with
        {
            Boundaries = [Upright(0.8, ContactMode.Slip)],
            Tracers = tracers,
        });
        simulator.Advance(0.1);
        Bodies.AssertVector(new(0.79, 0.72, 0.7), simulator.Tracers.Position(0), 1e-6);
        Bodies.AssertVector(new(0.81, 0.68, 0.7), simulator.Tracers.Position(1), 1e-6);
        // 0.6 cells beside the body, in a block of nodes without matter: of its three nodes along z the body touches the first two, 0.995 of the weight.
        Bodies.AssertVector(new(0.79, 0.7 + 0.995 * 0.02, 0.83), simulator.Tracers.Position(2), 1e-6);
    }

    private static Quaternion<Real64> Upward { get; } = Quaternion<Real64>.FromAxisAngle(new(0, 0, 1), -Math.PI / 2);

    // The front looks along x.
    private static Collider Upright(double x, ContactMode mode) =>
        new(new PlateShape(1, 1), MotionPath.At(new(x, 0.8, 0.8), Upward), new(mode));

    private static Material Of(string law) => new(
        law, Laws.Find(law), law == "neo-hookean" ? new Dictionary<string, double> { ["youngsModulus"] = 1e5 } : new Dictionary<string, double> { ["bulkModulus"] = 1e5 }, 1000);

    private ISimulator Create(ParticleSet particles, Material material, IGridBoundary boundary) =>
        Simulators.Create(Bodies.Setup(Domain, particles, material).On(engine) with { Gravity = new(0, -Gravity, 0), Boundaries = [boundary] });

    // With a given step: one that is chosen depends on the fastest particle, which may be the other body's.
    private ParticleSet Run(ParticleSet particles, Material material, IGridBoundary boundary, int frames = 5)
    {
        using ISimulator simulator = Simulators.Create(Bodies.Setup(Domain, particles, material).On(engine) with
        {
            Gravity = new(0, -Gravity, 0),
            Boundaries = [boundary],
            StepPolicy = StepPolicy.Fixed(1e-3),
        });
        for (int i = 0; i < frames; i++) simulator.Advance(0.02);
        return Bodies.StateOf(simulator);
    }

    // To the bit in double: the same sums in the same order. In single, sums over runs of neighbours fall in other places.
    private void AssertSame(ParticleSet expected, ParticleSet actual, int first)
    {
        double tolerance = engine == Engines.Double ? 0 : 1e-4;
        for (int i = 0; i < expected.X.Length; i++)
        {
            Assert.Equal(expected.X[i], actual.X[3 * first + i], 0.1 * tolerance);
            Assert.Equal(expected.V[i], actual.V[3 * first + i], tolerance);
        }
    }
}

public sealed class ReferenceThinWallTests() : ThinWallTests(Engines.Double, rounding: 1e-14);

// Float rounding of velocities of about 1 m/s over some hundred substeps of sums over 27 nodes.
public sealed class FastThinWallTests() : ThinWallTests(Engines.Fast, rounding: 1e-5);
