using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// The adjoint of <see cref="Logarithmic{TLaw}"/> where strains are moderate, without principal axes, as its update: the derivatives of
/// matrix logarithm and exponential are their own adjoints. Equal stretches are nothing special.
/// </summary>
/// <remarks>
/// With b = F F^T, e = 1/2 ln b, m = tr e/3, d = e - m I: the return map gives m' and k, tau = 2 mu k d + (3 lambda + 2 mu) m' I and
/// F' = exp(m' - m) exp((k - 1) d) F. Backwards: F-bar = (by the factors of F) + 2 b-bar F, b-bar = 1/2 (D ln)(b) [e-bar].
/// </remarks>
internal static class ModerateAdjoint
{
    /// <inheritdoc cref="ILaw.UpdateAdjoint"/>
    /// <returns>Where the strain is moderate; the result is meaningless elsewhere.</returns>
    public static Mask<T> Update<TLaw, T>(
        in Matrix3x3<T> f, in LawParameters<T> prepared, in LawHistory<T> before, T timeStep,
        in LawCotangents<T> cotangents, ref LawGradient<T> gradient)
        where TLaw : struct, ILogarithmicLaw
        where T : unmanaged, IReal<T>
    {
        Mask<T> moderate = MatrixLogarithm.OfLeftStretch(in f, out SymmetricMatrix3x3<T> deviator, out T squared, out CayleyPowers<T> powers);
        T mean = T.FromDouble(1.0 / 3.0) * deviator.Trace;
        deviator.XX -= mean;
        deviator.YY -= mean;
        deviator.ZZ -= mean;
        T norm = Norms.Safe(in deviator);
        LawHistory<T> history = before;
        TLaw.Return(mean, norm, squared, in prepared, ref history, timeStep, out T returnedMean, out T keep);
        gradient.F = cotangents.F;
        ReturnCotangents<T> by = default;
        FlowAdjoint(keep - T.One, returnedMean - mean, in deviator, in f, ref gradient.F, out T growth, ref by.Keep, out SymmetricMatrix3x3<T> byStrain);
        T stressTrace = cotangents.Kirchhoff.Trace, across = SymmetricMatrix3x3<T>.Dot(in cotangents.Kirchhoff, in deviator);
        T twoMu = prepared.P0 + prepared.P0, three = T.FromDouble(3);
        by.Keep = T.FusedMultiplyAdd(twoMu, across, by.Keep);
        by.Mean = T.FusedMultiplyAdd(T.FusedMultiplyAdd(three, prepared.P1, twoMu), stressTrace, growth);
        by.History = cotangents.History;
        (by.SkippedCoefficients, by.SkippedHistory) = (cotangents.SkippedCoefficients, cotangents.SkippedHistory);
        TLaw.ReturnAdjoint<TLaw, T>(mean, norm, squared, in prepared, in before, timeStep, in by, ref gradient, out Vector3<T> byTrial);
        T meanTrace = returnedMean * stressTrace, ofMu = T.FusedMultiplyAdd(keep, across, meanTrace);
        gradient.Prepared.P0 += ofMu + ofMu;
        gradient.Prepared.P1 = T.FusedMultiplyAdd(three, meanTrace, gradient.Prepared.P1);

        T perNorm = byTrial.Y / T.Select(norm > T.Zero, norm, T.One);
        SymmetricMatrix3x3<T> ofStrain = byStrain;
        SymmetricMatrix3x3<T>.Combine(T.Zero, twoMu * keep, in cotangents.Kirchhoff, perNorm, in deviator, out byStrain);
        byStrain.Add(in ofStrain);
        // What a deviator says about its trace is nothing.
        T shift = T.FromDouble(1.0 / 3.0) * (byTrial.X - growth - byStrain.Trace);
        byStrain.XX += shift;
        byStrain.YY += shift;
        byStrain.ZZ += shift;
        MatrixLogarithm.Derivative(in powers, in byStrain, out SymmetricMatrix3x3<T> bySquare);
        Add(in bySquare, byTrial.Z, in f, ref gradient.F);
        return moderate;
    }

