using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// The adjoint of surface tension: from derivatives by the accelerations of nodes to those by their masses, which make the surface, by the
/// coefficient and by the liquid's density. Patch by patch, traced.
/// </summary>
/// <typeparam name="T">The number of the grid; the surface is in double.</typeparam>
internal sealed class SurfaceTensionAdjoint<T>(SurfaceTensionOptions options, SimulationSetup setup, ReferenceGrid<T> grid)
    where T : unmanaged, IReal<T>
{
    private const int Nodes = SurfaceTensionPatch<Traced>.Nodes, Around = SurfaceTensionPatch<Traced>.Around;

    private readonly ReferenceGrid<Traced> traced = new(setup.Domain);
    private readonly ReferenceSurfaceTension<Traced> tension = new(Traced.Zero, Traced.Zero, setup.Domain);
    private readonly Dictionary<int, Vector3<Real64>> byAcceleration = [];
    private readonly double density = options.Density(setup);
    private readonly int densest = Densest(setup);

    /// <summary>Takes the derivatives by the acceleration of a node.</summary>
    public void Add(int node, Vector3<T> cotangent) => byAcceleration[node] = Scalars.ToDouble(cotangent);

    /// <summary>Adds what all of them say, and forgets them.</summary>
    /// <param name="bars">Receives derivatives by the nodes' masses.</param>
    /// <param name="sums">Receives those by the coefficient and the density.</param>
    public void AddTo(GridCotangents<T> bars, ParameterSums sums)
    {
        if (!(density > 0)) return;
        double dx = setup.Domain.CellSize;
        foreach ((int X, int Y, int Z) at in tension.PatchesOf(grid).ToArray())
        {
            Trace trace = Trace.Current;
            trace.Clear();
            traced.Clear();
            List<(int Node, Traced Mass)> masses = [];
            for (int n = 0; n < SurfaceTensionPatch<Traced>.Width * SurfaceTensionPatch<Traced>.Width * SurfaceTensionPatch<Traced>.Width; n++)
            {
                const int w = SurfaceTensionPatch<Traced>.Width;
                (int i, int j, int k) = (Nodes * at.X + n / (w * w) - Around, Nodes * at.Y + n / w % w - Around, Nodes * at.Z + n % w - Around);
                bool inside = (uint)i < (uint)setup.Domain.CountX && (uint)j < (uint)setup.Domain.CountY && (uint)k < (uint)setup.Domain.CountZ;
                if (!inside) continue;
                int node = grid.IndexOf(i, j, k);
                if (!grid.IsTouched(node)) continue;
                Traced mass = trace.Input(Scalars.ToDouble(grid.Mass[node]));
                traced.Add(node, mass, default);
                masses.Add((node, mass));
            }

            Traced coefficient = trace.Input(options.Coefficient), perVolume = trace.Input(density);
            Traced full = perVolume * new Traced(dx * dx * dx), area = perVolume * new Traced(dx * dx);
            foreach (int node in tension.FindPatch(traced, at, Traced.One / full, (Traced.One + Traced.One) * coefficient / area))
                if (byAcceleration.TryGetValue(node, out Vector3<Real64> bar)) trace.Seed(tension.AccelerationOf(node), bar);
            trace.Reverse();
            foreach ((int node, Traced mass) in masses) bars.AddMass(node, T.FromDouble(trace.Of(mass)));
            sums.SurfaceTension += trace.Of(coefficient);
            AddByDensity(sums, trace.Of(perVolume));
        }

        byAcceleration.Clear();
    }

    // The density is that of the densest particle.
    private void AddByDensity(ParameterSums sums, double byDensity)
    {
        double mass = setup.Particles.Mass[densest], volume = setup.Particles.RestVolume[densest];
        sums.Mass[densest] += byDensity / volume;
        sums.RestVolume[densest] -= byDensity * (mass / volume) / volume;
    }

    private static int Densest(SimulationSetup setup)
    {
        ParticleSet particles = setup.Particles;
        int densest = -1;
        double most = 0;
        for (int p = 0; p < particles.Count; p++)
        {
            if (setup.Materials[particles.Material[p]].IsStationary || particles.RestVolume[p] <= 0 || particles.Mass[p] / particles.RestVolume[p] <= most) continue;
            (densest, most) = (p, particles.Mass[p] / particles.RestVolume[p]);
        }

        return densest;
    }
}
