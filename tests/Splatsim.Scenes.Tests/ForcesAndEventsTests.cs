using Splatsim.Formats;
using Splatsim.Mathematics;
using Splatsim.Scenes;
using Splatsim.Simulation;
using Splatsim.Splats;

namespace Splatsim.Tests;

/// <summary>Forces and events of scene files, on a made-up capture: a ball of splats in the air.</summary>
public sealed class ForcesAndEventsTests : IDisposable
{
    private const double Radius = 0.1, Height = 0.5;

    private const string AllForces = """
        [
          { "type": "gravity", "keys": [ { "time": 0, "value": [0, 0, 0] }, { "time": 0.1, "value": [1, 0, 0] } ] },
          { "type": "wind", "velocity": [3, 0, 1], "object": "ball", "gusts": { "speed": 1, "length": 0.2, "seed": 4 } },
          { "type": "attractor", "point": [0, 1, 0], "strength": 0.1, "softening": 0.05 },
          { "type": "blast", "point": [0.3, 0.5, 0], "acceleration": 50, "radius": 1, "duration": 0.01, "start": 0.01 },
          { "type": "vortex", "point": [0, 0, 0], "angularSpeed": 3, "coreRadius": 0.2, "rate": 2 },
          { "type": "buoyancy", "level": 0.5, "density": 800, "object": "ball" },
          { "type": "field", "file": "field.safetensors", "rate": 1 },
          { "type": "damping", "rate": 1 },
          { "type": "damping", "rate": 2, "object": "ball" },
          { "type": "grab", "keys": [ { "time": 0.02, "value": [0, 0.5, 0] }, { "time": 0.1, "value": [0.1, 0.5, 0] } ], "radius": 0.08, "stiffness": 10, "start": 0.02 }
        ]
        """;