    // F-bar += 2 (b-bar + by trace b) F.
    private static void Add<T>(in SymmetricMatrix3x3<T> bySquare, T byTrace, in Matrix3x3<T> f, ref Matrix3x3<T> byF)
        where T : unmanaged, IReal<T>
    {
        SymmetricMatrix3x3<T> twice;
        twice.XX = bySquare.XX + bySquare.XX + (byTrace + byTrace);
        twice.XY = bySquare.XY + bySquare.XY;
        twice.XZ = bySquare.XZ + bySquare.XZ;
        twice.YY = bySquare.YY + bySquare.YY + (byTrace + byTrace);
        twice.YZ = bySquare.YZ + bySquare.YZ;
        twice.ZZ = bySquare.ZZ + bySquare.ZZ + (byTrace + byTrace);
        Matrix3x3<T>.Multiply(in twice, in f, out Matrix3x3<T> through);
        byF.M00 += through.M00;
        byF.M01 += through.M01;
        byF.M02 += through.M02;
        byF.M10 += through.M10;
        byF.M11 += through.M11;
        byF.M12 += through.M12;
        byF.M20 += through.M20;
        byF.M21 += through.M21;
        byF.M22 += through.M22;
    }

    // F' = exp(shift) exp(shrink d) F: byF from F'-bar to its part by F; growth: by the shift.
    private static void FlowAdjoint<T>(
        T shrink, T shift, in SymmetricMatrix3x3<T> deviator, in Matrix3x3<T> f, ref Matrix3x3<T> byF, out T growth, ref T byKeep,
        out SymmetricMatrix3x3<T> byDeviator)
        where T : unmanaged, IReal<T>
    {
        if (T.Any(T.Abs(shift) > T.Zero)) byF = T.Exp(shift) * byF;
        byDeviator = default;
        Mask<T> flows = shrink < T.Zero;
        if (!T.Any(flows))
        {
            growth = Vector3<T>.Dot(byF.Row0, f.Row0) + Vector3<T>.Dot(byF.Row1, f.Row1) + Vector3<T>.Dot(byF.Row2, f.Row2);
            return;
        }

        SymmetricMatrix3x3<T> change = shrink * deviator;
        Outer(in byF, in f, out SymmetricMatrix3x3<T> byFactor);
        MatrixExponential.OfSmall(in change, out SymmetricMatrix3x3<T> factor);
        Matrix3x3<T> returned = byF;
        Matrix3x3<T>.Multiply(in factor, in returned, out Matrix3x3<T> through);
        Matrix3x3<T>.Replace(flows, in through, ref byF);
        MatrixExponential.Derivative(in change, in byFactor, out SymmetricMatrix3x3<T> byChange);
        byKeep = SymmetricMatrix3x3<T>.Dot(in byChange, in deviator);
        byDeviator = shrink * byChange;
        growth = Vector3<T>.Dot(byF.Row0, f.Row0) + Vector3<T>.Dot(byF.Row1, f.Row1) + Vector3<T>.Dot(byF.Row2, f.Row2);
    }

    // (A B^T + B A^T)/2.
    private static void Outer<T>(in Matrix3x3<T> a, in Matrix3x3<T> b, out SymmetricMatrix3x3<T> product)
        where T : unmanaged, IReal<T>
    {
        T half = T.FromDouble(0.5);
        product.XX = Vector3<T>.Dot(a.Row0, b.Row0);
        product.XY = half * (Vector3<T>.Dot(a.Row0, b.Row1) + Vector3<T>.Dot(a.Row1, b.Row0));
        product.XZ = half * (Vector3<T>.Dot(a.Row0, b.Row2) + Vector3<T>.Dot(a.Row2, b.Row0));
        product.YY = Vector3<T>.Dot(a.Row1, b.Row1);
        product.YZ = half * (Vector3<T>.Dot(a.Row1, b.Row2) + Vector3<T>.Dot(a.Row2, b.Row1));
        product.ZZ = Vector3<T>.Dot(a.Row2, b.Row2);
    }
}
