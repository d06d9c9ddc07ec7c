using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Coupling;

/// <summary>Axes, standard deviations and covariance of a stored splat, in double.</summary>
internal static class RestCovariance
{
    /// <summary>The splat's axes as columns. A zero quaternion, which files do hold, is no rotation.</summary>
    public static Matrix3x3<Real64> Rotation(GaussianCloud cloud, int index)
    {
        Quaternion<Real64> q = new(
            cloud.RotationW[index], cloud.RotationX[index], cloud.RotationY[index], cloud.RotationZ[index]);
        return q.SquaredNorm.Value > 0 ? q.Normalized.ToMatrix() : Matrix3x3<Real64>.Identity;
    }

    /// <summary>Standard deviations along the axes [scene units].</summary>
    public static Vector3<Real64> Scale(GaussianCloud cloud, int index) =>
        new(Math.Exp(cloud.LogScaleX[index]), Math.Exp(cloud.LogScaleY[index]), Math.Exp(cloud.LogScaleZ[index]));

    /// <summary>Covariance [scene units^2].</summary>
    public static SymmetricMatrix3x3<Real64> Of(GaussianCloud cloud, int index)
    {
        Matrix3x3<Real64> axes = Rotation(cloud, index);
        Vector3<Real64> s = Scale(cloud, index);
        return SymmetricMatrix3x3<Real64>.FromPrincipal(in axes, new(s.X * s.X, s.Y * s.Y, s.Z * s.Z));
    }
}
