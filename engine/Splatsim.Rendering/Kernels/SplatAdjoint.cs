using System.Runtime.CompilerServices;
using ILGPU;
using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Rendering.Kernels;

/// <summary>One splat on its way from what the tiles left of it to its parameters; the formulas are those of the processor.</summary>
internal static class SplatAdjoint
{
    /// <summary>From falloff, opacity and depth back to the shape, the mean and the camera.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Shape(
        int splat, int row, in SplatViews splats, in MovedViews moved, in CameraView<Real32> view, in FrameViews frame, in SplatSums sums,
        in GradientViews gradient, ref CameraGradient<Real32> camera)
    {
        Vector3<Real32> mean = row < 0 ? splats.GetVector(SplatViews.Mean, splat) : moved.GetVector(MovedColumns.Mean, row);
        Real32 opacity = SplatShape.Opacity(row < 0 ? splats.Get(SplatViews.OpacityLogit, splat) : moved.Get(MovedColumns.OpacityLogit, row));
        Real32 ofLogit = SplatShapeAdjoint.Opacity(opacity, sums.Opacity / opacity);
        Real32 compensation = frame.Antialiased != 0 ? sums.Opacity : Real32.Zero;
        ProjectedSplat<Real32>.Place<PinholeModel>(in view, in mean, out ProjectedSplat<Real32> image, out Vector3<Real32> u, out Vector3<Real32> v);
        ScreenCovariance<Real32> covariance;
        Vector3<Real32> rowU, rowV, place;
        if (row < 0)
        {
            Quaternion<Real32> rotation = splats.GetRotation(splat);
            Vector3<Real32> logScale = splats.GetVector(SplatViews.LogScale, splat);
            SplatShape.Factor(in rotation, in logScale, out Matrix3x3<Real32> factor);
            ScreenCovariance<Real32>.FromFactor(in u, in v, in factor, out covariance);
            Screen(in view, in covariance, ref image, in sums, compensation, out place, out ScreenCovariance<Real32> ofCovariance);
            ScreenCovarianceAdjoint.FromFactor(in u, in v, in factor, in ofCovariance, out rowU, out rowV, out Matrix3x3<Real32> shape);
            SplatShapeAdjoint.Factor(in rotation, in logScale, in factor, in shape, out Quaternion<Real32> quaternion, out Vector3<Real32> scales);
            gradient.Put(SplatViews.Rotation, splat, quaternion.W);
            gradient.Put(SplatViews.Rotation + 1, splat, quaternion.X);
            gradient.Put(SplatViews.Rotation + 2, splat, quaternion.Y);
            gradient.Put(SplatViews.Rotation + 3, splat, quaternion.Z);
            gradient.Put(SplatViews.LogScale, splat, scales.X);
            gradient.Put(SplatViews.LogScale + 1, splat, scales.Y);
            gradient.Put(SplatViews.LogScale + 2, splat, scales.Z);
            gradient.Put(SplatViews.OpacityLogit, splat, ofLogit);
        }
        else
        {
            SymmetricMatrix3x3<Real32> sigma = moved.Covariance(row);
            ScreenCovariance<Real32>.FromCovariance(in u, in v, in sigma, out covariance);
            Screen(in view, in covariance, ref image, in sums, compensation, out place, out ScreenCovariance<Real32> ofCovariance);
            ScreenCovarianceAdjoint.FromCovarianceInline(in u, in v, in sigma, in ofCovariance, out rowU, out rowV, out SymmetricMatrix3x3<Real32> world);
            gradient.PutMoved(MovedColumns.Covariance, row, world.XX);
            gradient.PutMoved(MovedColumns.Covariance + 1, row, world.XY);
            gradient.PutMoved(MovedColumns.Covariance + 2, row, world.XZ);
            gradient.PutMoved(MovedColumns.Covariance + 3, row, world.YY);
            gradient.PutMoved(MovedColumns.Covariance + 4, row, world.YZ);
            gradient.PutMoved(MovedColumns.Covariance + 5, row, world.ZZ);
            gradient.PutMoved(MovedColumns.OpacityLogit, row, ofLogit);
        }

        Vector3<Real32> ofMean = PlacementAdjoint.Place<Real32, PinholeModel>(
            in view, in mean, place.X, place.Y, sums.Depth, in rowU, in rowV, ref camera);
        gradient.PutMean(splat, row, in ofMean);
        // A colour that is clamped at 0 does not move.
        for (int channel = 0; channel < 3; channel++)
        {
            bool shown = frame.Records[(long)(FrameViews.Color + channel) * frame.Count + splat] > 0;
            Real32 sum = channel == 0 ? sums.Color.X : channel == 1 ? sums.Color.Y : sums.Color.Z;
            gradient.Colors[(long)channel * gradient.Count + splat] = shown ? sum.Value : 0f;
        }
    }

    /// <summary>From the colour back to the harmonics and through the direction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Harmonics(
        int splat, int row, in SplatViews splats, in MovedViews moved, in CameraView<Real32> view, in GradientViews gradient,
        ref CameraGradient<Real32> camera)
    {
        Vector3<Real32> mean = row < 0 ? splats.GetVector(SplatViews.Mean, splat) : moved.GetVector(MovedColumns.Mean, row);
        Vector3<Real32> color = new(
            new(gradient.Colors[splat]), new(gradient.Colors[(long)gradient.Count + splat]), new(gradient.Colors[2L * gradient.Count + splat]));
        ViewHarmonics source = default;
        source.Splats = splats;
        source.Index = splat;
        ViewHarmonicsTarget target = default;
        target.Gradient = gradient;
        target.Index = splat;
        Vector3<Real32> world = PinholeModel.Direction(in view, in mean), seen = world;
        if (row >= 0) seen = moved.TurnBack(row, world);
        Vector3<Real32> direction = ShColorAdjoint.EvaluateInline(in seen, splats.Degree, in source, in color, in target);
        if (row >= 0)
        {
            // The outer product of the direction in the world and the gradient of that which the harmonics see.
            for (int column = 0; column < 3; column++)
            {
                Real32 along = column == 0 ? direction.X : column == 1 ? direction.Y : direction.Z;
                gradient.PutMoved(MovedColumns.Rotation + column, row, world.X * along);
                gradient.PutMoved(MovedColumns.Rotation + 3 + column, row, world.Y * along);
                gradient.PutMoved(MovedColumns.Rotation + 6 + column, row, world.Z * along);
            }

            direction = moved.Turn(row, direction);
        }

        if (splats.Degree == 0) return;
        Vector3<Real32> ofMean = gradient.GetMean(splat, row) + PinholeModel.DirectionAdjoint(in view, in mean, in direction, ref camera);
        gradient.PutMean(splat, row, in ofMean);
    }

    /// <summary>Adds up the camera's gradient over the threads of a group, all of which must call.</summary>
    /// <param name="shared">One element per thread and number of a camera.</param>
    /// <param name="camera">This thread's part.</param>
    /// <param name="gradient">Receives the sums.</param>
    /// <param name="again">False to write them, true to add to what is there.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddUp(ArrayView<float> shared, in CameraGradient<Real32> camera, in GradientViews gradient, bool again)
    {
        const int Size = AdjointKernels.SplatGroupSize;
        int thread = Group.IdxX;
        shared[thread] = camera.Rotation.M00.Value;
        shared[Size + thread] = camera.Rotation.M01.Value;
        shared[2 * Size + thread] = camera.Rotation.M02.Value;
        shared[3 * Size + thread] = camera.Rotation.M10.Value;
        shared[4 * Size + thread] = camera.Rotation.M11.Value;
        shared[5 * Size + thread] = camera.Rotation.M12.Value;
        shared[6 * Size + thread] = camera.Rotation.M20.Value;
        shared[7 * Size + thread] = camera.Rotation.M21.Value;
        shared[8 * Size + thread] = camera.Rotation.M22.Value;
        shared[GradientViews.Translation * Size + thread] = camera.Translation.X.Value;
        shared[(GradientViews.Translation + 1) * Size + thread] = camera.Translation.Y.Value;
        shared[(GradientViews.Translation + 2) * Size + thread] = camera.Translation.Z.Value;
        shared[GradientViews.Focal * Size + thread] = camera.Fx.Value;
        shared[(GradientViews.Focal + 1) * Size + thread] = camera.Fy.Value;
        shared[GradientViews.Centre * Size + thread] = camera.Cx.Value;
        shared[(GradientViews.Centre + 1) * Size + thread] = camera.Cy.Value;
        Group.Barrier();
        for (int half = Size / 2; half > 0; half /= 2)
        {
            if (thread < half)
                for (int number = 0; number < GradientViews.Background; number++) shared[number * Size + thread] += shared[number * Size + thread + half];
            Group.Barrier();
        }

        if (thread >= GradientViews.Background) return;
        long at = (long)thread * gradient.GroupCount + Grid.IdxX;
        gradient.CameraParts[at] = (again ? gradient.CameraParts[at] : 0f) + shared[thread * Size];
    }

    // From the falloff back to the place in the image (X, Y) and to the covariance there.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Screen(
        in CameraView<Real32> view, in ScreenCovariance<Real32> covariance, ref ProjectedSplat<Real32> image, in SplatSums sums, Real32 compensation,
        out Vector3<Real32> place, out ScreenCovariance<Real32> gradient)
    {
        image.SetCovariance(in view, in covariance);
        ConicFactor<Real32> factor = ConicFactor<Real32>.Of(in image, Real32.One);
        sums.Falloff.Place(in factor, out Real32 u, out Real32 v);
        place = new(u, v, Real32.Zero);
        // o' = o rho: o' times its gradient is rho times rho's.
        ScreenCovarianceAdjoint.Falloff(
            in view, in covariance, in image, in factor, in sums.Falloff, compensation / image.Compensation, out gradient);
    }
}
