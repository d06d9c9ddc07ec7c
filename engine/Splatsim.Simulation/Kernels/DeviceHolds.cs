using ILGPU;
using ILGPU.Runtime;
using Splatsim.Compute;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>Nodes with an imposed velocity on the device, sent again when they change.</summary>
internal sealed class DeviceHolds(ComputeDevice device) : IDisposable
{
    private MemoryBuffer1D<long, Stride1D.Dense> nodes = device.Allocate<long>(1, "held nodes");
    private MemoryBuffer1D<float, Stride1D.Dense> velocities = device.Allocate<float>(3, "held nodes");
    private int version = -1;
    private int count;

    public void Apply(NodeHolds holds, in GridViews grid, Action<Index1D, GridViews, ArrayView<long>, ArrayView<float>> hold)
    {
        if (holds.Version != version) Upload(holds);
        if (count > 0) hold(count, grid, nodes.View, velocities.View);
    }

    public void Dispose()
    {
        nodes.Dispose();
        velocities.Dispose();
    }

    private void Upload(NodeHolds holds)
    {
        version = holds.Version;
        count = holds.Count;
        if (count == 0) return;
        if (nodes.Length < count)
        {
            Dispose();
            nodes = device.Allocate<long>(2L * count, "held nodes");
            velocities = device.Allocate<float>(6L * count, "held nodes");
        }

        long[] indices = [.. holds.Nodes.Keys];
        float[] values = new float[3 * count];
        int i = 0;
        foreach (Vector3<Real64> v in holds.Nodes.Values)
        {
            values[i++] = (float)v.X.Value;
            values[i++] = (float)v.Y.Value;
            values[i++] = (float)v.Z.Value;
        }

        nodes.View.SubView(0, count).CopyFromCPU(indices);
        velocities.View.SubView(0, 3 * count).CopyFromCPU(values);
    }
}
