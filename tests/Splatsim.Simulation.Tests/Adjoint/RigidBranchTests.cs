using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>Branches of runs with rigid bodies: the same where every contact does the same, others where one does not.</summary>
public sealed class RigidBranchTests
{
    private const double CellSize = 0.05, TimeStep = 1e-3, Floor = 0.3, Half = 0.06;

    [Fact]
    public void Branches_OfABodyAboveTheFloor_TellWhetherItFallsOnIt()
    {
        // Free fall: 20 ms from 2 m/s cover 42 mm, so that of these heights the first is met and the others are not.
        ulong meets = OfBox(height: 0.03, velocity: new(0, 0, -2)), flies = OfBox(height: 0.06, velocity: new(0, 0, -2));
        Assert.NotEqual(meets, flies);
        Assert.Equal(flies, OfBox(height: 0.061, velocity: new(0, 0, -2)));
        Assert.Equal(meets, OfBox(height: 0.03 + 1e-9, velocity: new(0, 0, -2)));
    }

    [Fact]
    public void Branches_OfABodyOnTheFloor_TellWhetherItSlides()
    {
        // Friction takes mu g dt, 3 mm/s, a substep: that stops the one at once and the others never within 20 ms.
        ulong slides = OfBox(height: 0, velocity: new(1, 0, 0)), sticks = OfBox(height: 0, velocity: new(1e-3, 0, 0));
        Assert.NotEqual(slides, sticks);
        Assert.Equal(slides, OfBox(height: 0, velocity: new(1 + 1e-9, 0, 0)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Branches_OfABodyBesideMatter_TellWhetherItPushesIt(bool isOfParticles)
    {
        // The box rests beside a cube of jelly or flies into it; one of particles bounces on the floor instead: 11 mm above it, which no
        // whole number of substeps of 2 mm covers, so that 1e-9 m/s do not change the substep in which it lands.
        ulong rests = Beside(isOfParticles, new(0, 0, 0)), flies = Beside(isOfParticles, new(0.5, 0, -0.5));
        Assert.NotEqual(rests, flies);
        Assert.Equal(flies, Beside(isOfParticles, new(0.5, 0, -0.5 - 1e-9)));
    }

    [Fact]
    public void Branches_OfABodyThatComesToRest_DoNotTellHowItsPointsShareTheLoad()
    {
        // It tumbles for 0.45 s and rests on the 25 points of a side, three of which would carry it: 1e-6 m/s shift their loads
        // and no contact. A tenth of its spin makes other contacts.
        ulong rests = OfTumbling(default, 1);
        Assert.Equal(rests, OfTumbling(new(1e-6, 0, 0), 1));
        Assert.NotEqual(rests, OfTumbling(default, 1.1));
    }

    [Fact]
    public void Branches_OfALanding_TellInWhichSubstep()
    {
        // 2 mm a substep: 11 mm and 11.5 mm are covered in the sixth, 9 mm in the fifth, with the same contacts and as many of them.
        ulong sixth = Signature(Falling(0.011, new(0, 0, -2)));
        Assert.Equal(sixth, Signature(Falling(0.0115, new(0, 0, -2))));
        Assert.NotEqual(sixth, Signature(Falling(0.009, new(0, 0, -2))));
    }

    [Fact]
    public void Branches_OfWhatMeetsNothing_AreNone()
    {
        using BranchedRun run = new(Falling(0.1, new(0, 0, -2)));
        run.Simulator.Advance(3 * TimeStep);
        Assert.Equal(default, run.Branches);
    }

    private static ulong OfBox(double height, Vector3<Real64> velocity) => Signature(Setup(Bodies.Cube(new(0.9, 0.9, 0.9), 2, CellSize)) with
    {
        Boundaries = [new PlaneBoundary(ContactMode.Coulomb, new(0, 0, Floor), new(0, 0, 1), 0.3)],
        RigidBodies =
        [
            new(new BoxShape(new(Half, Half, Half)), 1, new(ContactMode.Coulomb, 0.3))
            {
                Position = new(0.5, 0.5, Floor + Half + height),
                Velocity = velocity,
            },
        ],
    });

    private static ulong OfTumbling(Vector3<Real64> velocity, double spin)
    {
        using BranchedRun run = new(Setup(Bodies.Cube(new(0.9, 0.9, 0.9), 3, CellSize)) with
        {
            Boundaries = [new PlaneBoundary(ContactMode.Coulomb, new(0, 0, Floor), new(0, 0, 1), 0.4) { Restitution = 0.5 }],
            RigidBodies =
            [
                new(new BoxShape(new(0.05, 0.06, 0.07)), 1, new(ContactMode.Coulomb, 0.3))
                {
                    Position = new(0.5, 0.5, Floor + 0.1),
                    Orientation = new Quaternion<Real64>(new(0.9), new(0.1), new(0.3), new(0.25)).Normalized,
                    Velocity = velocity,
                    AngularVelocity = new Real64(spin) * new Vector3<Real64>(8, -6, 9),
                },
            ],
        });
        run.Simulator.Advance(0.6);
        return run.Branches.Signature;
    }

    private static ulong Beside(bool isOfParticles, Vector3<Real64> velocity)
    {
        if (!isOfParticles)
        {
            return Signature(Setup(Bodies.Cube(new(0.5, 0.5, 0.5), 4, CellSize)) with
            {
                Gravity = default,
                RigidBodies = [new(new BoxShape(new(Half, Half, Half)), 1, new(ContactMode.Separate)) { Position = new(0.42, 0.54, 0.54), Velocity = velocity }],
            });
        }

        return Signature(Falling(0.011, new(velocity.X.Value, 0, 4 * velocity.Z.Value)));
    }

    // A body of particles falls flat on a floor that gives half of its speed back.
    private static SimulationSetup Falling(double height, Vector3<Real64> velocity)
    {
        ParticleSet body = Bodies.Cube(new(0.5, 0.5, Floor + height), 4, CellSize);
        Bodies.SetVelocity(body, velocity);
        return Setup(body) with
        {
            Gravity = default,
            Materials = [new("body", Laws.Find("rigid"), new Dictionary<string, double>(), 1000)],
            Boundaries = [new PlaneBoundary(ContactMode.Separate, new(0, 0, Floor), new(0, 0, 1)) { Restitution = 0.5 }],
        };
    }

    private static SimulationSetup Setup(ParticleSet matter) => Bodies.Setup(GridDomain.Cube(28, CellSize), matter) with
    {
        Gravity = new(0, 0, -10),
        StepPolicy = new() { TimeStep = TimeStep, MaximumCourantNumber = double.PositiveInfinity },
    };

    private static ulong Signature(SimulationSetup setup)
    {
        using BranchedRun run = new(setup);
        run.Simulator.Advance(20 * TimeStep);
        return run.Branches.Signature;
    }
}
