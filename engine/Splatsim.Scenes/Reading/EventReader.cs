namespace Splatsim.Scenes;

/// <summary>Reads the events of a scene file: each type has its own keys.</summary>
internal static class EventReader
{
    private static readonly string[] Types = ["pin", "velocity", "grip", "release", "emitter", "sink", "cut"];

    public static EventDescription Read(SceneNode node)
    {
        string type = node.RequiredText("type", $"add \"type\": one of {string.Join(", ", Types)}");
        if (!Types.Contains(type)) throw node.Wrong("type", $"\"{type}\" is not an event", NearestName.Suggest(type, Types));
        EventDescription happening = new() { Type = type, Start = node.Number("start", 0), Path = node.Path };
        if (type != "velocity") happening = happening with { End = node.Number("end", double.PositiveInfinity) };
        if (happening.End <= happening.Start) throw node.Wrong("end", $"{happening.End} s is not after the start", "let it end later");
        happening = ReadOwn(node, happening);
        node.Close();
        return happening;
    }

    private static EventDescription ReadOwn(SceneNode node, EventDescription happening)
    {
        switch (happening.Type)
        {
            case "pin":
                return happening with { Region = ReadShape(node, required: true), Velocity = node.Vector("velocity") ?? default };
            case "velocity":
                return happening with
                {
                    Region = ReadShape(node, required: false),
                    Velocity = node.Vector("velocity") ?? default,
                    AngularVelocity = node.Vector("angularVelocity") ?? default,
                    Point = node.Vector("pivot") ?? default,
                };
            case "grip":
                RegionDescription shape = ReadShape(node, required: true)!;
                return happening with
                {
                    Region = shape,
                    Keys = ForceReader.ReadKeys(node, "pivot", shape.Center),
                    Velocity = node.Vector("velocity") ?? default,
                    AngularVelocity = node.Vector("angularVelocity") ?? default,
                    HoldsNodes = node.Flag("holdNodes", true),
                };
            case "release":
                EventDescription release = happening with
                {
                    Axis = ForceReader.Direction(node, "axis", new(0, 1, 0)),
                    First = ForceReader.Required(node, "first", -1e9, 1e9),
                    Last = ForceReader.Required(node, "last", -1e9, 1e9),
                    Layers = node.Integer("layers", 50, 1, 1_000_000),
                };
                if (!double.IsFinite(release.End)) throw node.Wrong("end", "missing", "say when the last layer is released");
                if (release.First == release.Last) throw node.Wrong("last", "equal to \"first\"", "give the layers a thickness");
                return release;
            case "emitter":
                return ReadEmitter(node, happening);
            case "cut":
                EventDescription cut = happening with
                {
                    Keys = ForceReader.ReadKeys(node, "edge", null),
                    Velocity = node.Vector("velocity") ?? default,
                    Axis = ForceReader.Direction(node, "direction", new(0, -1, 0)),
                    Normal = ForceReader.Direction(node, "normal", new(1, 0, 0)),
                    Kerf = node.Number("kerf", 0, 0, 1e6),
                    Friction = node.Number("friction", 0, 0, 100),
                    Length = node.Number("length", double.PositiveInfinity, 1e-9),
                    Depth = node.Number("depth", double.PositiveInfinity, 1e-9),
                    Period = node.Number("period", 0, 0, 1e6),
                };
                if (cut.Kerf > 0 && cut.Friction > 0)
                    throw node.Wrong("friction", "friction between sides that do not touch", "leave it out, or \"kerf\", which removes the matter between them");
                return cut;
            default:
                return happening with { Region = ReadShape(node, required: true), Period = node.Number("period", 0, 0, 1e6) };
        }
    }

    private static EventDescription ReadEmitter(SceneNode node, EventDescription happening)
    {
        EventDescription emitter = happening with
        {
            Point = ForceReader.RequiredVector(node, "center"),
            Axis = ForceReader.Direction(node, "axis", new(0, -1, 0)),
            Radius = node.Number("radius", 0, 0, 1e6),
            Width = node.Number("width", 0, 0, 1e6),
            Height = node.Number("height", 0, 0, 1e6),
            Speed = ForceReader.Required(node, "speed", 1e-9, 1e5),
            ParticlesPerSecond = node.OptionalNumber("particlesPerSecond", 1e-9, 1e12),
            ParticlesPerCell = node.Integer("particlesPerCell", 8, 1, 64),
            Material = ObjectReader.ReadMaterial(node),
            Color = node.Vector("color") ?? new EventDescription { Type = "emitter" }.Color,
            Opacity = node.Number("opacity", 0.9, 0.01, 0.999),
        };
        if (emitter.Material.Fields is not null) throw node.Wrong("material", "fields of an emitter", "they belong to splats that were captured");
        bool round = emitter.Radius > 0, rectangular = emitter.Width > 0 && emitter.Height > 0;
        if (round == rectangular) throw node.Wrong("radius", "no opening, or two", "give \"radius\", or \"width\" and \"height\"");
        return emitter;
    }

    private static RegionDescription? ReadShape(SceneNode node, bool required)
    {
        SceneNode? cylinder = node.Child("cylinder");
        RegionDescription? region = ObjectReader.ReadRegion(node);
        if (cylinder is not null)
        {
            if (region is not null) throw node.Wrong("cylinder", "a cylinder beside another shape", "keep one of them");
            region = new RegionDescription
            {
                Center = ForceReader.RequiredVector(cylinder, "center"),
                Axis = ForceReader.Direction(cylinder, "axis", new(0, 1, 0)),
                Height = ForceReader.Required(cylinder, "height", 1e-12, 1e9),
                Radius = ForceReader.Required(cylinder, "radius", 1e-12, 1e9),
            };
            cylinder.Close();
        }

        if (region is null && required)
            throw new SceneFileException(node.File, node.Path, "no region", "add a \"box\", a \"sphere\" or a \"cylinder\"");
        return region;
    }
}
