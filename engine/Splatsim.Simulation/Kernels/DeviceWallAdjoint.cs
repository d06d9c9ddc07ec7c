using ILGPU;
using ILGPU.Runtime;

namespace Splatsim.Simulation.Kernels;

/// <summary>The adjoint of what held nodes and thin walls do to the nodes behind walls.</summary>
internal sealed class DeviceWallAdjoint
{
    private readonly DeviceMatter matter;
    private readonly DeviceWalls walls;
    private readonly Action<Index1D, GridViews, ArrayView<long>, ArrayView<float>, WallViews> release;
    private readonly Action<KernelConfig, GridViews, NodeViews, WallFaceViews, ArrayView<float>, int, int, int, ArrayView<float>> respond;

    public DeviceWallAdjoint(DeviceMatter matter, DeviceWalls walls)
    {
        (this.matter, this.walls) = (matter, walls);
        release = matter.Device.Launcher(WallAdjointKernels.Release, a => a.LoadAutoGroupedStreamKernel<
            Index1D, GridViews, ArrayView<long>, ArrayView<float>, WallViews>(WallAdjointKernels.Release));
        respond = matter.Device.Launcher(WallAdjointKernels.Respond, a => a.LoadStreamKernel<
            GridViews, NodeViews, WallFaceViews, ArrayView<float>, int, int, int, ArrayView<float>>(WallAdjointKernels.Respond));
    }

    /// <summary>Reverses both on derivatives in the place of momenta, last to first.</summary>
    /// <param name="work">The substep.</param>
    /// <param name="stationaryNodes">Nodes of stationary matter.</param>
    /// <param name="last">What all nodes met before.</param>
    /// <param name="transferred">Momenta and masses before the update.</param>
    /// <param name="parts">Takes the derivatives by the walls: their slots follow those of the contacts that all nodes met.</param>
    public void Update(SubstepWork work, NodeHolds stationaryNodes, in NodeViews last, ArrayView<float> transferred, ArrayView<float> parts)
    {
        int nodes = walls.SidedNodes;
        if (nodes == 0) return;
        WallViews views = walls.Views;
        matter.Grid.Impose(work, stationaryNodes, (count, grid, held, velocities) => release(count, grid, held, velocities, views));
        int slot = work.Contacts.Count;
        for (int c = work.Contacts.Count - 1; c >= 0; c--)
        {
            // Walls come in the order of their numbers, which is that in which they act on a node.
            if (work.Contacts[c].Wall is int wall and > 0)
                respond(DeviceSums.Launch, matter.Grid.Views, last, walls.Faces, transferred, nodes, wall - 1, --slot, parts);
        }
    }
}
