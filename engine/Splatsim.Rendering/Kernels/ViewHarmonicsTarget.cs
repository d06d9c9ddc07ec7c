using Splatsim.Mathematics;

namespace Splatsim.Rendering.Kernels;

/// <summary>The gradient of the harmonics of one splat of a cloud on a device.</summary>
internal struct ViewHarmonicsTarget : IShTarget<Real32>
{
    /// <summary>Receives it.</summary>
    public GradientViews Gradient;

    /// <summary>Which splat.</summary>
    public int Index;

    /// <inheritdoc/>
    public readonly void Write(int coefficient, int channel, Real32 value) =>
        Gradient.Put(SplatViews.Harmonics + 3 * coefficient + channel, Index, value);
}
