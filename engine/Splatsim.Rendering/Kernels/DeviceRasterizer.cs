using ILGPU;
using ILGPU.Runtime;
using Splatsim.Compute;
using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Rendering.Kernels;

/// <summary>
/// Draws clouds on a GPU, at rest or moved: the same formulas as <see cref="Rasterizer"/>, one depth sort, tile lists, blending in
/// shared memory; equal depths go by index. Pinhole cameras, exact extent, colour, alpha and depth. The host waits once per frame,
/// for the picture. Buffers are kept between frames.
/// </summary>
public sealed class DeviceRasterizer : IRasterizer, IDisposable
{
    // Entries of tile lists per splat that the first frame has room for, and by how much a frame may exceed the one before.
    private const int FirstPairs = 4, PairMargin = 8;

    private readonly ComputeDevice device;
    private readonly FrameBuffers buffers;
    private readonly DeviceRadixSort sort;
    private readonly DeviceScan scan;
    private readonly Action<Index1D, SplatViews, MovedViews, CameraView<Real32>, FrameViews, ArrayView<uint>, ArrayView<int>> project;
    private readonly Action<Index1D, FrameViews, ArrayView<uint>, ArrayView<int>, ArrayView<int>> countTiles;
    private readonly Action<Index1D, FrameViews, MovedViews, ArrayView<int>> note;
    private readonly Action<Index1D, FrameViews, ArrayView<int>, ArrayView<int>, ArrayView<uint>, ArrayView<int>, int> listPairs;
    private readonly Action<Index1D, ArrayView<uint>, int, ArrayView<int>> listRanges;
    private readonly Action<KernelConfig, FrameViews, ArrayView<int>, ArrayView<int>, ArrayView<float>, ArrayView<float>, ArrayView<float>> blend;
    private readonly int[] notes = new int[FrameViews.NoteCount];
    private DeviceCloud? sentCloud;
    private DeviceRows? sentRows;
    private long lastPairs = -1;

    /// <summary>Compiles the kernels.</summary>
    /// <param name="device">The device; not disposed of here.</param>
    /// <exception cref="DeviceException">The driver cannot compile them.</exception>
    public DeviceRasterizer(ComputeDevice device)
    {
        this.device = device;
        buffers = new(device);
        sort = new(device);
        scan = new(device);
        project = device.Launcher(SplatKernels.Project, a => a.LoadAutoGroupedStreamKernel<
            Index1D, SplatViews, MovedViews, CameraView<Real32>, FrameViews, ArrayView<uint>, ArrayView<int>>(SplatKernels.Project));
        countTiles = device.Launcher(SplatKernels.CountTiles, a => a.LoadAutoGroupedStreamKernel<
            Index1D, FrameViews, ArrayView<uint>, ArrayView<int>, ArrayView<int>>(SplatKernels.CountTiles));
        note = device.Launcher(SplatKernels.Note, a => a.LoadAutoGroupedStreamKernel<Index1D, FrameViews, MovedViews, ArrayView<int>>(SplatKernels.Note));
        listPairs = device.Launcher(SplatKernels.ListPairs, a => a.LoadAutoGroupedStreamKernel<
            Index1D, FrameViews, ArrayView<int>, ArrayView<int>, ArrayView<uint>, ArrayView<int>, int>(SplatKernels.ListPairs));
        listRanges = device.Launcher(SplatKernels.ListRanges, a => a.LoadAutoGroupedStreamKernel<
            Index1D, ArrayView<uint>, int, ArrayView<int>>(SplatKernels.ListRanges));
        blend = device.Launcher(SplatKernels.Blend, a => a.LoadStreamKernel<
            FrameViews, ArrayView<int>, ArrayView<int>, ArrayView<float>, ArrayView<float>, ArrayView<float>>(SplatKernels.Blend));
    }

    /// <summary>Counts of the last frame; its times are not taken apart.</summary>
    public RenderStatistics Statistics { get; private set; }

    /// <inheritdoc/>
    /// <exception cref="DeviceException">The device is full or lost.</exception>
    public void Render(GaussianCloud cloud, DeformedSplats? deformed, Camera camera, RenderOptions options, RenderTarget target)
    {
        options.Validate(cloud.Count, camera, target.Width, target.Height);
        if (deformed is not null) Rasterizer.Fits(deformed, cloud);
        sentCloud ??= new(device);
        sentCloud.Load(cloud);
        if (deformed is { Count: > 0 }) Send(cloud, deformed, sentCloud);
        Render(sentCloud, deformed is { Count: > 0 } ? sentRows : null, camera, options, target);
    }

