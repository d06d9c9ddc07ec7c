using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// Saint Venant-Kirchhoff elasticity in Green strain, S = 2 mu E + lambda tr E I. For moderate strains only: it weakens
/// under strong compression, where <see cref="StvkHencky"/> stiffens.
/// </summary>
/// <remarks>Bonet and Wood 2008, "Nonlinear Continuum Mechanics for Finite Element Analysis", eq. 6.28; tau = F S F^T.</remarks>
public readonly struct StvkGreen : ILaw
{
    /// <inheritdoc/>
    public static LawDescription Description { get; } = new(
        "stvk-green",
        "Elastic body with stress linear in Green strain: the textbook law, weak under strong compression.",
        "Bonet and Wood 2008, Nonlinear Continuum Mechanics for Finite Element Analysis, eq. 6.28: S = 2 mu E + lambda tr E I",
        [LawParameter.YoungsModulus, LawParameter.PoissonsRatio],
        []);

    /// <inheritdoc/>
    public static void Prepare<T>(in LawParameters<T> user, out LawParameters<T> prepared)
        where T : unmanaged, IReal<T>
    {
        prepared = default;
        Lame.FromYoung(user.P0, user.P1, out prepared.P0, out prepared.P1);
    }

    /// <inheritdoc/>
    public static void InitialHistory<T>(in LawParameters<T> prepared, out LawHistory<T> history)
        where T : unmanaged, IReal<T> => history = default;

    /// <inheritdoc/>
    public static void Update<T>(
        ref Matrix3x3<T> f, in Matrix3x3<T> c, in LawParameters<T> prepared, ref LawHistory<T> history, T timeStep,
        out SymmetricMatrix3x3<T> kirchhoff, out Mask<T> clamped)
        where T : unmanaged, IReal<T>
    {
        SymmetricMatrix3x3<T> strain = Strain(in f);
        SymmetricMatrix3x3<T> second = ((prepared.P0 + prepared.P0) * strain).PlusIdentity(prepared.P1 * strain.Trace);
        kirchhoff = SymmetricMatrix3x3<T>.Congruence(in f, in second);
        clamped = StretchLimits.None<T>();
    }

    /// <inheritdoc/>
    public static T EnergyDensity<T>(in Matrix3x3<T> f, in LawParameters<T> prepared, in LawHistory<T> history)
        where T : unmanaged, IReal<T>
    {
        SymmetricMatrix3x3<T> e = Strain(in f);
        T half = T.FromDouble(0.5), trace = e.Trace;
        T shear = e.XY * e.XY + e.XZ * e.XZ + e.YZ * e.YZ;
        T squares = e.XX * e.XX + e.YY * e.YY + e.ZZ * e.ZZ + shear + shear;
        return T.FusedMultiplyAdd(prepared.P0, squares, half * prepared.P1 * trace * trace);
    }

    /// <inheritdoc/>
    public static double WaveModulus(in LawParameters<Real64> user) => Lame.WaveModulus(user.P0.Value, user.P1.Value);

    // E = (F^T F - I)/2.
    private static SymmetricMatrix3x3<T> Strain<T>(in Matrix3x3<T> f)
        where T : unmanaged, IReal<T>
    {
        Matrix3x3<T> transposed = f.Transposed;
        T half = T.FromDouble(0.5);
        return (half * SymmetricMatrix3x3<T>.Gram(in transposed)).PlusIdentity(-half);
    }
}
