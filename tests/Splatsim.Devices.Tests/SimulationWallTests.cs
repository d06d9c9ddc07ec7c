using ILGPU.Runtime;
using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Simulation;
using Splatsim.Simulation.Kernels;
using Splatsim.Tests.Fast;

namespace Splatsim.Tests;

/// <summary>Walls without thickness on a device against the reference in double, and what they keep apart.</summary>
[Collection("device")]
public sealed class SimulationWallTests
{
    private const int Substeps = 100;

    // Positions: 1e-4 cells, the acceptance value for GPUs. The others are those of the fast back end's tests.
    private static readonly StateTolerance Single = new(X: 1e-4 * FastScenes.CellSize, V: 1e-4, C: 3e-3, F: 1e-4);

    private static readonly DeviceOptions InOrder = new() { IsDeterministic = true };

    /// <summary>All forms, modes and ways; some of each for the short tier.</summary>
    public static TheoryData<string, ContactMode, bool> Walls => [.. Product(false)];

    /// <summary>The others.</summary>
    public static TheoryData<string, ContactMode, bool> OtherWalls => [.. Product(true)];

    public static TheoryData<ContactMode> Modes => [.. Enum.GetValues<ContactMode>()];

    [Theory]
    [MemberData(nameof(Walls))]
    public void Advance_Wall_MatchesTheReference(string form, ContactMode mode, bool moves) => Check(form, mode, moves);

    [Theory]
    [Trait("Tier", "Full")]
    [MemberData(nameof(OtherWalls))]
    public void Advance_EveryWall_MatchesTheReference(string form, ContactMode mode, bool moves) => Check(form, mode, moves);

