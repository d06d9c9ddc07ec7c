using System.Diagnostics;
using Splatsim.Compute;
using Splatsim.Rendering;
using Splatsim.Rendering.Kernels;
using Splatsim.Splats;

namespace Splatsim.Benchmarks.Gpu;

/// <summary>Frames per second of the device rasterizer, with and without the picture's way back to the host.</summary>
internal static class GpuDrawing
{
    // gsplat's published forward figures for the 5x5 grid [frames/s]: documents of versions 1.0 and 1.5.3.
    private const string Published = "gsplat's published forward figures for its 5x5 grid (2.8 M splats, 648x420): 171.8 frames/s (1.0, TITAN RTX), 377 (1.5.3, MI300X); the bar is half of gsplat's on the same device.";

    public static void Run(ComputeDevice device, GpuOptions options, Action<string> print)
    {
        GardenScene garden = new(options.Garden!);
        print("");
        print("## Drawing");
        print("");
        print($"gsplat's garden, its crop repeated side by side, first camera, constant colours or harmonics of degree 3. Median of {options.Frames} frames. {Published}");
        print("");
        print("| grid | degree | picture | splats | visible | tile entries | ms | frames/s | ms with the picture's way back | memory of the device in use [MiB] |");
        print("|---|---|---|---|---|---|---|---|---|---|");
        foreach (int grid in options.Grids) Measure(device, garden, grid, 0, null, options, print);
        // 9 x 111,785 splats: a million.
        int million = options.Grids.Max() >= 3 ? 3 : 1;
        Measure(device, garden, million, 0, options.Size, options, print);
        Measure(device, garden, million, 3, options.Size, options, print);
        if (options.Check) Compare(device, garden, options.Grids.Min(), print);
    }

    /// <summary>Milliseconds of the reverse of a frame, everything on the device, beside the frame's own.</summary>
    public static void RunReverse(ComputeDevice device, GpuOptions options, Action<string> print)
    {
        GardenScene garden = new(options.Garden!);
        print("");
        print("## Gradients of drawing");
        print("");
        print($"The gradient of half the sum of squares of the picture by every parameter of the splats, the camera and the background; nothing leaves the device. Medians of {options.Frames} frames, taken in turns; the bar is 2.2 times the frame.");
        print("");
        print("| grid | degree | picture | splats | tile entries | frame [ms] | its reverse [ms] | reverse over frame |");
        print("|---|---|---|---|---|---|---|---|");
        int million = options.Grids.Max() >= 3 ? 3 : 1;
        foreach (int degree in (int[])[0, 3])
        {
            MeasureReverse(device, garden, options.Grids.Min(), degree, null, options, print);
            MeasureReverse(device, garden, million, degree, options.Size, options, print);
        }
    }

    private static void MeasureReverse(
        ComputeDevice device, GardenScene garden, int grid, int degree, (int Width, int Height)? size, GpuOptions options, Action<string> print)
    {
        GaussianCloud splats = garden.Cloud(grid, degree);
        Camera camera = garden.Camera(size);
        using DeviceRasterizer rasterizer = new(device);
        using DeviceCloud cloud = new(device, splats);
        using DeviceTargetGradient loss = new(device);
        using DeviceSplatGradient gradient = new(device);
        RenderTarget target = new(camera.Width, camera.Height, RenderOutputs.Color);
        rasterizer.Render(cloud, null, camera, RenderOptions.Default, target);
        loss.Load(new() { Color = target.Color }, camera.Width, camera.Height);
        double[] forward = new double[options.Frames], reverse = new double[options.Frames];
        const int WarmUps = 3;
        for (int i = -WarmUps; i < options.Frames; i++)
        {
            double frame = Time(() => rasterizer.Render(cloud, null, camera, RenderOptions.Default, null), device);
            double back = Time(() => rasterizer.Backward(loss, gradient), device);
            if (i >= 0) (forward[i], reverse[i]) = (frame, back);
        }

        Array.Sort(forward);
        Array.Sort(reverse);
        double drawn = forward[options.Frames / 2], taken = reverse[options.Frames / 2];
        print(FormattableString.Invariant(
            $"| {grid}x{grid} | {degree} | {camera.Width}x{camera.Height} | {splats.Count} | {rasterizer.Statistics.Pairs} | {drawn:F2} | {taken:F2} | {taken / drawn:F2} |"));
    }

    private static void Measure(
        ComputeDevice device, GardenScene garden, int grid, int degree, (int Width, int Height)? size, GpuOptions options, Action<string> print)
    {
        GaussianCloud splats = garden.Cloud(grid, degree);
        Camera camera = garden.Camera(size);
        using DeviceRasterizer rasterizer = new(device);
        using DeviceCloud cloud = new(device, splats);
        RenderTarget target = new(camera.Width, camera.Height, RenderOutputs.Color);
        double alone = Median(options.Frames, () => rasterizer.Render(cloud, null, camera, RenderOptions.Default, null), device);
        double whole = Median(options.Frames, () => rasterizer.Render(cloud, null, camera, RenderOptions.Default, target), device);
        RenderStatistics s = rasterizer.Statistics;
        print(FormattableString.Invariant(
            $"| {grid}x{grid} | {degree} | {camera.Width}x{camera.Height} | {splats.Count} | {s.VisibleSplats} | {s.Pairs} | {alone:F2} | {1000 / alone:F1} | {whole:F2} | {GpuMemory.InUse(device)} |"));
    }

    private static double Median(int frames, Action draw, ComputeDevice device)
    {
        for (int warmUp = 0; warmUp < 3; warmUp++) draw();
        double[] times = new double[frames];
        for (int i = 0; i < frames; i++) times[i] = Time(draw, device);
        Array.Sort(times);
        return times[frames / 2];
    }

    private static double Time(Action work, ComputeDevice device)
    {
        device.Synchronize();
        long start = Stopwatch.GetTimestamp();
        work();
        device.Synchronize();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static void Compare(ComputeDevice device, GardenScene garden, int grid, Action<string> print)
    {
        GaussianCloud splats = garden.Cloud(grid, 3);
        Camera camera = garden.Camera();
        RenderTarget expected = new(camera.Width, camera.Height, RenderOutputs.Color), actual = new(camera.Width, camera.Height, RenderOutputs.Color);
        new Rasterizer().Render(splats, camera, RenderOptions.Default, expected);
        using DeviceRasterizer rasterizer = new(device);
        rasterizer.Render(splats, null, camera, RenderOptions.Default, actual);
        double squares = 0, largest = 0;
        for (int i = 0; i < expected.Color!.Data.Length; i++)
        {
            double difference = expected.Color.Data[i] - actual.Color!.Data[i];
            squares += difference * difference;
            largest = Math.Max(largest, Math.Abs(difference));
        }

        double decibels = -10 * Math.Log10(Math.Max(squares / expected.Color.Data.Length, 1e-30));
        print("");
        print(FormattableString.Invariant($"Against the processor's picture of the {grid}x{grid} grid: {decibels:F1} dB, largest difference {largest:g2}."));
    }
}
