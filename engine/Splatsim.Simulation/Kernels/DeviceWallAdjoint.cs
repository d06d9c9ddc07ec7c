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

    /// <summary>The adjoint of holds, on derivatives in the place of momenta.</summary>
    /// <param name="work">The substep.</param>
    /// <param name="stationaryNodes">Nodes of stationary matter.</param>
    public void Release(SubstepWork work, NodeHolds stationaryNodes)
    {
        WallViews views = walls.Views;
        if (walls.SidedNodes > 0)
            matter.Grid.Impose(work, stationaryNodes, (count, grid, held, velocities) => release(count, grid, held, velocities, views));
    }

    /// <summary>The adjoint of the walls' response, last to first. Free ones have answered to all their nodes at once.</summary>
    /// <param name="work">The substep.</param>
    /// <param name="last">What all nodes met before.</param>
    /// <param name="transferred">Momenta and masses before the update.</param>
    /// <param name="parts">Takes the derivatives by the walls: their slots follow those of the contacts that all nodes met.</param>
    public void Respond(SubstepWork work, in NodeViews last, ArrayView<float> transferred, ArrayView<float> parts)
    {
        int nodes = walls.SidedNodes, slot = last.ContactCount + work.Contacts.Count(c => c.Wall > 0 && c.Body == 0);
        for (int c = work.Contacts.Count - 1; c >= 0 && nodes > 0; c--)
        {
            // Walls come in the order of their numbers, which is that in which they act on a node.
            if (work.Contacts[c] is { Wall: > 0, Body: 0 } contact)
                respond(DeviceSums.Launch, matter.Grid.Views, last, walls.Faces, transferred, nodes, contact.Wall - 1, --slot, parts);
        }
    }
}
