using Splatsim.Mathematics;
using Splatsim.Simulation;

namespace Splatsim.Scenes;

/// <summary>Reads the forces of a scene file: each type has its own keys.</summary>
internal static class ForceReader
{
    public static ForcesDescription Read(SceneNode node)
    {
        ForcesDescription forces = new()
        {
            Gravity = node.Vector("gravity") ?? new ForcesDescription().Gravity,
            Impulses = [.. node.Children("impulses").Select(ReadImpulse)],
            SurfaceTension = node.Number("surfaceTension", 0, 0, 1e9),
            List = [.. node.Children("list").Select(ReadForce)],
        };
        node.Close();
        return forces;
    }

    /// <summary>A constant vector or keyframes of one.</summary>
    public static IReadOnlyList<KeyDescription> ReadKeys(SceneNode node, string constant, Vector3<Real64>? fallback)
    {
        Vector3<Real64>? value = node.Vector(constant);
        List<KeyDescription> keys = [];
        double last = double.NegativeInfinity;
        foreach (SceneNode child in node.Children("keys"))
        {
            double time = child.Number("time", 0);
            if (time <= last) throw child.Wrong("time", $"{time} s does not follow {last} s", "sort the keys by time");
            last = time;
            keys.Add(new(time, child.Vector("value") ?? throw child.Wrong("value", "missing", "write [x, y, z]")));
            child.Close();
        }

        if (keys.Count > 0 && value is not null) throw node.Wrong("keys", $"\"keys\" beside \"{constant}\"", "keep one of them");
        if (keys.Count > 0) return keys;
        if ((value ?? fallback) is Vector3<Real64> one) return [new(0, one)];
        throw node.Wrong(constant, "missing", $"add \"{constant}\": [x, y, z], or \"keys\"");
    }

    private static ForceDescription ReadForce(SceneNode node)
    {
        string[] types = [.. Forces.All.Select(f => f.Key)];
        string type = node.RequiredText("type", $"add \"type\": one of {string.Join(", ", types)}");
        if (!types.Contains(type)) throw node.Wrong("type", $"\"{type}\" is not a force", NearestName.Suggest(type, types));
        ForceDescription force = new()
        {
            Type = type,
            Start = node.Number("start", 0),
            End = node.Number("end", double.PositiveInfinity),
            Path = node.Path,
        };
        if (force.End <= force.Start) throw node.Wrong("end", $"{force.End} s is not after the start", "let it end later");
        force = ReadOwn(node, force);
        node.Close();
        return force;
    }

    private static ForceDescription ReadOwn(SceneNode node, ForceDescription force)
    {
        switch (force.Type)
        {
            case "gravity":
                return force with { Keys = ReadKeys(node, "acceleration", null) };
            case "wind":
                return force with
                {
                    Keys = ReadKeys(node, "velocity", null),
                    Object = node.Text("object"),
                    Density = node.Number("airDensity", WindForce.DensityOfAir, 0, 1e5),
                    DragCoefficient = node.Number("dragCoefficient", 1.1, 0, 1e3),
                    Gusts = node.Child("gusts") is SceneNode gusts ? ReadGusts(gusts) : null,
                };
            case "attractor":
                return force with
                {
                    Keys = ReadKeys(node, "point", null),
                    Strength = Required(node, "strength", -1e12, 1e12),
                    Radius = node.Number("softening", 0, 0, 1e6),
                };
            case "blast":
                return force with
                {
                    Point = RequiredVector(node, "point"),
                    Strength = Required(node, "acceleration", -1e9, 1e9),
                    Radius = Required(node, "radius", 1e-9, 1e6),
                    Rate = node.Number("duration", 0.05, 1e-9, 1e6),
                    Decay = node.Number("decay", 1, 1e-3, 1e3),
                };
            case "vortex":
                return force with
                {
                    Point = RequiredVector(node, "point"),
                    Axis = Direction(node, "axis", new(0, 1, 0)),
                    Strength = Required(node, "angularSpeed", -1e6, 1e6),
                    Radius = Required(node, "coreRadius", 1e-9, 1e6),
                    Rate = node.Number("rate", 5, 0, 1e6),
                };
            case "buoyancy":
                return force with
                {
                    Level = Required(node, "level", -1e9, 1e9),
                    Density = node.Number("density", 1000, 0, 1e6),
                    Object = node.Text("object"),
                };
            case "field":
                return force with
                {
                    File = node.RequiredText("file", "name a safetensors file with values, origin, spacing and times"),
                    Rate = node.OptionalNumber("rate", 0, 1e6),
                };
            case "damping":
                return force with { Rate = Required(node, "rate", 0, 1e6), Object = node.Text("object") };
            case "grab":
                return force with
                {
                    Keys = ReadKeys(node, "point", null),
                    Radius = Required(node, "radius", 1e-9, 1e6),
                    Strength = Required(node, "stiffness", 0, 1e12),
                    Decay = node.Number("dampingRatio", 1, 0, 1e3),
                };
            default:
                throw node.Wrong("type", $"\"{force.Type}\" has no reader", "use it from a program");
        }
    }

    private static GustDescription ReadGusts(SceneNode node)
    {
        GustDescription gusts = new(
            Required(node, "speed", 0, 1e4), Required(node, "length", 1e-6, 1e6), node.Integer("seed", 1, 0, int.MaxValue),
            node.Integer("count", 12, 1, 64));
        node.Close();
        return gusts;
    }

    private static ImpulseDescription ReadImpulse(SceneNode node)
    {
        ImpulseDescription impulse = new()
        {
            Region = ObjectReader.ReadRegion(node),
            Force = node.Vector("force")
                ?? throw new SceneFileException(node.File, node.Path, "an impulse without \"force\"", "add the total force in newtons"),
            Start = node.Number("start", 0, 0),
            Duration = node.Number("duration", 0.1, 1e-9, 1e6),
        };
        if (impulse.Region is { Size: null })
            throw node.Wrong("sphere", "an impulse on a sphere", "give it a \"box\"");
        node.Close();
        return impulse;
    }

    internal static double Required(SceneNode node, string key, double minimum, double maximum) =>
        node.OptionalNumber(key, minimum, maximum) ?? throw node.Wrong(key, "missing", "add it");

    internal static Vector3<Real64> RequiredVector(SceneNode node, string key) =>
        node.Vector(key) ?? throw node.Wrong(key, "missing", "write [x, y, z]");

    internal static Vector3<Real64> Direction(SceneNode node, string key, Vector3<Real64> fallback)
    {
        Vector3<Real64> direction = node.Vector(key) ?? fallback;
        return direction.LengthSquared.Value > 0 ? direction.Normalized : throw node.Wrong(key, "a direction of length 0", "write a direction");
    }
}
