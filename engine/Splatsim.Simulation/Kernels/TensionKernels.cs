using ILGPU;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>Surface tension, one group per stored block of nodes.</summary>
internal static class TensionKernels
{
    /// <summary>Lays down dt times the acceleration of every node, where the velocities will be.</summary>
    /// <param name="grid">The grid, with masses of this substep and velocities that nobody needs any more.</param>
    /// <param name="perFullNode">1 over the mass of a full node [1/kg].</param>
    /// <param name="strengthStep">dt times 2 sigma / (rho dx^2) [m/s].</param>
    public static void Find(GridViews grid, Real32 perFullNode, Real32 strengthStep)
    {
        ArrayView<float> colors = SharedMemory.Allocate<float>(TensionStages.Volume), scratch = SharedMemory.Allocate<float>(TensionStages.Volume);
        ArrayView<float> normals = SharedMemory.Allocate<float>(4 * TensionStages.InnerVolume);
        TensionStages.Prepare(in grid, perFullNode, colors, scratch, normals);
        for (int n = Group.IdxX; n < GridViews.NodesPerBlock; n += TensionStages.GroupSize)
        {
            TensionStages.Surface(scratch, normals, n, out Real32 color, out Vector3<Real32> normal, out Vector3<Real32> gradient, out Real32 divergence);
            Vector3<Real32> change = SurfaceTensionForces.Acceleration(color, normal, gradient, divergence, strengthStep);
            grid.SetVelocity(Grid.IdxX * GridViews.NodesPerBlock + n, change);
        }
    }
}
