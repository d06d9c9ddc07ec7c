using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Tests;

/// <summary>NCLaw's water: tau = lambda J (J - 1) I with F reset to J^(1/3) I.</summary>
internal readonly struct LinearVolumeElasticFluid : ILaw
{
    public const string Key = "nclaw-water";

    public static LawDescription Description { get; } = new(
        Key, "Test fluid.", "PingchuanMa/NCLaw", [new("bulkModulus", "Pa", 1e5, 1, 1e9, "lambda")], []);

    public static void Prepare<T>(in LawParameters<T> user, out LawParameters<T> prepared)
        where T : unmanaged, IReal<T> => prepared = user;

    public static void InitialHistory<T>(in LawParameters<T> prepared, out LawHistory<T> history)
        where T : unmanaged, IReal<T> => history = default;

    public static void Update<T>(
        ref Matrix3x3<T> f, in Matrix3x3<T> c, in LawParameters<T> prepared, ref LawHistory<T> history, T timeStep,
        out SymmetricMatrix3x3<T> kirchhoff, out Mask<T> clamped)
        where T : unmanaged, IReal<T>
    {
        T volumeRatio = f.Determinant;
        T side = T.Exp(T.FromDouble(1.0 / 3.0) * T.Log(volumeRatio));
        f = Matrix3x3<T>.Diagonal(side, side, side);
        kirchhoff = default(SymmetricMatrix3x3<T>).PlusIdentity(prepared.P0 * volumeRatio * (volumeRatio - T.One));
        clamped = StretchLimits.None<T>();
    }

    public static T EnergyDensity<T>(in Matrix3x3<T> f, in LawParameters<T> prepared, in LawHistory<T> history)
        where T : unmanaged, IReal<T>
    {
        T change = f.Determinant - T.One;
        return T.FromDouble(0.5) * prepared.P0 * change * change;
    }

    public static double WaveModulus(in LawParameters<Real64> user) => user.P0.Value;
}
