using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The form of a collider around its origin, as data. A user's own form puts contacts of the known shapes together.</summary>
public abstract record ColliderShape
{
    /// <summary>Distance of the farthest point of its surface from its origin [m]; 0 where there is none.</summary>
    public abstract double Reach { get; }

    /// <summary>Its least thickness [m]: what is thinner than a cell of the grid holds no nodes. Infinite where it is not known.</summary>
    public virtual double Thickness => double.PositiveInfinity;

    /// <summary>The fields that it reads.</summary>
    public virtual IReadOnlyList<GridField> Fields => [];

    /// <summary>Inertia of a solid of even density about its origin [kg m^2]; null where it has no volume or another centre of mass.</summary>
    /// <param name="mass">Mass [kg].</param>
    public virtual Matrix3x3<Real64>? Inertia(double mass) => null;

    /// <summary>Points that stand for its surface where it meets boundaries, in its own axes [m], shape [points, 3].</summary>
    /// <param name="radius">How far the surface is outside the points [m].</param>
    public virtual double[] SurfacePoints(out double radius)
    {
        radius = 0;
        return [];
    }

    /// <summary>Adds its contacts.</summary>
    /// <param name="frame">What they have in common.</param>
    /// <param name="contacts">Receives them.</param>
    public abstract void Collect(in ContactFrame frame, ICollection<GridContact<Real64>> contacts);
}
