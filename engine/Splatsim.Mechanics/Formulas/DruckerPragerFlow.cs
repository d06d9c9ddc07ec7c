using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>Friction cone in log strain without cohesion and volume correction: Klar et al. 2016. Coefficient 2: slope of the cone.</summary>
public readonly struct DruckerPragerFlow : IPlasticFlow
{
    /// <inheritdoc/>
    public static string Name => "drucker-prager";

    /// <inheritdoc/>
    public static string Summary => "whose grains rub and part";

    /// <inheritdoc/>
    public static IReadOnlyList<LawParameter> Parameters { get; } =
    [
        FrictionCone.FrictionAngle,
        FrictionCone.Cone,
    ];

    /// <inheritdoc/>
    public static void Prepare<T>(in LawParameters<T> user, ref LawParameters<T> prepared)
        where T : unmanaged, IReal<T>
    {
        Sines.Of(user.P2, out T sine, out _);
        prepared.P2 = FrictionCone.Alpha(sine, user.P3) * FrictionCone.Stiffness(prepared.P0, prepared.P1);
    }

    /// <inheritdoc/>
    public static void Return<T>(T mean, T norm, in LawParameters<T> prepared, out T returnedMean, out T keep)
        where T : unmanaged, IReal<T>
    {
        FrictionCone.Return(mean, norm, prepared.P2, T.Zero, out returnedMean, out keep);
    }

    /// <inheritdoc/>
    public static double WaveModulus(in LawParameters<Real64> user) => Lame.WaveModulus(user.P0.Value, user.P1.Value);
}
