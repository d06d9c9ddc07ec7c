using Splatsim.Mathematics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>
/// Walls of Taichi's and NCLaw's examples: on each axis, nodes with index below the bound or above n - bound stop (separate)
/// or stick (coulomb with endless friction) when they move outwards.
/// </summary>
internal sealed class IndexWalls(int bound, ContactMode mode) : IGridBoundary
{
    public double MaximumSpeed => 0;

    public void Collect(in SubstepMoment moment, ICollection<GridContact<Real64>> contacts)
    {
        ReadOnlySpan<int> counts = [moment.Domain.CountX, moment.Domain.CountY, moment.Domain.CountZ];
        for (int axis = 0; axis < 3; axis++)
        {
            contacts.Add(Wall(axis, 1, bound - 0.5));
            contacts.Add(Wall(axis, -1, counts[axis] - bound + 0.5));
        }
    }

    private GridContact<Real64> Wall(int axis, int sign, double at) => new()
    {
        Shape = ContactShape.HalfSpace,
        Mode = mode,
        Point = On(axis, at),
        Normal = On(axis, sign),
        Friction = mode == ContactMode.Coulomb ? 1e30 : 0,
    };

    private static Vector3<Real64> On(int axis, double value) =>
        new(axis == 0 ? value : 0, axis == 1 ? value : 0, axis == 2 ? value : 0);
}
