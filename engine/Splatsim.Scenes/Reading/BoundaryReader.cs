namespace Splatsim.Scenes;

/// <summary>Reads the boundaries of a scene file.</summary>
internal static class BoundaryReader
{
    private static readonly string[] Types = ["ground", "plane", "walls", "cuboid", "pin", .. ColliderReader.Types];

    public static BoundaryDescription Read(SceneNode node)
    {
        string type = node.RequiredText("type", $"add \"type\": one of {string.Join(", ", Types)}");
        if (!Types.Contains(type)) throw node.Wrong("type", $"\"{type}\" is not a boundary", NearestName.Suggest(type, Types));
        BoundaryDescription boundary = new()
        {
            Type = type,
            Point = node.Vector("point") ?? default,
            Normal = node.Vector("normal") ?? new(0, 1, 0),
            Surface = node.Choice("surface", "sticky", "sticky", "slip", "separate", "coulomb"),
            Friction = node.Number("friction", 0, 0, 100),
            Restitution = node.Number("restitution", 0, 0, 1),
            Velocity = node.Vector("velocity") ?? default,
            Region = ObjectReader.ReadRegion(node),
            Start = node.Number("start", 0),
            End = node.Number("end", double.PositiveInfinity),
        };
        boundary = boundary with { Collider = ColliderReader.Read(node, type, boundary.Region) };
        if (type is "cuboid" or "pin" && boundary.Region is null)
            throw new SceneFileException(node.File, node.Path, $"a {type} without a region", "add \"box\": { \"center\": …, \"size\": … }");
        if (boundary is { Region.Size: null, Region: not null, Collider: null })
            throw new SceneFileException(node.File, node.Path, $"a {type} with a sphere", "give it a \"box\"");
        if (!(boundary.Normal.LengthSquared.Value > 0)) throw node.Wrong("normal", "a normal of length 0", "write a direction");
        if (boundary.Surface != "coulomb" && boundary.Friction != 0)
            throw node.Wrong("friction", $"friction on a {boundary.Surface} surface", "set \"surface\": \"coulomb\" or remove the friction");
        if (boundary.Restitution != 0 && (boundary.Surface is "sticky" or "slip" || type is "cuboid" or "pin"))
            throw node.Wrong("restitution", $"restitution on a {boundary.Surface} {type}", "use surface separate or coulomb, and a box instead of a cuboid");
        node.Close();
        return boundary with { Normal = boundary.Normal.Normalized };
    }
}
