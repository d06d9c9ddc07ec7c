using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>Reverse of <see cref="PinholeModel"/>.</summary>
public static class PinholeAdjoint
{
    /// <summary>From pixel, depth and Jacobian back to the point and the intrinsics.</summary>
    /// <remarks>
    /// Where x/z or y/z is clamped, the Jacobian depends on the edge instead, which the intrinsics place. At an edge itself the
    /// edge's derivative is taken, as the forward comparison does.
    /// </remarks>
    /// <param name="view">The camera.</param>
    /// <param name="p">The point in camera axes.</param>
    /// <param name="gradient">Gradient with respect to each member of the image point.</param>
    /// <param name="camera">The intrinsics' gradients are added to.</param>
    /// <returns>Gradient with respect to the point.</returns>
    public static Vector3<T> Project<T>(
        in CameraView<T> view, in Vector3<T> p, in ImagePoint<T> gradient, ref CameraGradient<T> camera)
        where T : unmanaged, IReal<T>
    {
        T r = T.One / p.Z;
        T reciprocal = T.Zero;
        T x = Axis(view.Fx, p.X, r, view.ClampLeft, view.ClampRight, gradient.U, gradient.GradientU.X, gradient.GradientU.Z, ref reciprocal, ref camera.Fx, ref camera.Cx);
        T y = Axis(view.Fy, p.Y, r, view.ClampTop, view.ClampBottom, gradient.V, gradient.GradientV.Y, gradient.GradientV.Z, ref reciprocal, ref camera.Fy, ref camera.Cy);
        return new(x, y, gradient.Depth - r * r * reciprocal);
    }

    // One image axis: u = f x r + c with r = 1/z; along = f r; across = -f r clamp(x r).
    private static T Axis<T>(
        T focal, T position, T r, T low, T high, T place, T along, T across, ref T reciprocal, ref T focalGradient, ref T centreGradient)
        where T : unmanaged, IReal<T>
    {
        T slope = position * r, scale = focal * r;
        T clamped = T.Min(T.Max(slope, low), high);
        Mask<T> inside = (slope > low) & (slope < high);
        T scaleGradient = along - clamped * across, clampGradient = -(scale * across);
        // The edges are (-c - m)/f and (W - c + m)/f: both move by -1/f with c and by -edge/f with f.
        T edge = T.Select(inside, T.Zero, clampGradient) / focal;
        T slopeGradient = T.FusedMultiplyAdd(focal, place, T.Select(inside, clampGradient, T.Zero));
        focalGradient = focalGradient + slope * place + r * scaleGradient - edge * clamped;
        centreGradient = centreGradient + place - edge;
        reciprocal = reciprocal + focal * scaleGradient + position * slopeGradient;
        return slopeGradient * r;
    }
}
