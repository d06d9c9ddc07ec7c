using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// The adjoint of <see cref="Logarithmic{TLaw}"/>. In principal axes: elasticity in closed form, the return map in its three numbers, and
/// divided differences in closed form for the turning of the axes. As <see cref="IsotropicAdjoint"/>, whose equations
/// these are, with a small function to differentiate in place of the whole law. Moderate strains in single precision take
/// <see cref="ModerateAdjoint"/>.
/// </summary>
/// <remarks>
/// The strain's deviator is scaled by one factor k, so that t_i - t_j = 2 mu k ln(s_i/s_j), and r_i = s_i exp(g_i) with
/// g_i - g_j = (k - 1) ln(s_i/s_j): exact to rounding for any gap, and always on the branch that acted.
/// </remarks>
internal static class LogarithmicAdjoint
{
    /// <inheritdoc cref="ILaw.UpdateAdjoint"/>
    public static void Update<TLaw, T>(
        in Matrix3x3<T> f, in LawParameters<T> prepared, in LawHistory<T> before, T timeStep,
        in LawCotangents<T> cotangents, out LawGradient<T> gradient)
        where TLaw : struct, ILogarithmicLaw
        where T : unmanaged, IReal<T>
    {
        gradient = default;
        if (T.Epsilon < 1e-10)
        {
            InPrincipalAxes<TLaw, T>(in f, in prepared, in before, timeStep, in cotangents, ref gradient);
            return;
        }

        // As the update: without principal axes where the strain is moderate, each lane its own way.
        Mask<T> moderate = ModerateAdjoint.Update<TLaw, T>(in f, in prepared, in before, timeStep, in cotangents, ref gradient);
        if (T.Any(!moderate)) Replace<TLaw, T>(!moderate, in f, in prepared, in before, timeStep, in cotangents, ref gradient);
    }

    private static void Replace<TLaw, T>(
        Mask<T> where, in Matrix3x3<T> f, in LawParameters<T> prepared, in LawHistory<T> before, T timeStep,
        in LawCotangents<T> cotangents, ref LawGradient<T> gradient)
        where TLaw : struct, ILogarithmicLaw
        where T : unmanaged, IReal<T>
    {
        LawGradient<T> large = default;
        InPrincipalAxes<TLaw, T>(in f, in prepared, in before, timeStep, in cotangents, ref large);
        LawGradient<T>.Replace(where, in large, ref gradient);
        gradient.Clamped = large.Clamped & where;
    }

    private static void InPrincipalAxes<TLaw, T>(
        in Matrix3x3<T> f, in LawParameters<T> prepared, in LawHistory<T> before, T timeStep,
        in LawCotangents<T> cotangents, ref LawGradient<T> gradient)
        where TLaw : struct, ILogarithmicLaw
        where T : unmanaged, IReal<T>
    {
        SingularValues.Decompose(in f, out Matrix3x3<T> u, out Vector3<T> s, out Matrix3x3<T> v);
        Mask<T> clamped = StretchLimits.Clamp(ref s);
        Matrix3x3<T> uT = u.Transposed;
        Matrix3x3<T> g = uT * cotangents.F * v;
        SymmetricMatrix3x3<T> t = SymmetricMatrix3x3<T>.Congruence(in uT, in cotangents.Kirchhoff);
        Reversal<T> state = default;
        state.Stretch = s;
        Vector3<T> byReturned = new(g.M00, g.M11, g.M22), byStress = new(t.XX, t.YY, t.ZZ);
        Principal<TLaw, T>(
            ref state, in prepared, in before, timeStep, in byReturned, in byStress, in cotangents, ref gradient, out Vector3<T> byStretch);
        T stiffness = (prepared.P0 + prepared.P0) * state.Keep;
        Matrix3x3<T> m;
        (m.M00, m.M11, m.M22) = (byStretch.X, byStretch.Y, byStretch.Z);
        Vector3<T> r = state.Returned, e = state.Deviator;
        Turn(stiffness, state.Keep, s.X, s.Y, r.X, r.Y, e.X - e.Y, t.XY, g.M01, g.M10, out m.M01, out m.M10);
        Turn(stiffness, state.Keep, s.X, s.Z, r.X, r.Z, e.X - e.Z, t.XZ, g.M02, g.M20, out m.M02, out m.M20);
        Turn(stiffness, state.Keep, s.Y, s.Z, r.Y, r.Z, e.Y - e.Z, t.YZ, g.M12, g.M21, out m.M12, out m.M21);
        gradient.F = u * m * v.Transposed;
        gradient.Silence(clamped);
    }

