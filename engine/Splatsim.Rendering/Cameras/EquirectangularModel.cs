using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>
/// The whole sphere: u = W (longitude / 2 pi + 1/2) with longitude = atan2(x, z), v = H (latitude / pi + 1/2) with
/// latitude = atan2(y, hypot(x, z)), so that the image centre looks along z. Depth is the distance. The left and
/// right edges are one meridian: splats that cross it are drawn at both.
/// </summary>
public readonly struct EquirectangularModel : ICameraModel
{
    // A meridian's share of the circle around a pole vanishes there; below this sine the Jacobian is that of this sine.
    private const double SmallestPolarSine = 0.02;

    /// <inheritdoc/>
    public static int Period => 1;

    /// <inheritdoc/>
    public static void Project<T>(in CameraView<T> view, in Vector3<T> p, out ImagePoint<T> image)
        where T : unmanaged, IReal<T>
    {
        T horizontalSquared = T.FusedMultiplyAdd(p.X, p.X, p.Z * p.Z);
        T squared = T.FusedMultiplyAdd(p.Y, p.Y, horizontalSquared);
        T horizontal = T.Sqrt(horizontalSquared);
        T distance = T.Sqrt(squared);
        T half = T.FromDouble(0.5);
        T perRadianU = view.Width * T.FromDouble(0.5 / Math.PI), perRadianV = view.Height * T.FromDouble(1 / Math.PI);
        image.U = T.FusedMultiplyAdd(perRadianU, Angles.Atan2(p.X, p.Z), half * view.Width);
        image.V = T.FusedMultiplyAdd(perRadianV, Angles.Atan2(p.Y, horizontal), half * view.Height);
        image.Depth = distance;
        T floor = T.FromDouble(SmallestPolarSine) * distance;
        T bounded = T.Max(horizontal, floor);
        T u = perRadianU / (bounded * bounded);
        image.GradientU = new(u * p.Z, T.Zero, -(u * p.X));
        T v = perRadianV / squared, tilt = v * (p.Y / bounded);
        image.GradientV = new(-(tilt * p.X), v * horizontal, -(tilt * p.Z));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector3<T> Direction<T>(in CameraView<T> view, in Vector3<T> mean)
        where T : unmanaged, IReal<T> => (mean - view.Centre).Normalized;

    /// <inheritdoc/>
    /// <remarks>The forward formula over dual numbers, one axis after the other; there are no intrinsics.</remarks>
    public static Vector3<T> ProjectAdjoint<T>(
        in CameraView<T> view, in Vector3<T> p, in ImagePoint<T> gradient, ref CameraGradient<T> camera)
        where T : unmanaged, IReal<T>
    {
        // Right above and below the camera the longitude has no derivative; a point beside takes its place.
        T beside = T.FromDouble(1e-9) * T.Abs(p.Y);
        Mask<T> isPole = T.Max(T.Abs(p.X), T.Abs(p.Z)) < beside;
        Vector3<T> point = new(T.Select(isPole, beside, p.X), p.Y, p.Z);
        return new(
            Along(in view, in point, in gradient, T.One, T.Zero, T.Zero),
            Along(in view, in point, in gradient, T.Zero, T.One, T.Zero),
            Along(in view, in point, in gradient, T.Zero, T.Zero, T.One));
    }

    /// <inheritdoc/>
    public static Vector3<T> DirectionAdjoint<T>(
        in CameraView<T> view, in Vector3<T> mean, in Vector3<T> direction, ref CameraGradient<T> camera)
        where T : unmanaged, IReal<T> => PlacementAdjoint.Direction(in view, in mean, in direction, ref camera);

    private static T Along<T>(in CameraView<T> view, in Vector3<T> p, in ImagePoint<T> gradient, T x, T y, T z)
        where T : unmanaged, IReal<T>
    {
        CameraView<Dual<T>> size = default;
        size.Width = Dual<T>.Constant(view.Width);
        size.Height = Dual<T>.Constant(view.Height);
        Vector3<Dual<T>> seeded = new(new(p.X, x), new(p.Y, y), new(p.Z, z));
        Project(in size, in seeded, out ImagePoint<Dual<T>> image);
        Vector3<T> rowU = new(image.GradientU.X.Tangent, image.GradientU.Y.Tangent, image.GradientU.Z.Tangent);
        Vector3<T> rowV = new(image.GradientV.X.Tangent, image.GradientV.Y.Tangent, image.GradientV.Z.Tangent);
        return image.U.Tangent * gradient.U + image.V.Tangent * gradient.V + image.Depth.Tangent * gradient.Depth
            + Vector3<T>.Dot(rowU, gradient.GradientU) + Vector3<T>.Dot(rowV, gradient.GradientV);
    }
}
