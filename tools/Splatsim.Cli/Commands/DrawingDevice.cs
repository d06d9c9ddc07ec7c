using Splatsim.Compute;
using Splatsim.Rendering;
using Splatsim.Rendering.Kernels;
using Splatsim.Splats;

namespace Splatsim.Cli;

/// <summary>What a command draws with: the processor, or a device that was asked for.</summary>
internal sealed class DrawingDevice : IDisposable
{
    private readonly ComputeDevice? device;
    private readonly DeviceRasterizer? rasterizer;
    private GaussianCloud? sent;
    private DeviceCloud? cloud;

    private DrawingDevice(ComputeDevice? device)
    {
        this.device = device;
        rasterizer = device is null ? null : new(device);
        Rasterizer = rasterizer is null ? new Rasterizer() : rasterizer;
    }

    /// <summary>Draws what lies in the memory of the host.</summary>
    public IRasterizer Rasterizer { get; }

    /// <summary>Opens it; <c>auto</c> takes the first GPU, or the processor where there is none.</summary>
    /// <exception cref="DeviceException">There is no such device, or it cannot be opened.</exception>
    public static DrawingDevice Open(DeviceChoice choice)
    {
        ComputeDevice? device = ComputeDevice.OpenUnlessCpu(choice);
        try
        {
            return new(device);
        }
        catch
        {
            device?.Dispose();
            throw;
        }
    }

    /// <summary>Draws a cloud that does not change between calls; a device is sent it once.</summary>
    /// <exception cref="RenderSetupException">The device does not draw it so.</exception>
    /// <exception cref="DeviceException">The device is full or lost.</exception>
    public void Draw(GaussianCloud still, Camera camera, RenderOptions options, RenderTarget target)
    {
        if (rasterizer is null)
        {
            Rasterizer.Render(still, null, camera, options, target);
            return;
        }

        if (sent != still)
        {
            cloud?.Dispose();
            cloud = new(device!, still);
            sent = still;
        }

        rasterizer.Render(cloud!, null, camera, options, target);
    }

    public void Dispose()
    {
        cloud?.Dispose();
        rasterizer?.Dispose();
        device?.Dispose();
    }
}
