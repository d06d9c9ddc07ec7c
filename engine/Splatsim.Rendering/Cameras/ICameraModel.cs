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
}
