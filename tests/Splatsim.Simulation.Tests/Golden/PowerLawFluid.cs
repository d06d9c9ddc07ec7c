using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Tests;

/// <summary>The fluid of warp-mpm: tau = -K (J^-1.1 - 1) J I with J = det F of the full F, which is never reset.</summary>
internal readonly struct PowerLawFluid : ILaw
{
    public const string Key = "power-law-fluid";

    private const double Exponent = 1.1;

    public static LawDescription Description { get; } = new(
        Key, "Test fluid.", "zeshunzong/warp-mpm", [new("bulkModulus", "Pa", 5e4, 1, 1e9, "K")], []);

    public static void Prepare<T>(in LawParameters<T> user, out LawParameters<T> prepared)
        where T : unmanaged, IReal<T> => prepared = user;

    public static void InitialHistory<T>(in LawParameters<T> prepared, out LawHistory<T> history)
        where T : unmanaged, IReal<T> => history = default;

    public static void Update<T>(
        ref Matrix3x3<T> f, in Matrix3x3<T> c, in LawParameters<T> prepared, ref LawHistory<T> history, T timeStep,
        out SymmetricMatrix3x3<T> kirchhoff, out Mask<T> clamped)
        where T : unmanaged, IReal<T>
    {
        T j = f.Determinant;
        kirchhoff = default(SymmetricMatrix3x3<T>).PlusIdentity(-(prepared.P0 * (T.Exp(T.FromDouble(-Exponent) * T.Log(j)) - T.One)) * j);
        clamped = StretchLimits.None<T>();
    }

    public static T EnergyDensity<T>(in Matrix3x3<T> f, in LawParameters<T> prepared, in LawHistory<T> history)
        where T : unmanaged, IReal<T> => T.Zero;

    public static double WaveModulus(in LawParameters<Real64> user) => Exponent * user.P0.Value;
}
