namespace Splatsim.Coupling;

/// <summary>Volumes of unevenly spread particles, by the matter around them.</summary>
public static class ParticleVolumes
{
    /// <summary>
    /// Shares the volume of a filled body among other particles: what lies in a cell goes in equal parts to the particles
    /// of that cell, or to the nearest particle where there is none. The sum is the body's volume exactly.
    /// </summary>
    /// <param name="positions">Particles [m], x y z each, shape [3N], N at least 1.</param>
    /// <param name="body">The body that they make up.</param>
    /// <param name="cellSize">Edge of a cell [m]; the simulation's.</param>
    /// <returns>Rest volume per particle [m^3]; 0 for a particle that no matter lies near.</returns>
    /// <exception cref="ArgumentException">There is no particle, or the cell size is not positive.</exception>
    public static double[] FromOccupancy(double[] positions, FilledBody body, double cellSize)
    {
        if (positions.Length < 3) throw new ArgumentException("there are no particles to share the volume among", nameof(positions));
        if (!(cellSize > 0)) throw new ArgumentException($"cell size {cellSize} must be positive", nameof(cellSize));
        int count = positions.Length / 3;
        Dictionary<(int, int, int), List<int>> cells = [];
        for (int i = 0; i < count; i++)
        {
            (int, int, int) cell = Cell(positions, i, cellSize);
            if (!cells.TryGetValue(cell, out List<int>? here)) cells[cell] = here = [];
            here.Add(i);
        }

        double[] volumes = new double[count];
        ParticleSearch search = new(positions);
        Span<int> nearest = stackalloc int[1];
        Span<double> squared = stackalloc double[1];
        for (int i = 0; i < body.Count; i++)
        {
            if (cells.TryGetValue(Cell(body.Positions, i, cellSize), out List<int>? here))
            {
                foreach (int particle in here) volumes[particle] += body.Volumes[i] / here.Count;
                continue;
            }

            search.Nearest(body.Positions[3 * i], body.Positions[3 * i + 1], body.Positions[3 * i + 2], nearest, squared);
            volumes[nearest[0]] += body.Volumes[i];
        }

        return volumes;
    }

    private static (int, int, int) Cell(double[] positions, int i, double cellSize) =>
        ((int)Math.Floor(positions[3 * i] / cellSize), (int)Math.Floor(positions[3 * i + 1] / cellSize), (int)Math.Floor(positions[3 * i + 2] / cellSize));
}
