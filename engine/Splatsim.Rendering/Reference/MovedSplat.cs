using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>The state of a splat that follows a deformation, in double precision.</summary>
/// <param name="Mean">Moved mean [scene units].</param>
/// <param name="Covariance">Moved covariance F Sigma0 F^T [scene units squared].</param>
/// <param name="Rotation">Rotation whose transpose turns the view direction: the polar rotation of F.</param>
public readonly record struct MovedSplat(
    Vector3<Real64> Mean, SymmetricMatrix3x3<Real64> Covariance, Matrix3x3<Real64> Rotation);
