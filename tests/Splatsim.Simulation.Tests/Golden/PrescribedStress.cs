using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Tests;

/// <summary>A stress that every particle is given as its history; F does not matter to it. For gradients of the transfers alone.</summary>
internal readonly struct PrescribedStress : ILaw
{
    public static LawDescription Description { get; } = new(
        "prescribed-stress", "Test law.", "none", [],
        [
            new("xx", "Pa", "tau"), new("xy", "Pa", "tau"), new("xz", "Pa", "tau"),
            new("yy", "Pa", "tau"), new("yz", "Pa", "tau"), new("zz", "Pa", "tau"),
        ]);

    public static void Prepare<T>(in LawParameters<T> user, out LawParameters<T> prepared)
        where T : unmanaged, IReal<T> => prepared = user;

    public static void InitialHistory<T>(in LawParameters<T> prepared, out LawHistory<T> history)
        where T : unmanaged, IReal<T> => history = default;

    public static void Update<T>(
        ref Matrix3x3<T> f, in Matrix3x3<T> c, in LawParameters<T> prepared, ref LawHistory<T> history, T timeStep,
        out SymmetricMatrix3x3<T> kirchhoff, out Mask<T> clamped)
        where T : unmanaged, IReal<T>
    {
        kirchhoff = new(history.H0, history.H1, history.H2, history.H3, history.H4, history.H5);
        clamped = StretchLimits.None<T>();
    }

    public static T EnergyDensity<T>(in Matrix3x3<T> f, in LawParameters<T> prepared, in LawHistory<T> history)
        where T : unmanaged, IReal<T> => T.Zero;

    public static double WaveModulus(in LawParameters<Real64> user) => 0;
}
