using ILGPU;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>The reversal of surface tension in one substep.</summary>
internal struct TensionViews
{
    /// <summary>
    /// Numbers of a node: derivatives by the smoothed colour, by its gradient, by the gradient of the magnitude of that, by the divergence, by the
    /// strength times dt, and by the inverse of the mass of a full node.
    /// </summary>
    public const int Color = 0, Normal = 1, Gradient = 4, Divergence = 7, Strength = 8, PerFull = 9, Width = 10;

    /// <summary>Momenta and masses before the update; the masses count.</summary>
    public ArrayView<float> Masses;

    /// <summary><see cref="Width"/> numbers per stored node.</summary>
    public ArrayView<float> Bars;

    /// <summary>1 over the mass of a full node [1/kg].</summary>
    public Real32 PerFullNode;

    /// <summary>dt times 2 sigma / (rho dx^2) [m/s].</summary>
    public Real32 StrengthStep;

    /// <summary>A number of a stored node; 0 where its index is -1.</summary>
    public readonly Real32 BarOf(int node, int column) => node < 0 ? Real32.Zero : new(Bars[(long)Width * node + column]);
}
