namespace Splatsim.Mathematics;

/// <summary>Triangles with shared corners.</summary>
public sealed class TriangleMesh
{
    /// <summary>Takes corners and triangles over.</summary>
    /// <param name="positions">Corners, shape [corners, 3].</param>
    /// <param name="corners">Three indices of corners per triangle, counter-clockwise seen from outside.</param>
    /// <exception cref="ArgumentException">A length is not a multiple of 3, or an index has no corner.</exception>
    public TriangleMesh(double[] positions, int[] corners)
    {
        if (positions.Length % 3 != 0 || corners.Length % 3 != 0)
            throw new ArgumentException($"{positions.Length} coordinates and {corners.Length} indices are not whole points and triangles", nameof(positions));
        int count = positions.Length / 3;
        foreach (int corner in corners)
            if ((uint)corner >= (uint)count) throw new ArgumentException($"corner {corner} of {count} does not exist", nameof(corners));
        Positions = positions;
        Corners = corners;
    }

    /// <summary>Corners, shape [corners, 3].</summary>
    public double[] Positions { get; }

    /// <summary>Indices of corners, shape [triangles, 3].</summary>
    public int[] Corners { get; }

    /// <summary>Number of triangles.</summary>
    public int TriangleCount => Corners.Length / 3;

    /// <summary>A corner of a triangle.</summary>
    /// <param name="triangle">The triangle.</param>
    /// <param name="corner">0, 1 or 2.</param>
    public Vector3<Real64> Corner(int triangle, int corner) => Position(Corners[3 * triangle + corner]);

    /// <summary>A corner by its index.</summary>
    /// <param name="index">The index.</param>
    public Vector3<Real64> Position(int index) => new(Positions[3 * index], Positions[3 * index + 1], Positions[3 * index + 2]);

    /// <summary>The same triangles at other places.</summary>
    /// <param name="map">Moves a corner.</param>
    public TriangleMesh Moved(Func<Vector3<Real64>, Vector3<Real64>> map)
    {
        double[] moved = new double[Positions.Length];
        for (int i = 0; i < moved.Length / 3; i++)
        {
            Vector3<Real64> p = map(Position(i));
            (moved[3 * i], moved[3 * i + 1], moved[3 * i + 2]) = (p.X.Value, p.Y.Value, p.Z.Value);
        }

        return new(moved, Corners);
    }
}
