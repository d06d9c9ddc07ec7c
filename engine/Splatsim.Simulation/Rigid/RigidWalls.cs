using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// Thin walls as rigid bodies meet them: the sides that points of bodies are on, and the points of the walls' edges, which touch bodies between
/// their own points.
/// </summary>
internal sealed class RigidWalls
{
    // Between points of an edge [cells]: bodies are at least a cell thick.
    private const double EdgeSpacing = 0.25;

    // How far inside its body a point's first side is found [cells]: a body that rests on a wall is not in it.
    private const double Inset = 0.05;

    private readonly WallSides sides;
    private readonly GridDomain domain;
    private readonly Vector3<Real64>[][] edges;

    /// <summary>The walls.</summary>
    /// <param name="walls">Their forms.</param>
    /// <param name="sides">Who is on which side of them.</param>
    /// <param name="domain">The grid.</param>
    public RigidWalls(ThinWalls walls, WallSides sides, GridDomain domain)
    {
        (this.sides, this.domain) = (sides, domain);
        edges = new Vector3<Real64>[walls.Count][];
        for (int w = 0; w < walls.Count; w++)
        {
            double[] points = walls[w + 1].EdgePoints(EdgeSpacing * domain.CellSize);
            edges[w] = new Vector3<Real64>[points.Length / 3];
            for (int i = 0; i < edges[w].Length; i++)
                edges[w][i] = new Real64(1 / domain.CellSize) * new Vector3<Real64>(points[3 * i], points[3 * i + 1], points[3 * i + 2]);
        }
    }

    /// <summary>The points of a wall's edges, in its own axes [cells].</summary>
    public ReadOnlySpan<Vector3<Real64>> EdgesOf(int wall) => edges[wall - 1];

    /// <summary>Whether a wall may come within a distance of a point [cells].</summary>
    public bool MayReach(int wall, Vector3<Real64> center, double radius) => (sides.Field.Candidates(center, radius) & (1u << (wall - 1))) != 0;

    /// <summary>Where a point is in relation to a wall, height in cells; null where it has no side.</summary>
    /// <param name="wall">The wall.</param>
    /// <param name="place">The point [cells].</param>
    /// <param name="owner">Whose side it has.</param>
    /// <param name="isInFront">Whether it belongs in front of the wall, where it came from.</param>
    public SurfaceSite? SiteOf(int wall, Vector3<Real64> place, int owner, out bool isInFront)
    {
        uint bit = 1u << (wall - 1);
        isInFront = false;
        if (sides.Field.SiteOf(wall, place) is not { } site) return null;
        isInFront = (sides.Near[owner] & bit) != 0 ? (sides.Front[owner] & bit) != 0 : site.Height >= 0;
        return site;
    }

    /// <summary>Brings the sides of a free body's points up to date with its place.</summary>
    /// <param name="first">Whose side the first point has.</param>
    /// <param name="points">The points in the body's axes [m].</param>
    /// <param name="state">Where it is.</param>
    /// <param name="reach">Distance of its farthest point from its centre [m].</param>
    public void FindSides(int first, Real64[] points, in RigidState state, double reach)
    {
        Matrix3x3<Real64> turn = state.Orientation.ToMatrix();
        uint near = sides.Field.Candidates(domain.ToCells(state.Position), reach / domain.CellSize);
        for (int i = 0; i < points.Length / 3; i++)
        {
            Vector3<Real64> arm = turn * new Vector3<Real64>(points[3 * i], points[3 * i + 1], points[3 * i + 2]);
            double length = arm.Length.Value, inset = Math.Min(Inset * domain.CellSize, length);
            if (length > 0) arm -= new Real64(inset / length) * arm;
            sides.Update(first + i, domain.ToCells(state.Position + arm), near);
        }
    }

    /// <summary>Adds the contacts of a body with the walls that are at rest or on paths.</summary>
    /// <param name="contacts">Receives them.</param>
    /// <param name="body">Number of the body there.</param>
    /// <param name="form">Its form.</param>
    /// <param name="scene">The substep.</param>
    public void Meet<T>(RigidContacts<T> contacts, int body, RigidForm form, in RigidScene<T> scene)
        where T : unmanaged, IReal<T>
    {
        foreach (ref readonly GridContact<T> contact in scene.Contacts)
            if (contact.Wall != 0 && contact.Body == 0) contacts.MeetWall(in contact, body, this, form, in scene);
    }
}
