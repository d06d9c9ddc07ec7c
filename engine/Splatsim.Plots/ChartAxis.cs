namespace Splatsim.Plots;

/// <summary>One axis of a chart: what it shows, in which unit, on which scale.</summary>
/// <param name="Title">Quantity, such as "Time".</param>
/// <param name="Unit">Unit, such as "s"; empty for pure numbers.</param>
public sealed record ChartAxis(string Title, string Unit = "")
{
    /// <summary>Decades instead of equal steps. Values that are not above 0 leave gaps.</summary>
    public bool Logarithmic { get; init; }

    /// <summary>Lower end in the axis's unit; null lets the data decide.</summary>
    public double? Minimum { get; init; }

    /// <summary>Upper end in the axis's unit; null lets the data decide.</summary>
    public double? Maximum { get; init; }

    /// <summary>The text beside the axis: "Time [s]".</summary>
    public string Label => Unit.Length == 0 ? Title : $"{Title} [{Unit}]";
}
