namespace Splatsim.Coupling;

/// <summary>Nearest particles of a point, by a hash grid of cells that hold a few particles each.</summary>
public sealed class ParticleSearch
{
    private readonly double[] positions;
    private readonly double cellSize;
    private readonly double lowX;
    private readonly double lowY;
    private readonly double lowZ;
    private readonly int countX;
    private readonly int countY;
    private readonly int countZ;
    private readonly int[] start;
    private readonly int[] particles;

    /// <summary>Sorts the particles into cells.</summary>
    /// <param name="positions">x y z per particle, shape [3N], N at least 1; finite.</param>
    public ParticleSearch(double[] positions)
    {
        this.positions = positions;
        int count = positions.Length / 3;
        double highX = double.MinValue, highY = double.MinValue, highZ = double.MinValue;
        lowX = lowY = lowZ = double.MaxValue;
        for (int i = 0; i < count; i++)
        {
            lowX = Math.Min(lowX, positions[3 * i]);
            lowY = Math.Min(lowY, positions[3 * i + 1]);
            lowZ = Math.Min(lowZ, positions[3 * i + 2]);
            highX = Math.Max(highX, positions[3 * i]);
            highY = Math.Max(highY, positions[3 * i + 1]);
            highZ = Math.Max(highZ, positions[3 * i + 2]);
        }

        double longest = Math.Max(highX - lowX, Math.Max(highY - lowY, highZ - lowZ));
        double least = longest > 0 ? 1e-3 * longest : 1;
        double x = Math.Max(highX - lowX, least), y = Math.Max(highY - lowY, least), z = Math.Max(highZ - lowZ, least);
        const double PerCell = 3;
        cellSize = Math.Max(Math.Cbrt(x * y * z * PerCell / count), least);
        countX = (int)(x / cellSize) + 1;
        countY = (int)(y / cellSize) + 1;
        countZ = (int)(z / cellSize) + 1;
        start = new int[countX * countY * countZ + 1];
        int[] cell = new int[count];
        for (int i = 0; i < count; i++)
        {
            cell[i] = Cell(positions[3 * i], positions[3 * i + 1], positions[3 * i + 2]);
            start[cell[i] + 1]++;
        }

        for (int c = 1; c < start.Length; c++) start[c] += start[c - 1];
        particles = new int[count];
        int[] next = start[..^1];
        for (int i = 0; i < count; i++) particles[next[cell[i]]++] = i;
    }

    /// <summary>Finds the nearest particles, nearest first; ties go to the lower index.</summary>
    /// <param name="x">Point, x.</param>
    /// <param name="y">Point, y.</param>
    /// <param name="z">Point, z.</param>
    /// <param name="found">Receives the particles; its length is how many are wanted.</param>
    /// <param name="squared">Receives their squared distances; as long.</param>
    /// <returns>How many were found: all wanted, or all there are.</returns>
    public int Nearest(double x, double y, double z, Span<int> found, Span<double> squared) => Nearest(x, y, z, found, squared, null);

    /// <summary>The same among some of them.</summary>
    /// <param name="x">Point, x.</param>
    /// <param name="y">Point, y.</param>
    /// <param name="z">Point, z.</param>
    /// <param name="found">Receives the particles.</param>
    /// <param name="squared">Receives their squared distances.</param>
    /// <param name="isMeant">Which particles; null for all.</param>
    internal int Nearest(double x, double y, double z, Span<int> found, Span<double> squared, Func<int, bool>? isMeant)
    {
        int cx = Clamp((x - lowX) / cellSize, countX), cy = Clamp((y - lowY) / cellSize, countY), cz = Clamp((z - lowZ) / cellSize, countZ);
        // Distance that a point outside the box has to it in any case.
        int count = 0, rings = Math.Max(countX, Math.Max(countY, countZ));
        for (int ring = 0; ring <= rings; ring++)
        {
            Ring(cx, cy, cz, ring, x, y, z, found, squared, isMeant, ref count);
            if (count < found.Length) continue;
            double safe = Reach(x, lowX, cx, ring);
            safe = Math.Min(safe, Reach(y, lowY, cy, ring));
            safe = Math.Min(safe, Reach(z, lowZ, cz, ring));
            if (squared[count - 1] <= safe * safe) break;
        }

        return count;
    }

    // Everything within this distance along an axis lies in the rings searched so far; at least 0.
    private double Reach(double x, double low, int cell, int ring) =>
        Math.Max(0, Math.Min(x - (low + (cell - ring) * cellSize), low + (cell + ring + 1) * cellSize - x));

    private void Ring(
        int cx, int cy, int cz, int ring, double x, double y, double z, Span<int> found, Span<double> squared, Func<int, bool>? isMeant,
        ref int count)
    {
        for (int k = Math.Max(0, cz - ring); k <= Math.Min(countZ - 1, cz + ring); k++)
        {
            for (int j = Math.Max(0, cy - ring); j <= Math.Min(countY - 1, cy + ring); j++)
            {
                bool face = Math.Abs(k - cz) == ring || Math.Abs(j - cy) == ring;
                int step = face || ring == 0 ? 1 : 2 * ring;
                for (int i = cx - ring; i <= cx + ring; i += step)
                {
                    if (i < 0 || i >= countX) continue;
                    int cell = (k * countY + j) * countX + i;
                    for (int n = start[cell]; n < start[cell + 1]; n++) Offer(particles[n], x, y, z, found, squared, isMeant, ref count);
                }
            }
        }
    }

    private void Offer(
        int particle, double x, double y, double z, Span<int> found, Span<double> squared, Func<int, bool>? isMeant, ref int count)
    {
        double dx = positions[3 * particle] - x, dy = positions[3 * particle + 1] - y, dz = positions[3 * particle + 2] - z;
        double d = dx * dx + dy * dy + dz * dz;
        if (count == found.Length && !Before(d, particle, squared[count - 1], found[count - 1])) return;
        if (isMeant is not null && !isMeant(particle)) return;
        int slot = count < found.Length ? count++ : count - 1;
        for (; slot > 0 && Before(d, particle, squared[slot - 1], found[slot - 1]); slot--)
        {
            found[slot] = found[slot - 1];
            squared[slot] = squared[slot - 1];
        }

        found[slot] = particle;
        squared[slot] = d;
    }

    private static bool Before(double d, int particle, double other, int otherParticle) =>
        d < other || (d == other && particle < otherParticle);

    private int Cell(double x, double y, double z) =>
        (Clamp((z - lowZ) / cellSize, countZ) * countY + Clamp((y - lowY) / cellSize, countY)) * countX + Clamp((x - lowX) / cellSize, countX);

    private static int Clamp(double cell, int count) => Math.Clamp((int)Math.Floor(cell), 0, count - 1);
}
