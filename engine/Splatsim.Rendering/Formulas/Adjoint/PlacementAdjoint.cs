using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>Reverse of <see cref="ProjectedSplat{T}.Place"/> and of view directions from one point.</summary>
public static class PlacementAdjoint
{
    /// <summary>From the place in the image and the Jacobian's rows back to the mean and the camera.</summary>
    /// <param name="view">The camera.</param>
    /// <param name="mean">Mean in world axes.</param>
    /// <param name="u">Gradient with respect to the column [1/px].</param>
    /// <param name="v">Gradient with respect to the row [1/px].</param>
    /// <param name="depth">Gradient with respect to the depth [1/scene unit].</param>
    /// <param name="rowU">Gradient with respect to the Jacobian's row of u in world axes.</param>
    /// <param name="rowV">Gradient with respect to the Jacobian's row of v in world axes.</param>
    /// <param name="camera">Added to.</param>
    /// <returns>Gradient with respect to the mean.</returns>
    public static Vector3<T> Place<T, TCamera>(
        in CameraView<T> view, in Vector3<T> mean, T u, T v, T depth, in Vector3<T> rowU, in Vector3<T> rowV, ref CameraGradient<T> camera)
        where T : unmanaged, IReal<T>
        where TCamera : ICameraModel
    {
        Vector3<T> p = view.Rotation * mean + view.Translation;
        TCamera.Project(in view, in p, out ImagePoint<T> image);
        ImagePoint<T> gradient;
        gradient.U = u;
        gradient.V = v;
        gradient.Depth = depth;
        gradient.GradientU = view.Rotation * rowU;
        gradient.GradientV = view.Rotation * rowV;
        Vector3<T> point = TCamera.ProjectAdjoint(in view, in p, in gradient, ref camera);
        camera.Rotation += Matrix3x3<T>.Outer(point, mean)
            + Matrix3x3<T>.Outer(image.GradientU, rowU) + Matrix3x3<T>.Outer(image.GradientV, rowV);
        camera.Translation += point;
        return view.Rotation.Transposed * point;
    }

    /// <summary>From the unit direction (m - c)/|m - c| back to the mean and, through c = -R^T t, to the camera.</summary>
    /// <param name="view">The camera.</param>
    /// <param name="mean">Mean in world axes.</param>
    /// <param name="direction">Gradient with respect to the direction in world axes.</param>
    /// <param name="camera">Added to.</param>
    /// <returns>Gradient with respect to the mean.</returns>
    public static Vector3<T> Direction<T>(
        in CameraView<T> view, in Vector3<T> mean, in Vector3<T> direction, ref CameraGradient<T> camera)
        where T : unmanaged, IReal<T>
    {
        Vector3<T> ray = mean - view.Centre;
        T inverse = T.One / ray.Length;
        Vector3<T> unit = inverse * ray;
        Vector3<T> gradient = inverse * (direction - Vector3<T>.Dot(direction, unit) * unit);
        camera.Rotation += Matrix3x3<T>.Outer(view.Translation, gradient);
        camera.Translation += view.Rotation * gradient;
        return gradient;
    }
}
