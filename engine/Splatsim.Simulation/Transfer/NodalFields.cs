using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// Mass and momentum that particles give to the nodes of a grid, as in a substep: m_i = sum w_ip m_p and p_i = sum w_ip m_p (v_p + C_p (x_i - x_p)),
/// and their adjoint, so that a loss may look at densities and flows. The grid need not be the simulation's: matter beyond it is not seen.
/// </summary>
/// <remarks>Jiang et al. 2015, "The Affine Particle-In-Cell Method", eq. 8. Not safe for use from several threads at once.</remarks>
public sealed class NodalFields
{
    // Enough for the nodes of every particle that reaches a node of the window.
    private const int Margin = 4;

    private readonly GridDomain window;
    private readonly ReferenceTransfer<Real64> transfer;
    private readonly TransferAdjoint<Real64> adjoint;
    private readonly ReferenceGrid<Real64> grid;
    private readonly GridCotangents<Real64> cotangents;

    /// <summary>Fields on a grid.</summary>
    /// <param name="nodes">The grid that is looked at; bounded.</param>
    /// <param name="kernel">What connects particles and nodes.</param>
    /// <exception cref="ArgumentException">The grid is unbounded.</exception>
    public NodalFields(GridDomain nodes, TransferKernel kernel = TransferKernel.Quadratic)
    {
        if (nodes.IsUnbounded) throw new ArgumentException("fields need a grid with bounds: there is a number per node", nameof(nodes));
        window = nodes;
        GridDomain wide = new(
            nodes.Origin - new Real64(Margin * nodes.CellSize) * new Vector3<Real64>(1, 1, 1), nodes.CellSize,
            nodes.CountX + 2 * Margin, nodes.CountY + 2 * Margin, nodes.CountZ + 2 * Margin);
        TransferOptions options = new() { Kernel = kernel };
        transfer = ReferenceTransfer<Real64>.Of(options, wide);
        adjoint = TransferAdjoint<Real64>.For(options, wide);
        grid = new(wide);
        cotangents = new(wide, keepsVelocityBefore: false);
    }

    /// <summary>The grid that is looked at.</summary>
    public GridDomain Nodes => window;

    /// <summary>Masses of the nodes [kg], shape [CountX, CountY, CountZ].</summary>
    /// <param name="particles">The particles.</param>
    public double[] Masses(ParticleSet particles)
    {
        Scatter(particles);
        double[] masses = new double[window.NodeCount];
        foreach ((int own, int node) in Seen()) masses[own] = grid.Mass[node].Value;
        return masses;
    }

    /// <summary>Momenta of the nodes [kg m/s], shape [CountX, CountY, CountZ, 3].</summary>
    /// <param name="particles">The particles.</param>
    public double[] Momenta(ParticleSet particles)
    {
        Scatter(particles);
        double[] momenta = new double[3 * window.NodeCount];
        foreach ((int own, int node) in Seen()) Scalars.Write(grid.Velocity[node], momenta.AsSpan(3 * own, 3));
        return momenta;
    }

    /// <summary>The adjoint: derivatives of a loss by the particles from those by the nodes.</summary>
    /// <param name="particles">The particles.</param>
    /// <param name="byMasses">Derivatives by <see cref="Masses"/>; empty where the loss does not look at them.</param>
    /// <param name="byMomenta">Derivatives by <see cref="Momenta"/>; empty where the loss does not look at them.</param>
    /// <returns>By positions, velocities, affine velocities and masses.</returns>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public StateCotangents Reverse(ParticleSet particles, ReadOnlySpan<double> byMasses, ReadOnlySpan<double> byMomenta)
    {
        Require(byMasses.Length, window.NodeCount, nameof(byMasses));
        Require(byMomenta.Length, 3 * window.NodeCount, nameof(byMomenta));
        cotangents.Clear();
        foreach ((int own, int node) in Seen())
        {
            cotangents.Set(
                node, byMasses.IsEmpty ? default : byMasses[own],
                byMomenta.IsEmpty ? default : new(byMomenta[3 * own], byMomenta[3 * own + 1], byMomenta[3 * own + 2]));
        }

        StateCotangents state = new()
        {
            Positions = new double[3 * particles.Count],
            Velocities = new double[3 * particles.Count],
            AffineVelocities = new double[9 * particles.Count],
            Masses = new double[particles.Count],
        };
        Real64 perMetre = 1 / window.CellSize;
        for (int p = 0; p < particles.Count; p++)
        {
            ScatterInput<Real64> input = new()
            {
                Cells = grid.Domain.ToCells(particles.Position(p)),
                Mass = particles.Mass[p],
                Velocity = particles.Velocity(p),
                Affine = particles.AffineVelocity(p),
            };
            if (!transfer.Holds(input.Cells)) continue;
            adjoint.ScatterAdjoint(new GridNodeCotangents<Real64>(cotangents, grid), cotangents, in input, out ScatterGradient<Real64> gradient);
            Scalars.Write(perMetre * gradient.Cells, state.Positions.AsSpan(3 * p, 3));
            Scalars.Write(gradient.Velocity, state.Velocities.AsSpan(3 * p, 3));
            Scalars.Write(in gradient.Affine, state.AffineVelocities.AsSpan(9 * p, 9));
            state.Masses[p] = gradient.Mass.Value;
        }

        return state;
    }

    private static void Require(int length, long wanted, string name)
    {
        if (length != 0 && length != wanted) throw new ArgumentException($"{length} numbers for {wanted}; give all, or none", name);
    }

    private void Scatter(ParticleSet particles)
    {
        grid.Clear();
        for (int p = 0; p < particles.Count; p++)
        {
            Vector3<Real64> cells = grid.Domain.ToCells(particles.Position(p));
            if (transfer.Holds(cells))
                transfer.Scatter(grid, cells, particles.Mass[p], particles.Velocity(p), particles.AffineVelocity(p), default);
        }
    }

    // Every node of the window, and the same one of the wider grid.
    private IEnumerable<(int Own, int Node)> Seen()
    {
        int own = 0;
        for (int i = 0; i < window.CountX; i++)
            for (int j = 0; j < window.CountY; j++)
                for (int k = 0; k < window.CountZ; k++) yield return (own++, grid.IndexOf(i + Margin, j + Margin, k + Margin));
    }
}
