using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Simulation;
using Splatsim.Simulation.Fast;
using Splatsim.Tests.Fast;

namespace Splatsim.Tests.Restart;

/// <summary>A simulation that goes on from a file repeats the same sums: every comparison here is to the last bit.</summary>
public sealed class RestartTests : IDisposable
{
    // 11 substeps a frame: no multiple of the sort period, so that the order of the particles at the end of a frame is an old one.
    private const int PerFrame = 11, Before = 4, After = 5;

    private readonly string folder = Directory.CreateTempSubdirectory("splatsim-restart").FullName;

    public static TheoryData<string, TransferScheme, TransferKernel, bool> Cases
    {
        get
        {
            TheoryData<string, TransferScheme, TransferKernel, bool> data = [];
            foreach (string engine in (string[])[Engines.Double, Engines.Single, Engines.Fast])
            {
                data.Add(engine, TransferScheme.Apic, TransferKernel.Quadratic, true);
                data.Add(engine, TransferScheme.Asflip, TransferKernel.Cubic, false);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Resume_FromAFile_RepeatsTheFrames(string engine, TransferScheme scheme, TransferKernel kernel, bool compress)
    {
        SimulationSetup setup = Scene(scheme, kernel).On(engine);
        string path = Path.Combine(folder, "state");
        using ISimulator whole = Simulators.Create(setup);
        Frames(whole, setup, Before);
        Save(whole, path, compress);
        Frames(whole, setup, After);

        using ISimulator resumed = Simulators.Create(setup with { Workers = FastScenes.Pool(3) });
        Restore(resumed, path);
        Assert.Equal(Before * PerFrame, resumed.SubstepCount);
        Frames(resumed, setup, After);
        AssertSame(whole, resumed);
    }

    [Theory]
    [InlineData(Engines.Double)]
    [InlineData(Engines.Fast)]
    public void Resume_WithARigidBodyAndWithoutBounds_RepeatsTheFrames(string engine)
    {
        LawEntry rigid = Laws.All.First(l => l.Description.IsRigid);
        ParticleSet body = FastScenes.Body(9, 8);
        for (int p = 0; p < body.Count; p++)
            if (body.X[3 * p] < FastScenes.Middle.X.Value) body.Material[p] = 1;
        SimulationSetup setup = FastScenes.Setup(body, FastScenes.Of(Laws.Find("neo-hookean")), FastScenes.Of(rigid)).On(engine) with
        {
            Domain = FastScenes.Domain with { IsUnbounded = engine == Engines.Fast },
            Boundaries = [new PlaneBoundary(ContactMode.Separate, FastScenes.Middle - new Vector3<Real64>(0, 0, 0.1), new(0, 0, 1))],
        };
        string path = Path.Combine(folder, "state");
        using ISimulator whole = Simulators.Create(setup), resumed = Simulators.Create(setup);
        Frames(whole, setup, Before);
        Save(whole, path);
        Frames(whole, setup, After);
        Restore(resumed, path);
        Frames(resumed, setup, After);
        AssertSame(whole, resumed);
    }

    [Theory]
    [InlineData(Engines.Double)]
    [InlineData(Engines.Fast)]
    public void Resume_WithLocalSteps_RepeatsTheFrames(string engine)
    {
        SimulationSetup setup = LocalStepScenes.Setup(LocalStepScenes.SpinningBarInJelly(), 100, local: true, engine) with { Gravity = new(0, 0, -2) };
        string path = Path.Combine(folder, "state");
        using ISimulator whole = Simulators.Create(setup), resumed = Simulators.Create(setup with { Workers = FastScenes.Pool(3) });
        Frames(whole, setup, Before, 24);
        Save(whole, path);
        Frames(whole, setup, After, 24);
        Restore(resumed, path);
        Frames(resumed, setup, After, 24);
        AssertSame(whole, resumed);
        Assert.Equal(whole.Substeps.Local!.ToString(), resumed.Substeps.Local!.ToString());
        Assert.True(whole.Substeps.Local.Saved > 0.4);
        using ISimulator other = Simulators.Create(setup with { StepPolicy = setup.StepPolicy with { LocalSteps = false } });
        RestartException refused = Assert.Throws<RestartException>(() => Restore(other, path));
        Assert.Contains("step policy", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Save_OfARunningSimulation_ChangesNothing()
    {
        SimulationSetup setup = Scene(TransferScheme.Apic, TransferKernel.Quadratic);
        using ISimulator undisturbed = FastBackend.Create(setup, new()), saved = FastBackend.Create(setup, new());
        Frames(undisturbed, setup, Before + After);
        for (int frame = 0; frame < Before + After; frame++)
        {
            Frames(saved, setup, 1);
            Save(saved, Path.Combine(folder, "state"));
        }

        AssertSame(undisturbed, saved);
    }

    [Fact]
    public void Resume_InMidRun_GoesBackAfterAFailedFrame()
    {
        // The first frame after a restart fails at its end; what it started from must come back, although no move before it is known.
        SimulationSetup setup = Scene(TransferScheme.Apic, TransferKernel.Quadratic) with { Gravity = new(0, 0, -40), Boundaries = [] };
        using ISimulator first = FastBackend.Create(setup, new());
        Frames(first, setup, Before);
        string path = Path.Combine(folder, "state");
        Save(first, path);
        using ISimulator resumed = FastBackend.Create(setup, new());
        Restore(resumed, path);
        Assert.Throws<ParticleLeftDomainException>(() => Frames(resumed, setup, 1, 4000));
        AssertSame(first, resumed);
        Frames(first, setup, After);
        Frames(resumed, setup, After);
        AssertSame(first, resumed);
    }

    [Fact]
    public void Resume_WithAnotherSetup_NamesWhatDiffers()
    {
        SimulationSetup setup = Scene(TransferScheme.Apic, TransferKernel.Quadratic);
        string path = Path.Combine(folder, "state");
        using (ISimulator simulator = FastBackend.Create(setup, new())) Save(simulator, path);
        Refused(setup with { Gravity = new(0, 0, -1) }, "gravity");
        Refused(setup with { Transfer = TransferOptions.Flip() }, "transfer");
        Refused(setup with { Particles = FastScenes.Body(7, 8) }, "particle count");
        Refused(setup with { Materials = [FastScenes.Of(Laws.Find("neo-hookean")), FastScenes.Of(Laws.Find("fixed-corotated"))] }, "materials");
        Refused(setup with { Backend = SimulationBackend.Reference }, "back end");
        Refused(setup with { Boundaries = [BoxWalls.Inside(ContactMode.Coulomb, FastScenes.Domain, 7, 0.31)] }, "Boundaries[0].Friction is \"0.3\", this simulation's is \"0.31\"");
        Refused(setup with { Boundaries = [] }, "boundary types");
        Refused(setup with { Events = [((VelocityEvent)setup.Events[0]) with { Time = 1 }, .. setup.Events.Skip(1)] }, "Events[0].Time");
        Refused(setup with { Forces = [new DampingForce(0.5)] }, "force types");

        void Refused(SimulationSetup other, string part)
        {
            using ISimulator simulator = Simulators.Create(other);
            RestartException error = Assert.Throws<RestartException>(() => Restore(simulator, path));
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
            Assert.Contains(path, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Identity_OfEveryRegisteredBoundaryAndForce_HasItsValues()
    {
        // The same values made twice are the same; two examples of a kind differ in something that has a name.
        foreach (GridBoundaryEntry entry in GridBoundaries.All) Check(() => entry.Examples(FastScenes.Domain));
        foreach (ForceEntry entry in Forces.All) Check(() => entry.Examples(FastScenes.Domain));

        static void Check(Func<IEnumerable<object>> examples)
        {
            IReadOnlyDictionary<string, string>[] first = [.. examples().Select(e => ValueList.Of("x", e))], second = [.. examples().Select(e => ValueList.Of("x", e))];
            for (int i = 0; i < first.Length; i++)
            {
                Assert.Equal(first[i].OrderBy(v => v.Key), second[i].OrderBy(v => v.Key));
                for (int j = 0; j < i; j++) Assert.Contains(first[i], v => first[j].GetValueOrDefault(v.Key) != v.Value);
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_DamagedAnywhere_IsRefused(bool compress)
    {
        string path = Path.Combine(folder, "numbers"), broken = Path.Combine(folder, "broken");
        double[] values = [.. Enumerable.Range(0, 500).Select(i => Math.Sin(i))];
        using (StateWriter writer = new(path, "numbers", 1, compress))
        {
            writer.Write<double>("values", values);
            writer.SetProperty("name", "sines");
            writer.Commit();
        }

        byte[] whole = File.ReadAllBytes(path);
        Assert.Equal(values, Read(path));
        for (int at = 8; at < whole.Length; at += 7)
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= 0x10;
            File.WriteAllBytes(broken, damaged);
            Assert.Throws<RestartException>(() => Read(broken));
            File.WriteAllBytes(broken, whole[..at]);
            Assert.Throws<RestartException>(() => Read(broken));
        }

        static double[] Read(string file)
        {
            using StateReader reader = new(file, "numbers", 1);
            return reader.Read<double>("values");
        }
    }

    [Fact]
    public void Write_NotCommitted_LeavesTheFileBefore()
    {
        string path = Path.Combine(folder, "numbers");
        using (StateWriter writer = new(path, "numbers", 1))
        {
            writer.Write<int>("values", [1, 2, 3]);
            writer.Commit();
        }

        using (StateWriter writer = new(path, "numbers", 1)) writer.Write<int>("values", [4]);
        using StateReader reader = new(path, "numbers", 1);
        Assert.Equal([1, 2, 3], reader.Read<int>("values"));
        Assert.Single(Directory.GetFiles(folder));
    }

    [Fact]
    public void Read_AnotherKindOrVersion_IsRefused()
    {
        string path = Path.Combine(folder, "numbers");
        using (StateWriter writer = new(path, "numbers", 2)) writer.Commit();
        Assert.Contains("version 2", Assert.Throws<RestartException>(() => new StateReader(path, "numbers", 1)).Message, StringComparison.Ordinal);
        Assert.Contains("numbers", Assert.Throws<RestartException>(() => new StateReader(path, "frame", 2)).Message, StringComparison.Ordinal);
        using StateReader reader = new(path, "numbers", 2);
        Assert.Throws<RestartException>(() => reader.Read<int>("missing"));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static SimulationSetup Scene(TransferScheme scheme, TransferKernel kernel)
    {
        SimulationSetup setup = FastScenes.Setup(FastScenes.Body(9, 8, 2), FastScenes.Of(Laws.Find("neo-hookean")), FastScenes.Of(Laws.Find("von-mises")));
        double dt = setup.StepPolicy.TimeStep!.Value;
        return setup with
        {
            Transfer = TransferOptions.Default with { Scheme = scheme, Kernel = kernel },
            Tracers = TracerSet.At(FastScenes.Body(5, 3).X),
            Boundaries = [BoxWalls.Inside(ContactMode.Coulomb, FastScenes.Domain, 7, 0.3)],
            Events =
            [
                // One is over before the restart, one goes on, one comes after it.
                new VelocityEvent(ParticleRegion.Everything, new(0.1, 0.2, 0.3)) { Time = 5.2 * dt },
                new ImpulseEvent(ParticleRegion.Around(FastScenes.Middle, new(0.1, 0.1, 0.1)), new(0.05, 0, 0), new(10 * dt, 60 * dt)) { IsTotal = true },
                new PinEvent(ParticleRegion.Around(FastScenes.Middle + new Vector3<Real64>(0.1, 0.1, 0.1), new(0.05, 0.05, 0.05)), new(50 * dt, 90 * dt)),
            ],
        };
    }

    private static void Frames(ISimulator simulator, SimulationSetup setup, int count, int substeps = PerFrame)
    {
        for (int i = 0; i < count; i++) simulator.Advance(substeps * setup.StepPolicy.TimeStep!.Value);
    }

    private static void Save(ISimulator simulator, string path, bool compress = true)
    {
        using StateWriter writer = new(path, "restart", 1, compress);
        simulator.Save(writer);
        writer.Commit();
    }

    private static void Restore(ISimulator simulator, string path)
    {
        using StateReader reader = new(path, "restart", 1);
        simulator.Restore(reader);
    }

    private static void AssertSame(ISimulator expected, ISimulator actual)
    {
        Assert.Equal(expected.SubstepCount, actual.SubstepCount);
        Assert.Equal(expected.Time, actual.Time);
        FastScenes.AssertIdentical(Bodies.StateOf(expected), Bodies.StateOf(actual));
        Assert.Equal(expected.Tracers.X, actual.Tracers.X);
        Assert.Equal(expected.Tracers.F, actual.Tracers.F);
        Assert.Equal(expected.Statistics(), actual.Statistics());
        Assert.Equal(expected.TimeStep, actual.TimeStep);
    }
}
