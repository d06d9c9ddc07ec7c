using Splatsim.Mathematics;
using Splatsim.Simulation;

namespace Splatsim.Scenes;

/// <summary>
/// Imports the simulation configurations of PhysGaussian (Xie et al. 2024). What that program does wrong is done right
/// here, and every such difference is reported.
/// </summary>
public static class PhysGaussianReader
{
    /// <summary>Keys that only steer that program's own preview or data handling.</summary>
    private static readonly string[] Presentation =
    [
        "show_hint", "default_camera_index", "move_camera", "delta_a", "delta_e", "delta_r", "mpm_space_viewpoint_center",
        "mpm_space_vertical_upward_axis", "init_azimuthm", "init_elevation", "init_radius", "init_roll", "export_gaussians_to_ply",
        "rpic_damping", "pic_damping", "grid_v_damping_scale", "hardening", "softening", "xi", "friction_angle", "yield_stress", "plastic_viscosity",
    ];

    /// <summary>Keys of PIXIE for its own material point clouds, which a configuration does not name.</summary>
    private static readonly string[] PointClouds =
        ["nn_distance_threshold", "k_smoothing_neighbors", "out_of_bound_check_freq", "only_handle_largest_cluster"];

    // Thickness of the layer that PIXIE holds at the bottom of an object [m].
    private const double HeldLayer = 0.05;

    /// <summary>True when a JSON text looks like one of these configurations rather than a scene file.</summary>
    /// <param name="text">The text of a JSON file.</param>
    public static bool Recognizes(string text) =>
        text.Contains("\"substep_dt\"", StringComparison.Ordinal) && !text.Contains("\"splats\"", StringComparison.Ordinal);

    /// <summary>Reads a configuration.</summary>
    /// <param name="text">The text of the file.</param>
    /// <param name="path">Its name.</param>
    /// <param name="splats">The capture, which the configuration does not name.</param>
    /// <param name="note">Receives one line per behaviour that differs from that program, and why.</param>
    /// <exception cref="SceneFileException">The text is not JSON or holds a value that cannot be meant.</exception>
    public static SceneDescription Parse(string text, string path, string splats, Action<string> note)
    {
        SceneNode node = SceneNode.Parse(path, text);
        foreach (string key in Presentation) node.Has(key);
        foreach (string key in PointClouds)
            if (node.Has(key)) note($"{key}: not applied: it steers how material point clouds are read, and a configuration names none; use material fields");
        double gridLength = node.Number("grid_lim", 2, 1e-6, 1e6);
        double cellSize = gridLength / node.Integer("n_grid", 50, 4, 4096);
        double frameTime = node.Number("frame_dt", 1e-2, 1e-9, 1e3);
        double step = node.Number("substep_dt", 1e-4, 1e-12, 1);
        Vector3<Real64> center = new(0.5 * gridLength, 0.5 * gridLength, 0.5 * gridLength);
        PhysGaussianBoundaries boundaries = PhysGaussianBoundaries.Read(node, cellSize, gridLength, note);
        IReadOnlyList<ObjectDescription> objects = ReadObjects(node, note);
        SceneDescription scene = new()
        {
            File = path,
            Name = Path.GetFileNameWithoutExtension(path),
            Splats = splats,
            Units = new() { Fit = new(ReadRotation(node), node.Number("scale", 1, 1e-6, 1e6), center + ReadShift(node)) },
            Objects = objects,
            Boundaries = boundaries.Boundaries,
            Forces = new() { Gravity = ReadGravity(node, note), Impulses = boundaries.Impulses, List = ReadDampings(node, note) },
            Events = boundaries.Events,
            HeldBase = ReadHeldBase(node, note),
            Time = new() { FramesPerSecond = 1 / frameTime, Duration = frameTime * node.Integer("frame_num", 100, 1, 1_000_000) },
            Solver = new()
            {
                CellSize = cellSize,
                DomainMinimum = default(Vector3<Real64>),
                DomainMaximum = new(gridLength, gridLength, gridLength),
                TimeStep = step,
                PhysicalStiffness = true,
                Transfer = ReadTransfer(node, note),
            },
        };
        node.Close();
        return scene;
    }