    // h = (returned mean) + k dev, t = 2 mu h + lambda sum h, r = exp h: by h, then by mean, norm and k, then by s.
    private static void Principal<TLaw, T>(
        ref Reversal<T> state, in LawParameters<T> prepared, in LawHistory<T> before, T timeStep, in Vector3<T> byReturned,
        in Vector3<T> byStress, in LawCotangents<T> cotangents, ref LawGradient<T> gradient, out Vector3<T> byStretch)
        where TLaw : struct, ILogarithmicLaw
        where T : unmanaged, IReal<T>
    {
        Hencky.Split(in state.Stretch, out T mean, out state.Deviator, out T norm);
        T squared = state.Stretch.LengthSquared, third = T.FromDouble(1.0 / 3.0), three = T.FromDouble(3);
        LawHistory<T> history = before;
        TLaw.Return(mean, norm, squared, in prepared, ref history, timeStep, out T returnedMean, out state.Keep);
        Vector3<T> strain = Hencky.Compose(returnedMean, in state.Deviator, state.Keep);
        state.Returned = T.Exp(returnedMean - mean) * state.Stretch;
        Mask<T> flows = state.Keep < T.One;
        if (T.Any(flows))
        {
            Vector3<T> elastic = state.Returned;
            Hencky.Project(flows, in strain, in elastic, out state.Returned);
        }

        T trace = byStress.X + byStress.Y + byStress.Z, twoMu = prepared.P0 + prepared.P0;
        Vector3<T> byStrain = new(
            T.FusedMultiplyAdd(twoMu, byStress.X, state.Returned.X * byReturned.X),
            T.FusedMultiplyAdd(twoMu, byStress.Y, state.Returned.Y * byReturned.Y),
            T.FusedMultiplyAdd(twoMu, byStress.Z, state.Returned.Z * byReturned.Z));
        T sum = byStrain.X + byStrain.Y + byStrain.Z;
        ReturnCotangents<T> by;
        by.Mean = T.FusedMultiplyAdd(three * prepared.P1, trace, sum);
        by.Keep = Vector3<T>.Dot(byStrain, state.Deviator);
        by.History = cotangents.History;
        (by.SkippedCoefficients, by.SkippedHistory) = (cotangents.SkippedCoefficients, cotangents.SkippedHistory);
        TLaw.ReturnAdjoint<TLaw, T>(mean, norm, squared, in prepared, in before, timeStep, in by, ref gradient, out Vector3<T> byThree);
        T across = Vector3<T>.Dot(byStress, strain);
        gradient.Prepared.P0 += across + across;
        gradient.Prepared.P1 = T.FusedMultiplyAdd(three * returnedMean, trace, gradient.Prepared.P1);
        T shift = third * (byThree.X - state.Keep * sum), perNorm = byThree.Y / T.Select(norm > T.Zero, norm, T.One), twice = byThree.Z + byThree.Z;
        byStretch = new(
            ByStretch(state.Stretch.X, state.Deviator.X, byStrain.X, state.Keep, perNorm, shift, twice),
            ByStretch(state.Stretch.Y, state.Deviator.Y, byStrain.Y, state.Keep, perNorm, shift, twice),
            ByStretch(state.Stretch.Z, state.Deviator.Z, byStrain.Z, state.Keep, perNorm, shift, twice));
    }

    private static T ByStretch<T>(T stretch, T deviator, T byStrain, T keep, T perNorm, T shift, T bySquare)
        where T : unmanaged, IReal<T> =>
        T.FusedMultiplyAdd(keep, byStrain, T.FusedMultiplyAdd(perNorm, deviator, shift)) / stretch + bySquare * stretch;

