using ILGPU;
using ILGPU.Runtime;
using Splatsim.Compute;

namespace Splatsim.Simulation.Kernels;

/// <summary>A state that stays on the device. Given back, its memory serves the next one.</summary>
internal sealed class DeviceSnapshot : IDisposable
{
    private readonly DeviceParticles particles;
    private readonly DeviceTracers tracers;
    private readonly Stack<DeviceSnapshot> pool;
    private readonly ParticleColumns columns;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> slots;
    private readonly MemoryBuffer1D<long, Stride1D.Dense> tracerPlaces;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> tracerData;
    private bool isFree;

    private DeviceSnapshot(ComputeDevice device, DeviceParticles particles, DeviceTracers tracers, Stack<DeviceSnapshot> pool)
    {
        (this.particles, this.tracers, this.pool) = (particles, tracers, pool);
        columns = new(device, particles.Count, particles.ColumnCount);
        slots = device.Allocate<int>(particles.Count, "remembered particles");
        tracerData = device.Allocate<float>((long)TracerKernels.Columns * tracers.Count, "remembered tracers");
        tracerPlaces = device.Allocate<long>(tracers.Count, "remembered tracers");
    }

    /// <summary>Memory that one takes [bytes].</summary>
    public static long Bytes(DeviceParticles particles, DeviceTracers tracers) =>
        4L * ((particles.ColumnCount + 5L) * particles.Count + (TracerKernels.Columns + 2L) * tracers.Count);

    /// <summary>The present state.</summary>
    public static DeviceSnapshot Of(ComputeDevice device, DeviceParticles particles, DeviceTracers tracers, Stack<DeviceSnapshot> pool)
    {
        if (!pool.TryPop(out DeviceSnapshot? snapshot)) snapshot = new(device, particles, tracers, pool);
        snapshot.isFree = false;
        particles.CopyTo(snapshot.columns, snapshot.slots);
        tracers.CopyTo(snapshot.tracerData, snapshot.tracerPlaces);
        return snapshot;
    }

    /// <summary>Makes it the present state.</summary>
    public void Paste()
    {
        ObjectDisposedException.ThrowIf(isFree, this);
        particles.CopyFrom(columns, slots);
        tracers.CopyFrom(tracerData, tracerPlaces);
    }

    public void Dispose()
    {
        if (isFree) return;
        isFree = true;
        pool.Push(this);
    }

    /// <summary>Gives the memory back for good.</summary>
    public void Free()
    {
        isFree = true;
        columns.Dispose();
        slots.Dispose();
        tracerData.Dispose();
        tracerPlaces.Dispose();
    }
}
