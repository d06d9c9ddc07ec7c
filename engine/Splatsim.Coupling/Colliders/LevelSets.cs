namespace Splatsim.Coupling;

/// <summary>Turns functions that are 0 on a surface into signed distances to it.</summary>
internal static class LevelSets
{
    /// <summary>
    /// Replaces the values by signed distances [cells] to the surface where they change sign. Cells at the surface get the distance to the
    /// plane through its crossings with the axes, the others solve |gradient| = 1.
    /// </summary>
    /// <remarks>Fast sweeping, Zhao 2005, "A fast sweeping method for Eikonal equations", with the Godunov scheme.</remarks>
    /// <param name="level">Values at cells, x fastest; negative inside.</param>
    /// <param name="countX">Cells along x.</param>
    /// <param name="countY">Cells along y.</param>
    /// <param name="countZ">Cells along z.</param>
    /// <param name="ct">Stops the work.</param>
    public static void Redistance(float[] level, int countX, int countY, int countZ, CancellationToken ct)
    {
        float[] distance = new float[level.Length];
        float far = countX + countY + countZ;
        int layer = countX * countY;
        for (int i = 0; i < level.Length; i++)
        {
            int x = i % countX, y = i / countX % countY, z = i / layer;
            double inverse = 0;
            AddCrossing(level, i, x > 0 ? -1 : 0, x < countX - 1 ? 1 : 0, ref inverse);
            AddCrossing(level, i, y > 0 ? -countX : 0, y < countY - 1 ? countX : 0, ref inverse);
            AddCrossing(level, i, z > 0 ? -layer : 0, z < countZ - 1 ? layer : 0, ref inverse);
            distance[i] = inverse > 0 ? (float)(1 / Math.Sqrt(inverse)) : far;
        }

        bool[] known = Array.ConvertAll(distance, d => d < far);
        for (int sweep = 0; sweep < 16; sweep++)
        {
            ct.ThrowIfCancellationRequested();
            Sweep(distance, known, countX, countY, countZ, (sweep & 1) == 0, (sweep & 2) == 0, (sweep & 4) == 0);
        }

        for (int i = 0; i < level.Length; i++) level[i] = level[i] < 0 ? -distance[i] : distance[i];
    }

    // The nearer of the two crossings along an axis, at a distance d, adds 1/d^2: exact for planes.
    private static void AddCrossing(float[] level, int cell, int before, int after, ref double inverse)
    {
        double nearest = double.PositiveInfinity, own = level[cell];
        foreach (int step in (ReadOnlySpan<int>)[before, after])
        {
            double other = level[cell + step];
            if (own < 0 != other < 0) nearest = Math.Min(nearest, own / (own - other));
        }

        // A cell on the surface itself would divide by 0.
        const double least = 1e-4;
        if (nearest < double.PositiveInfinity) inverse += 1 / Math.Pow(Math.Max(nearest, least), 2);
    }

    private static void Sweep(float[] distance, bool[] known, int countX, int countY, int countZ, bool upX, bool upY, bool upZ)
    {
        int layer = countX * countY;
        for (int k = 0; k < countZ; k++)
        {
            int z = upZ ? k : countZ - 1 - k;
            for (int j = 0; j < countY; j++)
            {
                int y = upY ? j : countY - 1 - j;
                for (int i = 0; i < countX; i++)
                {
                    int x = upX ? i : countX - 1 - i, cell = (z * countY + y) * countX + x;
                    if (known[cell]) continue;
                    float a = Least(distance, cell, x, countX, 1), b = Least(distance, cell, y, countY, countX), c = Least(distance, cell, z, countZ, layer);
                    distance[cell] = Math.Min(distance[cell], Solve(a, b, c));
                }
            }
        }
    }

    private static float Least(float[] distance, int cell, int place, int count, int step)
    {
        float below = place > 0 ? distance[cell - step] : float.MaxValue, above = place < count - 1 ? distance[cell + step] : float.MaxValue;
        return Math.Min(below, above);
    }

    // The smallest u with the sum over axes of max(u - a, 0)^2 = 1.
    private static float Solve(float a, float b, float c)
    {
        if (a > b) (a, b) = (b, a);
        if (b > c) (b, c) = (c, b);
        if (a > b) (a, b) = (b, a);
        float u = a + 1;
        if (u <= b) return u;
        float difference = a - b;
        u = 0.5f * (a + b + MathF.Sqrt(Math.Max(0, 2 - difference * difference)));
        if (u <= c) return u;
        float sum = a + b + c, root = sum * sum - 3 * (a * a + b * b + c * c - 1);
        return (sum + MathF.Sqrt(Math.Max(0, root))) / 3;
    }
}
