using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Formats;

/// <summary>Splats from the vertex element of a PLY file.</summary>
internal static class PlyReader
{
    // What Brush gives splats that say nothing of it: half opaque, of e^-4 scene units.
    private const float DefaultLogScale = -4f;

    internal static GaussianCloud Read(ByteSource source, PlyHeader header, ReadOptions options)
    {
        PlyElement element = header.Find("vertex") ?? throw SplatFormatException.AtLine(
            source.Path, header.LineCount, $"there is no vertex element, but {Names(header)}", "give a PLY file with one vertex per splat");
        PlySplatProperties properties = PlySplatProperties.Find(source.Path, element);
        long offset = PlyTable.Locate(source, header, element);
        if (properties.NotCarried.Length > 0)
            options.Warn?.Invoke($"{source.Path}: columns that a splat does not have are left out: {string.Join(", ", properties.NotCarried)}");

        GaussianCloud cloud = GaussianCloud.Uninitialized((int)element.Count, properties.Degree);
        List<PlyColumn> columns = [];
        Add(columns, properties.Mean, cloud.GeometryColumns, 0);
        AddOrFill(columns, properties.Rotation, cloud, 3, 4, rotation => rotation == 0 ? 1f : 0f);
        AddOrFill(columns, properties.Scale, cloud, 7, 3, axis => properties.Scale.Length == 2 ? float.NegativeInfinity : DefaultLogScale);
        AddOrFill(columns, properties.Opacity is null ? [] : [properties.Opacity], cloud, 10, 1, _ => 0f);
        AddColour(columns, properties, cloud);
        AddRest(columns, properties, cloud);
        AlignedArray<float>? labels = properties.Label is null ? null : PlyTable.NewColumn(element);
        if (labels is not null) columns.Add(new PlyColumn(properties.Label!, labels));

        PlyTable.Read(source, header, element, offset, columns, options);

        if (properties.Scale.Length == 2) cloud.RenderModel = RenderModel.TwoDimensional;
        PlyComments.Apply(header, source.Path, cloud, options.Warn);
        if (properties.Constant.Length == 0 && properties.Colour.Length == 3) ActivateColours(properties.Colour, cloud);
        if (properties.IsPointCloud) PointSplats.Initialise(cloud, options.Cancellation);
        if (labels is not null) cloud.Labels = ToBytes(labels.Span, source.Path, options.Warn);
        return cloud;
    }

    private static void Add(List<PlyColumn> columns, PlyProperty[] properties, IReadOnlyList<AlignedArray<float>> destinations, int first)
    {
        for (int i = 0; i < properties.Length; i++) columns.Add(new PlyColumn(properties[i], destinations[first + i]));
    }

    private static void AddOrFill(List<PlyColumn> columns, PlyProperty[] properties, GaussianCloud cloud, int first, int length, Func<int, float> missing)
    {
        Add(columns, properties, cloud.GeometryColumns, first);
        for (int i = properties.Length; i < length; i++) cloud.GeometryColumns[first + i].Span.Fill(missing(i));
    }

    private static void AddColour(List<PlyColumn> columns, PlySplatProperties properties, GaussianCloud cloud)
    {
        PlyProperty[] source = properties.Constant.Length > 0 ? properties.Constant : properties.Colour;
        Add(columns, source, cloud.ShColumns, 0);
        for (int channel = source.Length; channel < 3; channel++) cloud.Sh(0, channel).Clear();
    }

    private static void AddRest(List<PlyColumn> columns, PlySplatProperties properties, GaussianCloud cloud)
    {
        int coefficients = properties.Rest.Length / 3;
        for (int i = 0; i < properties.Rest.Length; i++)
            columns.Add(new PlyColumn(properties.Rest[i], cloud.ShColumns[(1 + i % coefficients) * 3 + i / coefficients]));
    }

    // Whole numbers span 0 to the type's largest value, floats 0 to 1.
    private static void ActivateColours(PlyProperty[] colours, GaussianCloud cloud)
    {
        for (int channel = 0; channel < 3; channel++)
        {
            double white = colours[channel].Type switch
            {
                PlyScalarType.Float32 or PlyScalarType.Float64 => 1,
                PlyScalarType type => Math.Pow(2, 8 * type.Size()) - 1,
            };
            foreach (ref float value in cloud.Sh(0, channel)) value = (float)((value / white - 0.5) / Activation.Sh0);
        }
    }

    private static byte[]? ToBytes(ReadOnlySpan<float> labels, string file, Action<string>? warn)
    {
        byte[] bytes = new byte[labels.Length];
        for (int row = 0; row < labels.Length; row++)
        {
            if (labels[row] is >= 0 and <= 255)
            {
                bytes[row] = (byte)labels[row];
                continue;
            }

            warn?.Invoke($"{file}: row {row} has the label {labels[row]}, labels are 0 to 255; the labels are left out");
            return null;
        }

        return bytes;
    }

    private static string Names(PlyHeader header) =>
        header.Elements.Count == 0 ? "none at all" : string.Join(", ", header.Elements.Take(8).Select(e => e.Name));
}
