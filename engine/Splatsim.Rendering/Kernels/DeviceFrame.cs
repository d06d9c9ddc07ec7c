using ILGPU;
using Splatsim.Compute;
using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Rendering.Kernels;

/// <summary>The last frame that a device drew, as it lies there: inputs, what was projected, tile lists, what blending left.</summary>
internal sealed record DeviceFrame
{
    public required DeviceCloud Cloud { get; init; }

    public required DeviceRows? Moved { get; init; }

    public required Camera Camera { get; init; }

    public required RenderOptions Options { get; init; }

    public required SplatViews Splats { get; init; }

    public required MovedViews Rows { get; init; }

    public required CameraView<Real32> View { get; init; }

    public required FrameViews Views { get; init; }

    public required ChannelViews Channels { get; init; }

    public required PlaneViews Planes { get; init; }

    /// <summary>Things to draw in depth order, those that are not drawn last.</summary>
    public required ArrayView<int> Order { get; init; }

    /// <summary>Entries of tile lists of the things before, in depth order.</summary>
    public required ArrayView<int> Before { get; init; }

    /// <summary>First entry of each tile and the one after its last.</summary>
    public ArrayView<int> Ranges { get; init; }

    /// <summary>Tile lists.</summary>
    public ArrayView<int> Lists { get; init; }

    /// <summary>Entries of all tile lists.</summary>
    public int PairCount { get; init; }

    /// <summary>Things that are drawn.</summary>
    public int VisibleCount { get; init; }

    /// <summary>Rows of moved splats beside those that replace splats of the cloud.</summary>
    public int AppendedCount { get; init; }
}
