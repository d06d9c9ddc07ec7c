using Splatsim.Mathematics;

namespace Splatsim.Scenes;

/// <summary>A body: which splats, of what material, and how it starts.</summary>
public sealed record ObjectDescription
{
    /// <summary>Name for reports.</summary>
    public string Name { get; init; } = "object";

    /// <summary>Which splats.</summary>
    public required SelectionDescription Selection { get; init; }

    /// <summary>What it is made of.</summary>
    public required MaterialDescription Material { get; init; }

    /// <summary>Whether the inside of the surface capture is filled with particles.</summary>
    public bool Fill { get; init; } = true;

    /// <summary>Particles per cell of the filling.</summary>
    public int ParticlesPerCell { get; init; } = 8;

    /// <summary>Velocity at time 0 [m/s].</summary>
    public Vector3<Real64> Velocity { get; init; }

    /// <summary>Angular velocity at time 0 about the centre of mass [rad/s].</summary>
    public Vector3<Real64> AngularVelocity { get; init; }

    /// <summary>Displacement of the whole object before time 0 [m]: lift it, then let it fall.</summary>
    public Vector3<Real64> Offset { get; init; }

    /// <summary>
    /// Displacements from its start and turns about its centre of mass at given times, that a rigid object follows whatever it meets; empty
    /// lets it move freely.
    /// </summary>
    public IReadOnlyList<ColliderKey> Motion { get; init; } = [];

    /// <summary>Where the object is when the description came from: JSON path, for messages.</summary>
    public string Path { get; init; } = "";
}

/// <summary>Which splats an object takes: everything that meets all stated conditions.</summary>
public sealed record SelectionDescription
{
    /// <summary>Inside this region (simulation frame, metres).</summary>
    public RegionDescription? Region { get; init; }

    /// <summary>Inside this box of the capture, turned by <see cref="FitDescription.Rotation"/> [units of the capture].</summary>
    public RegionDescription? CaptureRegion { get; init; }

    /// <summary>With one of these labels.</summary>
    public IReadOnlyList<int> Labels { get; init; } = [];

    /// <summary>With at least this opacity, 0 to 1.</summary>
    public double MinimumOpacity { get; init; } = 0.02;

    /// <summary>Only the largest connected component of what remains, above the ground.</summary>
    public bool LargestComponent { get; init; }
}

/// <summary>A box, a sphere, or (where that is said) a cylinder [m].</summary>
public sealed record RegionDescription
{
    /// <summary>Centre [m].</summary>
    public Vector3<Real64> Center { get; init; }

    /// <summary>Full edge lengths of a box [m]; null for a sphere.</summary>
    public Vector3<Real64>? Size { get; init; }

    /// <summary>Radius of a sphere or cylinder [m]; 0 for a box.</summary>
    public double Radius { get; init; }

    /// <summary>Unit vector along a cylinder's axis.</summary>
    public Vector3<Real64> Axis { get; init; }

    /// <summary>Length of a cylinder [m]; 0 for others.</summary>
    public double Height { get; init; }

    /// <summary>True when a point lies inside or on the border.</summary>
    /// <param name="x">The point [m].</param>
    public bool Contains(Vector3<Real64> x)
    {
        Vector3<Real64> d = x - Center;
        if (Size is not Vector3<Real64> size) return d.LengthSquared.Value <= Radius * Radius;
        return Math.Abs(d.X.Value) <= size.X.Value / 2 && Math.Abs(d.Y.Value) <= size.Y.Value / 2
            && Math.Abs(d.Z.Value) <= size.Z.Value / 2;
    }
}

/// <summary>A material: a preset by its everyday name, or a law, with parameters that differ.</summary>
public sealed record MaterialDescription
{
    /// <summary>Preset name; null when a law is given directly.</summary>
    public string? Preset { get; init; }

    /// <summary>Law key; null takes the preset's.</summary>
    public string? Law { get; init; }

    /// <summary>Mass density [kg/m^3]; null takes the preset's.</summary>
    public double? MassDensity { get; init; }

    /// <summary>Parameters that differ, by key (SI units, or the unit that the key names).</summary>
    public IReadOnlyDictionary<string, ParameterValue> Overrides { get; init; } = new Dictionary<string, ParameterValue>();

    /// <summary>A safetensors file with a named column per parameter and a row per splat; null for none.</summary>
    public string? Fields { get; init; }
}

/// <summary>The value of a material parameter: a number, the name of one of its choices, or keyframes.</summary>
/// <param name="Number">The number; that of the first key where there are keys, meaningless where a choice is given.</param>
/// <param name="Choice">The name of a choice; null for numbers.</param>
public readonly record struct ParameterValue(double Number, string? Choice)
{
    /// <summary>Keyframes of a number that varies in time, times [s] rising; empty for a constant.</summary>
    public IReadOnlyList<(double Time, double Value)> Keys { get => field ?? []; init; }
}
