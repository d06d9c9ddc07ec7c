using Splatsim.Mathematics;

namespace Splatsim.Rendering.Kernels;

/// <summary>The harmonics of one splat of a cloud on a device.</summary>
internal struct ViewHarmonics : IShSource<Real32>
{
    /// <summary>The cloud.</summary>
    public SplatViews Splats;

    /// <summary>Which splat.</summary>
    public int Index;

    /// <inheritdoc/>
    public readonly Real32 Read(int coefficient, int channel) => Splats.Get(SplatViews.Harmonics + 3 * coefficient + channel, Index);
}
