using ILGPU;
using ILGPU.Runtime;
using Splatsim.Compute;
using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Rendering.Kernels;

/// <summary>
/// Draws clouds on a GPU, at rest or moved: the same formulas as <see cref="Rasterizer"/>, one depth sort, tile lists, blending in
/// shared memory; equal depths go by index. Pinhole cameras, exact extent, colour, alpha, depth and channels. The host waits once per
/// frame, for the picture. Every frame can be differentiated: what that needs lies on the device anyway. Buffers are kept between frames.
/// </summary>
public sealed class DeviceRasterizer : IDifferentiableRasterizer, IDisposable
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
    private readonly Action<KernelConfig, FrameViews, MovedViews, int, ArrayView<int>, ArrayView<int>, ChannelViews, PlaneViews> blend;
    private readonly int[] notes = new int[FrameViews.NoteCount];
    private DeviceCloud? sentCloud;
    private DeviceRows? sentRows;
    private DeviceFrame? last;
    private DeviceBackward? backward;
    private DeviceTargetGradient? sentLoss;
    private DeviceSplatGradient? gradient;
    private Action<SplatGradient>? fits;
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
            FrameViews, MovedViews, int, ArrayView<int>, ArrayView<int>, ChannelViews, PlaneViews>(SplatKernels.Blend));
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
        // An empty list of moved splats is a list all the same.
        fits = result => result.Validate(cloud, deformed, options.Channels?.ChannelCount ?? 0);
    }

    /// <inheritdoc/>
    /// <exception cref="DeviceException">The device is full or lost.</exception>
    public void Backward(TargetGradient loss, SplatGradient result)
    {
        DeviceFrame frame = Drawn();
        loss.Validate(frame.Camera.Width, frame.Camera.Height, frame.Channels.Count, true);
        fits?.Invoke(result);
        sentLoss ??= new(device);
        gradient ??= new(device);
        sentLoss.Load(loss, frame.Camera.Width, frame.Camera.Height);
        Backward(sentLoss, gradient);
        gradient.Receive(result);
    }

    /// <summary>The same where everything stays on the device; the host does not wait.</summary>
    /// <param name="loss">Gradient with respect to the frame's planes.</param>
    /// <param name="result">Receives the gradient. The frame's inputs must be as they were.</param>
    /// <exception cref="InvalidOperationException">No frame was drawn yet.</exception>
    /// <exception cref="ArgumentException">The loss is of a frame of another size.</exception>
    /// <exception cref="RenderSetupException">Splats of the frame were split.</exception>
    /// <exception cref="DeviceException">The device is full or lost.</exception>
    public void Backward(DeviceTargetGradient loss, DeviceSplatGradient result)
    {
        DeviceFrame frame = Drawn();
        if (loss.Width != frame.Camera.Width || loss.Height != frame.Camera.Height || (loss.ChannelCount != 0 && loss.ChannelCount != frame.Channels.Count))
        {
            throw new ArgumentException(
                $"the loss is of {loss.Width} x {loss.Height} x {loss.ChannelCount} but the frame of {frame.Camera.Width} x {frame.Camera.Height} x {frame.Channels.Count}; give one number per value",
                nameof(loss));
        }

        if (frame.AppendedCount > 0)
            throw new RenderSetupException($"the gradient of {frame.AppendedCount} splats that split", "draw without splitting");
        backward ??= new(device);
        backward.Run(frame, loss, result);
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
        Require(target?.MedianDepth is null, "median depths");
        Require(target?.TopContributor is null, "top contributors");
        int channels = options.Channels?.ChannelCount ?? 0;
        if (target is not null && target.ChannelCount != channels)
            throw new ArgumentException($"the options have {channels} channels but the target {target.ChannelCount}; make them equal", nameof(target));
        if (moved is not null && (moved.Columns != MovedColumns.Count || moved.Count != cloud.MovingCount))
            throw new ArgumentException($"{moved.Count} moved splats for {cloud.MovingCount} that move; give the cloud's", nameof(moved));
        (last, fits) = (null, null);
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
        backward?.Dispose();
        sentLoss?.Dispose();
        gradient?.Dispose();
    }

    private DeviceFrame Drawn() => last ?? throw new InvalidOperationException("no frame was drawn to take gradients of; call Render first");

    private static void Require(bool holds, string what)
    {
        if (!holds) throw new RenderSetupException(what, "draw on the processor (--device cpu)");
    }

    private bool Draw(DeviceCloud cloud, DeviceRows? moved, Camera camera, RenderOptions options, RenderTarget? target)
    {
        int things = cloud.Count + (moved is null ? 0 : moved.Capacity - moved.Count);
        FrameViews frame = FrameOf(things, camera, options);
        ArrayView<uint> keys = buffers.Get<uint>("depths", things);
        DeviceFrame drawn = new()
        {
            Cloud = cloud,
            Moved = moved,
            Camera = camera,
            Options = options,
            Splats = SplatsOf(cloud, options),
            Rows = RowsOf(cloud, moved),
            View = CameraView<Real32>.Of(camera, options),
            Views = frame,
            Channels = ChannelsOf(options),
            Planes = PlanesOf(camera.Width * camera.Height, options),
            Order = buffers.Get<int>("order", things),
            Before = buffers.Get<int>("tile counts", things + 1L),
        };
        if (things > 0)
        {
            project(things, drawn.Splats, drawn.Rows, drawn.View, frame, keys, drawn.Order);
            sort.Sort(keys, drawn.Order, things);
        }

        countTiles(things + 1, frame, keys, drawn.Order, drawn.Before);
        scan.Exclusive(drawn.Before, things + 1);
        note(1, frame, drawn.Rows, drawn.Before);
        int room = (int)Math.Min(int.MaxValue, lastPairs < 0 ? FirstPairs * (long)things : lastPairs + lastPairs / PairMargin);
        DeviceFrame listed = List(drawn, room);
        frame.Notes.SubView(0, notes.Length).CopyToCPU(notes);
        int pairs = notes[FrameViews.PairsNote], appended = notes[FrameViews.AppendedNote];
        if (pairs < 0) throw new DeviceException(device.Info.Key, "was asked for more than 2^31 entries of tile lists", "draw a smaller picture, or fewer splats");
        if (moved is not null && moved.Grow(appended)) return false;
        if (pairs > room) listed = List(drawn, pairs);
        lastPairs = pairs;
        last = listed with { PairCount = pairs, VisibleCount = notes[FrameViews.VisibleNote], AppendedCount = appended };
        Statistics = new() { VisibleSplats = last.VisibleCount, Pairs = pairs };
        if (target is not null) Receive(target);
        return true;
    }

    // Lists the tiles' splats and blends them. The host does not know yet how many pairs there are: places without one sort last.
    private DeviceFrame List(DeviceFrame drawn, int room)
    {
        FrameViews frame = drawn.Views;
        int tiles = frame.TilesX * frame.TilesY;
        ArrayView<int> ranges = buffers.Get<int>("ranges", 2L * tiles), splats = buffers.Get<int>("tile lists", room);
        ranges.SubView(0, 2L * tiles).MemSetToZero();
        if (room > 0)
        {
            ArrayView<uint> tileKeys = buffers.Get<uint>("tiles", room);
            tileKeys.SubView(0, room).MemSet(byte.MaxValue);
            listPairs(frame.Count, frame, drawn.Order, drawn.Before, tileKeys, splats, room);
            sort.Sort(tileKeys, splats, room, (uint)tiles);
            listRanges(room, tileKeys, room, ranges);
        }

        blend(
            new KernelConfig(tiles, SplatKernels.GroupSize), frame, drawn.Rows, drawn.Cloud.Count, ranges, splats, drawn.Channels, drawn.Planes);
        return drawn with { Ranges = ranges, Lists = splats };
    }

    private void Receive(RenderTarget target)
    {
        int pixels = target.Width * target.Height;
        Receive("colour", 3 * pixels, target.Color?.Data);
        Receive("alpha", pixels, target.Alpha?.Data);
        Receive("channels", target.ChannelCount * pixels, target.Channels?.Data);
        if (target.AccumulatedDepth is null && target.ExpectedDepth is null) return;
        float[] depths = target.AccumulatedDepth?.Data ?? new float[pixels];
        Receive("depth", pixels, depths);
        if (target.ExpectedDepth is not { } expected) return;
        float[] weights = new float[pixels];
        Receive("weights", pixels, weights);
        for (int i = 0; i < pixels; i++) expected.Data[i] = depths[i] / Math.Max(weights[i], (float)ExpectedDepthAdjoint.SmallestWeight);
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

    private PlaneViews PlanesOf(int pixels, RenderOptions options) => new()
    {
        Color = buffers.Get<float>("colour", 3L * pixels),
        Alpha = buffers.Get<float>("alpha", pixels),
        Depth = buffers.Get<float>("depth", pixels),
        Rest = buffers.Get<float>("transmittance", pixels),
        Weight = buffers.Get<float>("weights", pixels),
        Ends = buffers.Get<int>("ends", pixels),
        Channels = buffers.Get<float>("channels", (long)(options.Channels?.ChannelCount ?? 0) * pixels),
    };

    private ChannelViews ChannelsOf(RenderOptions options)
    {
        int length = options.Channels?.Values.Length ?? 0;
        ArrayView<float> values = buffers.Get<float>("channels of splats", length);
        if (options.Channels is { } channels) FrameBuffers.Send<float>(values, channels.Values.Span[..length]);
        return new() { Values = values, Count = options.Channels?.ChannelCount ?? 0 };
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
