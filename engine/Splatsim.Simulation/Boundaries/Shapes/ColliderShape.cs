using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The form of a collider around its origin, as data. A user's own form puts contacts of the known shapes together.</summary>
public abstract record ColliderShape
{
    /// <summary>Distance of the farthest point of its surface from its origin [m]; 0 where there is none.</summary>
    public abstract double Reach { get; }

    /// <summary>The fields that it reads.</summary>
    public virtual IReadOnlyList<GridField> Fields => [];

    /// <summary>Adds its contacts.</summary>
    /// <param name="frame">What they have in common.</param>
    /// <param name="contacts">Receives them.</param>
    public abstract void Collect(in ContactFrame frame, ICollection<GridContact<Real64>> contacts);
}
