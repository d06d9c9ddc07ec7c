using Splatsim.Mathematics;
using Splatsim.Scenes;
using Splatsim.Splats;

namespace Splatsim.Tests;

/// <summary>Configurations of PhysGaussian, as its repository documents the keys.</summary>
public sealed class PhysGaussianTests
{
    private const string Config = """
        {
          "opacity_threshold": 0.02, "rotation_degree": [90], "rotation_axis": [0], "substep_dt": 1e-4, "frame_dt": 4e-2, "frame_num": 10,
          "n_grid": 50, "grid_lim": 2, "material": "metal", "E": 1e5, "nu": 0.3, "density": 100, "g": [0, 0, -9.8], "yield_stress": 200,
          "sim_area": [-1, 1, -1, 1, -1, 1], "scale": 1.0,
          "particle_filling": { "n_grid": 100, "max_partciels_per_cell": 1 },
          "boundary_conditions": [
            { "type": "bounding_box" },
            { "type": "surface_collider", "point": [1, 1, 0.3], "normal": [0, 0, 1], "surface": "slip", "friction": 0, "start_time": 0, "end_time": 100 },
            { "type": "cuboid", "point": [1, 1, 0.5], "size": [0.1, 0.2, 0.3], "velocity": [0, 0, 1], "start_time": 0.5, "end_time": 1 },
            { "type": "particle_impulse", "force": [-0.18, 0, 0], "num_dt": 3 },
            { "type": "release_particles_sequentially", "normal": [1, 0, 0], "start_position": 0, "end_position": 1, "num_layers": 5, "start_time": 0, "end_time": 1 }
          ]
        }
        """;

    [Fact]
    public void Parse_Config_MapsValuesAndReportsDifferences()
    {
        List<string> notes = [];
        Assert.True(PhysGaussianReader.Recognizes(Config));
        SceneDescription scene = PhysGaussianReader.Parse(Config, "c.json", "cloud.ply", notes.Add);
        Assert.Equal("von-mises", scene.Objects[0].Material.Law);
        // Their yield stress is the norm of the deviator: sqrt(3/2) times as much in uniaxial terms.
        Assert.Equal(200 * Math.Sqrt(1.5), scene.Objects[0].Material.Overrides["yieldStress"].Number, 1e-9);
        Assert.Equal(2.0 / 50, scene.Solver.CellSize);
        Assert.Equal(1e-4, scene.Solver.TimeStep);
        Assert.Equal(10, scene.Time.FrameCount);
        Assert.Equal(["walls", "plane", "cuboid"], scene.Boundaries.Select(b => b.Type));
        Assert.Equal("slip", scene.Boundaries[1].Surface);
        // Half edges there, whole edges here.
        Assert.Equal(0.4, scene.Boundaries[2].Region!.Size!.Value.Y.Value, 1e-12);
        Assert.Equal(3, scene.Forces.Impulses[0].SubstepCount);
        Assert.True(scene.Forces.Impulses[0].PerParticle);
        Assert.Contains(notes, n => n.Contains("sqrt(3/2)", StringComparison.Ordinal));
        Assert.Contains(notes, n => n.Contains("stores zero", StringComparison.Ordinal));
        Assert.Contains(notes, n => n.Contains("release_particles_sequentially is not simulated", StringComparison.Ordinal));
    }

    [Fact]
    public void Prepare_Config_PlacesTheObjectInTheirBox()
    {
        GaussianCloud cloud = new(400, 0);
        Random random = new(3);
        for (int i = 0; i < cloud.Count; i++)
        {
            // A box of 0.4 x 0.8 x 0.2 units.
            cloud.X[i] = 0.4f * (random.NextSingle() - 0.5f);
            cloud.Y[i] = 0.8f * (random.NextSingle() - 0.5f);
            cloud.Z[i] = 0.2f * (random.NextSingle() - 0.5f);
            cloud.LogScaleX[i] = cloud.LogScaleY[i] = cloud.LogScaleZ[i] = -3.5f;
            cloud.OpacityLogit[i] = 3;
        }

        SceneDescription scene = PhysGaussianReader.Parse(Config, "c.json", "cloud.ply", _ => { });
        using SceneRun run = Scene.Of(scene, cloud).Prepare();
        // The longest side becomes 1 and the centre (1, 1, 1); 90 degrees about x turn y into z.
        double low = double.MaxValue, high = double.MinValue;
        for (int p = 0; p < run.Setup.Particles.Count; p++)
        {
            double z = run.Setup.Particles.X[3 * p + 2];
            (low, high) = (Math.Min(low, z), Math.Max(high, z));
        }

        // The filled body ends up to a few splat sizes (0.03 / 0.8) outside the outermost means.
        Assert.Equal(0.5, low, 0.08);
        Assert.Equal(1.5, high, 0.08);
        Vector3<Real64> up = run.Frame.Rotation * new Vector3<Real64>(0, 1, 0);
        Assert.Equal(1, up.Z.Value, 1e-12);
    }

    [Theory]
    [InlineData("\"material\": \"snow\"", "no stress")]
    [InlineData("\"material\": \"jelly\", \"unknown_key\": 1", "unknown key")]
    public void Parse_Wrong_Says(string keys, string mention)
    {
        SceneFileException error = Assert.Throws<SceneFileException>(
            () => PhysGaussianReader.Parse($"{{ \"substep_dt\": 1e-4, {keys} }}", "c.json", "cloud.ply", _ => { }));
        Assert.Contains(mention, error.Message, StringComparison.Ordinal);
    }
}