    // The two entries beside the diagonal of one pair of axes; see IsotropicAdjoint.
    private static void Turn<T>(
        T stiffness, T keep, T si, T sj, T ri, T rj, T strain, T stress, T along, T across, out T upper, out T lower)
        where T : unmanaged, IReal<T>
    {
        T inverse = T.One / (si + sj), half = T.FromDouble(0.5), lost = keep - T.One;
        T perGap = LogarithmPerGap(si - sj, inverse, strain);
        // r_i - r_j = e^{g_i} (s_i - s_j) + s_j e^{g_j} (e^{g_i - g_j} - 1).
        T a = ri / si;
        if (T.Any(lost < T.Zero)) a = T.FusedMultiplyAdd(rj * GrowthPerUnit(lost * strain), lost * perGap, a);
        T b = T.FusedMultiplyAdd(ri - si + (rj - sj), inverse, T.One);
        T turn = stiffness * perGap * inverse * (stress + stress);
        T straight = half * (a + b), crossed = half * (a - b);
        upper = T.FusedMultiplyAdd(turn, sj, T.FusedMultiplyAdd(straight, along, crossed * across));
        lower = T.FusedMultiplyAdd(turn, si, T.FusedMultiplyAdd(straight, across, crossed * along));
    }

    // ln(a/b)/(a - b) = 2/(a + b) (1 + z^2/3 + z^4/5 + ...), z = (a - b)/(a + b).
    private static T LogarithmPerGap<T>(T gap, T inverseSum, T strain)
        where T : unmanaged, IReal<T>
    {
        // Written out: devices would divide in double. z^16/17 of the smallest z that takes the logarithm is 1e-18.
        T z = gap * inverseSum, square = z * z, series = T.FromDouble(1.0 / 15);
        series = T.FusedMultiplyAdd(square, series, T.FromDouble(1.0 / 13));
        series = T.FusedMultiplyAdd(square, series, T.FromDouble(1.0 / 11));
        series = T.FusedMultiplyAdd(square, series, T.FromDouble(1.0 / 9));
        series = T.FusedMultiplyAdd(square, series, T.FromDouble(1.0 / 7));
        series = T.FusedMultiplyAdd(square, series, T.FromDouble(1.0 / 5));
        series = T.FusedMultiplyAdd(square, series, T.FromDouble(1.0 / 3));
        series = T.FusedMultiplyAdd(square, series, T.One);
        T near = (inverseSum + inverseSum) * series;
        Mask<T> isNear = square < T.FromDouble(5e-3);
        return T.Any(!isNear) ? T.Select(isNear, near, strain / T.Select(isNear, T.One, gap)) : near;
    }

    // (e^y - 1)/y.
    private static T GrowthPerUnit<T>(T y)
        where T : unmanaged, IReal<T>
    {
        T series = T.One;
        series = T.FusedMultiplyAdd(T.FromDouble(1.0 / 13) * y, series, T.One);
        series = T.FusedMultiplyAdd(T.FromDouble(1.0 / 12) * y, series, T.One);
        series = T.FusedMultiplyAdd(T.FromDouble(1.0 / 11) * y, series, T.One);
        series = T.FusedMultiplyAdd(T.FromDouble(1.0 / 10) * y, series, T.One);
        series = T.FusedMultiplyAdd(T.FromDouble(1.0 / 9) * y, series, T.One);
        series = T.FusedMultiplyAdd(T.FromDouble(1.0 / 8) * y, series, T.One);
        series = T.FusedMultiplyAdd(T.FromDouble(1.0 / 7) * y, series, T.One);
        series = T.FusedMultiplyAdd(T.FromDouble(1.0 / 6) * y, series, T.One);
        series = T.FusedMultiplyAdd(T.FromDouble(1.0 / 5) * y, series, T.One);
        series = T.FusedMultiplyAdd(T.FromDouble(1.0 / 4) * y, series, T.One);
        series = T.FusedMultiplyAdd(T.FromDouble(1.0 / 3) * y, series, T.One);
        series = T.FusedMultiplyAdd(T.FromDouble(1.0 / 2) * y, series, T.One);
        Mask<T> isSmall = T.Abs(y) < T.FromDouble(0.25);
        return T.Any(!isSmall) ? T.Select(isSmall, series, (T.Exp(y) - T.One) / T.Select(isSmall, T.One, y)) : series;
    }

    // A state in principal axes.
    private struct Reversal<T>
        where T : unmanaged, IReal<T>
    {
        public Vector3<T> Stretch, Deviator, Returned;
        public T Keep;
    }
}
