namespace Splatsim.Tests;

/// <summary>Largest absolute difference of any entry of any particle, per field.</summary>
internal sealed record StateTolerance(double X, double V, double C, double F)
{
    public static StateTolerance operator *(double factor, StateTolerance t) =>
        new(factor * t.X, factor * t.V, factor * t.C, factor * t.F);
}
