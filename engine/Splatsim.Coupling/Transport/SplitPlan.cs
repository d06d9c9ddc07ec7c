using Splatsim.Mathematics;

namespace Splatsim.Coupling;

/// <summary>Into how many parts a splat is split, and where they lie: the formulas of <see cref="SplatSplitting"/>.</summary>
/// <typeparam name="T">The number.</typeparam>
internal struct SplitPlan<T>
    where T : unmanaged, IReal<T>
{
    // A part's logit is bounded where single precision rounds its opacity to 1.
    private const double LargestDepth = 15;

    /// <summary>Number of parts; 1 for a splat that stays whole.</summary>
    public T Parts;

    /// <summary>Unit direction in which the splat is longest.</summary>
    public Vector3<T> Axis;

    /// <summary>Distance of neighbouring parts [scene units].</summary>
    public T Distance;

    /// <summary>Variance along the axis [scene units squared].</summary>
    public T Variance;

    /// <summary>What it would be if the splat had only turned [scene units squared].</summary>
    public T Own;

    /// <summary>Plans one splat.</summary>
    /// <param name="now">Covariance.</param>
    /// <param name="turned">Covariance at rest, turned as the splat is.</param>
    /// <param name="plan">Receives the plan.</param>
    public static void Of(in SymmetricMatrix3x3<T> now, in SymmetricMatrix3x3<T> turned, out SplitPlan<T> plan)
    {
        T size = now.Trace;
        SymmetricMatrix3x3<T> scaled = (T.One / size) * now;
        SymmetricEigen.Decompose(in scaled, out Matrix3x3<T> axes, out Vector3<T> variances);
        plan.Axis = axes.Column0;
        plan.Variance = variances.X * size;
        plan.Own = Vector3<T>.Dot(plan.Axis, turned.Full * plan.Axis);
        Mask<T> splits = (plan.Variance > T.FromDouble(SplatSplitting.LargestWhole * SplatSplitting.LargestWhole) * plan.Own) & (plan.Own > T.Zero);
        T ratio = T.Select(splits, plan.Variance / T.Select(splits, plan.Own, T.One), T.One);
        plan.Parts = -T.Floor(-T.Sqrt(T.One + T.FromDouble(3) * (ratio - T.One)));
        T gaps = T.Select(splits, plan.Parts * plan.Parts - T.One, T.One);
        plan.Distance = T.Sqrt(T.FromDouble(12) * T.Max(plan.Variance - plan.Own, T.Zero) / gaps);
    }

    /// <summary>Mean of one part.</summary>
    /// <param name="mean">Mean of the whole.</param>
    /// <param name="part">0 to the number of parts - 1.</param>
    public readonly Vector3<T> Place(in Vector3<T> mean, T part) =>
        mean + (part - T.FromDouble(0.5) * (Parts - T.One)) * (Distance * Axis);

    /// <summary>Covariance of every part: Sigma - (variance - own) a a^T.</summary>
    /// <param name="sigma">Covariance of the whole.</param>
    public readonly SymmetricMatrix3x3<T> Shortened(in SymmetricMatrix3x3<T> sigma)
    {
        Vector3<T> a = Axis;
        T taken = Own - Variance;
        return sigma + taken * new SymmetricMatrix3x3<T>(a.X * a.X, a.X * a.Y, a.X * a.Z, a.Y * a.Y, a.Y * a.Z, a.Z * a.Z);
    }

    /// <summary>Opacity logit of every part, which keeps the optical depth times length.</summary>
    /// <param name="logit">That of the whole.</param>
    public readonly T PartLogit(T logit)
    {
        // -ln(1 - sigmoid(l)) = ln(1 + e^l).
        T bound = T.FromDouble(LargestDepth);
        T depth = T.Select(logit > bound, logit, T.Log(T.One + T.Exp(T.Min(logit, bound))));
        T part = T.Min(bound, depth * T.Sqrt(Variance / Own) / Parts);
        return T.Log(T.Exp(part) - T.One);
    }
}
