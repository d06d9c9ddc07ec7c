using System.Diagnostics;
using Splatsim.Compute;
using Splatsim.Imaging;
using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>The two stages of a frame's gradient in lanes of one width: tiles to pairs, pairs to splats. Keeps all buffers between frames.</summary>
internal sealed unsafe class BackwardPipeline<T>
    where T : unmanaged, ILanes<T>
{
    private readonly PairTable pairs = new();
    private readonly GradientStage<T> splats = new();
    private readonly Action<int, int> color, colorGeneral, depth, depthGeneral, colorChannels, colorChannelsGeneral, depthChannels, depthChannelsGeneral;
    private AlignedArray<float> scratch = new(0);
    private double[] backdrops = [];
    private FrameRecord record = null!;
    private SplatStore store = null!;
    private TileBinner binner = null!;
    private TargetGradient loss = null!;
    private FloatImage? picture;
    private TileGrid grid;
    private BlendConstants constants;
    private int channels;
    private int floats;

    public BackwardPipeline()
    {
        color = Tile<ColorOutputs, ClassicFalloff>;
        colorGeneral = Tile<ColorOutputs, GeneralFalloff>;
        depth = Tile<AllOutputs, ClassicFalloff>;
        depthGeneral = Tile<AllOutputs, GeneralFalloff>;
        colorChannels = Tile<ChannelOutputs<ColorOutputs>, ClassicFalloff>;
        colorChannelsGeneral = Tile<ChannelOutputs<ColorOutputs>, GeneralFalloff>;
        depthChannels = Tile<ChannelOutputs<AllOutputs>, ClassicFalloff>;
        depthChannelsGeneral = Tile<ChannelOutputs<AllOutputs>, GeneralFalloff>;
    }

    /// <summary>Takes a loss back through a frame.</summary>
    /// <returns>The times of the two stages [ms].</returns>
    public (double Blend, double Splats) Run(
        FrameRecord frame, SplatStore frameStore, TileBinner lists, TileGrid tiles, TargetGradient gradient, SplatGradient result, WorkerPool pool)
    {
        long start = Stopwatch.GetTimestamp();
        (record, store, binner, grid, loss) = (frame, frameStore, lists, tiles, gradient);
        RenderOptions options = frame.Options!;
        constants = BlendConstants.Of(options);
        // Channels that do not enter the loss are not met at all.
        channels = gradient.Channels is null ? 0 : frame.ChannelCount;
        picture = Picture(options, result);
        floats = AdjointState.Floats(channels) + PairSums.Rows(channels) * T.LaneCount;
        if (scratch.Length < floats * pool.WorkerCount) scratch = new AlignedArray<float>(floats * pool.WorkerCount);
        if (backdrops.Length < 3 * grid.Count) backdrops = new double[3 * grid.Count];
        Array.Clear(backdrops, 0, 3 * grid.Count);
        pairs.Run(store, channels, pool);
        pool.Run(grid.Count, Kernel(options));
        result.Background = picture is null ? Background() : default;
        long blended = Stopwatch.GetTimestamp();
        splats.Run(frame, store, pairs, channels, result, pool);
        GC.KeepAlive(options.Channels);
        (record, store, binner, loss, picture) = (null!, null!, null!, null!, null);
        return (Stopwatch.GetElapsedTime(start, blended).TotalMilliseconds, Stopwatch.GetElapsedTime(blended).TotalMilliseconds);
    }

    // The plane for the background picture's gradient, where there is one.
    private FloatImage? Picture(RenderOptions options, SplatGradient result) =>
        result.BackgroundImage = options.BackgroundImage is null ? null : result.PictureOf(grid.Width, grid.Height);

    private Vector3<Real64> Background()
    {
        double red = 0, green = 0, blue = 0;
        for (int i = 0; i < 3 * grid.Count; i += 3) (red, green, blue) = (red + backdrops[i], green + backdrops[i + 1], blue + backdrops[i + 2]);
        return new(red, green, blue);
    }

    private Action<int, int> Kernel(RenderOptions options)
    {
        bool hasDepth = loss.AccumulatedDepth is not null || loss.ExpectedDepth is not null;
        return (hasDepth, channels > 0, ClassicFalloff.Covers(options)) switch
        {
            (false, false, true) => color,
            (false, false, false) => colorGeneral,
            (true, false, true) => depth,
            (true, false, false) => depthGeneral,
            (false, true, true) => colorChannels,
            (false, true, false) => colorChannelsGeneral,
            (true, true, true) => depthChannels,
            (true, true, false) => depthChannelsGeneral,
        };
    }

    private void Tile<TOutputs, TFalloff>(int tile, int worker)
        where TOutputs : struct, IBlendOutputs
        where TFalloff : struct, IFalloff
    {
        float* memory = scratch.Pointer + (long)worker * floats;
        AdjointState state = new(memory, channels);
        bool depends;
        fixed (double* backdrop = &backdrops[3 * tile]) depends = state.Load(record, loss, grid, tile, backdrop, picture?.Data);
        (int first, int count) = record.List(tile);
        if (!depends || count == 0) return;
        int column = tile % grid.Columns, row = tile / grid.Columns;
        TileBlenderAdjoint<T, TOutputs, TFalloff> adjoint = new(
            state, constants, TOutputs.Channels ? record.Options!.Channels!.Values.Pointer : null, memory + AdjointState.Floats(channels), pairs, column, row);
        TileWalker<T, TileBlenderAdjoint<T, TOutputs, TFalloff>>.Run(
            ref adjoint, store.Records.Pointer, binner.Slots.Pointer + first, count, column * TileGrid.Size, row * TileGrid.Size);
    }
}
