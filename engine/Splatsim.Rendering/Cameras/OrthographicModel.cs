using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>Parallel projection: u = fx x + cx with fx in pixels per scene unit. All rays have the camera's direction.</summary>
public readonly struct OrthographicModel : ICameraModel
{
    /// <inheritdoc/>
    public static int Period => 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Project<T>(in CameraView<T> view, in Vector3<T> p, out ImagePoint<T> image)
        where T : unmanaged, IReal<T>
    {
        image.U = T.FusedMultiplyAdd(view.Fx, p.X, view.Cx);
        image.V = T.FusedMultiplyAdd(view.Fy, p.Y, view.Cy);
        image.Depth = p.Z;
        image.GradientU = new(view.Fx, T.Zero, T.Zero);
        image.GradientV = new(T.Zero, view.Fy, T.Zero);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector3<T> Direction<T>(in CameraView<T> view, in Vector3<T> mean)
        where T : unmanaged, IReal<T> => view.Rotation.Row2;

    /// <inheritdoc/>
    public static Vector3<T> ProjectAdjoint<T>(
        in CameraView<T> view, in Vector3<T> p, in ImagePoint<T> gradient, ref CameraGradient<T> camera)
        where T : unmanaged, IReal<T>
    {
        camera.Fx = camera.Fx + p.X * gradient.U + gradient.GradientU.X;
        camera.Fy = camera.Fy + p.Y * gradient.V + gradient.GradientV.Y;
        camera.Cx = camera.Cx + gradient.U;
        camera.Cy = camera.Cy + gradient.V;
        return new(view.Fx * gradient.U, view.Fy * gradient.V, gradient.Depth);
    }

    /// <inheritdoc/>
    public static Vector3<T> DirectionAdjoint<T>(
        in CameraView<T> view, in Vector3<T> mean, in Vector3<T> direction, ref CameraGradient<T> camera)
        where T : unmanaged, IReal<T>
    {
        camera.Rotation.M20 = camera.Rotation.M20 + direction.X;
        camera.Rotation.M21 = camera.Rotation.M21 + direction.Y;
        camera.Rotation.M22 = camera.Rotation.M22 + direction.Z;
        return new(T.Zero, T.Zero, T.Zero);
    }
}
