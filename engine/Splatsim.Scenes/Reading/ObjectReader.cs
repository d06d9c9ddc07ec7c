using Splatsim.Mathematics;

namespace Splatsim.Scenes;

/// <summary>Reads the objects of a scene file.</summary>
internal static class ObjectReader
{
    public static ObjectDescription Read(SceneNode node)
    {
        SceneNode? filling = node.Child("filling");
        ObjectDescription result = new()
        {
            Name = node.Text("name") ?? "object",
            Selection = node.Child("select") is SceneNode select ? ReadSelection(select) : new(),
            Material = ReadMaterial(node),
            Fill = filling?.Flag("enabled", true) ?? true,
            ParticlesPerCell = filling?.Integer("particlesPerCell", 8, 1, 64) ?? 8,
            Velocity = node.Vector("velocity") ?? default,
            AngularVelocity = node.Vector("angularVelocity") ?? default,
            Offset = node.Vector("offset") ?? default,
            Motion = ColliderReader.ReadMotion(node, "motion", "offset"),
            Path = node.Path,
        };
        filling?.Close();
        node.Close();
        return result;
    }

    public static RegionDescription? ReadRegion(SceneNode node)
    {
        SceneNode? box = node.Child("box"), sphere = node.Child("sphere");
        if (box is not null && sphere is not null)
            throw node.Wrong("sphere", "a box and a sphere in one region", "keep one of them");
        if (box is not null)
        {
            Vector3<Real64>? minimum = box.Vector("minimum"), maximum = box.Vector("maximum");
            Vector3<Real64>? center = box.Vector("center"), size = box.Vector("size");
            box.Close();
            if (minimum is Vector3<Real64> low && maximum is Vector3<Real64> high)
            {
                center = (Real64)0.5 * (low + high);
                size = high - low;
            }

            if (center is not Vector3<Real64> c || size is not Vector3<Real64> s)
                throw node.Wrong("box", "an incomplete box", "give \"minimum\" and \"maximum\", or \"center\" and \"size\"");
            if (!(s.X.Value > 0 && s.Y.Value > 0 && s.Z.Value > 0))
                throw node.Wrong("box", $"edges {s} are not all positive", "swap minimum and maximum");
            return new RegionDescription { Center = c, Size = s };
        }

        if (sphere is null) return null;
        RegionDescription region = new()
        {
            Center = sphere.Vector("center") ?? throw node.Wrong("sphere", "a sphere without \"center\"", "add it"),
            Radius = sphere.OptionalNumber("radius", 1e-12) ?? throw node.Wrong("sphere", "a sphere without \"radius\"", "add it"),
        };
        sphere.Close();
        return region;
    }

    private static SelectionDescription ReadSelection(SceneNode node)
    {
        int? label = node.OptionalInteger("label", 0, 255);
        SelectionDescription selection = new()
        {
            Region = ReadRegion(node),
            Labels = label is int value ? [value] : [],
            MinimumOpacity = node.Number("minimumOpacity", 0.02, 0, 1),
            LargestComponent = node.Flag("largestComponent", false),
        };
        node.Close();
        return selection;
    }

    public static MaterialDescription ReadMaterial(SceneNode parent)
    {
        if (parent.IsText("material")) return new MaterialDescription { Preset = parent.Text("material") };
        SceneNode node = parent.Child("material")
            ?? throw new SceneFileException(parent.File, parent.Path, "\"material\" is missing", "add \"material\": \"jelly\"");
        string? preset = node.Text("preset"), law = node.Text("law"), fields = node.Text("fields");
        double? density = node.OptionalNumber("massDensity", 1e-6, 1e6);
        MaterialDescription material = new()
        {
            Preset = preset,
            Law = law,
            Fields = fields,
            MassDensity = density,
            Overrides = node.Remaining(),
        };
        if (preset is null && law is null)
            throw new SceneFileException(node.File, node.Path, "neither \"preset\" nor \"law\"", "name a preset (splatsim materials) or a law");
        return material;
    }
}
