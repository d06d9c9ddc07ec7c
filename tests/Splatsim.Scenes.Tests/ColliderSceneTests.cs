using System.Numerics;
using Splatsim.Scenes;
using Splatsim.Simulation;
using Splatsim.Splats;

namespace Splatsim.Tests;

/// <summary>Colliders of scene files: read, refused with the place and the fix, and acting.</summary>
public sealed class ColliderSceneTests : IDisposable
{
    private const double Radius = 0.06, Height = 0.25;

    private readonly string folder = Directory.CreateTempSubdirectory("splatsim-colliders-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("\"type\": \"box\", \"size\": [0.4, 0.1, 0.4]", 0.05)]
    [InlineData("\"type\": \"box\", \"box\": { \"center\": [0, 0, 0], \"size\": [0.4, 0.1, 0.4] }", 0.05)]
    [InlineData("\"type\": \"sphere\", \"radius\": 1, \"position\": [0, -1, 0]", 0.0)]
    [InlineData("\"type\": \"capsule\", \"radius\": 0.1, \"height\": 0.6, \"axis\": [0, 0, 1], \"degrees\": 90", 0.1)]
    [InlineData("\"type\": \"cylinder\", \"radius\": 0.2, \"height\": 0.1, \"degrees\": 30", 0.05)]
    [InlineData("\"type\": \"heightfield\", \"countX\": 2, \"spacing\": 0.8, \"heights\": [0.02, 0.02, 0.02, 0.02]", 0.02)]
    [InlineData("\"type\": \"mesh\", \"file\": \"block.obj\", \"scale\": 0.1", 0.05)]
    [InlineData("\"type\": \"splats\"", 0.0)]
    [InlineData("\"type\": \"plate\", \"size\": [0.4, 0, 0.4], \"position\": [0, 0.05, 0]", 0.05)]
    [InlineData("\"type\": \"disk\", \"radius\": 0.2, \"position\": [0, 0.05, 0]", 0.05)]
    [InlineData("\"type\": \"cup\", \"radius\": 0.15, \"height\": 0.1, \"position\": [0, 0.1, 0]", 0.05)]
    [InlineData("\"type\": \"tray\", \"size\": [0.3, 0.1, 0.3], \"position\": [0, 0.1, 0]", 0.05)]
    [InlineData("\"type\": \"sheet\", \"file\": \"tile.obj\", \"scale\": 0.1, \"position\": [0, 0.05, 0]", 0.05)]
    public void Collider_OfEveryType_StopsAFallingBall(string collider, double top)
    {
        File.WriteAllText(Path.Combine(folder, "block.obj"), """
            v -2 -0.5 -2
            v 2 -0.5 -2
            v -2 0.5 -2
            v 2 0.5 -2
            v -2 -0.5 2
            v 2 -0.5 2
            v -2 0.5 2
            v 2 0.5 2
            f 1 3 4 2
            f 5 6 8 7
            f 1 2 6 5
            f 3 7 8 4
            f 1 5 7 3
            f 2 4 8 6
            """);
        File.WriteAllText(Path.Combine(folder, "tile.obj"), """
            v -2 0 -2
            v 2 0 -2
            v -2 0 2
            v 2 0 2
            f 1 3 4 2
            """);
        using SceneRun run = Load("{ " + collider + ", \"surface\": \"sticky\" }").Prepare();
        ParticleSet state = new(run.Simulator.ParticleCount);
        double lowest = 1;
        for (int i = 0; i < run.LastFrame; i++)
        {
            run.Step();
            run.Simulator.CopyTo(state);
            for (int p = 0; p < state.Count; p++) lowest = Math.Min(lowest, state.X[3 * p + 1]);
        }

        // A node that matter hangs on is at most a cell and a half away from the surface on either side; after 0.3 s a free fall is
        // 0.44 m deep.
        double cell = run.Setup.Domain.CellSize;
        Assert.InRange(lowest, top - 1.5 * cell, top + 1.5 * cell);
    }

    [Fact]
    public void Collider_WithKeysAndWindow_FollowsThem()
    {
        SceneDescription scene = SceneReader.Parse(Text("""
            { "type": "box", "size": [1, 1, 1], "inside": true, "surface": "coulomb", "friction": 0.3, "restitution": 0.5, "start": 0.5, "end": 2,
              "keys": [ { "time": 0, "position": [0, 0, 0] }, { "time": 2, "position": [1, 0, 0], "axis": [0, 0, 2], "degrees": 90 } ] }
            """), "x.json");
        Collider box = (Collider)BuildOnly(scene);
        Assert.Equal(new ContactSurface(ContactMode.Coulomb, 0.3, 0.5), box.Surface);
        Assert.True(((BoxShape)box.Shape).IsHollow);
        Assert.Equal(0.5, box.Path.PositionAt(1).X.Value, 1e-14);
        Assert.Equal(Math.PI / 4, box.Path.MeanAngularVelocity(1, 0.1).Z.Value, 1e-12);
        Assert.False(box.Window.Covers(0, 0.1));
        Assert.True(box.Window.Covers(1, 0.1));
    }

    [Theory]
    [InlineData("\"type\": \"sphere\"", "$.boundaries[0].radius")]
    [InlineData("\"type\": \"box\", \"size\": [1, 0, 1]", "$.boundaries[0].size")]
    [InlineData("\"type\": \"cylinder\", \"radius\": 1", "$.boundaries[0].height")]
    [InlineData("\"type\": \"capsule\", \"radius\": 1, \"height\": 2", "$.boundaries[0].height")]
    [InlineData("\"type\": \"heightfield\", \"countX\": 2, \"spacing\": 1, \"heights\": [1, 2, 3]", "$.boundaries[0].heights")]
    [InlineData("\"type\": \"mesh\"", "$.boundaries[0].file")]
    [InlineData("\"type\": \"splats\", \"inside\": true", "$.boundaries[0].inside")]
    [InlineData("\"type\": \"splats\", \"position\": [1, 0, 0]", "$.boundaries[0]")]
    [InlineData("\"type\": \"plane\", \"radius\": 1", "$.boundaries[0].radius")]
    [InlineData("\"type\": \"plate\", \"size\": [1, 0.01, 1]", "$.boundaries[0].size")]
    [InlineData("\"type\": \"tray\", \"size\": [1, 0, 1]", "$.boundaries[0].size")]
    [InlineData("\"type\": \"disk\"", "$.boundaries[0].radius")]
    [InlineData("\"type\": \"cup\", \"radius\": 1", "$.boundaries[0].height")]
    [InlineData("\"type\": \"cup\", \"radius\": 1, \"height\": 1, \"mass\": 1", "$.boundaries[0].mass")]
    [InlineData("\"type\": \"disk\", \"radius\": 1, \"inside\": true", "$.boundaries[0].inside")]
    [InlineData("\"type\": \"sheet\"", "$.boundaries[0].file")]
    [InlineData("\"type\": \"sphere\", \"radius\": 1, \"mass\": 1, \"inside\": true", "$.boundaries[0].mass")]
    [InlineData("\"type\": \"sphere\", \"radius\": 1, \"mass\": 1, \"end\": 1", "$.boundaries[0].mass")]
    [InlineData("\"type\": \"sphere\", \"radius\": 1, \"surface\": \"slip\", \"restitution\": 0.5", "$.boundaries[0].restitution")]
    [InlineData("\"type\": \"sphere\", \"radius\": 1, \"surface\": \"separate\", \"restitution\": 1.5", "$.boundaries[0].restitution")]
    [InlineData("\"type\": \"sphere\", \"radius\": 1, \"axis\": [0, 0, 0]", "$.boundaries[0].axis")]
    [InlineData("\"type\": \"sphere\", \"radius\": 1, \"keys\": [ { \"time\": 1, \"position\": [0, 0, 0] }, { \"time\": 1, \"position\": [0, 0, 0] } ]", "$.boundaries[0].keys[1].time")]
    [InlineData("\"type\": \"cylindre\"", "$.boundaries[0].type")]
    public void Collider_ThatCannotBeMeant_IsRefusedByItsPath(string collider, string path)
    {
        SceneFileException error = Assert.Throws<SceneFileException>(() => SceneReader.Parse(Text("{ " + collider + " }"), "x.json"));
        Assert.Equal(path, error.JsonPath);
    }

    [Fact]
    public void RigidObject_FallsOntoTheCapturedTable_WithItsSplatsInOnePiece()
    {
        string text = Text("""{ "type": "splats", "surface": "coulomb", "friction": 0.4 }""").Replace(
            "{ \"law\": \"neo-hookean\", \"youngsModulus\": 2e4 }", "{ \"law\": \"rigid\", \"massDensity\": 2000 }", StringComparison.Ordinal);
        using SceneRun run = Scene.Of(SceneReader.Parse(text, Path.Combine(folder, "x.json")), Capture()).Prepare();
        int last = run.Splats.Count - 1;
        double Distance() => Math.Sqrt(
            Math.Pow(run.Splats.X[0] - run.Splats.X[last], 2) + Math.Pow(run.Splats.Y[0] - run.Splats.Y[last], 2) + Math.Pow(run.Splats.Z[0] - run.Splats.Z[last], 2));
        double before = Distance();
        for (int i = 0; i < run.LastFrame; i++) run.Step();
        // Splats of a rigid body keep their distances to the rounding of floats.
        Assert.Equal(before, Distance(), 1e-5);
        ParticleSet state = new(run.Simulator.ParticleCount);
        run.Simulator.CopyTo(state);
        double lowest = Enumerable.Range(0, state.Count).Min(p => state.X[3 * p + 1]);
        // The captured surface is known to a part of a sample.
        Assert.InRange(lowest, -0.25 * run.Setup.Domain.CellSize, run.Setup.Domain.CellSize);
    }

    [Fact]
    public void Collider_WithAMass_MovesFreely()
    {
        using SceneRun run = Load("""{ "type": "sphere", "radius": 0.08, "position": [0, 0.03, 0], "mass": 0.4, "velocity": [0.1, 0, 0], "surface": "separate" }""").Prepare();
        Assert.Empty(run.Setup.Boundaries);
        run.Step();
        RigidState ball = run.Simulator.Bodies[0];
        // Nothing touches it in the first frame.
        Assert.Equal(0.04, ball.Momentum.X.Value, 1e-12);
        Assert.Equal(-0.4 * 9.81 / 120, ball.Momentum.Y.Value, 1e-12);
    }

    [Fact]
    public void RigidObject_WithMotion_FollowsIt()
    {
        string text = Text("""{ "type": "plane", "point": [0, -9, 0] }""").Replace(
            "\"material\": { \"law\": \"neo-hookean\", \"youngsModulus\": 2e4 }",
            "\"motion\": [ { \"time\": 0, \"offset\": [0, 0, 0] }, { \"time\": 0.3, \"offset\": [0.05, 0.03, 0], \"degrees\": 40 } ], \"material\": { \"law\": \"rigid\" }",
            StringComparison.Ordinal);
        using SceneRun run = Scene.Of(SceneReader.Parse(text, Path.Combine(folder, "x.json")), Capture()).Prepare();
        Vector3 before = Center(run);
        for (int i = 0; i < run.LastFrame; i++) run.Step();
        Vector3 after = Center(run);
        // Gravity has no say; float rounding over some hundred substeps.
        Assert.Equal(0.05, after.X - before.X, 1e-5);
        Assert.Equal(0.03, after.Y - before.Y, 1e-5);
        SceneFileException error = Assert.Throws<SceneFileException>(() => Scene.Of(
            SceneReader.Parse(text.Replace("\"rigid\"", "\"neo-hookean\"", StringComparison.Ordinal), "x.json"), Capture()).Prepare());
        Assert.Equal("$.objects[0].motion", error.JsonPath);
    }

    private static Vector3 Center(SceneRun run)
    {
        SimulationStatistics statistics = run.Simulator.Statistics();
        return new((float)statistics.CenterOfMass.X.Value, (float)statistics.CenterOfMass.Y.Value, (float)statistics.CenterOfMass.Z.Value);
    }

    [Fact]
    public void Mesh_ThatIsMissing_NamesBoundaryAndFile()
    {
        SceneFileException error = Assert.Throws<SceneFileException>(() => Load("""{ "type": "mesh", "file": "nothing.obj" }""").Prepare());
        Assert.Equal("$.boundaries[0]", error.JsonPath);
        Assert.Contains("nothing.obj", error.Message, StringComparison.Ordinal);
    }

    private IGridBoundary BuildOnly(SceneDescription scene)
    {
        using SceneRun run = Scene.Of(scene with { File = Path.Combine(folder, "x.json") }, Capture()).Prepare();
        return run.Setup.Boundaries[0];
    }

    private Scene Load(string boundary) => Scene.Of(SceneReader.Parse(Text(boundary), Path.Combine(folder, "x.json")), Capture());

    private static string Text(string boundary) => $$"""
        { "splats": "a.ply", "units": { "metersPerUnit": 1, "up": "y", "groundHeight": -1 },
          "objects": [ { "select": { "sphere": { "center": [0, {{Height}}, 0], "radius": 0.1 } }, "material": { "law": "neo-hookean", "youngsModulus": 2e4 } } ],
          "boundaries": [ {{boundary}} ],
          "time": { "duration": 0.3, "framesPerSecond": 120 }, "solver": { "resolution": 8, "domainMinimum": [-0.25, -0.2, -0.25], "domainMaximum": [0.25, 0.5, 0.25] } }
        """;

    // A ball above a square sheet at height 0, both of splats.
    private static GaussianCloud Capture()
    {
        const int ball = 400, side = 30;
        GaussianCloud cloud = new(ball + side * side, 0);
        for (int i = 0; i < ball; i++)
        {
            double z = 1 - 2 * (i + 0.5) / ball, r = Math.Sqrt(1 - z * z), angle = 2.399963 * i;
            Set(cloud, i, Radius * r * Math.Cos(angle), Height + Radius * r * Math.Sin(angle), Radius * z, 0.008, 0.008);
        }

        for (int i = 0; i < side * side; i++)
            Set(cloud, ball + i, (i / side + 0.5) / side - 0.5, 0, (i % side + 0.5) / side - 0.5, 0.02, 0.002);
        return cloud;
    }

    private static void Set(GaussianCloud cloud, int i, double x, double y, double z, double scale, double thickness)
    {
        (cloud.X[i], cloud.Y[i], cloud.Z[i]) = ((float)x, (float)y, (float)z);
        cloud.RotationW[i] = 1;
        cloud.LogScaleX[i] = cloud.LogScaleZ[i] = (float)Math.Log(scale);
        cloud.LogScaleY[i] = (float)Math.Log(thickness);
        cloud.OpacityLogit[i] = 3;
    }
}
