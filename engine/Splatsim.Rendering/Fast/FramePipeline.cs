using System.Diagnostics;
using Splatsim.Compute;
using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Rendering;

/// <summary>The stages of a frame in lanes of one width; keeps all buffers between frames.</summary>
internal abstract class FramePipeline
{
    /// <summary>The last frame, where it was kept.</summary>
    public FrameRecord Record { get; } = new();

    /// <summary>Draws a frame and, where asked to, keeps what <see cref="Backward"/> needs.</summary>
    public abstract RenderStatistics Run(
        GaussianCloud cloud, DeformedSplats? deformed, Camera camera, RenderOptions options, RenderTarget target, bool keep, WorkerPool pool);

    /// <summary>Takes the gradient of a loss back through the frame that was kept.</summary>
    /// <returns>The times of the two stages [ms].</returns>
    public abstract (double Blend, double Splats) Backward(TargetGradient loss, SplatGradient result, WorkerPool pool);
}

/// <inheritdoc/>
internal sealed unsafe class FramePipeline<T> : FramePipeline
    where T : unmanaged, ILanes<T>
{
    private readonly SplatStore store = new();
    private readonly ProjectionStage<T> projection = new();
    private readonly RadixSort sort = new();
    private readonly TileBinner binner = new();
    private readonly Action<int, int> color, colorGeneral, all, allGeneral, colorChannels, colorChannelsGeneral, allChannels, allChannelsGeneral;
    private readonly BackwardPipeline<T> backward = new();
    private AlignedArray<float> states = new(0);
    private long[] counters = [];
    private TileGrid grid;
    private RenderTarget target = null!;
    private RenderOptions options = null!;
    private BlendConstants constants;
    private int stateFloats;
    private bool keeps;

    public FramePipeline()
    {
        color = Tile<ColorOutputs, ClassicFalloff>;
        colorGeneral = Tile<ColorOutputs, GeneralFalloff>;
        all = Tile<AllOutputs, ClassicFalloff>;
        allGeneral = Tile<AllOutputs, GeneralFalloff>;
        colorChannels = Tile<ChannelOutputs<ColorOutputs>, ClassicFalloff>;
        colorChannelsGeneral = Tile<ChannelOutputs<ColorOutputs>, GeneralFalloff>;
        allChannels = Tile<ChannelOutputs<AllOutputs>, ClassicFalloff>;
        allChannelsGeneral = Tile<ChannelOutputs<AllOutputs>, GeneralFalloff>;
    }

    /// <inheritdoc/>
    public override RenderStatistics Run(
        GaussianCloud cloud, DeformedSplats? deformed, Camera camera, RenderOptions frameOptions, RenderTarget frameTarget, bool keep,
        WorkerPool pool)
    {
        Record.Forget();
        long start = Stopwatch.GetTimestamp();
        projection.Run(cloud, deformed, camera, frameOptions, store, pool);
        long projected = Stopwatch.GetTimestamp();
        sort.Sort(store.Keys, store.Order, store.VisibleCount, pool);
        long sorted = Stopwatch.GetTimestamp();
        grid = new TileGrid(frameTarget.Width, frameTarget.Height);
        binner.Run(store, grid, pool);
        long binned = Stopwatch.GetTimestamp();
        (target, options, keeps) = (frameTarget, frameOptions, keep);
        constants = BlendConstants.Of(options);
        stateFloats = TileState.Floats(target.ChannelCount);
        if (states.Length < stateFloats * pool.WorkerCount) states = new AlignedArray<float>(stateFloats * pool.WorkerCount);
        if (counters.Length < pool.WorkerCount * CounterStride) counters = new long[pool.WorkerCount * CounterStride];
        if (keep) Record.Begin(grid, Geometry, target.ChannelCount);

        Array.Clear(counters);
        pool.Run(grid.Count, Kernel());
        long blended = Stopwatch.GetTimestamp();
        GC.KeepAlive(frameOptions.Channels);
        if (keep) Record.Finish(cloud, deformed, camera, options);
        (target, options) = (null!, null!);
        long pairs = 0, evaluations = 0;
        for (int counter = 0; counter < counters.Length; counter += CounterStride)
        {
            pairs += counters[counter];
            evaluations += counters[counter + 1];
        }

        return new RenderStatistics
        {
            VisibleSplats = store.VisibleCount,
            Pairs = pairs,
            VectorEvaluations = evaluations,
            ProjectMilliseconds = Stopwatch.GetElapsedTime(start, projected).TotalMilliseconds,
            SortMilliseconds = Stopwatch.GetElapsedTime(projected, sorted).TotalMilliseconds,
            BinMilliseconds = Stopwatch.GetElapsedTime(sorted, binned).TotalMilliseconds,
            BlendMilliseconds = Stopwatch.GetElapsedTime(binned, blended).TotalMilliseconds,
        };
    }

    // Counters of different workers lie on different cache lines.
    private const int CounterStride = 16;

    /// <inheritdoc/>
    public override (double Blend, double Splats) Backward(TargetGradient loss, SplatGradient result, WorkerPool pool) =>
        backward.Run(Record, store, binner, grid, loss, result, pool);

    private bool Geometry => (target.Outputs & ~RenderOutputs.ColorAlpha) != RenderOutputs.None;

    private Action<int, int> Kernel() => (Geometry, target.Channels is not null, ClassicFalloff.Covers(options)) switch
    {
        (false, false, true) => color,
        (false, false, false) => colorGeneral,
        (true, false, true) => all,
        (true, false, false) => allGeneral,
        (false, true, true) => colorChannels,
        (false, true, false) => colorChannelsGeneral,
        (true, true, true) => allChannels,
        (true, true, false) => allChannelsGeneral,
    };

    private void Tile<TOutputs, TFalloff>(int tile, int worker)
        where TOutputs : struct, IBlendOutputs
        where TFalloff : struct, IFalloff
    {
        int tileX = tile % grid.Columns * TileGrid.Size, tileY = tile / grid.Columns * TileGrid.Size;
        TileState state = new(states.Pointer + (long)worker * stateFloats, target.ChannelCount);
        state.Clear(TOutputs.Geometry);
        state.EndOutside(grid.Width - tileX, grid.Height - tileY);
        (int first, int count) = binner.List(tile);
        if (count > 0)
        {
            counters[worker * CounterStride] += count;
            TileBlender<T, TOutputs, TFalloff> blender = new(state, constants, TOutputs.Channels ? options.Channels!.Values.Pointer : null);
            counters[worker * CounterStride + 1] += TileWalker<T, TileBlender<T, TOutputs, TFalloff>>.Run(
                ref blender, store.Records.Pointer, binner.Slots.Pointer + first, count, tileX, tileY);
        }

        if (keeps) Record.Keep(tile, state, first, count);
        TileWriter.Write(state, target, options, tileX, tileY);
    }
}
