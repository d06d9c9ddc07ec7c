using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Simulation;

namespace Splatsim.Verification;

/// <summary>
/// Plane problems, exactly: one layer of particles in the middle of a layer of cells, no velocity along z on any node, volumes
/// per metre of depth. The weights along z of a fixed z add up to 1, so mass and stress terms are those of two dimensions.
/// </summary>
internal sealed class PlanarScene
{
    private const int Depth = 6;
    private const int Margin = 4;

    private readonly List<double> positions = [];
    private readonly List<int> materials = [];

    /// <summary>A scene whose nodes lie at whole multiples of the cell size, with a margin around a rectangle.</summary>
    public PlanarScene(double cellSize, double left, double bottom, double right, double top)
    {
        CellSize = cellSize;
        int i0 = (int)Math.Floor(left / cellSize) - Margin, i1 = (int)Math.Ceiling(right / cellSize) + Margin;
        int j0 = (int)Math.Floor(bottom / cellSize) - Margin, j1 = (int)Math.Ceiling(top / cellSize) + Margin;
        Domain = new(new(i0 * cellSize, j0 * cellSize, 0), cellSize, i1 - i0 + 1, j1 - j0 + 1, Depth);
    }

    public double CellSize { get; }

    public GridDomain Domain { get; }

    public int Count => materials.Count;

    /// <summary>Particles of half a cell's spacing at the middles of the squares of a rectangle that lie inside a form.</summary>
    public void Fill(double left, double bottom, double right, double top, Func<double, double, bool>? inside = null, int material = 0)
    {
        double spacing = CellSize / 2;
        int countX = (int)Math.Round((right - left) / spacing), countY = (int)Math.Round((top - bottom) / spacing);
        for (int i = 0; i < countX; i++)
        {
            for (int j = 0; j < countY; j++)
            {
                double x = left + (i + 0.5) * spacing, y = bottom + (j + 0.5) * spacing;
                if (inside is not null && !inside(x, y)) continue;
                positions.Add(x);
                positions.Add(y);
                positions.Add(2.5 * CellSize);
                materials.Add(material);
            }
        }
    }

    /// <summary>The setup of everything filled so far, with the boundary that keeps it plane first.</summary>
    public SimulationSetup Setup(IReadOnlyList<Material> materials, params ReadOnlySpan<IGridBoundary> boundaries)
    {
        ParticleSet particles = new(Count);
        positions.CopyTo(particles.X);
        double volume = CellSize * CellSize / 4;
        for (int p = 0; p < Count; p++)
        {
            particles.Material[p] = this.materials[p];
            particles.RestVolume[p] = volume;
            particles.Mass[p] = materials[this.materials[p]].MassDensity * volume;
        }

        return new()
        {
            Domain = Domain,
            Particles = particles,
            Materials = materials,
            Boundaries = [new PlaneBoundary(ContactMode.Slip, Domain.Maximum, new(0, 0, 1)), .. boundaries],
        };
    }

    public static Material Material(string law, double massDensity, params ReadOnlySpan<(string Key, double Value)> parameters)
    {
        Dictionary<string, double> values = [];
        foreach ((string key, double value) in parameters) values[key] = value;
        return new(law, Laws.Find(law), values, massDensity);
    }

    public static void SetVelocity(ParticleSet particles, Func<int, Vector3<Real64>> velocity)
    {
        for (int p = 0; p < particles.Count; p++)
        {
            Vector3<Real64> v = velocity(p);
            particles.V[3 * p] = v.X.Value;
            particles.V[3 * p + 1] = v.Y.Value;
            particles.V[3 * p + 2] = v.Z.Value;
        }
    }
}
