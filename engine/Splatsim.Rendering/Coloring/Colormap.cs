namespace Splatsim.Rendering;

/// <summary>A scale of colours: control points with linear steps between them, or a list of categories.</summary>
public sealed class Colormap
{
    // NaN is drawn in a grey that no map contains in full brightness.
    private const float Missing = 0.5f;

    private readonly float[] table;

    private Colormap(string name, bool categorical, ReadOnlySpan<uint> colors)
    {
        Name = name;
        IsCategorical = categorical;
        table = new float[3 * colors.Length];
        for (int index = 0; index < colors.Length; index++)
        {
            table[3 * index] = (colors[index] >> 16) / 255f;
            table[3 * index + 1] = ((colors[index] >> 8) & 255) / 255f;
            table[3 * index + 2] = (colors[index] & 255) / 255f;
        }
    }

    /// <summary>Dark violet to yellow, perceptually even (van der Walt and Smith 2015, CC0; ten of its colours).</summary>
    public static Colormap Viridis { get; } = new(
        "viridis", false,
        [0x440154, 0x482878, 0x3E4989, 0x31688E, 0x26828E, 0x1F9E89, 0x35B779, 0x6ECE58, 0xB5DE2B, 0xFDE725]);

    /// <summary>Black over violet and orange to pale yellow (van der Walt and Smith 2015, CC0; ten of inferno's colours).</summary>
    public static Colormap Inferno { get; } = new(
        "inferno", false,
        [0x000004, 0x1B0C42, 0x4B0C6B, 0x781C6D, 0xA52C60, 0xCF4446, 0xED6925, 0xFB9A06, 0xF7D03C, 0xFCFFA4]);

    /// <summary>Blue, cyan, green, yellow, red with dark ends: a rainbow whose brightness has one peak.</summary>
    public static Colormap Rainbow { get; } = new(
        "rainbow", false,
        [0x2E1440, 0x3F4BB5, 0x3F85F2, 0x22B8E0, 0x2FE09A, 0x80F553, 0xC8E635, 0xF5B937, 0xF57A22, 0xCC3A0C, 0x7C0A05]);

    /// <summary>Black to white.</summary>
    public static Colormap Grey { get; } = new("grey", false, [0x000000, 0xFFFFFF]);

    /// <summary>Eight colours that colour-blind readers tell apart, for whole numbers (Okabe and Ito 2008).</summary>
    public static Colormap Categories { get; } = new(
        "categories", true,
        [0xE69F00, 0x56B4E9, 0x009E73, 0xF0E442, 0x0072B2, 0xD55E00, 0xCC79A7, 0x999999]);

    /// <summary>Every map.</summary>
    public static IReadOnlyList<Colormap> All { get; } = [Viridis, Inferno, Rainbow, Grey, Categories];

    /// <summary>The name that scene files and commands use.</summary>
    public string Name { get; }

    /// <summary>True when numbers are categories (material indices) and not a scale.</summary>
    public bool IsCategorical { get; }

    /// <summary>Finds a map by name.</summary>
    /// <param name="name">Name, in any case.</param>
    /// <exception cref="ArgumentException">No map has that name; the message lists the names.</exception>
    public static Colormap Find(string name)
    {
        foreach (Colormap map in All)
            if (string.Equals(map.Name, name, StringComparison.OrdinalIgnoreCase)) return map;
        throw new ArgumentException($"there is no colormap \"{name}\"; choose one of {string.Join(", ", All.Select(m => m.Name))}", nameof(name));
    }

    /// <summary>The colour at a position on the scale.</summary>
    /// <param name="position">0 first colour, 1 last; clamped; NaN gives grey.</param>
    /// <param name="red">0 to 1.</param>
    /// <param name="green">0 to 1.</param>
    /// <param name="blue">0 to 1.</param>
    public void Evaluate(float position, out float red, out float green, out float blue)
    {
        if (float.IsNaN(position))
        {
            (red, green, blue) = (Missing, Missing, Missing);
            return;
        }

        int last = table.Length / 3 - 1;
        float scaled = Math.Clamp(position, 0f, 1f) * last;
        int index = Math.Min((int)scaled, last - 1);
        float part = scaled - index;
        ReadOnlySpan<float> pair = table.AsSpan(3 * index, 6);
        red = pair[0] + part * (pair[3] - pair[0]);
        green = pair[1] + part * (pair[4] - pair[1]);
        blue = pair[2] + part * (pair[5] - pair[2]);
    }

    /// <summary>The colour of a category; colours repeat after the last.</summary>
    /// <param name="value">Index of the category, rounded to the nearest whole number; NaN gives grey.</param>
    /// <param name="red">0 to 1.</param>
    /// <param name="green">0 to 1.</param>
    /// <param name="blue">0 to 1.</param>
    public void Category(float value, out float red, out float green, out float blue)
    {
        if (!float.IsFinite(value))
        {
            (red, green, blue) = (Missing, Missing, Missing);
            return;
        }

        int count = table.Length / 3;
        int index = (int)((((long)MathF.Round(value) % count) + count) % count);
        (red, green, blue) = (table[3 * index], table[3 * index + 1], table[3 * index + 2]);
    }
}
