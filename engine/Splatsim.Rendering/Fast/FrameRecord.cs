using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Rendering;

/// <summary>What a frame keeps for its gradients: inputs, tile lists, and the pixels after the last splat. Grows, never shrinks.</summary>
internal sealed unsafe class FrameRecord
{
    /// <summary>Offsets of the planes of a tile; the same as in <see cref="TileState"/> up to the channels.</summary>
    public const int Transmittance = TileState.Transmittance, Red = TileState.Red, Depth = TileState.Depth, Weight = TileState.Weight, Channels = Weight + 1;

    private AlignedArray<float> planes = new(0);
    private (int First, int Count)[] lists = [];
    private int stride;

    /// <summary>True while it holds a frame.</summary>
    public bool IsSet => Cloud is not null;

    /// <summary>The frame's splats.</summary>
    public GaussianCloud? Cloud { get; private set; }

    /// <summary>Its moved splats, or null.</summary>
    public DeformedSplats? Deformed { get; private set; }

    /// <summary>Its camera.</summary>
    public Camera? Camera { get; private set; }

    /// <summary>Its options.</summary>
    public RenderOptions? Options { get; private set; }

    /// <summary>True when sums of depth were kept.</summary>
    public bool HasGeometry { get; private set; }

    /// <summary>Number of channels that were blended.</summary>
    public int ChannelCount { get; private set; }

    /// <summary>Starts a frame.</summary>
    public void Begin(TileGrid grid, bool geometry, int channels)
    {
        (HasGeometry, ChannelCount) = (geometry, channels);
        stride = (Channels + channels) * TileGrid.Pixels;
        int length = checked(grid.Count * stride);
        if (planes.Length < length) planes = AlignedArray<float>.Uninitialized(length);
        if (lists.Length < grid.Count) lists = new (int, int)[grid.Count];
    }

    /// <summary>Keeps a blended tile.</summary>
    public void Keep(int tile, TileState state, int first, int count)
    {
        lists[tile] = (first, count);
        float* target = Plane(tile, 0);
        int own = HasGeometry ? Channels : Depth;
        new ReadOnlySpan<float>(state.Plane(0), own * TileGrid.Pixels).CopyTo(new Span<float>(target, own * TileGrid.Pixels));
        int channels = ChannelCount * TileGrid.Pixels;
        new ReadOnlySpan<float>(state.Plane(TileState.Channels), channels).CopyTo(new Span<float>(target + Channels * TileGrid.Pixels, channels));
    }

    /// <summary>Completes the frame.</summary>
    public void Finish(GaussianCloud cloud, DeformedSplats? deformed, Camera camera, RenderOptions options) =>
        (Cloud, Deformed, Camera, Options) = (cloud, deformed, camera, options);

    /// <summary>Lets go of the inputs.</summary>
    public void Forget() => (Cloud, Deformed, Camera, Options) = (null, null, null, null);

    /// <summary>One plane of a tile.</summary>
    public float* Plane(int tile, int plane) => planes.Pointer + (long)tile * stride + plane * TileGrid.Pixels;

    /// <summary>The list of a tile.</summary>
    public (int First, int Count) List(int tile) => lists[tile];
}
