using ILGPU;
using ILGPU.Runtime;
using Splatsim.Compute;

namespace Splatsim.Simulation.Kernels;

/// <summary>A state that stays on the device.</summary>
internal sealed class DeviceSnapshot : IDisposable
{
    private readonly DeviceParticles particles;
    private readonly DeviceTracers tracers;
    private readonly ParticleColumns columns;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> slots;
    private readonly MemoryBuffer1D<long, Stride1D.Dense> tracerPlaces;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> tracerData;

    private DeviceSnapshot(ComputeDevice device, DeviceParticles particles, DeviceTracers tracers)
    {
        (this.particles, this.tracers) = (particles, tracers);
        columns = new(device, particles.Count, particles.ColumnCount);
        slots = device.Allocate<int>(particles.Count, "remembered particles");
        tracerData = device.Allocate<float>((long)TracerKernels.Columns * tracers.Count, "remembered tracers");
        tracerPlaces = device.Allocate<long>(tracers.Count, "remembered tracers");
    }

    /// <summary>Memory that one takes [bytes].</summary>
    public static long Bytes(DeviceParticles particles, DeviceTracers tracers) =>
        4L * ((particles.ColumnCount + 5L) * particles.Count + (TracerKernels.Columns + 2L) * tracers.Count);

    /// <summary>The present state, in the memory of one that nobody needs any more where there is one.</summary>
    public static DeviceSnapshot Of(DeviceSnapshot? spare, ComputeDevice device, DeviceParticles particles, DeviceTracers tracers)
    {
        DeviceSnapshot snapshot = spare ?? new(device, particles, tracers);
        particles.CopyTo(snapshot.columns, snapshot.slots);
        tracers.CopyTo(snapshot.tracerData, snapshot.tracerPlaces);
        return snapshot;
    }

    /// <summary>Makes it the present state.</summary>
    public void Paste()
    {
        particles.CopyFrom(columns, slots);
        tracers.CopyFrom(tracerData, tracerPlaces);
    }

    public void Dispose()
    {
        columns.Dispose();
        slots.Dispose();
        tracerData.Dispose();
        tracerPlaces.Dispose();
    }
}
