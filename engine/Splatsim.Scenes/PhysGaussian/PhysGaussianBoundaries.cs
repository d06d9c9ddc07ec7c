using Splatsim.Mathematics;

namespace Splatsim.Scenes;

/// <summary>
/// The boundary_conditions of a configuration of PhysGaussian, PIXIE or OmniPhysGS: boundaries of the grid, and operations on
/// particles before each transfer.
/// </summary>
internal sealed class PhysGaussianBoundaries
{
    // The padding of that program's bounding box, in cells.
    private const double Padding = 3;

    // That program ignores num_layers and uses this many.
    private const int LayersThere = 50;

    private static readonly string[] Types =
    [
        "bounding_box", "cuboid", "particle_impulse", "surface_collider", "sdf_collider", "enforce_particle_translation",
        "enforce_particle_velocity_rotation", "release_particles_sequentially",
    ];

    private readonly double cellSize;
    private readonly double gridLength;
    private readonly Action<string> note;

    private PhysGaussianBoundaries(double cellSize, double gridLength, Action<string> note) =>
        (this.cellSize, this.gridLength, this.note) = (cellSize, gridLength, note);

    public List<BoundaryDescription> Boundaries { get; } = [];

    public List<ImpulseDescription> Impulses { get; } = [];

    public List<EventDescription> Events { get; } = [];

    public static PhysGaussianBoundaries Read(SceneNode node, double cellSize, double gridLength, Action<string> note)
    {
        PhysGaussianBoundaries result = new(cellSize, gridLength, note);
        foreach (SceneNode child in node.Children("boundary_conditions")) result.Add(child);
        return result;
    }

    private void Add(SceneNode node)
    {
        string type = node.RequiredText("type", "add it");
        double start = node.Number("start_time", 0), end = node.Number("end_time", 1e3);
        switch (type)
        {
            case "bounding_box":
                Boundaries.Add(Walls(Padding * cellSize));
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
                if (IsSet(node, "reset")) note($"{node.Path}: reset is not applied: it would zero the whole grid, other bodies included");
                break;
            case "particle_impulse":
                Impulses.Add(new ImpulseDescription
                {
                    Region = node.Has("point") || node.Has("size")
                        ? Box(node, new(1, 1, 1))
                        : new RegionDescription { Center = new(1, 1, 1), Size = new(2, 2, 2) },
                    Force = node.Vector("force") ?? throw node.Wrong("force", "missing", "add it"),
                    PerParticle = true,
                    ChoosesAtStart = true,
                    SubstepCount = node.Integer("num_dt", 1, 1, int.MaxValue),
                    Start = start,
                });
                break;
            case "surface_collider":
                AddSurface(node, start, end);
                break;
            case "sdf_collider":
                AddSlab(node, start, end);
                break;
            case "enforce_particle_translation":
                Events.Add(Operation("grip", start, end, node) with
                {
                    Region = Box(node),
                    Velocity = node.Vector("velocity") ?? throw node.Wrong("velocity", "missing", "add it"),
                });
                break;
            case "enforce_particle_velocity_rotation":
                AddRotation(node, start, end);
                break;
            case "release_particles_sequentially":
                AddRelease(node, start, end);
                break;
            default:
                throw node.Wrong("type", $"\"{type}\" is no boundary of that program", NearestName.Suggest(type, Types));
        }

        node.Close();
    }

    /// <summary>Separating walls around the simulation box.</summary>
    public BoundaryDescription Walls(double inset) => new()
    {
        Type = "walls",
        Surface = "separate",
        Region = new RegionDescription
        {
            Center = new(0.5 * gridLength, 0.5 * gridLength, 0.5 * gridLength),
            Size = new(gridLength - 2 * inset, gridLength - 2 * inset, gridLength - 2 * inset),
        },
    };

    // That program chooses the particles at setup and sets their velocities before each transfer, which then mixes them.
    private EventDescription Operation(string type, double start, double end, SceneNode node)
    {
        note($"{node.Path}: affine velocities are set together with the velocities; that program leaves them");
        return new()
        {
            Type = type,
            Start = start,
            End = end > start ? end : throw node.Wrong("end_time", $"{end} s is not after {start} s", "let it end later"),
            HoldsNodes = false,
            ChoosesAtStart = true,
            Keys = [new(0, default)],
            Path = node.Path,
        };
    }

