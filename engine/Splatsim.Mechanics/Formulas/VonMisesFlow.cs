using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>Perfect von Mises plasticity in log strain: Simo 1992. Coefficient 2: radius sqrt(2/3) sigma_y/(2 mu).</summary>
public readonly struct VonMisesFlow : IPlasticFlow
{
    /// <inheritdoc/>
    public static string Name => "von-mises";

    /// <inheritdoc/>
    public static string Summary => "that yields at a constant stress";

    /// <inheritdoc/>
    public static IReadOnlyList<LawParameter> Parameters { get; } =
    [
        new("yieldStress", "Pa", 2e3, 0, 1e11, "Uniaxial yield stress sigma_y.")
        {
            Role = LawParameterRole.Strength,
        },
    ];

    /// <inheritdoc/>
    public static void Prepare<T>(in LawParameters<T> user, ref LawParameters<T> prepared)
        where T : unmanaged, IReal<T>
    {
        prepared.P2 = T.FromDouble(Math.Sqrt(2.0 / 3.0)) * user.P2 / (prepared.P0 + prepared.P0);
    }

    /// <inheritdoc/>
    public static void Return<T>(T mean, T norm, in LawParameters<T> prepared, out T returnedMean, out T keep)
        where T : unmanaged, IReal<T>
    {
        Mask<T> flows = norm > prepared.P2;
        returnedMean = mean;
        keep = T.Select(flows, prepared.P2, T.One) / T.Select(flows, norm, T.One);
    }

    /// <inheritdoc/>
    public static double WaveModulus(in LawParameters<Real64> user) => Lame.WaveModulus(user.P0.Value, user.P1.Value);
}