    private static List<ObjectDescription> ReadObjects(SceneNode node, Action<string> note)
    {
        string name = PhysGaussianMaterials.Name(node);
        double young = node.Number("E", 1e5, 1e-3, 1e14), poisson = node.Number("nu", 0.4, -0.9, 0.4999);
        MaterialDescription material = new()
        {
            Law = PhysGaussianMaterials.LawOf(name),
            MassDensity = node.Number("density", 200, 1e-6, 1e6),
            Overrides = PhysGaussianMaterials.Parameters(node, name, young, poisson, note),
        };
        SceneNode? filling = node.Child("particle_filling");
        if (filling is not null)
            note("particle_filling: its thresholds belong to another density field; the inside is found by flood fill and ray parity here, with capped radius and count");
        SelectionDescription selection = new()
        {
            CaptureRegion = ReadArea(node),
            MinimumOpacity = node.Number("opacity_threshold", 0.02, 0, 1),
        };
        List<ObjectDescription> objects = [];
        // Later regions override earlier ones there; here a splat belongs to the first object that takes it.
        foreach (SceneNode region in node.Children("additional_material_params").Reverse())
        {
            Vector3<Real64> point = region.Vector("point") ?? throw region.Wrong("point", "missing", "add it");
            Vector3<Real64> half = region.Vector("size") ?? throw region.Wrong("size", "missing", "add half the edges");
            string own = PhysGaussianMaterials.NameOf(region, name);
            IReadOnlyDictionary<string, ParameterValue> overrides = PhysGaussianMaterials.Parameters(
                node, own, region.Number("E", young, 1e-3, 1e14), region.Number("nu", poisson, -0.9, 0.4999), own == name ? _ => { }
            : note);
            objects.Add(new ObjectDescription
            {
                Name = $"region {objects.Count + 1}",
                Material = material with { Law = PhysGaussianMaterials.LawOf(own), Overrides = overrides, MassDensity = region.Number("density", material.MassDensity.Value, 1e-6, 1e6) },
                Selection = selection with { Region = new RegionDescription { Center = point, Size = (Real64)2 * half } },
                Fill = filling is not null,
                Path = region.Path,
            });
            region.Close();
        }

        objects.Add(new ObjectDescription { Name = name, Material = material, Selection = selection, Fill = filling is not null, Path = "$" });
        return objects;
    }

    internal static Matrix3x3<Real64> ReadRotation(SceneNode node)
    {
        Matrix3x3<Real64> rotation = Matrix3x3<Real64>.Identity;
        IReadOnlyList<double> degrees = node.NumberList("rotation_degree"), axes = node.NumberList("rotation_axis");
        if (degrees.Count != axes.Count)
            throw node.Wrong("rotation_axis", $"{axes.Count} axes for {degrees.Count} angles", "give one axis (0, 1 or 2) per angle");
        for (int i = 0; i < degrees.Count; i++)
        {
            Vector3<Real64> axis = axes[i] switch
            {
                0 => new(1, 0, 0),
                1 => new(0, 1, 0),
                2 => new(0, 0, 1),
                _ => throw node.Wrong("rotation_axis", $"axis {axes[i]}", "write 0, 1 or 2"),
            };
            rotation = Quaternion<Real64>.FromAxisAngle(axis, degrees[i] * Math.PI / 180).ToMatrix() * rotation;
        }

        return rotation;
    }

    private static Vector3<Real64> ReadGravity(SceneNode node, Action<string> note)
    {
        if (!node.Has("g"))
        {
            note("g: absent, so there is no gravity; that program's scalar default would fail when it is indexed as a vector");
            return default;
        }

        return node.Vector("g")!.Value;
    }

    internal static RegionDescription? ReadArea(SceneNode node)
    {
        double[]? area = node.Numbers("sim_area", 6);
        if (area is null) return null;
        return new RegionDescription
        {
            Center = new(0.5 * (area[0] + area[1]), 0.5 * (area[2] + area[3]), 0.5 * (area[4] + area[5])),
            Size = new(area[1] - area[0], area[3] - area[2], area[5] - area[4]),
        };
    }

    private static Vector3<Real64> ReadShift(SceneNode node)
    {
        Vector3<Real64> shift = node.Vector("spawn_offset") ?? default;
        return shift + new Vector3<Real64>(0, 0, node.Number("z_shift_value", 0, -1e6, 1e6));
    }

    private static double ReadHeldBase(SceneNode node, Action<string> note)
    {
        if (!node.Flag("fix_ground", false)) return 0;
        note($"fix_ground: the lowest {HeldLayer} m along z are held, as PIXIE does where it reads a material point cloud");
        return HeldLayer;
    }

    private static TransferOptions ReadTransfer(SceneNode node, Action<string> note)
    {
        note("transfer: forces and rates of deformation by the MLS gradient here; that program takes the gradient of the kernel (solver.transfer.gradient \"kernel\")");
        double damping = node.Number("rpic_damping", 0, -1e6, 1);
        if (damping < -0.001) return new() { Scheme = TransferScheme.Pic };
        return damping > 0 ? TransferOptions.Rpic(damping) : TransferOptions.Default;
    }

    private static IReadOnlyList<ForceDescription> ReadDampings(SceneNode node, Action<string> note)
    {
        if (node.Number("pic_damping", 0) != 0) note("pic_damping: not applied; that program reads it and does not use it either");
        double kept = node.Number("grid_v_damping_scale", 1.1, 0, 1e6);
        // Above 1 it switches the damping off there.
        return kept < 1 ? [new() { Type = "damping", FactorPerSubstep = kept, Path = node.PathOf("grid_v_damping_scale") }] : [];
    }
}
