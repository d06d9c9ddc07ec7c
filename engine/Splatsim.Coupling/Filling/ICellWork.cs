namespace Splatsim.Coupling;

/// <summary>What a filling does cell by cell: the processor or a device. What is per splat is the processor's in either case.</summary>
internal interface ICellWork : IDisposable
{
    /// <summary>What every cell is, from the density of the splats. <see cref="CellKind.Core"/> may be left to <see cref="Particles"/>.</summary>
    CellKind[] Classify();

    /// <summary>Positions of the particles [m], shape [3N], in the order of the lattice.</summary>
    /// <param name="kinds">The cells as classified; the splats have their normals now.</param>
    double[] Particles(CellKind[] kinds);
}
