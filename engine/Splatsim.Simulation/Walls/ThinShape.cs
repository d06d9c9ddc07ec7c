using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// A surface without thickness, open or closed: matter on one side of it exchanges nothing with matter on the other, and each meets it
/// as it would meet a collider. Its edges are free: beyond them both sides are one.
/// </summary>
/// <remarks>
/// Particles and nodes near it have a side, as in CPIC (Hu et al. 2018, "A Moving Least Squares Material Point Method with Displacement
/// Discontinuity and Two-Way Rigid Body Coupling", section 5). Parts of one surface that face each other and are less than
/// 4 cells apart must turn the same side towards each other, as those of a cup do.
/// </remarks>
public abstract record ThinShape : ColliderShape
{
    /// <summary>The nearest site of the surface.</summary>
    /// <param name="point">A point in the surface's own axes [m].</param>
    /// <param name="reach">Sites that are farther do not count [m].</param>
    /// <returns>Null where the surface is out of reach or the point lies beyond one of its edges.</returns>
    public abstract SurfaceSite? Nearest(Vector3<Real64> point, double reach);

    /// <summary>Whether the surface may come within a distance of a point: never false where it does.</summary>
    /// <param name="point">A point in the surface's own axes [m].</param>
    /// <param name="distance">The distance [m].</param>
    public abstract bool MayReach(Vector3<Real64> point, double distance);

    /// <summary>
    /// Points along its edges, creases and corners, in its own axes [m], shape [points, 3]: where it touches the flat of a rigid body between that
    /// body's own points. A form that gives none meets rigid bodies with its faces alone.
    /// </summary>
    /// <param name="spacing">Neighbours are at most so far apart [m].</param>
    public virtual double[] EdgePoints(double spacing) => [];

    /// <inheritdoc/>
    public override void Collect(in ContactFrame frame, ICollection<GridContact<Real64>> contacts) =>
        contacts.Add(frame.Start(ContactShape.Thin));
}
