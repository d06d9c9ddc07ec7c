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
    private const int Axes = 3;

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
        Mask<T> clamped = TLaw.NeedsPositiveStretch ? StretchLimits.Clamp(ref law.Stretch) : StretchLimits.None<T>();
        Matrix3x3<T> uT = u.Transposed;
        Matrix3x3<T> g = uT * cotangents.F * v;
        SymmetricMatrix3x3<T> t = SymmetricMatrix3x3<T>.Congruence(in uT, in cotangents.Kirchhoff);
        Vector3<T> byReturned = new(g.M00, g.M11, g.M22), byKirchhoff = new(t.XX, t.YY, t.ZZ);
        // One loop over all inputs, whose end is known at run time only: the law is there once, however many inputs it has.
        int firstCoefficient = TPairs.NeedsSlopes ? 2 * Axes : Axes;
        int firstScalar = firstCoefficient + LawParameters<T>.Capacity - cotangents.SkippedCoefficients;
        int inputs = firstScalar + LawHistory<T>.Capacity - cotangents.SkippedHistory;
        Vector3<T> diagonal = default, ofReturned = default, ofKirchhoff = default;
        for (int input = 0; input < inputs; input++)
        {
            int pair = TPairs.NeedsSlopes && input >= Axes && input < 2 * Axes ? input - Axes : -1;
            if (pair >= 0 && !T.Any(AreClose(pair, in law.Stretch))) continue;
            Vector3<Dual<T>> at = Place(pair, input, in law.Stretch);
            int coefficient = input < firstScalar ? input - firstCoefficient : -1;
            LawParameters<Dual<T>> coefficients = LawSeeds.Parameters(in prepared, coefficient);
            LawHistory<Dual<T>> history = LawSeeds.History(in before, input - firstScalar);
            TLaw.Principal(
                in at, in coefficients, ref history, Dual<T>.Constant(timeStep), out Vector3<Dual<T>> returned, out Vector3<Dual<T>> kirchhoff);
            if (input == 0)
            {
                law.Returned = new(returned.X.Value, returned.Y.Value, returned.Z.Value);
                law.Kirchhoff = new(kirchhoff.X.Value, kirchhoff.Y.Value, kirchhoff.Z.Value);
            }

            LawSeeds.Set(ref ofReturned, pair, PrincipalState<Dual<T>>.First(pair, in returned).Tangent - PrincipalState<Dual<T>>.Second(pair, in returned).Tangent);
            LawSeeds.Set(ref ofKirchhoff, pair, PrincipalState<Dual<T>>.First(pair, in kirchhoff).Tangent - PrincipalState<Dual<T>>.Second(pair, in kirchhoff).Tangent);
            T slope = LawSeeds.Dot(in byReturned, in returned) + LawSeeds.Dot(in byKirchhoff, in kirchhoff) + LawSeeds.Dot(in cotangents.History, in history);
            LawSeeds.Set(ref diagonal, input, slope);
            LawSeeds.Set(ref gradient.Prepared, coefficient, slope);
            LawSeeds.Set(ref gradient.History, input - firstScalar, slope);
        }

        T common = TPairs.Common(in law, timeStep);
        Matrix3x3<T> m = default;
        (m.M00, m.M11, m.M22) = (diagonal.X, diagonal.Y, diagonal.Z);
        Turn<TPairs, T>(0, in law, common, ofReturned.X, ofKirchhoff.X, t.XY, g.M01, g.M10, out m.M01, out m.M10);
        Turn<TPairs, T>(1, in law, common, ofReturned.Y, ofKirchhoff.Y, t.XZ, g.M02, g.M20, out m.M02, out m.M20);
        Turn<TPairs, T>(2, in law, common, ofReturned.Z, ofKirchhoff.Z, t.YZ, g.M12, g.M21, out m.M12, out m.M21);
        gradient.F = u * m * v.Transposed;
        gradient.Silence(clamped);
    }

    private static Mask<T> AreClose<T>(int pair, in Vector3<T> stretch)
        where T : unmanaged, IReal<T> =>
        DividedDifferences.AreClose(PrincipalState<T>.First(pair, in stretch), PrincipalState<T>.Second(pair, in stretch));

    // The stretches with one of them as the variable; of a pair, at the Gauss point with the gap as the variable.
    private static Vector3<Dual<T>> Place<T>(int pair, int input, in Vector3<T> stretch)
        where T : unmanaged, IReal<T>
    {
        T x = input == 0 ? T.One : T.Zero, y = input == 1 ? T.One : T.Zero, z = input == 2 ? T.One : T.Zero;
        if (pair < 0) return LawSeeds.Vector(in stretch, x, y, z);
        T half = T.FromDouble(0.5), si = PrincipalState<T>.First(pair, in stretch), sj = PrincipalState<T>.Second(pair, in stretch);
        T mean = half * (si + sj), offset = half * T.FromDouble(DividedDifferences.GaussPoint) * (si - sj);
        Dual<T> first = new(mean + offset, half), second = new(mean - offset, -half);
        return pair == 0 ? new(first, second, Dual<T>.Constant(stretch.Z))
            : pair == 1 ? new(first, Dual<T>.Constant(stretch.Y), second)
            : new(Dual<T>.Constant(stretch.X), first, second);
    }

    // The two entries beside the diagonal of one pair of axes.
    private static void Turn<TPairs, T>(
        int pair, in PrincipalState<T> law, T common, T ofReturned, T ofKirchhoff, T stress, T along, T across, out T upper, out T lower)
        where TPairs : struct, IPairDifferences
        where T : unmanaged, IReal<T>
    {
        T half = T.FromDouble(0.5);
        T si = PrincipalState<T>.First(pair, in law.Stretch), sj = PrincipalState<T>.Second(pair, in law.Stretch);
        T ri = PrincipalState<T>.First(pair, in law.Returned), rj = PrincipalState<T>.Second(pair, in law.Returned);
        PairSlopes<T> slopes;
        (slopes.Returned, slopes.Kirchhoff) = (ofReturned, ofKirchhoff);
        TPairs.Of(pair, in law, common, in slopes, out PairSlopes<T> differences);
        // Two stretches that cancel belong to matter at the very moment of turning inside out: no derivative exists there, and a
        // finite one is wanted.
        T sum = si + sj, least = T.FromDouble(T.Epsilon < 1e-10 ? 1e-9 : 1e-5);
        sum = T.Select(T.Abs(sum) < least, T.Select(sum < T.Zero, -least, least), sum);
        T b = T.One + (ri - si + (rj - sj)) / sum;
        T turn = differences.Kirchhoff / sum * (stress + stress);
        T straight = half * (differences.Returned + b), crossed = half * (differences.Returned - b);
        upper = turn * sj + straight * along + crossed * across;
        lower = turn * si + straight * across + crossed * along;
    }
}
