using Splatsim.Mathematics;

namespace Splatsim.Splats;

/// <summary>Values of single splats in double precision: for edits and set-up, not for loops over pixels.</summary>
public static class SplatValues
{
    /// <summary>Mean [scene units].</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="splat">Index of the splat.</param>
    public static Vector3<Real64> MeanOf(this GaussianCloud cloud, int splat) =>
        new(cloud.X[splat], cloud.Y[splat], cloud.Z[splat]);

    /// <summary>Rotation as stored; need not be normalised.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="splat">Index of the splat.</param>
    public static Quaternion<Real64> RotationOf(this GaussianCloud cloud, int splat) =>
        new(cloud.RotationW[splat], cloud.RotationX[splat], cloud.RotationY[splat], cloud.RotationZ[splat]);

    /// <summary>Standard deviations along the splat's own axes [scene units].</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="splat">Index of the splat.</param>
    public static Vector3<Real64> ScaleOf(this GaussianCloud cloud, int splat) =>
        new(Math.Exp(cloud.LogScaleX[splat]), Math.Exp(cloud.LogScaleY[splat]), Math.Exp(cloud.LogScaleZ[splat]));

    /// <summary>Largest standard deviation [scene units].</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="splat">Index of the splat.</param>
    public static double LargestScaleOf(this GaussianCloud cloud, int splat) =>
        Math.Exp(Math.Max(cloud.LogScaleX[splat], Math.Max(cloud.LogScaleY[splat], cloud.LogScaleZ[splat])));

    /// <summary>Opacity, 0 to 1.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="splat">Index of the splat.</param>
    public static double OpacityOf(this GaussianCloud cloud, int splat) => 1 / (1 + Math.Exp(-cloud.OpacityLogit[splat]));

    /// <summary>Covariance Q diag(s^2) Q^T [scene units squared].</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="splat">Index of the splat; its quaternion must not be 0.</param>
    public static SymmetricMatrix3x3<Real64> CovarianceOf(this GaussianCloud cloud, int splat)
    {
        Vector3<Real64> scale = cloud.ScaleOf(splat);
        return SymmetricMatrix3x3<Real64>.FromPrincipal(
            cloud.RotationOf(splat).Normalized.ToMatrix(),
            new(scale.X * scale.X, scale.Y * scale.Y, scale.Z * scale.Z));
    }

    /// <summary>Sets rotation and scales so that the splat has a covariance.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="splat">Index of the splat.</param>
    /// <param name="covariance">Positive semi-definite [scene units squared]; flat directions get a log-scale of -infinity.</param>
    public static void SetCovariance(this GaussianCloud cloud, int splat, in SymmetricMatrix3x3<Real64> covariance)
    {
        SymmetricEigen.Decompose(in covariance, out Matrix3x3<Real64> axes, out Vector3<Real64> variances);
        Quaternion<Real64> rotation = Quaternion<Real64>.FromMatrix(in axes);
        cloud.RotationW[splat] = (float)rotation.W.Value;
        cloud.RotationX[splat] = (float)rotation.X.Value;
        cloud.RotationY[splat] = (float)rotation.Y.Value;
        cloud.RotationZ[splat] = (float)rotation.Z.Value;
        cloud.LogScaleX[splat] = HalfLog(variances.X.Value);
        cloud.LogScaleY[splat] = HalfLog(variances.Y.Value);
        cloud.LogScaleZ[splat] = HalfLog(variances.Z.Value);
    }

    // Rounding can leave a flat direction with a variance just below 0.
    private static float HalfLog(double variance) => (float)(0.5 * Math.Log(Math.Max(0, variance)));
}
