using Splatsim.Rendering;
using Splatsim.Splats;

namespace Splatsim.Benchmarks.Codegen;

/// <summary>Draws small frames, so that the compiler makes every hot method of the rasterizer.</summary>
internal static class HotRendering
{
    /// <summary>The hot methods of the rasterizer, by name.</summary>
    public const string Methods =
        "Rows HasEnded Geometry Place Project Atan2 RestCovariance ReplaceMoved Shape Box Append Spill AddFirst AddSecond AddThird "
        + "Channels Finish Rest Moved Screen Replace FromFactor FromCovariance Falloff Factor Covariance World Times Axis Direction Harmonics Turn Evaluate "
        + "First Second Third WriteThird AlongThird Of WriteRotation WriteMean ProjectAdjoint DirectionAdjoint Along";

    /// <summary>Draws frames in lanes of one width.</summary>
    /// <returns>A number that depends on the pictures.</returns>
    public static float Draw(VectorWidth width)
    {
        const int Count = 300, Size = 64;
        Random random = new(3);
        GaussianCloud cloud = new(Count, 3);
        DeformedSplats moved = new([0, 1, 2, 5]);
        for (int i = 0; i < Count; i++)
        {
            (cloud.X[i], cloud.Y[i], cloud.Z[i]) = (random.NextSingle() - 0.5f, random.NextSingle() - 0.5f, 2 + random.NextSingle());
            (cloud.LogScaleX[i], cloud.LogScaleY[i], cloud.LogScaleZ[i]) = (-3 + random.NextSingle(), -3, -3);
        }

        Camera camera = new() { Width = Size, Height = Size, Fx = Size, Fy = Size, Cx = Size / 2, Cy = Size / 2 };
        Rasterizer rasterizer = new(width: width) { Differentiable = true };
        SplatGradient gradient = new(cloud, moved);
        float sum = 0;
        foreach (CameraProjection projection in Enum.GetValues<CameraProjection>())
        {
            foreach (RenderOptions options in new[] { RenderOptions.Default, new RenderOptions { TailFloor = 0.01 } })
            {
                foreach (RenderOutputs outputs in new[] { RenderOutputs.ColorAlpha, RenderOutputs.All })
                {
                    RenderTarget target = new(Size, Size, outputs);
                    rasterizer.Render(cloud, moved, camera with { Projection = projection }, options, target);
                    rasterizer.Backward(new() { Color = target.Color, ExpectedDepth = target.ExpectedDepth }, gradient);
                    sum += target.Color!.Data.Sum() + gradient.Cloud.X[0];
                }
            }
        }

        return sum;
    }
}
