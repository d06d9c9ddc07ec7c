using Splatsim.Coupling;
using Splatsim.Coupling.Kernels;
using Splatsim.Rendering;
using Splatsim.Rendering.Kernels;
using Splatsim.Simulation;
using Splatsim.Simulation.Kernels;
using Splatsim.Splats;

namespace Splatsim.Scenes;

/// <summary>Draws a simulation on the device that it runs on: carrying, splitting, drawing; only pictures come back.</summary>
internal sealed class DeviceFilm : IDisposable
{
    private readonly DeviceTransport transport;
    private readonly DeviceRasterizer rasterizer;
    private readonly DeviceCloud cloud;

    private DeviceFilm(IDeviceSimulation simulation, DeviceTransport transport, GaussianCloud cloud, int[]? moving)
    {
        this.transport = transport;
        rasterizer = new(simulation.Device);
        this.cloud = new(simulation.Device, cloud, moving);
    }

    /// <summary>The device's rasterizer, for splats that the host has.</summary>
    public IRasterizer Rasterizer => rasterizer;

    /// <summary>Null where the simulation runs on the processor, or the host moves some of what the splats follow.</summary>
    /// <exception cref="Compute.DeviceException">The device is full or lost.</exception>
    public static DeviceFilm? Create(Scene scene, ISimulator simulator, SplatBinding binding)
    {
        DeviceTransport? transport = DeviceTransport.Create(simulator, scene.Cloud, binding, scene.Description.Render.SplitStretched);
        if (transport is null) return null;
        try
        {
            return new((IDeviceSimulation)simulator, transport, scene.Cloud, binding.Splats.Indices);
        }
        catch
        {
            transport.Dispose();
            throw;
        }
    }

    /// <summary>Draws the present state.</summary>
    /// <exception cref="Compute.DeviceException">The device is full or lost.</exception>
    public void Draw(Camera camera, RenderOptions options, RenderTarget target)
    {
        // Once more where more splats split than ever before: then there is room for them.
        do transport.Update();
        while (!rasterizer.Render(cloud, transport.Rows, camera, options, target));
    }

    public void Dispose()
    {
        cloud.Dispose();
        rasterizer.Dispose();
        transport.Dispose();
    }
}
