using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Surfaces that containers without thickness are made of; their front is inside.</summary>
public static class ThinMeshes
{
    /// <summary>A cup: a cylinder around y that is open above, its bottom and its rim at the same distance from the origin.</summary>
    /// <param name="radius">Radius [m].</param>
    /// <param name="height">Height [m].</param>
    /// <param name="sides">Flat sides around it, at least 3.</param>
    /// <exception cref="SimulationSetupException">A length is not positive, or there are too few sides.</exception>
    public static TriangleMesh Cup(double radius, double height, int sides)
    {
        BoundaryChecks.Length("Cup.Radius", radius);
        BoundaryChecks.Length("Cup.Height", height);
        if (sides < 3) throw new SimulationSetupException("Cup.Sides", $"{sides}", "give at least 3");
        double[] positions = new double[3 * (2 * sides + 1)];
        List<int> corners = [];
        int middle = 2 * sides;
        positions[3 * middle + 1] = -0.5 * height;
        for (int i = 0; i < sides; i++)
        {
            (double sin, double cos) = Math.SinCos(2 * Math.PI * i / sides);
            Set(i, radius * cos, -0.5 * height, radius * sin);
            Set(sides + i, radius * cos, 0.5 * height, radius * sin);
            int next = (i + 1) % sides;
            corners.AddRange([i, next, sides + i, next, sides + next, sides + i, middle, next, i]);
        }

        return new(positions, [.. corners]);

        void Set(int index, double x, double y, double z) => (positions[3 * index], positions[3 * index + 1], positions[3 * index + 2]) = (x, y, z);
    }

    /// <summary>A box that is open above.</summary>
    /// <param name="size">Its edges [m].</param>
    /// <exception cref="SimulationSetupException">An edge is not positive.</exception>
    public static TriangleMesh OpenBox(Vector3<Real64> size)
    {
        double x = 0.5 * BoundaryChecks.Length("OpenBox.Size", size.X.Value), y = 0.5 * BoundaryChecks.Length("OpenBox.Size", size.Y.Value);
        double z = 0.5 * BoundaryChecks.Length("OpenBox.Size", size.Z.Value);
        double[] positions = [-x, -y, -z, x, -y, -z, x, -y, z, -x, -y, z, -x, y, -z, x, y, -z, x, y, z, -x, y, z];
        List<int> corners = [0, 2, 1, 0, 3, 2];
        for (int i = 0; i < 4; i++)
        {
            int next = (i + 1) % 4;
            corners.AddRange([i, next, 4 + i, next, 4 + next, 4 + i]);
        }

        return new(positions, [.. corners]);
    }
}
