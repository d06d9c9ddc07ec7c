using System.Diagnostics;
using Splatsim.Compute;
using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Rendering;

/// <summary>The stages of a frame in lanes of one width; keeps all buffers between frames.</summary>
internal abstract class FramePipeline
{
    /// <summary>Draws a frame.</summary>
    public abstract RenderStatistics Run(GaussianCloud cloud, DeformedSplats? deformed, Camera camera, RenderOptions options, RenderTarget target, WorkerPool pool);
}

/// <inheritdoc/>
internal sealed unsafe class FramePipeline<T> : FramePipeline
    where T : unmanaged, ILanes<T>
{
    private readonly SplatStore store = new();
    private readonly ProjectionStage<T> projection = new();
    private readonly RadixSort sort = new();
    private readonly TileBinner binner = new();
    private readonly Action<int, int> color, colorGeneral, all, allGeneral;
    private AlignedArray<float> states = new(0);
    private long[] counters = [];
    private TileGrid grid;
    private RenderTarget target = null!;
    private RenderOptions options = null!;
    private BlendConstants constants;

    public FramePipeline()
    {
        color = Tile<ColorOutputs, ClassicFalloff>;
        colorGeneral = Tile<ColorOutputs, GeneralFalloff>;
        all = Tile<AllOutputs, ClassicFalloff>;
        allGeneral = Tile<AllOutputs, GeneralFalloff>;
    }

    /// <inheritdoc/>
    public override RenderStatistics Run(
        GaussianCloud cloud, DeformedSplats? deformed, Camera camera, RenderOptions frameOptions, RenderTarget frameTarget, WorkerPool pool)
    {
        long start = Stopwatch.GetTimestamp();
        projection.Run(cloud, deformed, camera, frameOptions, store, pool);
        long projected = Stopwatch.GetTimestamp();
        sort.Sort(store.Keys, store.Order, store.VisibleCount, pool);
        long sorted = Stopwatch.GetTimestamp();
        grid = new TileGrid(frameTarget.Width, frameTarget.Height);
        binner.Run(store, grid, pool);
        long binned = Stopwatch.GetTimestamp();
        (target, options) = (frameTarget, frameOptions);
        constants = new BlendConstants((float)options.AlphaCap, (float)options.TransmittanceStop, (float)options.TailFloor);
        if (states.Length < TileState.Floats * pool.WorkerCount)
        {
            states = new AlignedArray<float>(TileState.Floats * pool.WorkerCount);
            counters = new long[pool.WorkerCount * CounterStride];
        }

        Array.Clear(counters);
        pool.Run(grid.Count, Kernel());
        long blended = Stopwatch.GetTimestamp();
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

    private Action<int, int> Kernel()
    {
        bool geometry = (target.Outputs & ~RenderOutputs.ColorAlpha) != RenderOutputs.None;
        bool general = options.Extent != SplatExtent.Exact || options.TailFloor > 0
            || options.AlphaMinimum < ClassicFalloff.SmallestAlphaMinimum;
        return (geometry, general) switch
        {
            (false, false) => color,
            (false, true) => colorGeneral,
            (true, false) => all,
            (true, true) => allGeneral,
        };
    }

    private void Tile<TOutputs, TFalloff>(int tile, int worker)
        where TOutputs : struct, IBlendOutputs
        where TFalloff : struct, IFalloff
    {
        int tileX = tile % grid.Columns * TileGrid.Size, tileY = tile / grid.Columns * TileGrid.Size;
        TileState state = new(states.Pointer + worker * TileState.Floats);
        state.Clear(TOutputs.Geometry);
        state.EndOutside(grid.Width - tileX, grid.Height - tileY);
        (int first, int count) = binner.List(tile);
        if (count > 0)
        {
            counters[worker * CounterStride] += count;
            counters[worker * CounterStride + 1] += TileBlender<T, TOutputs, TFalloff>.Run(
                state, store.Records.Pointer, binner.Slots.Pointer + first, count, tileX, tileY, in constants);
        }

        TileWriter.Write(state, target, options, tileX, tileY);
    }
}
