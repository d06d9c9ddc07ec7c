using Splatsim.Mathematics;

namespace Splatsim.Scenes;

/// <summary>Reads form and motion of the boundaries that are things or containers.</summary>
internal static class ColliderReader
{
    /// <summary>The types that this reads.</summary>
    public static string[] Types { get; } = ["box", "sphere", "capsule", "cylinder", "heightfield", "mesh", "splats", .. Thin];

    // Surfaces without thickness.
    private static string[] Thin => ["plate", "disk", "sheet", "cup", "tray"];

    private static readonly string[] Keys =
    [
        "position", "axis", "degrees", "angularVelocity", "keys", "inside", "size", "radius", "height", "mass", "heights", "countX", "spacing", "file", "scale",
        "minimumOpacity", "thickness",
    ];

    /// <summary>Reads the collider; null where the type is none, and then its keys are refused.</summary>
    public static ColliderDescription? Read(SceneNode node, string type, RegionDescription? region)
    {
        ColliderDescription collider = ReadKeys(node);
        if (!Types.Contains(type))
        {
            foreach (string key in Keys)
                if (node.Has(key)) throw node.Wrong(key, $"\"{key}\" has no effect on a {type}", $"remove it, or use one of {string.Join(", ", Types)}");
            return null;
        }

        if (region is not null) collider = InRegion(node, type, collider, region);
        Check(node, type, collider);
        return collider;
    }

    private static ColliderDescription InRegion(SceneNode node, string type, ColliderDescription collider, RegionDescription region)
    {
        if (type == "box" && region.Size is Vector3<Real64> size) return collider with { Position = region.Center, Size = size };
        if (type == "sphere" && region.Size is null) return collider with { Position = region.Center, Radius = region.Radius };
        throw new SceneFileException(node.File, node.Path, $"a {type} with a {(region.Size is null ? "sphere" : "box")}", "give it position and its own lengths");
    }

    private static ColliderDescription ReadKeys(SceneNode node) =>
        new()
        {
            Position = node.Vector("position") ?? default,
            Turn = ReadTurn(node),
            AngularVelocity = node.Vector("angularVelocity") ?? default,
            Keys = ReadMotion(node, "keys", "position"),
            Inside = node.Flag("inside", false),
            Size = node.Vector("size") ?? default,
            Radius = node.OptionalNumber("radius", 1e-9, 1e9) ?? 0,
            Height = node.OptionalNumber("height", 1e-9, 1e9) ?? 0,
            Mass = node.OptionalNumber("mass", 1e-9, 1e12),
            Heights = node.NumberList("heights"),
            CountX = node.OptionalInteger("countX", 2, 1 << 16) ?? 0,
            Spacing = node.OptionalNumber("spacing", 1e-9, 1e9),
            File = node.Text("file"),
            Scale = node.Number("scale", 1, 1e-12, 1e12),
            MinimumOpacity = node.Number("minimumOpacity", 0.1, 0, 1),
            Thickness = node.OptionalNumber("thickness", 0, 1e9),
            Path = node.Path,
        };

    private static void Check(SceneNode node, string type, ColliderDescription collider)
    {
        Vector3<Real64> size = collider.Size;
        if (type == "box" && !(size.X.Value > 0 && size.Y.Value > 0 && size.Z.Value > 0))
            throw node.Wrong("size", $"edges {size} are not all positive", "write \"size\": [x, y, z] in metres");
        if (type == "tray" && !(size.X.Value > 0 && size.Y.Value > 0 && size.Z.Value > 0))
            throw node.Wrong("size", $"edges {size} are not all positive", "write \"size\": [x, y, z] in metres, y its height");
        if (type == "plate" && !(size.X.Value > 0 && size.Y.Value == 0 && size.Z.Value > 0))
            throw node.Wrong("size", $"edges {size} are not those of a rectangle across y", "write \"size\": [x, 0, z] in metres; axis and degrees turn it");
        if (type is "sphere" or "capsule" or "cylinder" or "disk" or "cup" && collider.Radius == 0)
            throw node.Wrong("radius", $"a {type} without \"radius\"", "add it, in metres");
        if (type is "capsule" or "cylinder" or "cup" && collider.Height == 0)
            throw node.Wrong("height", $"a {type} without \"height\"", "add its length along y, in metres");
        if (type == "capsule" && collider.Height <= 2 * collider.Radius)
            throw node.Wrong("height", $"{collider.Height} m has no room for two caps of {collider.Radius} m", "make it longer, or use a sphere");
        if (type == "heightfield") CheckHeights(node, collider);
        if (type is "mesh" or "sheet" && collider.File is null)
            throw node.Wrong("file", $"a {type} without \"file\"", "name an .obj, .ply, .glb or .gltf file");
        if (type == "splats" && (collider.Keys.Count > 0 || collider.AngularVelocity.LengthSquared.Value > 0 || collider.Position.LengthSquared.Value > 0 || collider.Turn.Degrees != 0))
            throw new SceneFileException(node.File, node.Path, "splats that do not move are given a place or a motion", "remove position, degrees, angularVelocity and keys");
        if (collider.Mass is not null && (collider.Inside || type is "heightfield" or "mesh" or "splats" or "sheet" or "cup" or "tray"))
            throw node.Wrong("mass", $"a mass of {(collider.Inside ? "a container" : type)}", "only a solid box, sphere, capsule or cylinder, a plate or a disk moves freely");
        if (collider.Mass is not null && (collider.Keys.Count > 0 || node.Has("start") || node.Has("end")))
            throw node.Wrong("mass", "a mass, and keys or a window", "a body moves freely all the time, or as it is told");
        if ((type is "heightfield" or "splats" || Thin.Contains(type)) && collider.Inside)
            throw node.Wrong("inside", $"matter inside of {type}", "remove it, or use another type");
    }

    private static void CheckHeights(SceneNode node, ColliderDescription collider)
    {
        if (collider.Spacing is null) throw node.Wrong("spacing", "a heightfield without \"spacing\"", "add the distance of neighbouring heights, in metres");
        if (collider.CountX == 0) throw node.Wrong("countX", "a heightfield without \"countX\"", "add the number of heights along x");
        int count = collider.Heights.Count;
        if (count % collider.CountX != 0 || count < 2 * collider.CountX)
        {
            throw node.Wrong(
                "heights", $"{count} heights do not fill {collider.CountX} rows of at least two", "give countX rows of the same length, row by row along z");
        }
    }

    /// <summary>Reads where something is at given times.</summary>
    public static IReadOnlyList<ColliderKey> ReadMotion(SceneNode node, string list, string place)
    {
        List<ColliderKey> keys = [];
        foreach (SceneNode child in node.Children(list))
        {
            ColliderKey key = new(
                child.Number("time", 0),
                child.Vector(place) ?? throw new SceneFileException(child.File, child.Path, $"a key without \"{place}\"", "add it"),
                ReadTurn(child));
            child.Close();
            if (keys.Count > 0 && key.Time <= keys[^1].Time)
                throw child.Wrong("time", $"{key.Time} s does not follow {keys[^1].Time} s", "sort the keys by time");
            keys.Add(key);
        }

        return keys;
    }

    private static TurnDescription ReadTurn(SceneNode node)
    {
        Vector3<Real64> axis = node.Vector("axis") ?? new(0, 1, 0);
        if (!(axis.LengthSquared.Value > 0)) throw node.Wrong("axis", "an axis of length 0", "write a direction");
        return new(axis.Normalized, node.Number("degrees", 0, -1e6, 1e6));
    }
}
