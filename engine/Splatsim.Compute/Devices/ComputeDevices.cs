using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace Splatsim.Compute;

/// <summary>The devices of this machine. Looking at anything but the processor loads the drivers.</summary>
public static class ComputeDevices
{
    /// <summary>The processor, by the engine's own SIMD code; costs nothing to look at.</summary>
    public static DeviceInfo Cpu { get; } = new(
        DeviceKind.Cpu, 0, $"{Environment.ProcessorCount} processors, {RuntimeInformation.ProcessArchitecture}",
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, false);

    /// <summary>All devices: the processor, then CUDA's, then OpenCL's.</summary>
    public static IReadOnlyList<DeviceInfo> List()
    {
        using Context context = ComputeDevice.CreateContext();
        return [Cpu, .. Accelerators(context)];
    }

    /// <summary>The device that a choice means here.</summary>
    /// <param name="choice">The choice; <c>cpu</c> never touches a driver.</param>
    /// <exception cref="DeviceException">There is no such device.</exception>
    public static DeviceInfo Resolve(DeviceChoice choice)
    {
        if (choice.Kind == DeviceKind.Cpu) return Cpu;
        IReadOnlyList<DeviceInfo> all = List();
        if (choice.Kind is null) return all.FirstOrDefault(d => d.IsGpu) ?? Cpu;
        return all.FirstOrDefault(d => d.Kind == choice.Kind && d.Index == choice.Index) ?? throw Missing(choice, all);
    }

    internal static List<DeviceInfo> Accelerators(Context context)
    {
        List<DeviceInfo> devices = [];
        for (int i = 0; i < context.GetCudaDevices().Count; i++)
        {
            CudaDevice device = context.GetCudaDevice(i);
            devices.Add(new(DeviceKind.Cuda, i, device.Name, device.MemorySize, true));
        }

        for (int i = 0; i < context.GetCLDevices().Count; i++)
        {
            CLDevice device = context.GetCLDevice(i);
            bool isGpu = device.DeviceType.HasFlag(CLDeviceType.CL_DEVICE_TYPE_GPU);
            devices.Add(new(DeviceKind.OpenCl, i, device.Name, device.MemorySize, isGpu));
        }

        return devices;
    }

    internal static DeviceException Missing(DeviceChoice choice, IReadOnlyList<DeviceInfo> all)
    {
        string remedy = choice.Kind == DeviceKind.Cuda
            ? "an NVIDIA driver is needed"
            : "an OpenCL driver with generic address spaces is needed (libOpenCL.so, OpenCL 2.0 or 3.0)";
        return new(choice.ToString(), $"is not on this machine, which has {string.Join(", ", all.Select(d => d.Key))}", remedy);
    }
}
