using ILGPU;
using ILGPU.Runtime;

namespace Splatsim.Compute;

/// <summary>
/// A table on a device: float columns, and for each row the thing that it belongs to. The first rows are always there; kernels
/// may append others, and only the device knows how many until somebody reads <see cref="Appended"/> and says so.
/// </summary>
public sealed class DeviceRows : IDisposable
{
    private readonly ComputeDevice device;
    private readonly string purpose;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> appended;
    private MemoryBuffer1D<float, Stride1D.Dense> values;
    private MemoryBuffer1D<int, Stride1D.Dense> owners;

    /// <summary>Reserves the rows that are always there.</summary>
    /// <param name="device">The device; not disposed of here.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="count">Rows that are always there.</param>
    /// <param name="purpose">What they are, for the error.</param>
    /// <exception cref="DeviceMemoryException">There is no room.</exception>
    public DeviceRows(ComputeDevice device, int columns, int count, string purpose)
    {
        (this.device, this.purpose, Columns, Count, Capacity) = (device, purpose, columns, count, count);
        appended = device.AllocateZero<int>(1, purpose);
        values = device.Allocate<float>((long)columns * count, purpose);
        owners = device.Allocate<int>(count, purpose);
    }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>Rows that are always there.</summary>
    public int Count { get; }

    /// <summary>Rows that there is room for: column k begins at k times this.</summary>
    public int Capacity { get; private set; }

    /// <summary>The columns.</summary>
    public ArrayView<float> Values => values.View;

    /// <summary>What each row belongs to.</summary>
    public ArrayView<int> Owners => owners.View;

    /// <summary>One number: how many rows there are after the first ones, counting those that found no room.</summary>
    public ArrayView<int> Appended => appended.View;

    /// <summary>Makes room for more rows where it is needed. What was in the table is lost then, and has to be computed again.</summary>
    /// <param name="wanted">Appended rows, as <see cref="Appended"/> said.</param>
    /// <returns>False where there was room for them.</returns>
    /// <exception cref="DeviceMemoryException">There is no room on the device.</exception>
    public bool Grow(int wanted)
    {
        if (Count + (long)wanted <= Capacity) return false;
        long capacity = Count + wanted + wanted / 4L + 256;
        if (capacity > int.MaxValue) throw new DeviceMemoryException(device.Info.Key, purpose, capacity * Columns * sizeof(float));
        values.Dispose();
        owners.Dispose();
        values = device.Allocate<float>(Columns * capacity, purpose);
        owners = device.Allocate<int>(capacity, purpose);
        Capacity = (int)capacity;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        appended.Dispose();
        values.Dispose();
        owners.Dispose();
    }
}
