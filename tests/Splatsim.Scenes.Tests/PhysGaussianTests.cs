using Splatsim.Mathematics;
using Splatsim.Scenes;
using Splatsim.Simulation;
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
        EventDescription release = Assert.Single(scene.Events);
        Assert.Equal(("release", 0.0, 1.0, 5), (release.Type, release.First, release.Last, release.Layers));
        Assert.Contains(notes, n => n.Contains("ignores num_layers", StringComparison.Ordinal));
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

    [Fact]
    public void Parse_EveryOperation_IsMapped()
    {
        const string config = """
            { "substep_dt": 1e-4, "g": [0, 0, 0], "material": "plasticine", "E": 1e6, "nu": 0.25, "yield_stress": 100, "softening": 0.2,
              "grid_v_damping_scale": 0.999, "rpic_damping": 0.2, "fix_ground": true, "k_smoothing_neighbors": 1, "spawn_offset": [0.1, 0, 0], "z_shift_value": 0.2,
              "additional_material_params": [ { "point": [1, 1, 1], "size": [0.1, 0.1, 0.1], "E": 2e6, "nu": 0.3, "material": 1 } ], "hardening": 1, "xi": 0.1,
              "boundary_conditions": [
                { "type": "enforce_particle_translation", "point": [1, 1.25, 1], "size": [1, 0.05, 1], "velocity": [0, 0.2, 0], "start_time": 0, "end_time": 1e3 },
                { "type": "enforce_particle_velocity_rotation", "point": [1, 1, 1], "normal": [0, 0, 2], "half_height_and_radius": [0.1, 0.3], "rotation_scale": 3, "translation_scale": 0.5, "start_time": 0, "end_time": 1 },
                { "type": "release_particles_sequentially", "normal": [0, 0, 1], "start_position": 1.5, "end_position": 0.5, "num_layers": 50, "start_time": 0, "end_time": 2 },
                { "type": "surface_collider", "point": [1, 1, 0.3], "normal": [0, 0, 1], "surface": "slip", "friction": 0.4, "start_time": 0, "end_time": 1e200 },
                { "type": "surface_collider", "point": [1, 1, 0.3], "normal": [0, 0, 1], "surface": "collide", "friction": 0, "start_time": 0, "end_time": 1 },
                { "type": "surface_collider", "point": [1, 1, 0.3], "normal": [0, 0, 1], "surface": "cut", "friction": 0, "start_time": 0, "end_time": 1 },
                { "type": "sdf_collider", "bound": 0.1, "dim": 2, "start_time": 0, "end_time": 1 },
                { "type": "cuboid", "point": [1, 1, 1], "size": [0.1, 0.1, 0.1], "velocity": [0, 0, 0], "reset": 1 }
              ] }
            """;
        List<string> notes = [];
        SceneDescription scene = PhysGaussianReader.Parse(config, "c.json", "cloud.ply", notes.Add);
        Assert.Equal(["grip", "grip", "release"], scene.Events.Select(e => e.Type));
        Assert.All(scene.Events, e => Assert.True(e.ChoosesAtStart && !e.HoldsNodes));
        Assert.Equal(0.2, scene.Events[0].Velocity.Y.Value);
        EventDescription spin = scene.Events[1];
        // Their second horizontal axis is h1 x n, so a positive scale turns left-handed about the normal.
        Assert.Equal((-3.0, 0.5), (spin.AngularVelocity.Z.Value, spin.Velocity.Z.Value));
        Assert.Equal((0.2, 0.3), (spin.Region!.Height, spin.Region.Radius));
        Assert.True(scene.Events[2].IsMirrored);
        Assert.Equal(["plane", "plane", "plane", "plane", "plane", "cuboid"], scene.Boundaries.Select(b => b.Type));
        Assert.Equal(("coulomb", 0.4), (scene.Boundaries[0].Surface, scene.Boundaries[0].Friction));
        Assert.Equal(("separate", 1.0), (scene.Boundaries[1].Surface, scene.Boundaries[1].Restitution));
        Assert.Equal((1.9, -1.0), (scene.Boundaries[4].Point.Z.Value, scene.Boundaries[4].Normal.Z.Value));
        Assert.Equal(0.999, Assert.Single(scene.Forces.List).FactorPerSubstep);
        Assert.Equal(0.05, scene.HeldBase);
        Assert.Equal(TransferOptions.Rpic(0.2), scene.Solver.Transfer);
        Assert.Equal((1.1, 1.2), (scene.Units.Fit!.Center.X.Value, scene.Units.Fit.Center.Z.Value));
        Assert.Equal("von-mises-damage", scene.Objects[1].Material.Law);
        Assert.Equal(0.3, scene.Objects[1].Material.Overrides["softeningModulus"].Number, 1e-12);
        Assert.Equal("von-mises", scene.Objects[0].Material.Law);
        Assert.Equal("explicit", scene.Objects[0].Material.Overrides["hardening"].Choice);
        foreach (string mention in (string[])["k_smoothing_neighbors", "fix_ground", "stores zero", "fixed slab", "mirrors", "projects positions", "reset is not", "affine velocities"])
            Assert.Contains(notes, n => n.Contains(mention, StringComparison.Ordinal));
    }

    [Fact]
    public void Prepare_EveryOperation_Runs()
    {
        const string config = """
            { "substep_dt": 1e-3, "frame_dt": 5e-3, "frame_num": 2, "g": [0, 0, -1], "n_grid": 25, "material": "jelly", "E": 1e4, "nu": 0.3, "grid_v_damping_scale": 0.999, "fix_ground": true,
              "boundary_conditions": [
                { "type": "bounding_box" },
                { "type": "enforce_particle_translation", "point": [1, 1.3, 1], "size": [1, 0.1, 1], "velocity": [0, 0.2, 0], "start_time": 0, "end_time": 1e3 },
                { "type": "enforce_particle_velocity_rotation", "point": [1, 1, 1], "normal": [0, 0, 2], "half_height_and_radius": [0.1, 0.3], "rotation_scale": 3, "translation_scale": 0.5, "start_time": 0, "end_time": 1 },
                { "type": "release_particles_sequentially", "normal": [0, 0, 1], "start_position": 1.5, "end_position": 0.5, "num_layers": 50, "start_time": 0, "end_time": 2 },
                { "type": "particle_impulse", "force": [0.01, 0, 0], "num_dt": 3, "start_time": 0.002 },
                { "type": "sdf_collider", "bound": 0.1, "dim": 2, "start_time": 0, "end_time": 1 }
              ] }
            """;
        SceneDescription scene = PhysGaussianReader.Parse(config, "c.json", "cloud.ply", _ => { });
        using SceneRun run = Scene.Of(scene, Block()).Prepare();
        run.Step();
        run.Step();
        Assert.True(double.IsFinite(run.Simulator.Statistics().KineticEnergy));
    }

    [Fact]
    public void OmniPhysGS_Config_MapsValuesAndReportsDifferences()
    {
        const string config = """
            train:
              seed: 0
              prompt: "a sand bear: collapsing" # a comment
            model:
              network: 'knn'
            material:
              center: [0.5, 0.5, 0.5]
              size: [1.0, 1.0, 1.0]
              rho: 1200.0
              elasticity_physicals:
                - 'SigmaElasticity'
                # - 'VolumeElasticity'
              plasticity_physicals:
                - 'DruckerPragerPlasticity'
                - 'IdentityPlasticity'
              elasticity: 'neural'
              plasticity: 'neural'
            render:
              white_bg: True
            preprocessing:
              scale_factor: 0.6
              opacity_threshold: 0.0
              rotation_degree: [0.0]
              rotation_axis: [0]
              sim_area:
              particle_filling:
            sim:
              num_grids: 25
              dt: 3e-4
              gravity: [0.0, 0.0, -9.8]
              frames_per_stage: 20
              num_frames: 150
              num_skip_frames: 50
              steps_per_frame: 10
              clip_bound: 0.5
              damping: 0.9999
              boundary_conditions:
                - type: 'surface_collider'
                  point: [1.0, 1.0, 0.02]
                  normal: [0.0, 0.0, 1.0]
                  surface: 'sticky'
                  friction: 0.0
                  start_time: 0.0
                  end_time: 1e3
                - type: 'sdf_collider'
                  bound: 0.1
                  dim: 0
                  start_time: 0
                  end_time: 10
            """;
        Assert.True(OmniPhysGSReader.Recognizes("bear.yaml", config));
        Assert.False(OmniPhysGSReader.Recognizes("bear.json", config));
        List<string> notes = [];
        SceneDescription scene = OmniPhysGSReader.Parse(config, "bear.yaml", "cloud.ply", notes.Add);
        Assert.Equal("drucker-prager", scene.Objects[0].Material.Law);
        Assert.Equal(1200, scene.Objects[0].Material.MassDensity);
        Assert.Equal(-0.3, scene.Objects[0].Velocity.Z.Value);
        Assert.Equal(0.04, scene.Solver.CellSize!.Value, 1e-12);
        Assert.Equal(150, scene.Time.FrameCount);
        Assert.Equal(1 / 3e-3, scene.Time.FramesPerSecond, 1e-9);
        Assert.Equal(0.9999, Assert.Single(scene.Forces.List).FactorPerSubstep);
        Assert.Equal(["plane", "plane", "plane", "walls"], scene.Boundaries.Select(b => b.Type));
        // The second of the two planes is at 1 - bound in the unit box.
        Assert.Equal(0.9, scene.Boundaries[2].Point.X.Value, 1e-12);
        Assert.Contains(notes, n => n.Contains("trained network", StringComparison.Ordinal));
        using SceneRun run = Scene.Of(scene with { Time = scene.Time with { Duration = 3e-3 } }, Block()).Prepare();
        run.Step();
        Assert.True(run.Simulator.Statistics().KineticEnergy > 0);
    }

    [Theory]
    [InlineData("sim:\n\tnum_grids: 25", "tab")]
    [InlineData("sim:\n  num_grids: &a 25", "numbers, texts and lists")]
    [InlineData("sim:\n  num_grids: 25\n  num_grids: 26", "second time")]
    [InlineData("sim:\n  num_grids: 25\n - x", "indent")]
    [InlineData("sim:\n  num_grids: [1, 2", "close the list")]
    [InlineData("sim:\n  num_grids: 25", "preprocessing")]
    public void OmniPhysGS_Wrong_Says(string text, string mention)
    {
        SceneFileException error = Assert.Throws<SceneFileException>(() => OmniPhysGSReader.Parse(text, "c.yaml", "cloud.ply", _ => { }));
        Assert.Contains(mention, error.Message, StringComparison.Ordinal);
    }

    private static GaussianCloud Block()
    {
        GaussianCloud cloud = new(400, 0);
        Random random = new(3);
        for (int i = 0; i < cloud.Count; i++)
        {
            cloud.X[i] = 0.5f * (random.NextSingle() - 0.5f);
            cloud.Y[i] = 0.8f * (random.NextSingle() - 0.5f);
            cloud.Z[i] = 0.6f * (random.NextSingle() - 0.5f);
            cloud.LogScaleX[i] = cloud.LogScaleY[i] = cloud.LogScaleZ[i] = -3f;
            cloud.OpacityLogit[i] = 3;
        }

        return cloud;
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