    /// <summary>Draws a cloud that lies on the device.</summary>
    /// <param name="cloud">The splats.</param>
    /// <param name="moved">The moved ones, in the columns of <see cref="MovedColumns"/>; null where all are at rest.</param>
    /// <param name="camera">A pinhole camera; its size is the target's.</param>
    /// <param name="options">Image formation: exact extent.</param>
    /// <param name="target">Receives colour, alpha, expected and accumulated depth; null leaves the picture on the device, as for measuring.</param>
    /// <returns>False where appended rows found no room: <paramref name="moved"/> has it now; compute them again, and draw again.</returns>
    /// <exception cref="ArgumentException">An option is outside its range, or the moved splats are of another cloud.</exception>
    /// <exception cref="RenderSetupException">Something is asked for that this rasterizer does not do; the processor's does.</exception>
    /// <exception cref="DeviceException">The device is full or lost.</exception>
    public bool Render(DeviceCloud cloud, DeviceRows? moved, Camera camera, RenderOptions options, RenderTarget? target)
    {
        options.Validate(cloud.Count, camera, target?.Width ?? camera.Width, target?.Height ?? camera.Height);
        Require(camera.Projection == CameraProjection.Pinhole, $"{camera.Projection} cameras");
        Require(options.Extent == SplatExtent.Exact, $"the extent {options.Extent}");
        Require(target?.Channels is null && options.Channels is null, "channels beside colour");
        Require(target?.MedianDepth is null, "median depths");
        Require(target?.TopContributor is null, "top contributors");
        if (moved is not null && (moved.Columns != MovedColumns.Count || moved.Count != cloud.MovingCount))
            throw new ArgumentException($"{moved.Count} moved splats for {cloud.MovingCount} that move; give the cloud's", nameof(moved));
        bool complete = true;
        device.Guard(() => complete = Draw(cloud, moved, camera, options, target));
        return complete;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        buffers.Dispose();
        sort.Dispose();
        scan.Dispose();
        sentCloud?.Dispose();
        sentRows?.Dispose();
    }

    private static void Require(bool holds, string what)
    {
        if (!holds) throw new RenderSetupException(what, "draw on the processor (--device cpu)");
    }

    private bool Draw(DeviceCloud cloud, DeviceRows? moved, Camera camera, RenderOptions options, RenderTarget? target)
    {
        int things = cloud.Count + (moved is null ? 0 : moved.Capacity - moved.Count);
        FrameViews frame = FrameOf(things, camera, options);
        ArrayView<uint> keys = buffers.Get<uint>("depths", things);
        ArrayView<int> order = buffers.Get<int>("order", things), before = buffers.Get<int>("tile counts", things + 1L);
        MovedViews rows = RowsOf(cloud, moved);
        if (things > 0)
        {
            project(things, SplatsOf(cloud, options), rows, CameraView<Real32>.Of(camera, options), frame, keys, order);
            sort.Sort(keys, order, things);
        }

        countTiles(things + 1, frame, keys, order, before);
        scan.Exclusive(before, things + 1);
        note(1, frame, rows, before);
        int room = (int)Math.Min(int.MaxValue, lastPairs < 0 ? FirstPairs * (long)things : lastPairs + lastPairs / PairMargin);
        List(frame, things, order, before, room);
        frame.Notes.SubView(0, notes.Length).CopyToCPU(notes);
        int pairs = notes[FrameViews.PairsNote];
        if (pairs < 0) throw new DeviceException(device.Info.Key, "was asked for more than 2^31 entries of tile lists", "draw a smaller picture, or fewer splats");
        if (moved is not null && moved.Grow(notes[FrameViews.AppendedNote])) return false;
        if (pairs > room) List(frame, things, order, before, pairs);
        lastPairs = pairs;
        Statistics = new() { VisibleSplats = notes[FrameViews.VisibleNote], Pairs = pairs };
        if (target is not null) Receive(target);
        return true;
    }

    // Lists the tiles' splats and blends them. The host does not know yet how many pairs there are: places without one sort last.
    private void List(FrameViews frame, int things, ArrayView<int> order, ArrayView<int> before, int room)
    {
        int tiles = frame.TilesX * frame.TilesY, pixels = frame.Width * frame.Height;
        ArrayView<int> ranges = buffers.Get<int>("ranges", 2L * tiles), splats = buffers.Get<int>("tile lists", room);
        ranges.SubView(0, 2L * tiles).MemSetToZero();
        if (room > 0)
        {
            ArrayView<uint> tileKeys = buffers.Get<uint>("tiles", room);
            tileKeys.SubView(0, room).MemSet(byte.MaxValue);
            listPairs(things, frame, order, before, tileKeys, splats, room);
            sort.Sort(tileKeys, splats, room, (uint)tiles);
            listRanges(room, tileKeys, room, ranges);
        }

        blend(
            new KernelConfig(tiles, SplatKernels.GroupSize), frame, ranges, splats,
            buffers.Get<float>("colour", 3L * pixels), buffers.Get<float>("alpha", pixels), buffers.Get<float>("depth", pixels));
    }

