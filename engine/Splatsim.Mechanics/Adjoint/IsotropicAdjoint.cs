using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// The adjoint of <see cref="Isotropic{TLaw}"/>: the law's principal function by <see cref="Dual{T}"/>, and divided differences for the
/// turning of the principal axes. Signed, equal and nearly equal stretches are exact; F = I is the state that every fit starts from.
/// </summary>
/// <remarks>
/// With F = U diag(s) V^T, F-bar = U M V^T, T = U^T tau-bar U, G = U^T F'-bar V, principal stresses t and returned stretches r:
/// M_ii = sum_j T_jj dt_j/ds_i + G_jj dr_j/ds_i, and beside the diagonal M_ij = c s_j (T_ij + T_ji) + (a + b)/2 G_ij + (a - b)/2 G_ji with
/// c = (t_i - t_j)/(s_i^2 - s_j^2), a = (r_i - r_j)/(s_i - s_j), b = (r_i + r_j)/(s_i + s_j). Papadopoulo and Lourakis 2000, "Estimating the
/// Jacobian of the singular value decomposition"; form of Stomakhin et al. 2012, "Energetically consistent invertible elasticity", app.
/// </remarks>
internal static class IsotropicAdjoint
{
    /// <inheritdoc cref="ILaw.UpdateAdjoint"/>
    public static void Update<TLaw, TPairs, T>(
        in Matrix3x3<T> f, in LawParameters<T> prepared, in LawHistory<T> before, T timeStep,
        in LawCotangents<T> cotangents, out LawGradient<T> gradient)
        where TLaw : struct, IIsotropicLaw
        where TPairs : struct, IPairDifferences
        where T : unmanaged, IReal<T>
    {
        gradient = default;
        SingularValues.Decompose(in f, out Matrix3x3<T> u, out Vector3<T> s, out Matrix3x3<T> v);
        PrincipalState<T> law = default;
        law.Stretch = s;
        law.Prepared = prepared;
        law.Before = before;
        law.TimeStep = timeStep;
        Mask<T> clamped = TLaw.NeedsPositiveStretch ? StretchLimits.Clamp(ref law.Stretch) : StretchLimits.None<T>();
        Matrix3x3<T> uT = u.Transposed;
        Matrix3x3<T> g = uT * cotangents.F * v;
        SymmetricMatrix3x3<T> t = SymmetricMatrix3x3<T>.Congruence(in uT, in cotangents.Kirchhoff);
        PrincipalCotangents<T> by;
        by.Returned = new(g.M00, g.M11, g.M22);
        by.Kirchhoff = new(t.XX, t.YY, t.ZZ);
        by.History = cotangents.History;
        T zero = T.Zero, one = T.One;
        Matrix3x3<T> m = default;
        m.M00 = Slope<TLaw, T>(in law, one, zero, zero, -1, -1, in by);
        m.M11 = Slope<TLaw, T>(in law, zero, one, zero, -1, -1, in by);
        m.M22 = Slope<TLaw, T>(in law, zero, zero, one, -1, -1, in by);
        for (int i = 0; i < LawParameters<T>.Capacity - cotangents.SkippedCoefficients; i++)
            LawSeeds.Set(ref gradient.Prepared, i, Slope<TLaw, T>(in law, zero, zero, zero, i, -1, in by));
        for (int i = 0; i < LawHistory<T>.Capacity - cotangents.SkippedHistory; i++)
            LawSeeds.Set(ref gradient.History, i, Slope<TLaw, T>(in law, zero, zero, zero, -1, i, in by));
        LawHistory<T> history = before;
        TLaw.Principal(in law.Stretch, in prepared, ref history, timeStep, out law.Returned, out law.Kirchhoff);
        Turn<TPairs, T>(0, in law, t.XY, g.M01, g.M10, out m.M01, out m.M10);
        Turn<TPairs, T>(1, in law, t.XZ, g.M02, g.M20, out m.M02, out m.M20);
        Turn<TPairs, T>(2, in law, t.YZ, g.M12, g.M21, out m.M12, out m.M21);
        gradient.F = u * m * v.Transposed;
        gradient.Silence(clamped);
    }

    // Derivative of the loss along one direction of the inputs.
    private static T Slope<TLaw, T>(
        in PrincipalState<T> law, T x, T y, T z, int parameter, int scalar, in PrincipalCotangents<T> by)
        where TLaw : struct, IIsotropicLaw
        where T : unmanaged, IReal<T>
    {
        Vector3<Dual<T>> at = LawSeeds.Vector(in law.Stretch, x, y, z);
        LawParameters<Dual<T>> coefficients = LawSeeds.Parameters(in law.Prepared, parameter);
        LawHistory<Dual<T>> history = LawSeeds.History(in law.Before, scalar);
        TLaw.Principal(
            in at, in coefficients, ref history, Dual<T>.Constant(law.TimeStep),
            out Vector3<Dual<T>> returned, out Vector3<Dual<T>> kirchhoff);
        return LawSeeds.Dot(in by.Returned, in returned) + LawSeeds.Dot(in by.Kirchhoff, in kirchhoff) + LawSeeds.Dot(in by.History, in history);
    }

    // The two entries beside the diagonal of one pair of axes.
    private static void Turn<TPairs, T>(int pair, in PrincipalState<T> law, T stress, T along, T across, out T upper, out T lower)
        where TPairs : struct, IPairDifferences
        where T : unmanaged, IReal<T>
    {
        T half = T.FromDouble(0.5);
        T si = PrincipalState<T>.First(pair, in law.Stretch), sj = PrincipalState<T>.Second(pair, in law.Stretch);
        T ri = PrincipalState<T>.First(pair, in law.Returned), rj = PrincipalState<T>.Second(pair, in law.Returned);
        TPairs.Of(pair, in law, out T a, out T difference);
        // Two stretches that cancel belong to matter at the very moment of turning inside out: no derivative exists there, and a
        // finite one is wanted.
        T sum = si + sj, least = T.FromDouble(T.Epsilon < 1e-10 ? 1e-9 : 1e-5);
        sum = T.Select(T.Abs(sum) < least, T.Select(sum < T.Zero, -least, least), sum);
        T b = T.One + (ri - si + (rj - sj)) / sum;
        T turn = difference / sum * (stress + stress);
        T straight = half * (a + b), crossed = half * (a - b);
        upper = turn * sj + straight * along + crossed * across;
        lower = turn * si + straight * across + crossed * along;
    }

    // Derivatives by what a law returns in principal axes.
    private struct PrincipalCotangents<T>
        where T : unmanaged, IReal<T>
    {
        public Vector3<T> Returned;
        public Vector3<T> Kirchhoff;
        public LawHistory<T> History;
    }
}
