using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Tests;

/// <summary>PAC-NeRF's sand: the engine's return map with that program's norm of the deviator, sqrt(e.e + 1e-8).</summary>
internal readonly struct FlooredNormSand : ILogarithmicLaw
{
    public static LawDescription Description { get; } = DruckerPrager.Description with
    {
        Name = "floored-norm-sand",
        Source = "Li et al. 2023, PAC-NeRF: norm of the strain deviator with a floor of 1e-4",
    };

    public static void Prepare<T>(in LawParameters<T> user, out LawParameters<T> prepared)
        where T : unmanaged, IReal<T> => DruckerPrager.Prepare(in user, out prepared);

    public static void InitialHistory<T>(in LawParameters<T> prepared, out LawHistory<T> history)
        where T : unmanaged, IReal<T> => DruckerPrager.InitialHistory(in prepared, out history);

    public static void Return<T>(
        T mean, T norm, T squaredStretch, in LawParameters<T> prepared, ref LawHistory<T> history, T timeStep,
        out T returnedMean, out T keep)
        where T : unmanaged, IReal<T> =>
        DruckerPrager.Return(
            mean, T.Sqrt(T.FusedMultiplyAdd(norm, norm, T.FromDouble(1e-8))), squaredStretch, in prepared, ref history, timeStep,
            out returnedMean, out keep);
}
