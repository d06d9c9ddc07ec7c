using Splatsim.Mathematics;

namespace Splatsim.Scenes;

/// <summary>The boundary_conditions of a PhysGaussian configuration.</summary>
internal sealed class PhysGaussianBoundaries
{
    // The padding of that program's bounding box, in cells.
    private const double Padding = 3;

    private static readonly string[] NotYet =
        ["enforce_particle_translation", "release_particles_sequentially", "enforce_particle_velocity_rotation"];

    public List<BoundaryDescription> Boundaries { get; } = [];

    public List<ImpulseDescription> Impulses { get; } = [];

    public static PhysGaussianBoundaries Read(SceneNode node, double cellSize, double gridLength, Action<string> note)
    {
        PhysGaussianBoundaries result = new();
        foreach (SceneNode child in node.Children("boundary_conditions")) result.Add(child, cellSize, gridLength, note);
        return result;
    }

    private void Add(SceneNode node, double cellSize, double gridLength, Action<string> note)
    {
        string type = node.RequiredText("type", "add it");
        double start = node.Number("start_time", 0), end = node.Number("end_time", 1e3);
        switch (type)
        {
            case "bounding_box":
                double inset = Padding * cellSize;
                Boundaries.Add(new BoundaryDescription
                {
                    Type = "walls",
                    Surface = "separate",
                    Region = new RegionDescription
                    {
                        Center = new(0.5 * gridLength, 0.5 * gridLength, 0.5 * gridLength),
                        Size = new(gridLength - 2 * inset, gridLength - 2 * inset, gridLength - 2 * inset),
                    },
                });
                break;
            case "cuboid":
                Boundaries.Add(new BoundaryDescription
                {
                    Type = "cuboid",
                    Region = Box(node),
                    Velocity = node.Vector("velocity") ?? default,
                    Start = start,
                    End = end,
                });
                if (node.Number("reset", 0) != 0) note($"{node.Path}: reset is not applied: it would zero the whole grid, other bodies included");
                break;
            case "particle_impulse":
                Impulses.Add(new ImpulseDescription
                {
                    Region = node.Has("point") ? Box(node) : new RegionDescription { Center = new(1, 1, 1), Size = new(2, 2, 2) },
                    Force = node.Vector("force") ?? throw node.Wrong("force", "missing", "add it"),
                    PerParticle = true,
                    SubstepCount = node.Integer("num_dt", 1, 1, int.MaxValue),
                    Start = start,
                });
                node.Has("size");
                break;
            case "surface_collider":
                AddSurface(node, start, end, note);
                break;
            default:
                if (!NotYet.Contains(type)) throw node.Wrong("type", $"\"{type}\" is no boundary of that program", NearestName.Suggest(type, NotYet));
                note($"{node.Path}: {type} is not simulated");
                return;
        }

        node.Close();
    }

    private void AddSurface(SceneNode node, double start, double end, Action<string> note)
    {
        string surface = node.Text("surface") ?? "separate";
        double friction = node.Number("friction", 0, 0, 100);
        if (surface is "slip" or "separate")
            note($"{node.Path}: a {surface} surface slides here; that program computes the slide and then stores zero, which sticks");
        if (surface == "cut")
            note($"{node.Path}: cut holds a fixed slab of one demo scene there; a separating surface is used here");
        string kind = surface switch
        {
            "sticky" => "sticky",
            "slip" => "slip",
            _ => friction > 0 ? "coulomb" : "separate",
        };
        Boundaries.Add(new BoundaryDescription
        {
            Type = "plane",
            Point = node.Vector("point") ?? throw node.Wrong("point", "missing", "add it"),
            Normal = (node.Vector("normal") ?? throw node.Wrong("normal", "missing", "add it")).Normalized,
            Surface = kind,
            Friction = kind == "coulomb" ? friction : 0,
            Start = start,
            End = end,
        });
    }

    private static RegionDescription Box(SceneNode node) => new()
    {
        Center = node.Vector("point") ?? throw node.Wrong("point", "missing", "add it"),
        Size = (Real64)2 * (node.Vector("size") ?? new(1, 1, 1)),
    };
}
