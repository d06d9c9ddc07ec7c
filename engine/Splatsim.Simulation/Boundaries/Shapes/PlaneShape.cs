using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>A half-space below the origin: the free side is towards local y.</summary>
public sealed record PlaneShape : ColliderShape
{
    /// <inheritdoc/>
    /// <remarks>None: a plane has no farthest point. A turning plane acts where matter is, and matter's own speed counts.</remarks>
    public override double Reach => 0;

    /// <inheritdoc/>
    public override void Collect(in ContactFrame frame, ICollection<GridContact<Real64>> contacts) =>
        contacts.Add(frame.Plane(default, new(0, 1, 0)));
}
