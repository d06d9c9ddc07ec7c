using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>The way from a bundle's falloff back to place, Jacobian and shape.</summary>
internal unsafe struct LaneShapeAdjoint<T>
    where T : unmanaged, ILanes<T>
{
    /// <summary>Gradients with respect to the place in the image.</summary>
    public T U, V;

    /// <summary>Gradients with respect to the Jacobian's rows in world axes.</summary>
    public Vector3<T> RowU, RowV;

    /// <summary>For splats at rest: quaternion and log-scales.</summary>
    /// <param name="view">The camera.</param>
    /// <param name="image">The placed splats; receives covariance and compensation.</param>
    /// <param name="gradientU">Jacobian's row of u in world axes.</param>
    /// <param name="gradientV">Jacobian's row of v in world axes.</param>
    /// <param name="table">Input columns from the rotation on.</param>
    /// <param name="falloff">The falloff's gradient.</param>
    /// <param name="relative">Opacity times its gradient; 0 in classic mode.</param>
    /// <param name="mask">Lanes that are written; the others are set to 0.</param>
    /// <param name="output">Output columns from the rotation on.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Rest(
        in CameraView<T> view, ref ProjectedSplat<T> image, in Vector3<T> gradientU, in Vector3<T> gradientV, float** table,
        in FalloffGradient<T> falloff, T relative, Mask<T> mask, float** output)
    {
        Quaternion<T> rotation = new(T.Load(table[0]), T.Load(table[1]), T.Load(table[2]), T.Load(table[3]));
        Vector3<T> logScale = new(T.Load(table[4]), T.Load(table[5]), T.Load(table[6]));
        SplatShape.Factor(in rotation, in logScale, out Matrix3x3<T> factor);
        ScreenCovariance<T>.FromFactor(in gradientU, in gradientV, in factor, out ScreenCovariance<T> covariance);
        Screen(in view, in covariance, ref image, in falloff, relative, out ScreenCovariance<T> gradient);
        ScreenCovarianceAdjoint.FromFactor(in gradientU, in gradientV, in factor, in gradient, out RowU, out RowV, out Matrix3x3<T> shape);
        SplatShapeAdjoint.Factor(in rotation, in logScale, in factor, in shape, out Quaternion<T> quaternion, out Vector3<T> scales);
        LaneBits.Keep(mask, quaternion.W).Store(output[0]);
        LaneBits.Keep(mask, quaternion.X).Store(output[1]);
        LaneBits.Keep(mask, quaternion.Y).Store(output[2]);
        LaneBits.Keep(mask, quaternion.Z).Store(output[3]);
        LaneBits.Keep(mask, scales.X).Store(output[4]);
        LaneBits.Keep(mask, scales.Y).Store(output[5]);
        LaneBits.Keep(mask, scales.Z).Store(output[6]);
    }

    /// <summary>For splats that have moved: the covariance.</summary>
    /// <inheritdoc cref="Rest"/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Moved(
        in CameraView<T> view, ref ProjectedSplat<T> image, in Vector3<T> gradientU, in Vector3<T> gradientV, float** table,
        in FalloffGradient<T> falloff, T relative, Mask<T> mask, float* output)
    {
        SymmetricMatrix3x3<T> sigma = new(
            T.Load(table[0]), T.Load(table[1]), T.Load(table[2]), T.Load(table[3]), T.Load(table[4]), T.Load(table[5]));
        ScreenCovariance<T>.FromCovariance(in gradientU, in gradientV, in sigma, out ScreenCovariance<T> covariance);
        Screen(in view, in covariance, ref image, in falloff, relative, out ScreenCovariance<T> gradient);
        ScreenCovarianceAdjoint.FromCovariance(
            in gradientU, in gradientV, in sigma, in gradient, out RowU, out RowV, out SymmetricMatrix3x3<T> world);
        int lanes = T.LaneCount;
        LaneBits.Keep(mask, world.XX).Store(output);
        LaneBits.Keep(mask, world.XY).Store(output + lanes);
        LaneBits.Keep(mask, world.XZ).Store(output + 2 * lanes);
        LaneBits.Keep(mask, world.YY).Store(output + 3 * lanes);
        LaneBits.Keep(mask, world.YZ).Store(output + 4 * lanes);
        LaneBits.Keep(mask, world.ZZ).Store(output + 5 * lanes);
    }

    /// <summary>Takes the lanes of a mask from another.</summary>
    public void Replace(Mask<T> mask, in LaneShapeAdjoint<T> other)
    {
        U = T.Select(mask, other.U, U);
        V = T.Select(mask, other.V, V);
        RowU = Vector3<T>.Select(mask, other.RowU, RowU);
        RowV = Vector3<T>.Select(mask, other.RowV, RowV);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Screen(
        in CameraView<T> view, in ScreenCovariance<T> covariance, ref ProjectedSplat<T> image, in FalloffGradient<T> falloff, T relative,
        out ScreenCovariance<T> gradient)
    {
        image.SetCovariance(in view, in covariance);
        ConicFactor<T> factor = ConicFactor<T>.Of(in image, T.One);
        falloff.Place(in factor, out U, out V);
        // o' = o rho: o' times its gradient is rho times rho's.
        ScreenCovarianceAdjoint.Falloff(
            in view, in covariance, in image, in factor, in falloff, relative / image.Compensation, out gradient);
    }
}
