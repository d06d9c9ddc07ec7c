using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The adjoint of surface tension on the reference grid, patch by patch.</summary>
/// <typeparam name="T">The number of the grid; the surface is in double.</typeparam>
internal sealed class SurfaceTensionAdjoint<T>(SurfaceTensionOptions options, SimulationSetup setup, ReferenceGrid<T> grid)
    where T : unmanaged, IReal<T>
{
    private const int Nodes = SurfaceTensionPatch<T>.Nodes, Around = SurfaceTensionPatch<T>.Around, Width = SurfaceTensionPatch<T>.Width;

    private readonly SurfaceTensionSums numbers = new(options, setup);
    private readonly Dictionary<int, Vector3<Real64>> byAcceleration = [];
    private readonly double[] masses = new double[SurfacePatchAdjoint.MassCount], byMasses = new double[SurfacePatchAdjoint.MassCount];
    private readonly double[] byAccelerations = new double[3 * SurfacePatchAdjoint.NodeCount];

    /// <summary>Takes the derivatives by the acceleration of a node.</summary>
    public void Add(int node, Vector3<T> cotangent) => byAcceleration[node] = Scalars.ToDouble(cotangent);

    /// <summary>Adds what all of them say, and forgets them.</summary>
    /// <param name="bars">Receives derivatives by the nodes' masses.</param>
    /// <param name="sums">Receives those by the coefficient and the density.</param>
    public void AddTo(GridCotangents<T> bars, ParameterSums sums)
    {
        if (!numbers.Any) return;
        SurfacePatchAdjoint patch = numbers.NewPatch();
        foreach ((int X, int Y, int Z) at in ReferenceSurfaceTension<T>.PatchesOf(grid))
        {
            for (int n = 0; n < masses.Length; n++)
            {
                int node = NodeOf(at, n);
                masses[n] = node < 0 ? 0 : Scalars.ToDouble(grid.Mass[node]);
            }

            byAccelerations.AsSpan().Clear();
            for (int i = 0; i < SurfacePatchAdjoint.NodeCount; i++)
            {
                int node = NodeOf(at, SurfaceTensionPatch<T>.Index(i / (Nodes * Nodes), i / Nodes % Nodes, i % Nodes));
                if (node >= 0 && byAcceleration.TryGetValue(node, out Vector3<Real64> bar)) Scalars.Write(bar, byAccelerations.AsSpan(3 * i, 3));
            }

            if (!patch.Reverse(masses, byAccelerations, byMasses)) continue;
            for (int n = 0; n < masses.Length; n++)
                if (NodeOf(at, n) is >= 0 and int node) bars.AddMass(node, T.FromDouble(byMasses[n]));
            numbers.AddTo(sums, patch.ByCoefficient, patch.ByDensity);
        }

        byAcceleration.Clear();
    }

    // A node in or around a patch; -1 where there is no matter.
    private int NodeOf((int X, int Y, int Z) patch, int index)
    {
        (int i, int j, int k) = (
            Nodes * patch.X + index / (Width * Width) - Around, Nodes * patch.Y + index / Width % Width - Around, Nodes * patch.Z + index % Width - Around);
        bool inside = (uint)i < (uint)setup.Domain.CountX && (uint)j < (uint)setup.Domain.CountY && (uint)k < (uint)setup.Domain.CountZ;
        return inside && grid.IsTouched(grid.IndexOf(i, j, k)) ? grid.IndexOf(i, j, k) : -1;
    }
}
