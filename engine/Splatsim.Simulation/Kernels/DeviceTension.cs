using ILGPU;
using ILGPU.Runtime;
using Splatsim.Compute;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>Surface tension of a setup on a device.</summary>
internal sealed class DeviceTension
{
    private readonly Action<KernelConfig, GridViews, Real32, Real32> find;
    private readonly double strength;

    public DeviceTension(ComputeDevice device, SurfaceTensionOptions options, double density, double cellSize)
    {
        PerFullNode = Real32.FromDouble(density > 0 ? 1 / (density * cellSize * cellSize * cellSize) : 0);
        strength = density > 0 ? 2 * options.Coefficient / (density * cellSize * cellSize) : 0;
        find = device.Launcher(TensionKernels.Find, a => a.LoadStreamKernel<GridViews, Real32, Real32>(TensionKernels.Find));
    }

    /// <summary>1 over the mass of a full node [1/kg].</summary>
    public Real32 PerFullNode { get; }

    /// <summary>Lays down what nodes will get; between the transfer to the grid and its update.</summary>
    public void Find(DeviceGrid grid, double timeStep) => Find(grid.Views, grid.StoredBlocks, timeStep);

    /// <summary>Lays down what nodes get where the velocities are.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="blocks">Number of stored blocks.</param>
    /// <param name="timeStep">dt [s].</param>
    public void Find(in GridViews grid, int blocks, double timeStep)
    {
        if (blocks > 0) find(new KernelConfig(blocks, TensionStages.GroupSize), grid, PerFullNode, StrengthStep(timeStep));
    }

    /// <summary>dt times 2 sigma / (rho dx^2) [m/s].</summary>
    public Real32 StrengthStep(double timeStep) => Real32.FromDouble(timeStep * strength);
}
