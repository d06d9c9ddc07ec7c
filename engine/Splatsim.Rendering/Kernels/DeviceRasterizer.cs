using ILGPU;
using ILGPU.Runtime;
using Splatsim.Compute;
using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Rendering.Kernels;

/// <summary>
/// Draws clouds at rest on a GPU: the same formulas as <see cref="Rasterizer"/>, one depth sort, tile lists, blending in
/// shared memory; equal depths go by index. Pinhole cameras, exact extent, colour, alpha and depth. Buffers are kept between frames.
/// </summary>
public sealed class DeviceRasterizer : IDisposable
{
    private readonly ComputeDevice device;
    private readonly DeviceRadixSort sort;
    private readonly DeviceScan scan;
    private readonly Action<Index1D, SplatViews, CameraView<Real32>, FrameViews, ArrayView<uint>, ArrayView<int>> project;
    private readonly Action<Index1D, FrameViews, ArrayView<int>, ArrayView<int>> countTiles;
    private readonly Action<Index1D, FrameViews, ArrayView<int>, ArrayView<int>, ArrayView<uint>, ArrayView<int>> listPairs;
    private readonly Action<Index1D, ArrayView<uint>, int, ArrayView<int>> listRanges;
    private readonly Action<KernelConfig, FrameViews, ArrayView<int>, ArrayView<int>, ArrayView<float>, ArrayView<float>, ArrayView<float>> blend;
    private readonly Dictionary<string, MemoryBuffer> buffers = [];

    /// <summary>Compiles the kernels.</summary>
    /// <param name="device">The device; not disposed of here.</param>
    public DeviceRasterizer(ComputeDevice device)
    {
        this.device = device;
        sort = new(device);
        scan = new(device);
        project = device.Launcher(SplatKernels.Project, a => a.LoadAutoGroupedStreamKernel<
            Index1D, SplatViews, CameraView<Real32>, FrameViews, ArrayView<uint>, ArrayView<int>>(SplatKernels.Project));
        countTiles = device.Launcher(SplatKernels.CountTiles, a => a.LoadAutoGroupedStreamKernel<
            Index1D, FrameViews, ArrayView<int>, ArrayView<int>>(SplatKernels.CountTiles));
        listPairs = device.Launcher(SplatKernels.ListPairs, a => a.LoadAutoGroupedStreamKernel<
            Index1D, FrameViews, ArrayView<int>, ArrayView<int>, ArrayView<uint>, ArrayView<int>>(SplatKernels.ListPairs));
        listRanges = device.Launcher(SplatKernels.ListRanges, a => a.LoadAutoGroupedStreamKernel<
            Index1D, ArrayView<uint>, int, ArrayView<int>>(SplatKernels.ListRanges));
        blend = device.Launcher(SplatKernels.Blend, a => a.LoadStreamKernel<
            FrameViews, ArrayView<int>, ArrayView<int>, ArrayView<float>, ArrayView<float>, ArrayView<float>>(SplatKernels.Blend));
    }

    /// <summary>Draws a cloud.</summary>
    /// <param name="cloud">The splats; those with values that are not finite are not drawn.</param>
    /// <param name="camera">A pinhole camera; its size is the target's.</param>
    /// <param name="options">Image formation: exact extent, plain background, the capture's colours.</param>
    /// <param name="target">Receives colour, alpha, expected and accumulated depth.</param>
    /// <exception cref="ArgumentException">Something is asked for that this rasterizer does not do; <see cref="Rasterizer"/> does.</exception>
    /// <exception cref="DeviceException">The device is full or lost.</exception>
    public void Render(GaussianCloud cloud, Camera camera, RenderOptions options, RenderTarget target)
    {
        options.Validate(cloud.Count, camera, target.Width, target.Height);
        Require(camera.Projection == CameraProjection.Pinhole, $"camera projection {camera.Projection}");
        Require(options.Extent == SplatExtent.Exact, $"extent {options.Extent}");
        Require(options.BackgroundImage is null, "a background picture");
        Require(options.ScalarColor is null, "colour by numbers");
        Require(target.Channels is null && options.Channels is null, "channels");
        Require(target.MedianDepth is null && target.TopContributor is null, "median depth or top contributors");
        device.Guard(() => Draw(cloud, camera, options, target));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (MemoryBuffer buffer in buffers.Values) buffer.Dispose();
        sort.Dispose();
        scan.Dispose();
    }

    private static void Require(bool holds, string what)
    {
        if (!holds) throw new ArgumentException($"the device rasterizer does not do {what}; use the rasterizer of the processor");
    }

