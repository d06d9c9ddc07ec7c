namespace Splatsim.Formats;

/// <summary>
/// Values per splat under names (stiffness, density, label ...), kept beside a scene as safetensors: one tensor per
/// column, of as many values as the scene has splats. Names carry their unit where it is not SI (frictionAngleDegrees).
/// </summary>
public sealed class SplatFields
{
    private readonly Dictionary<string, float[]> columns = [];

    /// <summary>Makes an empty set of columns.</summary>
    /// <param name="count">Number of splats.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public SplatFields(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Count = count;
    }

    /// <summary>Number of splats.</summary>
    public int Count { get; }

    /// <summary>The columns by name, each of shape [Count].</summary>
    public IReadOnlyDictionary<string, float[]> Columns => columns;

    /// <summary>Adds or replaces a column.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">Shape [Count].</param>
    /// <exception cref="ArgumentException">The number of values is not <see cref="Count"/>.</exception>
    public void Set(string name, float[] values)
    {
        if (values.Length != Count) throw new ArgumentException($"column {name} has {values.Length} values for {Count} splats", nameof(values));
        columns[name] = values;
    }

    /// <summary>Reads a file of columns.</summary>
    /// <param name="path">A safetensors file with tensors of shape [N] or [N, 1].</param>
    /// <param name="count">Number of splats of the scene that it belongs to.</param>
    /// <exception cref="SplatFormatException">The file is missing or damaged, or a tensor has another shape.</exception>
    public static SplatFields Read(string path, int count)
    {
        SafetensorsFile file = SafetensorsFile.Read(path);
        SplatFields fields = new(count);
        foreach (SafetensorsTensor tensor in file.Tensors.Values)
        {
            bool column = tensor.Shape.Count == 1 || (tensor.Shape.Count == 2 && tensor.Shape[1] == 1);
            if (!column || tensor.Shape[0] != count)
            {
                throw SplatFormatException.AtJson(
                    path, $"$.{tensor.Name}.shape", $"the column has the shape [{string.Join(", ", tensor.Shape)}], the scene has {count} splats", $"write one value per splat: [{count}]");
            }

            fields.Set(tensor.Name, file.Floats(tensor.Name));
        }

        return fields;
    }

    /// <summary>Writes the columns in the order of their names.</summary>
    /// <param name="path">The file; replaced when it exists.</param>
    /// <param name="metadata">Texts to keep with them (units, source); null for none.</param>
    /// <exception cref="SplatFormatException">The file cannot be written.</exception>
    public void Write(string path, IReadOnlyDictionary<string, string>? metadata = null) => SafetensorsFile.Write(
        path,
        [.. columns.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => (c.Key, (IReadOnlyList<long>)[Count], new ReadOnlyMemory<float>(c.Value)))],
        metadata);
}
