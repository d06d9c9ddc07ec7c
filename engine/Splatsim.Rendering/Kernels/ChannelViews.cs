using ILGPU;

namespace Splatsim.Rendering.Kernels;

/// <summary>What the splats of a cloud carry beside their colour, on a device.</summary>
internal struct ChannelViews
{
    /// <summary>The numbers, shape [splats of the cloud, <see cref="Count"/>].</summary>
    public ArrayView<float> Values;

    /// <summary>Numbers per splat; 0 for none.</summary>
    public int Count;
}
