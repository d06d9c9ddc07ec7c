using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// Maxwell matter: spring and dashpot in line. Quick blows meet a Hencky solid, slow ones a liquid; its volume stays elastic.
/// </summary>
/// <remarks>
/// Maxwell 1867, in log strain; the deviator relaxes by 1/(1 + 2 mu dt/eta) per step, implicit and stable for any viscosity.
/// Relaxation time eta/(2 mu), with eta twice the shear viscosity of slow flow. Prepared: mu, lambda, 2 mu/eta.
/// </remarks>
public readonly struct Maxwell : ILogarithmicLaw
{
    /// <inheritdoc/>
    public static LawDescription Description { get; } = new(
        "maxwell",
        "Silly putty, dough, lava: bounces when hit and flows when left alone.",
        "Maxwell 1867 in log strain: dev h' = dev h / (1 + 2 mu dt/eta)",
        [
            LawParameter.YoungsModulus,
            LawParameter.PoissonsRatio,
            new("viscosity", "Pa s", 1e4, 1e-6, 1e15, "eta of the dashpot: |dev tau| over plastic rate, twice the shear viscosity."),
        ],
        [])
    {
        IsRateDependent = true,
    };

    /// <inheritdoc/>
    public static void Prepare<T>(in LawParameters<T> user, out LawParameters<T> prepared)
        where T : unmanaged, IReal<T>
    {
        prepared = default;
        Lame.FromYoung(user.P0, user.P1, out prepared.P0, out prepared.P1);
        prepared.P2 = (prepared.P0 + prepared.P0) / user.P2;
    }

    /// <inheritdoc/>
    public static void InitialHistory<T>(in LawParameters<T> prepared, out LawHistory<T> history)
        where T : unmanaged, IReal<T> => history = default;

    /// <inheritdoc/>
    public static void Return<T>(
        T mean, T norm, T squaredStretch, in LawParameters<T> prepared, ref LawHistory<T> history, T timeStep,
        out T returnedMean, out T keep)
        where T : unmanaged, IReal<T>
    {
        returnedMean = mean;
        keep = T.One / T.FusedMultiplyAdd(prepared.P2, timeStep, T.One);
    }
}
