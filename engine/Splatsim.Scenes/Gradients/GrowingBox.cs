using Splatsim.Mathematics;
using Splatsim.Simulation;

namespace Splatsim.Scenes;

/// <summary>A dense grid that stands for one without bounds: its nodes stay where they are, and more are added where matter goes.</summary>
internal static class GrowingBox
{
    // A dense grid of as many runs as there are threads must fit into memory.
    private const long MostNodes = 1 << 22;
    private const int SpareCells = 2;

    /// <summary>The grid with half of its length more on every side that a place lies beyond, or as much as that takes.</summary>
    /// <param name="place">A place of a particle [m].</param>
    /// <param name="domain">The grid, with bounds.</param>
    /// <param name="kernel">What connects particles and nodes.</param>
    /// <returns>Null where the grid holds the place already, or would become too large.</returns>
    public static GridDomain? Around(Vector3<Real64> place, GridDomain domain, TransferKernel kernel)
    {
        Vector3<Real64> cells = domain.ToCells(place);
        double farthest = Math.Max(Math.Abs(cells.X.Value), Math.Max(Math.Abs(cells.Y.Value), Math.Abs(cells.Z.Value)));
        if (domain.Holds(place, kernel) || !(farthest < GridDomain.Reach)) return null;
        (int x, int moreX) = Beyond(cells.X.Value, domain.CountX);
        (int y, int moreY) = Beyond(cells.Y.Value, domain.CountY);
        (int z, int moreZ) = Beyond(cells.Z.Value, domain.CountZ);
        GridDomain grown = With(domain, (x, y, z), (moreX, moreY, moreZ));
        return grown.NodeCount <= MostNodes ? grown : null;
    }

    /// <summary>The grid with a few cells more on all sides: changed runs go a little farther.</summary>
    /// <param name="domain">The grid, with bounds.</param>
    public static GridDomain WithMargin(GridDomain domain) => With(domain, (SpareCells, SpareCells, SpareCells), (SpareCells, SpareCells, SpareCells));

    private static (int Below, int Above) Beyond(double at, int count)
    {
        int below = (int)Math.Ceiling(SpareCells - at), above = (int)Math.Ceiling(at + SpareCells - (count - 1));
        return (below > 0 ? Math.Max(below, count / 2) : 0, above > 0 ? Math.Max(above, count / 2) : 0);
    }

    private static GridDomain With(GridDomain domain, (int X, int Y, int Z) below, (int X, int Y, int Z) above) => domain with
    {
        Origin = domain.Origin - new Real64(domain.CellSize) * new Vector3<Real64>(below.X, below.Y, below.Z),
        CountX = domain.CountX + below.X + above.X,
        CountY = domain.CountY + below.Y + above.Y,
        CountZ = domain.CountZ + below.Z + above.Z,
    };
}