    private void Draw(GaussianCloud cloud, Camera camera, RenderOptions options, RenderTarget target)
    {
        int count = cloud.Count, pixels = target.Width * target.Height;
        FrameViews frame = FrameOf(count, target, options);
        int tiles = frame.TilesX * frame.TilesY, pairs = 0;
        ArrayView<int> ranges = Buffer<int>("ranges", 2L * tiles), order = Buffer<int>("order", count), before = Buffer<int>("before", count + 1L);
        ranges.SubView(0, 2L * tiles).MemSetToZero();
        if (count > 0)
        {
            ArrayView<uint> keys = Buffer<uint>("keys", count);
            project(count, Upload(cloud, options), CameraView<Real32>.Of(camera, options), frame, keys, order);
            sort.Sort(keys, order, count);
            countTiles(count + 1, frame, order, before);
            scan.Exclusive(before, count + 1);
            int[] total = new int[1];
            before.SubView(count, 1).CopyToCPU(total);
            pairs = total[0];
        }

        ArrayView<int> splats = Buffer<int>("pairs", pairs);
        if (pairs > 0)
        {
            ArrayView<uint> tileKeys = Buffer<uint>("tiles", pairs);
            listPairs(count, frame, order, before, tileKeys, splats);
            sort.Sort(tileKeys, splats, pairs, (uint)(tiles - 1));
            listRanges(pairs, tileKeys, pairs, ranges);
        }

        ArrayView<float> color = Buffer<float>("colour", 3L * pixels), alpha = Buffer<float>("alpha", pixels), depth = Buffer<float>("depth", pixels);
        blend(new KernelConfig(tiles, SplatKernels.GroupSize), frame, ranges, splats, color, alpha, depth);
        Download(color, 3 * pixels, target.Color?.Data);
        float[] coverage = new float[pixels], depths = new float[pixels];
        Download(alpha, pixels, coverage);
        Download(depth, pixels, depths);
        if (target.Alpha is { } a) coverage.CopyTo(a.Data.AsSpan());
        if (target.AccumulatedDepth is { } accumulated) depths.CopyTo(accumulated.Data.AsSpan());
        if (target.ExpectedDepth is { } expected)
            for (int i = 0; i < pixels; i++) expected.Data[i] = depths[i] / Math.Max(coverage[i], 1e-10f);
    }

    private FrameViews FrameOf(int count, RenderTarget target, RenderOptions options) => new()
    {
        Records = Buffer<float>("records", (long)FrameViews.Columns * count),
        Tiles = Buffer<int>("boxes", 4L * count),
        Count = count,
        Width = target.Width,
        Height = target.Height,
        TilesX = (target.Width + FrameViews.TileSize - 1) / FrameViews.TileSize,
        TilesY = (target.Height + FrameViews.TileSize - 1) / FrameViews.TileSize,
        AlphaMinimum = Real32.FromDouble(options.AlphaMinimum),
        AlphaCap = Real32.FromDouble(options.AlphaCap),
        TransmittanceStop = Real32.FromDouble(options.TransmittanceStop),
        TailFloor = Real32.FromDouble(options.TailFloor),
        Background = new(
            Real32.FromDouble(options.Background.X.Value), Real32.FromDouble(options.Background.Y.Value), Real32.FromDouble(options.Background.Z.Value)),
        Antialiased = options.Antialiased ? 1 : 0,
        ByDistance = options.Order == SplatOrder.Distance ? 1 : 0,
    };

    private SplatViews Upload(GaussianCloud cloud, RenderOptions options)
    {
        int count = cloud.Count, coefficients = cloud.ShCoefficientCount;
        ArrayView<float> data = Buffer<float>("splats", (SplatViews.Harmonics + 3L * coefficients) * count);
        Send(0, cloud.X);
        Send(1, cloud.Y);
        Send(2, cloud.Z);
        Send(3, cloud.RotationW);
        Send(4, cloud.RotationX);
        Send(5, cloud.RotationY);
        Send(6, cloud.RotationZ);
        Send(7, cloud.LogScaleX);
        Send(8, cloud.LogScaleY);
        Send(9, cloud.LogScaleZ);
        Send(SplatViews.OpacityLogit, cloud.OpacityLogit);
        for (int k = 0; k < coefficients; k++)
            for (int channel = 0; channel < 3; channel++) Send(SplatViews.Harmonics + 3 * k + channel, cloud.Sh(k, channel));
        return new() { Data = data, Count = count, Degree = Math.Min(cloud.Degree, options.MaximumDegree) };

        void Send(int column, ReadOnlySpan<float> values) =>
            data.SubView((long)column * count, count).CopyFromCPU(values[..count].ToArray());
    }

    private static void Download(ArrayView<float> from, int length, float[]? to)
    {
        if (to is not null) from.SubView(0, length).CopyToCPU(to);
    }

    private ArrayView<T> Buffer<T>(string name, long length)
        where T : unmanaged
    {
        if (buffers.TryGetValue(name, out MemoryBuffer? known) && known.Length >= Math.Max(1, length)) return known.AsArrayView<T>(0, known.Length);
        known?.Dispose();
        MemoryBuffer1D<T, Stride1D.Dense> made = device.Allocate<T>(length + length / 4, name);
        buffers[name] = made;
        return made.View;
    }
}
