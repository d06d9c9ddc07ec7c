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
    public static void Update<TLaw, T>(
        in Matrix3x3<T> f, in LawParameters<T> prepared, in LawHistory<T> before, T timeStep,
        in LawCotangents<T> cotangents, out LawGradient<T> gradient)
        where TLaw : struct, IIsotropicLaw
        where T : unmanaged, IReal<T>
    {
        gradient = default;
        SingularValues.Decompose(in f, out Matrix3x3<T> u, out Vector3<T> s, out Matrix3x3<T> v);
        Vector3<T> stretch = s;
        Mask<T> clamped = TLaw.NeedsPositiveStretch ? StretchLimits.Clamp(ref stretch) : StretchLimits.None<T>();
        Matrix3x3<T> uT = u.Transposed;
        Matrix3x3<T> g = uT * cotangents.F * v;
        SymmetricMatrix3x3<T> t = SymmetricMatrix3x3<T>.Congruence(in uT, in cotangents.Kirchhoff);
        Vector3<T> byReturned = new(g.M00, g.M11, g.M22), byStress = new(t.XX, t.YY, t.ZZ);
        Principal<TLaw, T> law = new(in stretch, in prepared, in before, timeStep);
        Matrix3x3<T> m = default;
        m.M00 = law.Slope(T.One, T.Zero, T.Zero, -1, -1, in byReturned, in byStress, in cotangents.History);
        m.M11 = law.Slope(T.Zero, T.One, T.Zero, -1, -1, in byReturned, in byStress, in cotangents.History);
        m.M22 = law.Slope(T.Zero, T.Zero, T.One, -1, -1, in byReturned, in byStress, in cotangents.History);
        for (int i = 0; i < LawParameters<T>.Capacity; i++)
            LawSeeds.Set(ref gradient.Prepared, i, law.Slope(T.Zero, T.Zero, T.Zero, i, -1, in byReturned, in byStress, in cotangents.History));
        for (int i = 0; i < LawHistory<T>.Capacity; i++)
            LawSeeds.Set(ref gradient.History, i, law.Slope(T.Zero, T.Zero, T.Zero, -1, i, in byReturned, in byStress, in cotangents.History));
        LawHistory<T> history = before;
        TLaw.Principal(in stretch, in prepared, ref history, timeStep, out Vector3<T> returned, out Vector3<T> kirchhoff);
        law.Turn(0, in returned, in kirchhoff, t.XY, g.M01, g.M10, out m.M01, out m.M10);
        law.Turn(1, in returned, in kirchhoff, t.XZ, g.M02, g.M20, out m.M02, out m.M20);
        law.Turn(2, in returned, in kirchhoff, t.YZ, g.M12, g.M21, out m.M12, out m.M21);
        gradient.F = u * m * v.Transposed;
        gradient.Silence(clamped);
    }

    // A law's principal function at one state.
    private readonly ref struct Principal<TLaw, T>
        where TLaw : struct, IIsotropicLaw
        where T : unmanaged, IReal<T>
    {
        private readonly ref readonly Vector3<T> stretch;
        private readonly ref readonly LawParameters<T> prepared;
        private readonly ref readonly LawHistory<T> before;
        private readonly T timeStep;

        public Principal(in Vector3<T> stretch, in LawParameters<T> prepared, in LawHistory<T> before, T timeStep)
        {
            this.stretch = ref stretch;
            this.prepared = ref prepared;
            this.before = ref before;
            this.timeStep = timeStep;
        }

        // Derivative of the loss along one direction of the inputs.
        public T Slope(
            T x, T y, T z, int parameter, int scalar,
            in Vector3<T> byReturned, in Vector3<T> byStress, in LawHistory<T> byHistory)
        {
            Vector3<Dual<T>> at = LawSeeds.Vector(in stretch, x, y, z);
            Run(in at, parameter, scalar, out Vector3<Dual<T>> returned, out Vector3<Dual<T>> kirchhoff, out LawHistory<Dual<T>> after);
            return LawSeeds.Dot(in byReturned, in returned) + LawSeeds.Dot(in byStress, in kirchhoff) + LawSeeds.Dot(in byHistory, in after);
        }

        // The two entries beside the diagonal of the axes x y (0), x z (1), y z (2).
        public void Turn(int pair, in Vector3<T> returned, in Vector3<T> kirchhoff, T stress, T along, T across, out T upper, out T lower)
        {
            T half = T.FromDouble(0.5);
            T si = First(pair, in stretch), sj = Second(pair, in stretch), gap = si - sj;
            T ri = First(pair, in returned), rj = Second(pair, in returned);
            T ti = First(pair, in kirchhoff), tj = Second(pair, in kirchhoff);
            Mask<T> close = DividedDifferences.AreClose(si, sj);
            T slopeR = T.Zero, slopeT = T.Zero;
            if (T.Any(close)) Slopes(pair, half * (si + sj), half * T.FromDouble(DividedDifferences.GaussPoint) * gap, out slopeR, out slopeT);
            T size = T.Max(T.Abs(si), T.Abs(sj));
            T a = DividedDifferences.Of(ri, rj, gap, size, slopeR, close);
            T difference = DividedDifferences.Of(ti, tj, gap, size, slopeT, close);
            // Two stretches that cancel belong to matter turned inside out at the very moment of turning: no derivative exists there,
            // and a finite one is wanted.
            T sum = si + sj, least = T.FromDouble(T.Epsilon < 1e-10 ? 1e-9 : 1e-5);
            sum = T.Select(T.Abs(sum) < least, T.Select(sum < T.Zero, -least, least), sum);
            T b = T.One + (ri - si + (rj - sj)) / sum;
            T turn = (difference / sum) * (stress + stress);
            T straight = half * (a + b), crossed = half * (a - b);
            upper = turn * sj + straight * along + crossed * across;
            lower = turn * si + straight * across + crossed * along;
        }

        private void Slopes(int pair, T mean, T offset, out T slopeR, out T slopeT)
        {
            T half = T.FromDouble(0.5);
            Dual<T> first = new(mean + offset, half), second = new(mean - offset, -half);
            Vector3<Dual<T>> at = pair == 0 ? new(first, second, Dual<T>.Constant(stretch.Z))
                : pair == 1 ? new(first, Dual<T>.Constant(stretch.Y), second)
                : new(Dual<T>.Constant(stretch.X), first, second);
            Run(in at, -1, -1, out Vector3<Dual<T>> returned, out Vector3<Dual<T>> kirchhoff, out _);
            slopeR = First(pair, in returned).Tangent - Second(pair, in returned).Tangent;
            slopeT = First(pair, in kirchhoff).Tangent - Second(pair, in kirchhoff).Tangent;
        }

        private void Run(
            in Vector3<Dual<T>> at, int parameter, int scalar,
            out Vector3<Dual<T>> returned, out Vector3<Dual<T>> kirchhoff, out LawHistory<Dual<T>> after)
        {
            LawParameters<Dual<T>> coefficients = LawSeeds.Parameters(in prepared, parameter);
            after = LawSeeds.History(in before, scalar);
            TLaw.Principal(in at, in coefficients, ref after, Dual<T>.Constant(timeStep), out returned, out kirchhoff);
        }

        private static TNumber First<TNumber>(int pair, in Vector3<TNumber> v)
            where TNumber : unmanaged, IReal<TNumber> => pair == 2 ? v.Y : v.X;

        private static TNumber Second<TNumber>(int pair, in Vector3<TNumber> v)
            where TNumber : unmanaged, IReal<TNumber> => pair == 0 ? v.Y : v.Z;
    }
}
