using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Tests;

/// <summary>A law whose stress is NaN, as a broken user law's would be.</summary>
internal readonly struct NotANumberLaw : ILaw
{
    public static LawDescription Description { get; } = new("not-a-number", "Test law.", "none", [], []);

    public static void Prepare<T>(in LawParameters<T> user, out LawParameters<T> prepared)
        where T : unmanaged, IReal<T> => prepared = user;

    public static void InitialHistory<T>(in LawParameters<T> prepared, out LawHistory<T> history)
        where T : unmanaged, IReal<T> => history = default;

    public static void Update<T>(
        ref Matrix3x3<T> f, in Matrix3x3<T> c, in LawParameters<T> prepared, ref LawHistory<T> history, T timeStep,
        out SymmetricMatrix3x3<T> kirchhoff, out Mask<T> clamped)
        where T : unmanaged, IReal<T>
    {
        kirchhoff = default(SymmetricMatrix3x3<T>).PlusIdentity(T.FromDouble(double.NaN));
        clamped = StretchLimits.None<T>();
    }

    public static T EnergyDensity<T>(in Matrix3x3<T> f, in LawParameters<T> prepared, in LawHistory<T> history)
        where T : unmanaged, IReal<T> => T.Zero;

    public static double WaveModulus(in LawParameters<Real64> user) => 1e4;
}
