using ILGPU;
using Splatsim.Mathematics;

namespace Splatsim.Coupling.Kernels;

/// <summary>Splats that follow tracers, on a device.</summary>
internal struct TracedViews
{
    /// <summary>Row of each tracer's splat.</summary>
    public ArrayView<int> Rows;

    /// <summary>Place at rest, from the particle that is nearest then [cells], three floats each.</summary>
    public ArrayView<float> Offsets;

    /// <summary>Place at rest of one of them.</summary>
    public readonly Vector3<Real32> OffsetOf(int tracer) => new(new(Offsets[3 * tracer]), new(Offsets[3 * tracer + 1]), new(Offsets[3 * tracer + 2]));
}
