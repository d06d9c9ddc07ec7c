using Splatsim.Compute;
using Splatsim.Imaging;
using Splatsim.Splats;

namespace Splatsim.Rendering.Tests.Gradients;

/// <summary>A rasterizer's gradient of a frame beside the reference's, of a loss that weighs every value of every plane at random.</summary>
internal sealed class BackwardComparison
{
    // Where floats decide otherwise than doubles (which splat is in front, whether an alpha reaches its minimum) the two differentiate
    // different functions. Such pixels show in the frame itself and are left out of the loss; they are rare.
    private const double FlipThreshold = 3e-5, LargestShareOfFlips = 0.02;

    private readonly Camera camera;
    private readonly RenderOptions options;
    private readonly GaussianCloud cloud;
    private readonly DeformedSplats? deformed;
    private readonly ReferenceCloud reference;

    public BackwardComparison(GaussianCloud cloud, DeformedSplats? deformed, Camera camera, RenderOptions options)
    {
        (this.cloud, this.deformed, this.camera, this.options) = (cloud, deformed, camera, options);
        reference = ReferenceCloud.Of(cloud, i => TestScenes.StateOf(deformed, i), options.Channels);
    }

    /// <summary>Share of the largest entry by which each tensor may differ.</summary>
    public double Tolerance { get; init; } = 1e-3;

    /// <summary>Planes that enter the loss.</summary>
    public RenderOutputs Outputs { get; init; } = RenderOutputs.ColorAlpha | RenderOutputs.ExpectedDepth | RenderOutputs.AccumulatedDepth;

    /// <summary>Fails with the first entry that differs; gives the tensors that are not 0.</summary>
    public HashSet<string> Run(VectorWidth width)
    {
        using WorkerPool pool = new(2);
        return Run(new Rasterizer(pool, width) { Differentiable = true });
    }

    /// <inheritdoc cref="Run(VectorWidth)"/>
    public HashSet<string> Run(IDifferentiableRasterizer rasterizer)
    {
        int channels = options.Channels?.ChannelCount ?? 0;
        RenderTarget target = new(camera.Width, camera.Height, Outputs, channels);
        rasterizer.Render(cloud, deformed, camera, options, target);
        TargetGradient loss = Weights(target, ReferenceRasterizer.Render(reference, camera, options));
        SplatGradient fast = new(cloud, deformed, channels);
        rasterizer.Backward(loss, fast);
        ImageGradient weights = new()
        {
            Color = Doubles(loss.Color),
            Alpha = Doubles(loss.Alpha),
            AccumulatedDepth = Doubles(loss.AccumulatedDepth),
            ExpectedDepth = Doubles(loss.ExpectedDepth),
            Channels = Doubles(loss.Channels),
        };
        RenderGradient exact = ReferenceBackward.Differentiate(reference, camera, options, weights);
        Dictionary<string, double[]> actual = GradientTensors.Of(fast), expected = GradientTensors.Of(exact, reference, deformed is not null);
        HashSet<string> found = [];
        foreach ((string name, double[] truth) in expected)
        {
            double[] own = actual[name];
            Assert.True(truth.Length == own.Length, $"{name}: {own.Length} entries instead of {truth.Length}");
            double largest = truth.Length == 0 ? 0 : truth.Max(Math.Abs);
            if (largest > 0) found.Add(name);
            for (int i = 0; i < truth.Length; i++)
            {
                double error = Math.Abs(own[i] - truth[i]);
                Assert.True(error <= Tolerance * largest, $"{name}[{i}] is {own[i]:R}, expected {truth[i]:R}: {error / largest:E2} of the largest, {Tolerance:E1} allowed");
            }
        }

        return found;
    }

    private TargetGradient Weights(RenderTarget target, ReferenceImage image)
    {
        int pixels = camera.Width * camera.Height, flips = 0;
        bool[] leftOut = new bool[pixels];
        for (int pixel = 0; pixel < pixels; pixel++)
        {
            double error = Math.Abs(target.Alpha!.Data[pixel] - image.Alpha[pixel]);
            for (int channel = 0; channel < 3; channel++)
                error = Math.Max(error, Math.Abs(target.Color!.Data[3 * pixel + channel] - image.Color[3 * pixel + channel]));
            leftOut[pixel] = error > FlipThreshold;
            if (leftOut[pixel]) flips++;
        }

        Assert.True(flips <= LargestShareOfFlips * pixels, $"{flips} of {pixels} pixels differ");
        Random random = new(7);
        FloatImage? Plane(FloatImage? of)
        {
            if (of is null) return null;
            FloatImage plane = new(of.Width, of.Height, of.Channels);
            for (int i = 0; i < plane.Data.Length; i++)
            {
                float weight = 2 * random.NextSingle() - 1;
                plane.Data[i] = leftOut[i / of.Channels] ? 0f : weight;
            }

            return plane;
        }

        return new()
        {
            Color = Plane(target.Color),
            Alpha = Plane(target.Alpha),
            AccumulatedDepth = Plane(target.AccumulatedDepth),
            ExpectedDepth = Plane(target.ExpectedDepth),
            Channels = Plane(target.Channels),
        };
    }

    private static double[]? Doubles(FloatImage? plane) => plane is null ? null : [.. plane.Data.Select(v => (double)v)];
}
