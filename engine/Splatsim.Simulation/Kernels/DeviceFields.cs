using ILGPU;
using ILGPU.Runtime;
using Splatsim.Compute;

namespace Splatsim.Simulation.Kernels;

/// <summary>The fields of one simulation, sent once.</summary>
internal sealed class DeviceFields : IDisposable
{
    private readonly MemoryBuffer1D<float, Stride1D.Dense> values;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> shapes;

    public DeviceFields(ComputeDevice device, FieldTable table)
    {
        long total = 0;
        int[] list = new int[Math.Max(1, 3 * table.Count)];
        for (int i = 0; i < table.Count; i++)
        {
            (list[3 * i], list[3 * i + 1], list[3 * i + 2]) = ((int)total, table[i].CountY, table[i].CountZ);
            total += table[i].Values.Length;
        }

        if (total > int.MaxValue)
            throw new SimulationSetupException("Boundary.Fields", $"{total} values do not fit the device back end", "use coarser fields, or the fast back end");
        values = device.Allocate<float>(total, "fields of boundaries");
        shapes = device.Allocate<int>(list.Length, "fields of boundaries");
        shapes.CopyFromCPU(list);
        for (int i = 0; i < table.Count; i++)
            values.View.SubView(list[3 * i], table[i].Values.Length).CopyFromCPU(table[i].Values.ToArray());
    }

    public FieldViews Views => new() { Values = values.View, Shapes = shapes.View };

    public void Dispose()
    {
        values.Dispose();
        shapes.Dispose();
    }
}
