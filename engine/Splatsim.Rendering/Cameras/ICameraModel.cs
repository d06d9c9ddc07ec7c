using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>How points in camera axes become pixels. To add one: a new file here and a case in <c>CameraModels</c>.</summary>
public interface ICameraModel
{
    /// <summary>Number of columns after which the image repeats, as a multiple of its width; 0 when it does not.</summary>
    static abstract int Period { get; }

    /// <summary>Projects a point and gives the Jacobian that splats are flattened with.</summary>
    /// <param name="view">The camera.</param>
    /// <param name="p">The point in camera axes (x right, y down, z forward) [scene units].</param>
    /// <param name="image">Pixel, depth and Jacobian.</param>
    static abstract void Project<T>(in CameraView<T> view, in Vector3<T> p, out ImagePoint<T> image)
        where T : unmanaged, IReal<T>;

    /// <summary>Unit direction in which the camera sees a point, in world axes.</summary>
    /// <param name="view">The camera.</param>
    /// <param name="mean">The point in world axes [scene units].</param>
    static abstract Vector3<T> Direction<T>(in CameraView<T> view, in Vector3<T> mean)
        where T : unmanaged, IReal<T>;

    /// <summary>Reverse of <see cref="Project"/>: from pixel, depth and Jacobian back to the point and the intrinsics.</summary>
    /// <param name="view">The camera.</param>
    /// <param name="p">The point in camera axes.</param>
    /// <param name="gradient">Gradient with respect to each member of the image point.</param>
    /// <param name="camera">The intrinsics' gradients are added to.</param>
    /// <returns>Gradient with respect to the point.</returns>
    static abstract Vector3<T> ProjectAdjoint<T>(
        in CameraView<T> view, in Vector3<T> p, in ImagePoint<T> gradient, ref CameraGradient<T> camera)
        where T : unmanaged, IReal<T>;

    /// <summary>Reverse of <see cref="Direction"/>: from the direction back to the mean and the pose.</summary>
    /// <param name="view">The camera.</param>
    /// <param name="mean">The point in world axes.</param>
    /// <param name="direction">Gradient with respect to the direction in world axes.</param>
    /// <param name="camera">The pose's gradients are added to.</param>
    /// <returns>Gradient with respect to the mean.</returns>
    static abstract Vector3<T> DirectionAdjoint<T>(
        in CameraView<T> view, in Vector3<T> mean, in Vector3<T> direction, ref CameraGradient<T> camera)
        where T : unmanaged, IReal<T>;
}
