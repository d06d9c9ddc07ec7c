using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The form of a rigid body where it is in a substep, as the edges of thin walls touch it. Lengths are in cells of the grid.</summary>
internal abstract class RigidForm
{
    /// <summary>Distance from the body's surface, negative inside; large where the surface is out of reach.</summary>
    /// <param name="place">A point of the grid.</param>
    /// <param name="normal">Unit normal out of the body at the nearest point of its surface.</param>
    public abstract double Distance(Vector3<Real64> place, out Vector3<Real64> normal);

    /// <summary>
    /// Whether the body ends at one of its surface's points in a direction. A wall that is there touches it; one that only passes beside the
    /// point, as a shelf does beside a box, does not.
    /// </summary>
    /// <param name="point">Number of the point.</param>
    /// <param name="place">Where it is.</param>
    /// <param name="direction">Unit vector into the wall.</param>
    public abstract bool Faces(int point, Vector3<Real64> place, Vector3<Real64> direction);

    /// <summary>Whose side of walls a point has; see <see cref="WallSides.Near"/>.</summary>
    /// <param name="point">Number of the point.</param>
    public abstract int OwnerOf(int point);
}