    private void AddSurface(SceneNode node, double start, double end)
    {
        string surface = node.Text("surface") ?? "separate";
        double friction = node.Number("friction", 0, 0, 100);
        if (surface is "slip" or "separate")
            note($"{node.Path}: a {surface} surface slides here; that program computes the slide and then stores zero, which sticks");
        if (surface == "slip" && friction > 0)
            note($"{node.Path}: friction {friction} on a slip surface: a coulomb surface is used here, which lets go where that program would hold the normal part");
        if (surface == "cut")
            note($"{node.Path}: cut holds a fixed slab of one demo scene there; a separating surface is used here");
        if (surface == "collide")
            note($"{node.Path}: collide mirrors every normal velocity there, also of matter that leaves; only approaching matter is thrown back here, with restitution 1");
        string kind = surface switch
        {
            "sticky" => "sticky",
            "slip" => friction > 0 ? "coulomb" : "slip",
            _ => friction > 0 ? "coulomb" : "separate",
        };
        if (kind == "sticky" && friction != 0) throw node.Wrong("friction", "friction on a sticky surface", "set it to 0");
        Boundaries.Add(new BoundaryDescription
        {
            Type = "plane",
            Point = node.Vector("point") ?? throw node.Wrong("point", "missing", "add it"),
            Normal = Direction(node, "normal"),
            Surface = kind,
            Friction = kind == "coulomb" ? friction : 0,
            Restitution = surface == "collide" ? 1 : 0,
            Start = start,
            End = end,
        });
    }

    // Two walls across one axis, at a bound and its mirror image.
    private void AddSlab(SceneNode node, double start, double end)
    {
        double bound = node.OptionalNumber("bound", 0, 0.5 * gridLength) ?? throw node.Wrong("bound", "missing", "add it");
        int axis = node.OptionalInteger("dim", 0, 2) ?? throw node.Wrong("dim", "missing", "write 0, 1 or 2");
        note($"{node.Path}: sdf_collider projects positions there and adds the jump to the velocity; two separating walls are used here");
        foreach (double side in (double[])[1, -1])
        {
            double position = side > 0 ? bound : gridLength - bound;
            Boundaries.Add(new BoundaryDescription
            {
                Type = "plane",
                Point = Along(axis, position),
                Normal = Along(axis, side),
                Surface = "separate",
                Start = start,
                End = end,
            });
        }
    }

    private void AddRotation(SceneNode node, double start, double end)
    {
        Vector3<Real64> normal = Direction(node, "normal");
        double[] size = node.Numbers("half_height_and_radius", 2) ?? throw node.Wrong("half_height_and_radius", "missing", "write [half height, radius]");
        if (!(size[0] > 0 && size[1] > 0)) throw node.Wrong("half_height_and_radius", $"[{size[0]}, {size[1]}]", "give two positive lengths");
        Vector3<Real64> point = node.Vector("point") ?? throw node.Wrong("point", "missing", "add it");
        double turn = node.Number("rotation_scale", 0, -1e6, 1e6), slide = node.Number("translation_scale", 0, -1e6, 1e6);
        Events.Add(Operation("grip", start, end, node) with
        {
            Region = new RegionDescription { Center = point, Axis = normal, Height = 2 * size[0], Radius = size[1] },
            Keys = [new(0, point)],
            Velocity = (Real64)slide * normal,
            // Their second horizontal axis is the first one cross the normal: positive scales turn left-handed about it.
            AngularVelocity = (Real64)(-turn) * normal,
        });
    }

    private void AddRelease(SceneNode node, double start, double end)
    {
        double[] normal = node.Numbers("normal", 3) ?? throw node.Wrong("normal", "missing", "write an axis such as [0, 0, 1]");
        // The last component that is not 0 is the axis there; its sign does not count.
        int axis = Array.FindLastIndex(normal, n => n != 0);
        if (axis < 0) throw node.Wrong("normal", "no axis", "write an axis such as [0, 0, 1]");
        double first = node.OptionalNumber("start_position") ?? throw node.Wrong("start_position", "missing", "add it");
        double last = node.OptionalNumber("end_position") ?? throw node.Wrong("end_position", "missing", "add it");
        if (first == last) throw node.Wrong("end_position", "equal to start_position", "give the layers a thickness");
        int layers = node.Integer("num_layers", LayersThere, 1, 1_000_000);
        if (layers != LayersThere) note($"{node.Path}: {layers} layers as asked for; that program ignores num_layers and takes {LayersThere}");
        if (start > 0) note($"{node.Path}: the releases are spread from start_time to end_time; that program spreads them from 0");
        Events.Add(Operation("release", start, end, node) with
        {
            Axis = Along(axis, 1),
            First = first,
            Last = last,
            Layers = layers,
            IsMirrored = true,
        });
    }

    private static Vector3<Real64> Along(int axis, double value) => new(axis == 0 ? value : 0, axis == 1 ? value : 0, axis == 2 ? value : 0);

    private static Vector3<Real64> Direction(SceneNode node, string key)
    {
        Vector3<Real64> direction = node.Vector(key) ?? throw node.Wrong(key, "missing", "add it");
        return direction.LengthSquared.Value > 0 ? direction.Normalized : throw node.Wrong(key, "a direction of length 0", "write a direction");
    }

    private static bool IsSet(SceneNode node, string key) => node.IsNumber(key) ? node.Number(key, 0) != 0 : node.Flag(key, false);

    private static RegionDescription Box(SceneNode node, Vector3<Real64>? center = null) => new()
    {
        Center = node.Vector("point") ?? center ?? throw node.Wrong("point", "missing", "add it"),
        Size = (Real64)2 * (node.Vector("size") ?? new(1, 1, 1)),
    };
}
