using ILGPU;
using ILGPU.Runtime;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>
/// The device's nodes that free bodies have met in one substep, and derivatives by them: read once, reversed on the host in double, answered once.
/// </summary>
internal sealed class DeviceMetNodes : IMetNodes, IDisposable
{
    private const string Purpose = "derivatives";

    private readonly DeviceMatter matter;
    private readonly Dictionary<long, int> order = [];
    private readonly Action<Index1D, GridViews, ArrayView<int>, ArrayView<float>> read, answer;
    private MemoryBuffer1D<int, Stride1D.Dense> nodes;
    private MemoryBuffer1D<float, Stride1D.Dense> values;
    private (int I, int J, int K)[] places = [];
    private (Vector3<Real64> ByVelocity, double ByMass)[] bars = [];

    public DeviceMetNodes(DeviceMatter matter)
    {
        this.matter = matter;
        nodes = matter.Device.Allocate<int>(1, Purpose);
        values = matter.Device.Allocate<float>(1, Purpose);
        read = matter.Device.Launcher(BodyAdjointKernels.Read, a => a.LoadAutoGroupedStreamKernel<
            Index1D, GridViews, ArrayView<int>, ArrayView<float>>(BodyAdjointKernels.Read));
        answer = matter.Device.Launcher(BodyAdjointKernels.Answer, a => a.LoadAutoGroupedStreamKernel<
            Index1D, GridViews, ArrayView<int>, ArrayView<float>>(BodyAdjointKernels.Answer));
    }

    /// <summary>Reads the nodes of all contacts. Waits for the device.</summary>
    public void Take(IReadOnlyList<RigidMeeting> meetings)
    {
        order.Clear();
        foreach (RigidMeeting meeting in meetings)
            foreach (ContactedNode node in meeting.Nodes) order.TryAdd(node.Index, order.Count);
        int[] indices = [.. order.Keys.Select(n => (int)n)];
        float[] host = new float[BodyAdjointKernels.ReadWidth * indices.Length];
        GrowingBuffers.Put(matter.Device, ref nodes, indices, Purpose);
        GrowingBuffers.Reserve(matter.Device, ref values, host.Length, Purpose);
        read(indices.Length, matter.Grid.Views, nodes.View, values.View);
        values.View.SubView(0, host.Length).CopyToCPU(host);
        (places, bars) = (new (int, int, int)[indices.Length], new (Vector3<Real64>, double)[indices.Length]);
        for (int n = 0; n < indices.Length; n++)
        {
            ReadOnlySpan<float> v = host.AsSpan(BodyAdjointKernels.ReadWidth * n, BodyAdjointKernels.ReadWidth);
            (places[n], bars[n].ByVelocity) = (((int)v[3], (int)v[4], (int)v[5]), new(v[0], v[1], v[2]));
        }
    }

    /// <summary>Sends what they have become.</summary>
    public void Give()
    {
        float[] host = new float[BodyAdjointKernels.AnswerWidth * bars.Length];
        for (int n = 0; n < bars.Length; n++)
        {
            (Vector3<Real64> v, double mass) = bars[n];
            ((float[])[(float)v.X.Value, (float)v.Y.Value, (float)v.Z.Value, (float)mass]).CopyTo(host, BodyAdjointKernels.AnswerWidth * n);
        }

        values.View.SubView(0, host.Length).CopyFromCPU(host);
        answer(bars.Length, matter.Grid.Views, nodes.View, values.View);
    }

    /// <inheritdoc/>
    public (int I, int J, int K) PlaceOf(long node) => places[order[node]];

    /// <inheritdoc/>
    public Vector3<Real64> ByVelocity(long node) => bars[order[node]].ByVelocity;

    /// <inheritdoc/>
    public void Answer(long node, Vector3<Real64> byVelocity, double byMass)
    {
        int n = order[node];
        bars[n] = (byVelocity, bars[n].ByMass + byMass);
    }

    public void Dispose()
    {
        nodes.Dispose();
        values.Dispose();
    }
}
