using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>The harmonics of one splat, or their gradient, in an array of [coefficients, 3] that starts at an offset.</summary>
internal readonly struct ReferenceHarmonics(double[] values, int offset) : IShSource<Real64>, IShTarget<Real64>
{
    /// <inheritdoc/>
    public Real64 Read(int coefficient, int channel) => values[offset + 3 * coefficient + channel];

    /// <inheritdoc/>
    public void Write(int coefficient, int channel, Real64 value) => values[offset + 3 * coefficient + channel] = value.Value;
}
