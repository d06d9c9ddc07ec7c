using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>A fluid as plasticity: F = J^(1/3) I in principal axes.</summary>
public readonly struct FluidFlow : IPlasticFlow
{
    /// <inheritdoc/>
    public static string Name => "fluid";

    /// <inheritdoc/>
    public static string Summary => "that keeps no shape, only its volume";

    /// <inheritdoc/>
    public static IReadOnlyList<LawParameter> Parameters { get; } =
    [];

    /// <inheritdoc/>
    public static void Prepare<T>(in LawParameters<T> user, ref LawParameters<T> prepared)
        where T : unmanaged, IReal<T>
    {
    }

    /// <inheritdoc/>
    public static void Return<T>(T mean, T norm, in LawParameters<T> prepared, out T returnedMean, out T keep)
        where T : unmanaged, IReal<T>
    {
        returnedMean = mean;
        keep = T.Zero;
    }

    /// <inheritdoc/>
    public static double WaveModulus(in LawParameters<Real64> user) => user.P0.Value / (3 * (1 - 2 * user.P1.Value));
}