    [Fact]
    public void Advance_TwoWallsThroughOneBody_MatchesTheReference()
    {
        // Half of a turning body in a turning cup, and a blade that goes through it: nodes behind one wall, behind the other, behind both.
        SimulationSetup setup = CupAndBlade();
        ParticleSet expected = FastScenes.RunReference(setup, Substeps);
        FastScenes.AssertClose(expected, Run(setup, new()), Single);
        ParticleSet first = Run(setup, InOrder);
        FastScenes.AssertClose(expected, first, Single);
        FastScenes.AssertIdentical(first, Run(setup, InOrder));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(20, false)]
    public void Advance_SortedAtAnyTime_MatchesTheReference(int period, bool dense)
    {
        // Sides are found in every fourth substep, and blocks get other numbers in between.
        SimulationSetup setup = Setup("plate", ContactMode.Separate, moves: false);
        ParticleSet expected = FastScenes.RunReference(setup, Substeps);
        FastScenes.AssertClose(expected, Run(setup, new() { FixedSortPeriod = period, Dense = dense }, frame: 33), Single);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Advance_AColumnFarAboveAWall_TakesBothWays(bool fuse)
    {
        // Chunks far from walls end a substep and begin the next in one visit; those near do not, and chunks go from one to the other.
        const double spacing = FastScenes.CellSize / 2;
        Vector3<Real64> foot = FastScenes.Middle - new Vector3<Real64>(3 * spacing, 3 * spacing, 18 * spacing);
        ParticleSet column = ParticleLattices.Box(foot, 6, 6, 36, spacing, 1000);
        ParticleLattices.SetRigidVelocity(column, new(0.2, -0.1, -1), new(0.3, 0.1, 0.2), FastScenes.Middle);
        for (int i = 0; i < column.X.Length; i++) column.X[i] += 0.2 * spacing * Math.Sin(0.7 * i);
        MotionPath rising = MotionPath.Steady(foot - new Vector3<Real64>(0, 0, 0.02), Quaternion<Real64>.FromAxisAngle(new(1, 0, 0), Math.PI / 2), new(0, 0, 1), default);
        SimulationSetup setup = FastScenes.Setup(column, FastScenes.Of(Laws.Find("neo-hookean"))) with
        {
            Boundaries = [new Collider(new PlateShape(0.3, 0.3), rising, new(ContactMode.Coulomb, 0.3))],
        };
        using DeviceSimulator simulator = new(setup, OpenClDevice.Required, ownsDevice: false, new() { Fuse = fuse });
        FastScenes.AssertClose(FastScenes.RunReference(setup, Substeps), FastScenes.Advance(simulator, setup, Substeps, 40), Single);
        int[] starts = new int[simulator.Matter.Sorter.FirstChunks[^1]];
        simulator.WallState!.ChunkStarts.SubView(0, starts.Length).CopyToCPU(starts);
        Assert.Contains(starts, s => s < 0);
        Assert.Contains(starts, s => s >= 0);
    }

    [Fact]
    public void Advance_WithoutBounds_IsTheSame()
    {
        // Nodes add up their particles in an order that has nothing to do with how blocks are found.
        SimulationSetup setup = CupAndBlade();
        FastScenes.AssertIdentical(Run(setup, InOrder, 40), Run(setup with { Domain = setup.Domain with { IsUnbounded = true } }, InOrder, 40));
    }

    [Fact]
    public void Advance_WithDissipation_TurnsAsMuchIntoHeat()
    {
        SimulationSetup setup = Setup("plate", ContactMode.Separate, moves: false, "von-mises") with { TracksDissipation = true };
        using ISimulator reference = Simulators.Create(setup with { Backend = SimulationBackend.Reference });
        using DeviceSimulator simulator = new(setup, OpenClDevice.Required, ownsDevice: false, new());
        FastScenes.Advance(reference, setup, Substeps);
        FastScenes.Advance(simulator, setup, Substeps);
        double expected = reference.Statistics().DissipatedEnergy;
        Assert.True(expected > 0);
        // Energies of yielding particles are differences of numbers that float rounds.
        Assert.Equal(expected, simulator.Statistics().DissipatedEnergy, 1e-3 * expected);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Plate_BetweenTwoBodies_KeepsEachAsItIsAlone(bool isDeterministic)
    {
        // Both press on the plate; each must move as it does where the other is not.
        SimulationSetup whole = Parted();
        ParticleSet body = whole.Particles;
        ParticleSet both = Run(whole, new() { IsDeterministic = isDeterministic });
        foreach (bool isUpper in (bool[])[false, true])
        {
            int[] kept = [.. Enumerable.Range(0, body.Count).Where(p => body.X[3 * p + 2] > FastScenes.Middle.Z.Value == isUpper)];
            ParticleSet alone = Run(whole with { Particles = Select(body, kept) }, new() { IsDeterministic = isDeterministic });
            ParticleSet part = Select(both, kept);
            // To the bit where sums have an order: matter of the other side is in none of them. Else atomics add in any order.
            if (isDeterministic) FastScenes.AssertIdentical(alone, part);
            else FastScenes.AssertClose(alone, part, Single);
        }

        ParticleSet without = Run(whole with { Boundaries = [] }, new());
        Assert.True(FastScenes.Largest(both.X, without.X) > 100 * Single.X, "the plate parts nothing");
    }

    [Fact]
    public void Advance_TracersAndHeldNodesAtAWall_MatchTheReference()
    {
        ParticleSet body = FastScenes.Body(10, 8);
        Vector3<Real64> size = new(0.1, 0.1, 0.1);
        SimulationSetup setup = Setup("plate", ContactMode.Slip, moves: false);
        double dt = setup.StepPolicy.TimeStep!.Value;
        Material rest = FastScenes.Of(Laws.Find("stationary"));
        for (int p = 0; p < body.Count; p++) body.Material[p] = body.X[3 * p] < FastScenes.Middle.X.Value - 0.1 ? 1 : 0;
        setup = setup with
        {
            Particles = body,
            Materials = [setup.Materials[0], rest],
            Tracers = TracerSet.At(FastScenes.Body(8, 8).X),
            Events = [new PinEvent(ParticleRegion.Around(FastScenes.Middle, size), new(10 * dt, 60 * dt)) { Velocity = new(0, 0.3, 0) }],
        };
        using ISimulator reference = Simulators.Create(setup with { Backend = SimulationBackend.Reference });
        ParticleSet expected = FastScenes.Advance(reference, setup, Substeps);
        foreach (DeviceOptions options in (DeviceOptions[])[new(), InOrder])
        {
            using DeviceSimulator simulator = new(setup, OpenClDevice.Required, ownsDevice: false, options);
            FastScenes.AssertClose(expected, FastScenes.Advance(simulator, setup, Substeps, 33), Single);
            Assert.True(FastScenes.Largest(reference.Tracers.X, simulator.Tracers.X) <= Single.X);
            Assert.True(FastScenes.Largest(reference.Tracers.F, simulator.Tracers.F) <= Single.F);
        }
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void FreePlate_OfEveryMode_MatchesTheReferenceAndKeepsMomenta(ContactMode mode) => DeviceRunChecks.AssertBodyMatchesTheReference(Plate(mode), Single);

    [Fact]
    public void FreePlate_InFixedOrder_RepeatsItsMotion()
    {
        SimulationSetup setup = FastScenes.Setup(FastScenes.Body(8, 8), FastScenes.Of(Laws.Find("neo-hookean"))) with { RigidBodies = [Plate(ContactMode.Coulomb)] };
        using DeviceSimulator one = new(setup, OpenClDevice.Required, ownsDevice: false, InOrder), two = new(setup, OpenClDevice.Required, ownsDevice: false, InOrder);
        FastScenes.AssertIdentical(FastScenes.Advance(one, setup, 60, 20), FastScenes.Advance(two, setup, 60, 20));
        Assert.Equal(one.Bodies[0], two.Bodies[0]);
    }

    [Fact]
    public void Restore_WithWalls_RepeatsTheFrames()
    {
        // Resumed where no sides are due: 33 is no multiple of 4.
        SimulationSetup setup = Setup("plate", ContactMode.Coulomb, moves: false) with { Tracers = TracerSet.At(FastScenes.Body(4, 8).X) };
        DeviceRunChecks.AssertResumeRepeats(setup, 33, 20);
    }

    [Fact]
    public void FailedFrame_IsUndoneWithItsSides() => RunChecks.AssertFailedFrameIsUndone(CupAndBlade(), DeviceRunChecks.InOrder);

    [Fact]
    public void Advance_EmitterAtAWall_MatchesTheReference()
    {
        ParticleSet particles = FastScenes.Body(6, 8);
        SimulationSetup setup = Setup("plate", ContactMode.Separate, moves: false);
        double dt = setup.StepPolicy.TimeStep!.Value;
        Nozzle nozzle = Nozzle.Disc(FastScenes.Middle + new Vector3<Real64>(0.2, 0, 0.05), new(-1, 0, -0.3), 0.06, FastScenes.CellSize / 2);
        EmitterEvent emitter = EmitterEvent.AddTo(ref particles, nozzle, 0.1 * FastScenes.CellSize / dt, new(5 * dt, 40 * dt), 0, 1000);
        setup = setup with { Particles = particles, Events = [emitter], StepPolicy = setup.StepPolicy with { MaximumCourantNumber = double.PositiveInfinity } };
        FastScenes.AssertClose(FastScenes.RunReference(setup, 50), Run(setup, new(), 50, frame: 25), Single);
    }

    [Fact]
    public void RigidBodiesBesideAWall_AreRefusedByName()
    {
        SimulationSetup setup = Setup("plate", ContactMode.Separate, moves: false) with { RigidBodies = [new(new SphereShape(0.1), 1, new(ContactMode.Separate)) { Position = FastScenes.Middle }] };
        SimulationSetupException refusal = Assert.Throws<SimulationSetupException>(
            () => new DeviceSimulator(setup, OpenClDevice.Required, ownsDevice: false, new()).Dispose());
        Assert.Contains("without thickness", refusal.Message, StringComparison.Ordinal);
    }

    // Oblique and through the body, so that matter is on both sides and beyond the edges.
    private static SimulationSetup Setup(string form, ContactMode mode, bool moves, string law = "neo-hookean")
    {
        const double cell = FastScenes.CellSize;
        ThinShape shape = form switch
        {
            "plate" => new PlateShape(2.3 * cell, 3.1 * cell),
            "disk" => new DiskShape(2.8 * cell),
            _ => new SheetShape(ThinMeshes.Cup(2.2 * cell, 3.2 * cell, 24)),
        };
        Vector3<Real64> place = FastScenes.Middle + new Vector3<Real64>(0.0123, 0.0071, -0.0044);
        Quaternion<Real64> turn = new Quaternion<Real64>(0.8, 0.2, -0.4, 0.4).Normalized;
        MotionPath path = moves ? MotionPath.Steady(place, turn, new(0.1, -0.05, 0.02), new(0.3, 0.5, -0.4)) : MotionPath.At(place, turn);
        ContactSurface surface = new(mode, mode == ContactMode.Coulomb ? 0.3 : 0, mode is ContactMode.Coulomb or ContactMode.Separate ? 0.2 : 0);
        return FastScenes.Setup(FastScenes.Body(10, 8), FastScenes.Of(Laws.Find(law))) with { Boundaries = [new Collider(shape, path, surface)] };
    }

    private static SimulationSetup CupAndBlade()
    {
        Vector3<Real64> middle = FastScenes.Middle;
        MotionPath turning = MotionPath.Steady(middle, new Quaternion<Real64>(0.8, 0.2, -0.4, 0.4).Normalized, new(0.1, 0, 0), new(0.3, 0.5, -0.4));
        Collider cup = new(new SheetShape(ThinMeshes.Cup(0.15, 0.25, 16)), turning, new(ContactMode.Coulomb, 0.2));
        Collider blade = new(new PlateShape(0.3, 0.3), MotionPath.Linear(middle + new Vector3<Real64>(0, 0.05, 0), new(0, -1, 0)), new(ContactMode.Separate));
        return FastScenes.Setup(FastScenes.Body(13, 8), FastScenes.Of(Laws.Find("neo-hookean"))) with { Boundaries = [cup, blade] };
    }

    // A level plate through the whole body, and matter that presses on it from both sides.
    private static SimulationSetup Parted()
    {
        SimulationSetup setup = FastScenes.Setup(FastScenes.Body(10, 8), FastScenes.Of(Laws.Find("neo-hookean")));
        ParticleSet body = setup.Particles;
        for (int p = 0; p < body.Count; p++) body.V[3 * p + 2] += body.X[3 * p + 2] > FastScenes.Middle.Z.Value ? -0.5 : 0.5;
        // The front of a plate looks along y; it is turned upwards.
        Quaternion<Real64> upward = Quaternion<Real64>.FromAxisAngle(new(1, 0, 0), Math.PI / 2);
        return setup with { Boundaries = [new Collider(new PlateShape(1, 1), MotionPath.At(FastScenes.Middle, upward), new(ContactMode.Separate))] };
    }

    private static RigidBody Plate(ContactMode mode)
    {
        ContactSurface surface = new(mode, mode == ContactMode.Coulomb ? 0.3 : 0, mode is ContactMode.Coulomb or ContactMode.Separate ? 0.2 : 0);
        return new(new PlateShape(0.12, 0.15), 1.5, surface)
        {
            Position = FastScenes.Middle + new Vector3<Real64>(0.013, 0.021, 0.122),
            Orientation = (Quaternion<Real64>.FromAxisAngle(new(1, 0, 0), Math.PI / 2) * new Quaternion<Real64>(0.99, 0.05, 0.02, 0.1)).Normalized,
            Velocity = new(0.2, 0.1, -1.5),
            AngularVelocity = new(1, -0.5, 0.5),
        };
    }

    private static IEnumerable<(string Form, ContactMode Mode, bool Moves)> Product(bool others)
    {
        int number = 0;
        foreach (string form in (string[])["plate", "disk", "sheet"])
        {
            foreach (ContactMode mode in Enum.GetValues<ContactMode>())
            {
                foreach (bool moves in (bool[])[false, true])
                {
                    // Every form, mode and way is among these.
                    bool isShort = number++ % 5 == 1;
                    if (isShort != others) yield return (form, mode, moves);
                }
            }
        }
    }

    private static void Check(string form, ContactMode mode, bool moves)
    {
        SimulationSetup setup = Setup(form, mode, moves);
        ParticleSet expected = FastScenes.RunReference(setup, Substeps);
        FastScenes.AssertClose(expected, Run(setup, new()), Single);
        ParticleSet first = Run(setup, InOrder);
        FastScenes.AssertClose(expected, first, Single);
        FastScenes.AssertIdentical(first, Run(setup, InOrder));
        ParticleSet without = FastScenes.RunReference(setup with { Boundaries = [] }, Substeps);
        Assert.True(FastScenes.Largest(expected.X, without.X) > 20 * Single.X, "the wall moves nothing here");
    }

    private static ParticleSet Select(ParticleSet set, int[] kept)
    {
        ParticleSet part = new(kept.Length);
        for (int i = 0; i < kept.Length; i++)
        {
            int p = kept[i];
            (part.Mass[i], part.RestVolume[i], part.Material[i]) = (set.Mass[p], set.RestVolume[p], set.Material[p]);
            for (int k = 0; k < 3; k++) (part.X[3 * i + k], part.V[3 * i + k]) = (set.X[3 * p + k], set.V[3 * p + k]);
            for (int k = 0; k < 9; k++) (part.C[9 * i + k], part.F[9 * i + k]) = (set.C[9 * p + k], set.F[9 * p + k]);
            for (int k = 0; k < ParticleSet.HistoryWidth && set.History is not null; k++)
                (part.History ??= new double[ParticleSet.HistoryWidth * kept.Length])[ParticleSet.HistoryWidth * i + k] = set.History[ParticleSet.HistoryWidth * p + k];
        }

        return part;
    }

    private static ParticleSet Run(SimulationSetup setup, DeviceOptions options, int substeps = Substeps, int frame = int.MaxValue)
    {
        using DeviceSimulator simulator = new(setup, OpenClDevice.Required, ownsDevice: false, options);
        return FastScenes.Advance(simulator, setup, substeps, frame);
    }
}
