using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>Central projection onto a plane: u = fx x/z + cx.</summary>
/// <remarks>Zwicker et al. 2001, "EWA Volume Splatting", eq. 29; the clamp of the Jacobian as in gsplat (Ye et al. 2025).</remarks>
public readonly struct PinholeModel : ICameraModel
{
    /// <inheritdoc/>
    public static int Period => 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Project<T>(in CameraView<T> view, in Vector3<T> p, out ImagePoint<T> image)
        where T : unmanaged, IReal<T>
    {
        T reciprocal = T.One / p.Z;
        T x = p.X * reciprocal, y = p.Y * reciprocal;
        // Far beside the image the linearisation would smear splats over all of it.
        T a = T.Min(T.Max(x, view.ClampLeft), view.ClampRight);
        T b = T.Min(T.Max(y, view.ClampTop), view.ClampBottom);
        T fx = view.Fx * reciprocal, fy = view.Fy * reciprocal;
        image.U = T.FusedMultiplyAdd(view.Fx, x, view.Cx);
        image.V = T.FusedMultiplyAdd(view.Fy, y, view.Cy);
        image.Depth = p.Z;
        image.GradientU = new(fx, T.Zero, -(fx * a));
        image.GradientV = new(T.Zero, fy, -(fy * b));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector3<T> Direction<T>(in CameraView<T> view, in Vector3<T> mean)
        where T : unmanaged, IReal<T> => (mean - view.Centre).Normalized;

    /// <inheritdoc/>
    public static Vector3<T> ProjectAdjoint<T>(
        in CameraView<T> view, in Vector3<T> p, in ImagePoint<T> gradient, ref CameraGradient<T> camera)
        where T : unmanaged, IReal<T> => PinholeAdjoint.Project(in view, in p, in gradient, ref camera);

    /// <inheritdoc/>
    public static Vector3<T> DirectionAdjoint<T>(
        in CameraView<T> view, in Vector3<T> mean, in Vector3<T> direction, ref CameraGradient<T> camera)
        where T : unmanaged, IReal<T> => PlacementAdjoint.Direction(in view, in mean, in direction, ref camera);
}