    private const string AllEvents = """
        [
          { "type": "velocity", "angularVelocity": [0, 3, 0], "pivot": [0, 0.5, 0], "start": 0.02 },
          { "type": "grip", "box": { "center": [0.08, 0.5, 0], "size": [0.06, 0.1, 0.1] }, "velocity": [0.1, 0, 0], "angularVelocity": [1, 0, 0], "end": 0.05 },
          { "type": "pin", "sphere": { "center": [-0.08, 0.5, 0], "radius": 0.04 }, "end": 0.05 },
          { "type": "release", "axis": [0, 1, 0], "first": 0.4, "last": 0.6, "layers": 4, "end": 0.02 },
          { "type": "emitter", "center": [0, 0.8, 0], "radius": 0.03, "speed": 1, "material": "water", "color": [0.1, 0.4, 0.9], "end": 0.06 },
          { "type": "sink", "cylinder": { "center": [0, 0.75, 0], "height": 0.02, "radius": 0.1 }, "start": 0.07, "period": 0.001 },
          { "type": "cut", "edge": [0.05, 0.7, 0], "velocity": [0, -4, 0], "kerf": 0.02, "length": 0.5 }
        ]
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("splatsim-forces-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Forces_EveryType_ReachesTheSimulation()
    {
        WriteField();
        using SceneRun run = Ball($"\"forces\": {{ \"list\": {AllForces} }}").Prepare();
        Assert.Equal(Forces.All.Select(f => f.Type).ToHashSet(), run.Setup.Forces.Select(f => f.GetType()).ToHashSet());
        for (int i = 0; i < 3; i++) run.Step();
        Assert.True(double.IsFinite(run.Simulator.Statistics().KineticEnergy));
        WindForce wind = Assert.IsType<WindForce>(run.Setup.Forces[1]);
        Assert.Equal(run.Setup.Particles.Count, wind.Group!.Count);
        Assert.Equal(4, wind.Gusts!.Seed);
    }

    [Fact]
    public void Events_EveryType_ReachesTheSimulation()
    {
        using SceneRun run = Ball($"\"events\": {AllEvents}").Prepare();
        Assert.Equal(
            [typeof(VelocityEvent), typeof(RigidMotionEvent), typeof(RigidMotionEvent), typeof(LayerReleaseEvent), typeof(EmitterEvent), typeof(SinkEvent), typeof(CutEvent)],
            run.Setup.Events.Select(e => e.GetType()));
        for (int i = 0; i < 3; i++) run.Step();
        Assert.True(double.IsFinite(run.Simulator.Statistics().KineticEnergy));
    }

    [Theory]
    [InlineData("\"friction\": 0.3", true)]
    [InlineData("\"kerf\": 0.02", false)]
    public void Cut_WithoutAKerf_PartsTheBallAndItsSplats(string sides, bool parts)
    {
        // A blade that is in the middle from the start, and halves that are sent apart by 0.2 m/s each.
        using SceneRun run = Ball($$"""
            "events": [
              { "type": "cut", "edge": [0, 0.2, 0], {{sides}} },
              { "type": "velocity", "box": { "center": [-1, 0.5, 0], "size": [2, 2, 2] }, "velocity": [-0.2, 0, 0] },
              { "type": "velocity", "box": { "center": [1, 0.5, 0], "size": [2, 2, 2] }, "velocity": [0.2, 0, 0] } ]
            """).Prepare();
        double mass = run.Simulator.Statistics().Mass;
        float[] before = run.Splats.X.Span.ToArray();
        run.Step();
        run.Step();
        SimulationStatistics statistics = run.Simulator.Statistics();
        Assert.Equal(parts ? 0 : mass - statistics.Mass, statistics.RemovedMass, 1e-9 * mass);
        Assert.Equal(!parts, statistics.RemovedMass > 0);
        if (!parts) return;
        // Splats go with their half, also those at the cut: 2/30 s at 0.2 m/s, up to what the halves of a soft ball swing.
        double moved = 0.2 * run.Simulator.Time;
        for (int i = 0; i < before.Length; i++)
            if (Math.Abs(before[i]) > 1e-3) Assert.Equal(Math.Sign(before[i]) * moved, run.Splats.X[i] - before[i], 0.1 * moved);
    }

    [Fact]
    public void Cut_FrictionBesideAKerf_IsRefused()
    {
        SceneFileException refused = Assert.Throws<SceneFileException>(
            () => Ball("""
                "events": [ { "type": "cut", "edge": [0, 0.2, 0], "friction": 0.3, "kerf": 0.02 } ]
                """));
        Assert.Contains("$.events[0].friction", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Emitter_ItsSplats_AppearWithTheirParticles()
    {
        using SceneRun run = Ball(
            """
            "events": [ { "type": "emitter", "center": [0, 0.8, 0], "radius": 0.03, "speed": 1, "material": "water", "color": [1, 0, 0] } ], "forces": { "gravity": [0, 0, 0] }
            """).Prepare();
        EmitterEvent emitter = Assert.IsType<EmitterEvent>(run.Setup.Events[0]);
        int captured = run.Scene.Cloud.Count - emitter.ParticleCount;
        Assert.Equal(400, captured);
        Assert.Equal(captured + emitter.ParticleCount, run.MovingSplatCount);
        Assert.Equal(captured, run.Bake().Count);
        run.Step();
        int active = run.Simulator.ActiveCount - emitter.FirstParticle;
        Assert.True(active > 0);
        GaussianCloud baked = run.Bake();
        Assert.Equal(captured + active, baked.Count);
        // The first splat has moved with its particle: speed times time from the nozzle down, which is +y in splat space.
        Assert.Equal(-0.8 + 1.0 / 30, baked.Y[captured], 1e-4);
        // The colour's red is 1: 0.5 / sqrt(1 / 4 pi), of which single splats are up to 12 % lighter or darker.
        double least = (0.88 - 0.5) / 0.28209479177387814, most = (1.12 - 0.5) / 0.28209479177387814;
        for (int i = captured; i < baked.Count; i++) Assert.InRange(baked.Sh(0, 0)[i], least - 1e-4, most + 1e-4);
        run.Draw();
    }

    [Fact]
    public void Sink_ThatTakesTheBall_HidesItsSplats()
    {
        using SceneRun run = Ball("""
            "events": [ { "type": "sink", "box": { "center": [0, 0.5, 0], "size": [1, 1, 1] } } ]
            """).Prepare();
        byte[] full = run.Draw().Data.ToArray();
        run.Step();
        Assert.Equal(0, run.Simulator.ActiveCount);
        Assert.Equal(0, run.Bake().Count);
        byte[] empty = run.Draw().Data.ToArray();
        Assert.NotEqual(full, empty);
        // Nothing but the background, white.
        Assert.All(empty, v => Assert.Equal(255, v));
    }

    [Theory]
    [InlineData("\"forces\": { \"list\": [ { \"type\": \"winds\" } ] }", "$.forces.list[0].type", "wind")]
    [InlineData("\"forces\": { \"list\": [ { \"type\": \"wind\" } ] }", "$.forces.list[0].velocity", "velocity")]
    [InlineData("\"forces\": { \"list\": [ { \"type\": \"wind\", \"velocity\": [1, 0, 0], \"radius\": 1 } ] }", "$.forces.list[0].radius", "unknown key")]
    [InlineData("\"forces\": { \"list\": [ { \"type\": \"blast\", \"point\": [0, 0, 0], \"acceleration\": 1, \"radius\": 0 } ] }", "$.forces.list[0].radius", "range")]
    [InlineData("\"forces\": { \"list\": [ { \"type\": \"damping\", \"rate\": 1, \"start\": 2, \"end\": 1 } ] }", "$.forces.list[0].end", "after")]
    [InlineData("\"forces\": { \"list\": [ { \"type\": \"gravity\", \"keys\": [ { \"time\": 1, \"value\": [0, 0, 0] }, { \"time\": 1, \"value\": [0, 0, 0] } ] } ] }", "$.forces.list[0].keys[1].time", "sort")]
    [InlineData("\"events\": [ { \"type\": \"sinks\" } ]", "$.events[0].type", "sink")]
    [InlineData("\"events\": [ { \"type\": \"sink\" } ]", "$.events[0]", "box")]
    [InlineData("\"events\": [ { \"type\": \"emitter\", \"center\": [0, 0, 0], \"speed\": 1, \"material\": \"water\" } ]", "$.events[0].radius", "opening")]
    [InlineData("\"events\": [ { \"type\": \"release\", \"first\": 0, \"last\": 1 } ]", "$.events[0].end", "last layer")]
    public void Parse_Wrong_NamesPathAndFix(string section, string path, string mention)
    {
        SceneFileException error = Assert.Throws<SceneFileException>(() => SceneReader.Parse(Text(section), "x.json"));
        Assert.Equal(path, error.JsonPath);
        Assert.Contains(mention, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"forces\": { \"list\": [ { \"type\": \"damping\", \"rate\": 1, \"object\": \"bal\" } ] }", "$.forces.list[0].object", "ball")]
    [InlineData("\"forces\": { \"gravity\": [0, 0, 0], \"list\": [ { \"type\": \"buoyancy\", \"level\": 1 } ] }", "$.forces.list[0]", "gravity")]
    [InlineData("\"events\": [ { \"type\": \"emitter\", \"center\": [0, 1, 0], \"radius\": 0.05, \"speed\": 0.1, \"particlesPerSecond\": 1e9, \"material\": \"water\" } ]", "$.events[0]", "faster")]
    [InlineData("\"events\": [ { \"type\": \"emitter\", \"center\": [0, 1, 0], \"radius\": 0.05, \"speed\": 0.1, \"material\": \"watr\" } ]", "$.events[0].material", "water")]
    public void Prepare_Wrong_NamesPathAndFix(string section, string path, string mention)
    {
        SceneFileException error = Assert.Throws<SceneFileException>(() => Ball(section).Prepare());
        Assert.Equal(path, error.JsonPath);
        Assert.Contains(mention, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_MutatedSections_NeverThrowsAnythingElse()
    {
        // Numbers, keys and punctuation replaced at random places with a fixed seed: a scene or a named error, nothing else.
        string[] pieces = ["0", "-1", "1e308", "-1e308", "1e-308", "null", "true", "\"x\"", "[]", "{}", "[1, 2]", "[0, 0, 0]", "\"wind\"", "NaN"];
        Random random = new(12);
        string text = Text($"\"forces\": {{ \"list\": {AllForces} }}, \"events\": {AllEvents}");
        int[] values = [.. Enumerable.Range(0, text.Length).Where(i => text[i] == ':')];
        for (int round = 0; round < 600; round++)
        {
            int colon = values[random.Next(values.Length)], end = text.IndexOfAny([',', '}'], colon);
            string mutated = text[..(colon + 1)] + pieces[random.Next(pieces.Length)] + text[end..];
            Exception? error = Record.Exception(() => SceneReader.Parse(mutated, "x.json"));
            Assert.True(error is null or SceneFileException, $"{error}\n{mutated}");
        }
    }

    [Fact]
    public void Prepare_MutatedNumbers_GiveASceneOrANamedError()
    {
        WriteField();
        string[] numbers = ["0", "-1", "1e9", "1e-9", "-1e9", "1e200"];
        Random random = new(5);
        foreach (string section in (string[])[$"\"forces\": {{ \"list\": {AllForces} }}", $"\"events\": {AllEvents}"])
        {
            int[] digits = [.. Enumerable.Range(1, section.Length - 1).Where(i => char.IsAsciiDigit(section[i]) && section[i - 1] is ' ' or '[')];
            for (int round = 0; round < 40; round++)
            {
                int start = digits[random.Next(digits.Length)], end = start;
                while (char.IsAsciiDigit(section[end]) || section[end] is '.' or '-') end++;
                string mutated = section[..start] + numbers[random.Next(numbers.Length)] + section[end..];
                Exception? error = Record.Exception(() =>
                {
                    using SceneRun run = Ball(mutated, small: true).Prepare();
                    // A speed of 1e9 m/s is honoured with steps that a test cannot wait for.
                    if (run.Simulator.TimeStep > 1e-5) run.Step();
                });
                Assert.True(error is null or SceneFileException or SimulationException or SimulationSetupException, $"{error}\n{mutated}");
            }
        }
    }

    private static string Text(string section) =>
        $$"""{ "splats": "ball.ply", "objects": [ { "name": "ball", "material": "jelly" } ], "units": { "metersPerUnit": 1, "up": "-y", "groundHeight": 0 }, {{section}} }""";

    private Scene Ball(string section, bool small = false)
    {
        GaussianCloud cloud = new(400, 0);
        Random random = new(3);
        for (int i = 0; i < cloud.Count; i++)
        {
            Vector3<Real64> direction;
            do
            {
                direction = new(2 * random.NextDouble() - 1, 2 * random.NextDouble() - 1, 2 * random.NextDouble() - 1);
            }
            while (direction.LengthSquared.Value is > 1 or < 0.01);
            direction = (Real64)Radius * direction.Normalized;
            (cloud.X[i], cloud.Y[i], cloud.Z[i]) = ((float)direction.X.Value, (float)(direction.Y.Value - Height), (float)direction.Z.Value);
            cloud.LogScaleX[i] = cloud.LogScaleY[i] = cloud.LogScaleZ[i] = (float)Math.Log(0.012);
            cloud.OpacityLogit[i] = 4;
        }

        string text = Text(section + $", \"solver\": {{ \"resolution\": {(small ? 5 : 8)} }}, \"render\": {{ \"width\": 48, \"height\": 32 }}, \"time\": {{ \"duration\": 0.1 }}");
        return Scene.Of(SceneReader.Parse(text, Path.Combine(folder, "scene.json")), cloud);
    }

    private void WriteField()
    {
        float[] values = new float[2 * 2 * 2 * 2 * 3];
        for (int i = 0; i < values.Length; i++) values[i] = (float)Math.Sin(i);
        SafetensorsFile.Write(Path.Combine(folder, "field.safetensors"), [
            ("values", [2, 2, 2, 2, 3], values), ("origin", [3], new float[] { -1, -1, -1 }), ("spacing", [3], new float[] { 2, 3, 2 }), ("times", [2], new float[] { 0, 0.1f })]);
    }
}
