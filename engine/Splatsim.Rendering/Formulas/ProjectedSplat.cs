using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>A splat in the image: a 2D Gaussian, not yet with colour.</summary>
/// <typeparam name="T">The number.</typeparam>
public struct ProjectedSplat<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>Mean, column [px].</summary>
    public T U;

    /// <summary>Mean, row [px].</summary>
    public T V;

    /// <summary>z in camera axes; the distance for equirectangular cameras [scene units].</summary>
    public T Depth;

    /// <summary>Distance from the camera's position [scene units].</summary>
    public T Distance;

    /// <summary>Covariance after the low pass, C00, C01, C11 [px^2].</summary>
    public T XX, XY, YY;

    /// <summary>Determinant of the covariance after the low pass [px^4].</summary>
    public T Determinant;

    /// <summary>sqrt(det C'/det C), not below its minimum: what antialiased mode scales the opacity by.</summary>
    public T Compensation;

    /// <summary>Inside near and far, finite, and with a covariance of positive determinant.</summary>
    public Mask<T> Visible;

    /// <summary>Projects a splat whose covariance is given by its factor.</summary>
    /// <param name="view">The camera.</param>
    /// <param name="mean">Mean in world axes [scene units].</param>
    /// <param name="factor">M with Sigma = M M^T [scene units].</param>
    /// <param name="splat">Receives the 2D Gaussian.</param>
    public static void FromFactor<TCamera>(
        in CameraView<T> view, in Vector3<T> mean, in Matrix3x3<T> factor, out ProjectedSplat<T> splat)
        where TCamera : ICameraModel
    {
        Place<TCamera>(in view, in mean, out splat, out Vector3<T> gradientU, out Vector3<T> gradientV);
        ScreenCovariance<T>.FromFactor(in gradientU, in gradientV, in factor, out ScreenCovariance<T> covariance);
        splat.SetCovariance(in view, in covariance);
    }

    /// <summary>Projects a splat whose covariance is given.</summary>
    /// <param name="view">The camera.</param>
    /// <param name="mean">Mean in world axes [scene units].</param>
    /// <param name="sigma">Covariance in world axes [scene units squared].</param>
    /// <param name="splat">Receives the 2D Gaussian.</param>
    public static void FromCovariance<TCamera>(
        in CameraView<T> view, in Vector3<T> mean, in SymmetricMatrix3x3<T> sigma, out ProjectedSplat<T> splat)
        where TCamera : ICameraModel
    {
        Place<TCamera>(in view, in mean, out splat, out Vector3<T> gradientU, out Vector3<T> gradientV);
        ScreenCovariance<T>.FromCovariance(in gradientU, in gradientV, in sigma, out ScreenCovariance<T> covariance);
        splat.SetCovariance(in view, in covariance);
    }

    /// <summary>First half: where the mean falls, and the Jacobian's rows in world axes.</summary>
    /// <param name="view">The camera.</param>
    /// <param name="mean">Mean in world axes [scene units].</param>
    /// <param name="splat">Receives the place; covariance, determinant and compensation are left unset.</param>
    /// <param name="gradientU">Gradient of U with respect to the mean [px per scene unit].</param>
    /// <param name="gradientV">Gradient of V with respect to the mean [px per scene unit].</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Place<TCamera>(
        in CameraView<T> view, in Vector3<T> mean,
        out ProjectedSplat<T> splat, out Vector3<T> gradientU, out Vector3<T> gradientV)
        where TCamera : ICameraModel
    {
        Vector3<T> p = new(
            CameraAxis(view.Rotation.Row0, mean, view.Translation.X),
            CameraAxis(view.Rotation.Row1, mean, view.Translation.Y),
            CameraAxis(view.Rotation.Row2, mean, view.Translation.Z));
        TCamera.Project(in view, in p, out ImagePoint<T> image);
        // Written again by SetCovariance; GPU compilers have no way to leave a struct unset.
        splat.XX = splat.XY = splat.YY = splat.Determinant = splat.Compensation = T.Zero;
        splat.U = image.U;
        splat.V = image.V;
        splat.Depth = image.Depth;
        splat.Distance = (mean - view.Centre).Length;
        // A point that is not finite has a NaN or infinite distance; NaN fails every comparison.
        splat.Visible = (image.Depth > view.Near) & (image.Depth < view.Far) & (splat.Distance < T.FromDouble(1e30));
        gradientU = Turned(in view.Rotation, in image.GradientU);
        gradientV = Turned(in view.Rotation, in image.GradientV);
    }

    /// <summary>Second half: the low pass and its compensation.</summary>
    /// <remarks>det C = det C' + e tr C' + e^2 keeps the digits that C00 C11 - C01^2 loses.</remarks>
    /// <param name="view">The camera.</param>
    /// <param name="covariance">C' before the low pass.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SetCovariance(in CameraView<T> view, in ScreenCovariance<T> covariance)
    {
        T e = view.LowPass;
        XX = covariance.XX + e;
        XY = covariance.XY;
        YY = covariance.YY + e;
        Determinant = T.FusedMultiplyAdd(e, covariance.XX + covariance.YY + e, covariance.Determinant);
        Compensation = T.Sqrt(T.Max(covariance.Determinant / Determinant, view.MinimumSquaredCompensation));
        Visible &= Determinant > T.Zero;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T CameraAxis(in Vector3<T> row, in Vector3<T> mean, T translation) =>
        T.FusedMultiplyAdd(row.Z, mean.Z, T.FusedMultiplyAdd(row.Y, mean.Y, T.FusedMultiplyAdd(row.X, mean.X, translation)));

    // R^T g: a gradient in camera axes as one in world axes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector3<T> Turned(in Matrix3x3<T> rotation, in Vector3<T> g) =>
        new(
            T.FusedMultiplyAdd(rotation.M20, g.Z, T.FusedMultiplyAdd(rotation.M10, g.Y, rotation.M00 * g.X)),
            T.FusedMultiplyAdd(rotation.M21, g.Z, T.FusedMultiplyAdd(rotation.M11, g.Y, rotation.M01 * g.X)),
            T.FusedMultiplyAdd(rotation.M22, g.Z, T.FusedMultiplyAdd(rotation.M12, g.Y, rotation.M02 * g.X)));
}
