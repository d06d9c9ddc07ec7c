using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>A box around its origin, solid or as a container.</summary>
public sealed record BoxShape : ColliderShape
{
    /// <summary>A box.</summary>
    /// <param name="halfSize">Half its edges [m].</param>
    /// <param name="isHollow">True keeps matter inside: six walls, so that corners hold too.</param>
    /// <exception cref="SimulationSetupException">A negative size.</exception>
    public BoxShape(Vector3<Real64> halfSize, bool isHollow = false)
    {
        BoundaryChecks.Box("Box.HalfSize", default, halfSize);
        HalfSize = halfSize;
        IsHollow = isHollow;
    }

    /// <summary>Half the edges [m].</summary>
    public Vector3<Real64> HalfSize { get; }

    /// <summary>Whether matter is inside.</summary>
    public bool IsHollow { get; }

    /// <inheritdoc/>
    public override double Reach => HalfSize.Length.Value;

    /// <inheritdoc/>
    public override void Collect(in ContactFrame frame, ICollection<GridContact<Real64>> contacts)
    {
        if (!IsHollow)
        {
            contacts.Add(frame.Start(ContactShape.Box) with { HalfSize = frame.Cells(HalfSize) });
            return;
        }

        contacts.Add(frame.Plane(-HalfSize, new(1, 0, 0)));
        contacts.Add(frame.Plane(HalfSize, new(-1, 0, 0)));
        contacts.Add(frame.Plane(-HalfSize, new(0, 1, 0)));
        contacts.Add(frame.Plane(HalfSize, new(0, -1, 0)));
        contacts.Add(frame.Plane(-HalfSize, new(0, 0, 1)));
        contacts.Add(frame.Plane(HalfSize, new(0, 0, -1)));
    }
}
