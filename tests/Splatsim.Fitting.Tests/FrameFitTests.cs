using Splatsim.Imaging;
using Splatsim.Rendering;
using Splatsim.Splats;

namespace Splatsim.Fitting.Tests;

/// <summary>Losses, rasterizer and optimiser together: splats find back to where a picture was taken of them.</summary>
public sealed class FrameFitTests
{
    [Fact]
    public void MovedSplats_FindBackToTheirPicture()
    {
        Camera camera = new() { Width = 40, Height = 32, Fx = 40, Fy = 40, Cx = 20, Cy = 16 };
        GaussianCloud cloud = new(3, 0);
        double[] truth = [-0.5, 0.2, 3, 0.5, 0.1, 3.2, 0, -0.4, 2.8];
        for (int i = 0; i < 3; i++)
        {
            cloud.RotationW[i] = 1;
            (cloud.LogScaleX[i], cloud.LogScaleY[i], cloud.LogScaleZ[i]) = (-1.6f, -1.8f, -1.7f);
            cloud.OpacityLogit[i] = 1;
            cloud.Sh(0, i)[i] = 1.5f;
        }

        RenderOptions options = new() { Background = new(1, 1, 1) };
        Rasterizer rasterizer = new() { Differentiable = true };
        RenderTarget target = new(camera.Width, camera.Height, RenderOutputs.ColorAlpha | RenderOutputs.ExpectedDepth);
        SplatGradient gradient = new(cloud);
        void Draw(ReadOnlySpan<double> means)
        {
            for (int i = 0; i < 3; i++) (cloud.X[i], cloud.Y[i], cloud.Z[i]) = ((float)means[3 * i], (float)means[3 * i + 1], (float)means[3 * i + 2]);
            rasterizer.Render(cloud, camera, options, target);
        }

        Draw(truth);
        PyramidLoss color = new(FrameLosses.Target(target.Color!));
        MaskLoss mask = new(FrameLosses.Target(target.Alpha!));
        double Loss(ReadOnlySpan<double> means, Span<double> byMeans)
        {
            Draw(means);
            TargetGradient planes = new() { Color = new FloatImage(camera.Width, camera.Height, 3), Alpha = new FloatImage(camera.Width, camera.Height, 1) };
            double loss = FrameLosses.Add(color, 1, target.Color!, planes.Color!) + FrameLosses.Add(mask, 0.1, target.Alpha!, planes.Alpha!);
            rasterizer.Backward(planes, gradient);
            for (int i = 0; i < 3; i++)
                (byMeans[3 * i], byMeans[3 * i + 1], byMeans[3 * i + 2]) = (gradient.Cloud.X[i], gradient.Cloud.Y[i], gradient.Cloud.Z[i]);
            return loss;
        }

        double[] start = [.. truth.Select((v, i) => v + (i % 2 == 0 ? 0.15 : -0.12))];
        double before = Loss(start, new double[9]);
        OptimiserResult result = Adam.Minimise(Loss, start, new() { Iterations = 400, LearningRate = 0.02, Cosine = true });
        Assert.True(result.Loss < 0.02 * before, $"{before} came down to {result.Loss} only");
        // A hundredth of a unit is an eighth of a pixel; depth shows in size alone, which the pictures hold to some percent of it.
        for (int i = 0; i < 9; i++) Assert.Equal(truth[i], result.Parameters[i], i % 3 == 2 ? 0.05 : 0.01);
    }
}
