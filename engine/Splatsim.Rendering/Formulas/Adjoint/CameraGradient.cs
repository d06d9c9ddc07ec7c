using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>Gradient of a loss with respect to a camera: pose and intrinsics.</summary>
/// <typeparam name="T">The number.</typeparam>
public struct CameraGradient<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>With respect to the entries of R in x_c = R m + t, each free; the position is c = -R^T t.</summary>
    public Matrix3x3<T> Rotation;

    /// <summary>With respect to t [1/scene unit].</summary>
    public Vector3<T> Translation;

    /// <summary>With respect to the focal lengths [1/px].</summary>
    public T Fx, Fy;

    /// <summary>With respect to the principal point [1/px].</summary>
    public T Cx, Cy;

    /// <summary>
    /// The gradient with respect to a small motion of the camera axes, x_c' = exp(omega^) x_c + v, at omega = v = 0: the tangent
    /// of SE(3) from the left.
    /// </summary>
    /// <param name="rotation">R of the camera.</param>
    /// <param name="translation">t of the camera.</param>
    /// <param name="omega">Receives the gradient with respect to the rotation vector [1/rad].</param>
    /// <param name="v">Receives the gradient with respect to the translation [1/scene unit].</param>
    public readonly void Pose(in Matrix3x3<T> rotation, in Vector3<T> translation, out Vector3<T> omega, out Vector3<T> v)
    {
        Matrix3x3<T> a = Rotation * rotation.Transposed;
        omega = new Vector3<T>(a.M21 - a.M12, a.M02 - a.M20, a.M10 - a.M01) + Vector3<T>.Cross(translation, Translation);
        v = Translation;
    }
}
