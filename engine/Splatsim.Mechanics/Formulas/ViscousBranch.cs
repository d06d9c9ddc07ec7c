using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// A spring and a dashpot in line, beside a solid: the spring's own strain b_N is carried as a symmetric tensor in the
/// history, moves with the matter, and relaxes.
/// </summary>
/// <remarks>
/// Reese and Govindjee 1998, "A theory of finite viscoelasticity and numerical aspects", sec. 4, in log strain with
/// e = ln(b_N)/2: e' = A (e - B tr e 1), A = 1/(1 + dt alpha), B = dt beta/(1 + dt (alpha + 3 beta)),
/// alpha = 2 mu_N/eta_d, beta = 2 (2 mu_N + 3 lambda_N)/(9 eta_v) - 2 mu_N/(3 eta_d). The stress is that of the relaxed strain, in
/// the axes of b_N.
/// </remarks>
internal static class ViscousBranch
{
    /// <summary>The undeformed branch.</summary>
    public static LawHistory<T> Rest<T>()
        where T : unmanaged, IReal<T>
    {
        LawHistory<T> history = default;
        history.H0 = history.H3 = history.H5 = T.One;
        return history;
    }

    /// <summary>b_N of a history.</summary>
    public static SymmetricMatrix3x3<T> Strain<T>(in LawHistory<T> history)
        where T : unmanaged, IReal<T> =>
        new(history.H0, history.H1, history.H2, history.H3, history.H4, history.H5);

    /// <summary>(I + dt C) b_N (I + dt C)^T.</summary>
    public static SymmetricMatrix3x3<T> Carried<T>(in LawHistory<T> history, in Matrix3x3<T> c, T timeStep)
        where T : unmanaged, IReal<T>
    {
        Matrix3x3<T> growth = Matrix3x3<T>.Identity + timeStep * c;
        SymmetricMatrix3x3<T> strain = Strain(in history);
        return SymmetricMatrix3x3<T>.Congruence(in growth, in strain);
    }

    /// <summary>Relaxes a carried b_N into the history, and gives its stress.</summary>
    /// <param name="carried">(I + dt C) b_N (I + dt C)^T.</param>
    /// <param name="mu">mu_N.</param>
    /// <param name="lambda">lambda_N.</param>
    /// <param name="rates">alpha and beta, and nothing [1/s].</param>
    /// <param name="timeStep">dt [s].</param>
    /// <param name="history">Takes the relaxed b_N.</param>
    /// <param name="kirchhoff">Stress of the branch [Pa].</param>
    /// <returns>Where b_N was lifted to the smallest stretch.</returns>
    public static Mask<T> Relax<T>(
        in SymmetricMatrix3x3<T> carried, T mu, T lambda, in Vector3<T> rates, T timeStep,
        ref LawHistory<T> history, out SymmetricMatrix3x3<T> kirchhoff)
        where T : unmanaged, IReal<T>
    {
        SymmetricEigen.Decompose(in carried, out Matrix3x3<T> axes, out Vector3<T> values);
        Principal(in values, mu, lambda, in rates, timeStep, out Vector3<T> change, out Vector3<T> principal, out Mask<T> clamped);
        kirchhoff = SymmetricMatrix3x3<T>.FromPrincipal(in axes, in principal);
        // As a change, so that a branch at rest keeps every bit.
        SymmetricMatrix3x3<T> relaxed = carried + SymmetricMatrix3x3<T>.FromPrincipal(in axes, in change);
        history.H0 = relaxed.XX;
        history.H1 = relaxed.XY;
        history.H2 = relaxed.XZ;
        history.H3 = relaxed.YY;
        history.H4 = relaxed.YZ;
        history.H5 = relaxed.ZZ;
        return clamped;
    }

    /// <summary>Energy per rest volume [Pa] of a branch's strain.</summary>
    public static T Energy<T>(in SymmetricMatrix3x3<T> strain, T mu, T lambda)
        where T : unmanaged, IReal<T>
    {
        SymmetricEigen.Decompose(in strain, out _, out Vector3<T> values);
        Limit(ref values);
        Vector3<T> h = Half(in values);
        T trace = Hencky.Trace(in h);
        return T.FusedMultiplyAdd(mu, h.LengthSquared, T.FromDouble(0.5) * lambda * trace * trace);
    }

    /// <summary>The relaxation in the axes of b_N.</summary>
    /// <param name="values">Principal values of the carried b_N.</param>
    /// <param name="mu">mu_N.</param>
    /// <param name="lambda">lambda_N.</param>
    /// <param name="rates">alpha and beta, and nothing [1/s].</param>
    /// <param name="timeStep">dt [s].</param>
    /// <param name="change">Relaxed values less carried ones.</param>
    /// <param name="kirchhoff">Principal stresses of the branch [Pa].</param>
    /// <param name="clamped">Where b_N was lifted to the smallest stretch.</param>
    public static void Principal<T>(
        in Vector3<T> values, T mu, T lambda, in Vector3<T> rates, T timeStep,
        out Vector3<T> change, out Vector3<T> kirchhoff, out Mask<T> clamped)
        where T : unmanaged, IReal<T>
    {
        Vector3<T> limited = values;
        clamped = Limit(ref limited);
        Vector3<T> trial = Half(in limited);
        T alpha = timeStep * rates.X, beta = timeStep * rates.Y, trace = Hencky.Trace(in trial);
        T keep = T.One / (T.One + alpha);
        T spread = -keep * (beta / T.FusedMultiplyAdd(T.FromDouble(3), beta, T.One + alpha)) * trace;
        Vector3<T> strain = Hencky.Compose(spread, in trial, keep);
        kirchhoff = Hencky.Stress(mu, lambda, in strain);
        // b_N' - b_N = b_N (e^(2 (e' - e)) - 1): nothing where nothing relaxed.
        T two = T.FromDouble(2);
        change = new(
            T.FusedMultiplyAdd(limited.X, T.Exp(two * (strain.X - trial.X)), -values.X),
            T.FusedMultiplyAdd(limited.Y, T.Exp(two * (strain.Y - trial.Y)), -values.Y),
            T.FusedMultiplyAdd(limited.Z, T.Exp(two * (strain.Z - trial.Z)), -values.Z));
    }

    private static Mask<T> Limit<T>(ref Vector3<T> values)
        where T : unmanaged, IReal<T>
    {
        T least = T.FromDouble(StretchLimits.Minimum * StretchLimits.Minimum);
        Mask<T> clamped = T.Min(values.X, T.Min(values.Y, values.Z)) < least;
        values = new(T.Max(values.X, least), T.Max(values.Y, least), T.Max(values.Z, least));
        return clamped;
    }

    private static Vector3<T> Half<T>(in Vector3<T> values)
        where T : unmanaged, IReal<T>
    {
        T half = T.FromDouble(0.5);
        return new(half * T.Log(values.X), half * T.Log(values.Y), half * T.Log(values.Z));
    }
}