    private void Receive(RenderTarget target)
    {
        int pixels = target.Width * target.Height;
        Receive("colour", 3 * pixels, target.Color?.Data);
        Receive("alpha", pixels, target.Alpha?.Data);
        if (target.AccumulatedDepth is null && target.ExpectedDepth is null) return;
        float[] depths = target.AccumulatedDepth?.Data ?? new float[pixels];
        Receive("depth", pixels, depths);
        if (target.ExpectedDepth is not { } expected) return;
        float[] coverage = target.Alpha?.Data ?? new float[pixels];
        if (target.Alpha is null) Receive("alpha", pixels, coverage);
        for (int i = 0; i < pixels; i++) expected.Data[i] = depths[i] / Math.Max(coverage[i], 1e-10f);
    }

    private void Receive(string plane, int length, float[]? to)
    {
        if (to is not null) buffers.Get<float>(plane, length).SubView(0, length).CopyToCPU(to);
    }

    private FrameViews FrameOf(int count, Camera camera, RenderOptions options)
    {
        ArrayView<float> picture = buffers.Get<float>("background", options.BackgroundImage is { } image ? image.Data.Length : 1);
        if (options.BackgroundImage is { } behind) FrameBuffers.Send<float>(picture, behind.Data);
        return new()
        {
            Records = buffers.Get<float>("records", (long)FrameViews.Columns * count),
            Tiles = buffers.Get<int>("boxes", 4L * count),
            Picture = picture,
            Notes = buffers.Get<int>("notes", FrameViews.NoteCount),
            Count = count,
            Width = camera.Width,
            Height = camera.Height,
            TilesX = (camera.Width + FrameViews.TileSize - 1) / FrameViews.TileSize,
            TilesY = (camera.Height + FrameViews.TileSize - 1) / FrameViews.TileSize,
            AlphaMinimum = Real32.FromDouble(options.AlphaMinimum),
            AlphaCap = Real32.FromDouble(options.AlphaCap),
            TransmittanceStop = Real32.FromDouble(options.TransmittanceStop),
            TailFloor = Real32.FromDouble(options.TailFloor),
            Background = new(
                Real32.FromDouble(options.Background.X.Value), Real32.FromDouble(options.Background.Y.Value), Real32.FromDouble(options.Background.Z.Value)),
            HasPicture = options.BackgroundImage is null ? 0 : 1,
            Antialiased = options.Antialiased ? 1 : 0,
            ByDistance = options.Order == SplatOrder.Distance ? 1 : 0,
        };
    }

    private SplatViews SplatsOf(DeviceCloud cloud, RenderOptions options)
    {
        SplatViews views = cloud.Views(options.MaximumDegree);
        ScalarColoring? coloring = options.ScalarColor;
        views.Colors = buffers.Get<float>("colours", coloring is null ? 1 : 3L * cloud.Count);
        if (coloring is null) return views;
        float[] colors = new float[3 * cloud.Count];
        for (int i = 0; i < cloud.Count; i++) coloring.Evaluate(i, out colors[3 * i], out colors[3 * i + 1], out colors[3 * i + 2]);
        FrameBuffers.Send<float>(views.Colors, colors);
        views.HasColors = 1;
        return views;
    }

    private MovedViews RowsOf(DeviceCloud cloud, DeviceRows? moved) => new()
    {
        Values = moved?.Values ?? buffers.Get<float>("background", 1),
        Owners = moved?.Owners ?? buffers.Get<int>("notes", 1),
        Appended = moved?.Appended ?? buffers.Get<int>("notes", 1),
        RowOf = cloud.RowOf,
        Count = moved?.Count ?? 0,
        Capacity = moved?.Capacity ?? 0,
    };

    private void Send(GaussianCloud cloud, DeformedSplats deformed, DeviceCloud target)
    {
        if (sentRows?.Count != deformed.Count)
        {
            sentRows?.Dispose();
            sentRows = null;
            sentRows = new(device, MovedColumns.Count, deformed.Count, "moved splats");
        }

        int[] owners = deformed.Indices ?? [.. Enumerable.Range(0, deformed.Count)];
        target.SetMoving(owners);
        float[] logits = [.. owners.Select(i => cloud.OpacityLogit[i])];
        DeviceRows rows = sentRows;
        device.Guard(() =>
        {
            Column(MovedColumns.Mean, deformed.X.Span);
            Column(MovedColumns.Mean + 1, deformed.Y.Span);
            Column(MovedColumns.Mean + 2, deformed.Z.Span);
            for (int k = 0; k < 6; k++) Column(MovedColumns.Covariance + k, deformed.Covariance[k].Span);
            for (int k = 0; k < 9; k++) Column(MovedColumns.Rotation + k, deformed.Rotation[k].Span);
            Column(MovedColumns.OpacityLogit, logits);
            FrameBuffers.Send<int>(rows.Owners, owners);
        });

        void Column(int column, ReadOnlySpan<float> values) =>
            FrameBuffers.Send(rows.Values.SubView((long)column * rows.Capacity, values.Length), values);
    }
}
