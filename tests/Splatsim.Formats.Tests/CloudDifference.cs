namespace Splatsim.Tests;

/// <summary>Largest absolute differences between two clouds, by kind of value.</summary>
internal sealed record CloudDifference
{
    public double Position { get; set; }

    public double LogScale { get; set; }

    public double Opacity { get; set; }

    public double RotationDegrees { get; set; }

    public double Colour { get; set; }

    public double Harmonics { get; set; }

    public double HarmonicsRms { get; set; }
}
