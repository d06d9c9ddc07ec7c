using ILGPU;
using ILGPU.Runtime;
using Splatsim.Compute;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>Surface tension of a setup on a device.</summary>
internal sealed class DeviceTension
{
    private readonly Action<KernelConfig, GridViews, Real32, Real32> find;
    private readonly Real32 perFullNode;
    private readonly double strength;

    public DeviceTension(ComputeDevice device, SurfaceTensionOptions options, double density, double cellSize)
    {
        perFullNode = Real32.FromDouble(density > 0 ? 1 / (density * cellSize * cellSize * cellSize) : 0);
        strength = density > 0 ? 2 * options.Coefficient / (density * cellSize * cellSize) : 0;
        find = device.Launcher(TensionKernels.Find, a => a.LoadStreamKernel<GridViews, Real32, Real32>(TensionKernels.Find));
    }

    /// <summary>Lays down what nodes will get; between the transfer to the grid and its update.</summary>
    public void Find(DeviceGrid grid, double timeStep)
    {
        if (grid.StoredBlocks > 0)
            find(new KernelConfig(grid.StoredBlocks, TensionKernels.GroupSize), grid.Views, perFullNode, Real32.FromDouble(timeStep * strength));
    }
}
