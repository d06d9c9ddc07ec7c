using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Tests;

/// <summary>The fluid of Taichi's mpm88 and mpm3d examples: tau = K (J - 1) I, J advanced by 1 + dt tr C.</summary>
internal readonly struct LinearPressureFluid : ILaw
{
    public static LawDescription Description { get; } = new(
        "linear-pressure-fluid", "Test fluid.", "taichi examples mpm88, mpm3d",
        [new("bulkModulus", "Pa", 400, 1, 1e9, "K")],
        [new("volumeRatio", "1", "J")]);

    public static void Prepare<T>(in LawParameters<T> user, out LawParameters<T> prepared)
        where T : unmanaged, IReal<T> => prepared = user;

    public static void InitialHistory<T>(in LawParameters<T> prepared, out LawHistory<T> history)
        where T : unmanaged, IReal<T> => history = new() { H0 = T.One };

    public static void Update<T>(
        ref Matrix3x3<T> f, in Matrix3x3<T> c, in LawParameters<T> prepared, ref LawHistory<T> history, T timeStep,
        out SymmetricMatrix3x3<T> kirchhoff, out Mask<T> clamped)
        where T : unmanaged, IReal<T>
    {
        history.H0 *= T.One + timeStep * c.Trace;
        T side = T.Exp(T.FromDouble(1.0 / 3.0) * T.Log(history.H0));
        f = Matrix3x3<T>.Diagonal(side, side, side);
        kirchhoff = default(SymmetricMatrix3x3<T>).PlusIdentity(prepared.P0 * (history.H0 - T.One));
        clamped = StretchLimits.None<T>();
    }

    public static T EnergyDensity<T>(in Matrix3x3<T> f, in LawParameters<T> prepared, in LawHistory<T> history)
        where T : unmanaged, IReal<T> => prepared.P0 * (history.H0 - T.One - T.Log(history.H0));

    public static double WaveModulus(in LawParameters<Real64> user) => user.P0.Value;
}
