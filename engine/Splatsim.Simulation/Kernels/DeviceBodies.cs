using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;
using Splatsim.Compute;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>
/// Rigid colliders that move freely: the device lists the nodes that one touches, the host solves for all of them at once, in double, and
/// their velocities go back.
/// </summary>
internal sealed class DeviceBodies : IDisposable
{
    // Nodes are listed a little further out than they may lie; the host measures exactly [cells].
    private const double Margin = 0.01;

    private readonly ComputeDevice device;
    private readonly GridDomain domain;
    private readonly RigidBodies bodies;
    private readonly FieldTable table;
    private readonly Action<Index1D, GridViews, GridContact<Real32>, FieldViews, ArrayView<int>, ArrayView<int>, ArrayView<float>> touch;
    private readonly Action<Index1D, GridViews, ArrayView<int>, ArrayView<float>> give;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> count;
    private readonly List<ContactedNode> contacted = [];
    private MemoryBuffer1D<int, Stride1D.Dense> nodes;
    private MemoryBuffer1D<float, Stride1D.Dense> values;

    public DeviceBodies(ComputeDevice device, GridDomain domain, RigidBodies bodies, FieldTable table)
    {
        (this.device, this.domain, this.bodies, this.table) = (device, domain, bodies, table);
        count = device.Allocate<int>(1, "rigid colliders");
        nodes = device.Allocate<int>(1, "rigid colliders");
        values = device.Allocate<float>(NodeKernels.TouchedWidth, "rigid colliders");
        touch = device.Launcher(NodeKernels.Touch, a => a.LoadAutoGroupedStreamKernel<
            Index1D, GridViews, GridContact<Real32>, FieldViews, ArrayView<int>, ArrayView<int>, ArrayView<float>>(NodeKernels.Touch));
        give = device.Launcher(NodeKernels.Give, a => a.LoadAutoGroupedStreamKernel<Index1D, GridViews, ArrayView<int>, ArrayView<float>>(NodeKernels.Give));
    }

    /// <summary>The bodies meet matter. Waits for the device.</summary>
    /// <param name="work">The substep.</param>
    /// <param name="grid">The grid, with velocities.</param>
    /// <param name="walls">Thin walls, for bodies that are; null for none.</param>
    public void Meet(SubstepWork work, DeviceGrid grid, DeviceWalls? walls)
    {
        if (grid.StoredNodes == 0) return;
        foreach (GridContact<Real64> contact in work.Contacts)
        {
            if (contact.Body == 0) continue;
            if (contact.Wall != 0)
            {
                walls!.Meet(in contact, bodies);
                continue;
            }

            int found = List(in contact, grid, out int[] index, out float[] state);
            Measure(in contact, found, index, state);
            bodies.Meet(in contact, contacted);
            GiveBack(grid);
        }
    }

    public void Dispose()
    {
        count.Dispose();
        nodes.Dispose();
        values.Dispose();
    }

    private int List(in GridContact<Real64> contact, DeviceGrid grid, out int[] index, out float[] state)
    {
        GridContact<Real32> reaching = GridContact<Real32>.From(in contact, domain);
        reaching.Tolerance += Real32.FromDouble(Margin);
        int[] found = new int[1];
        while (true)
        {
            count.MemSetToZero();
            touch(grid.StoredNodes, grid.Views, reaching, grid.Fields, count.View, nodes.View, values.View);
            count.CopyToCPU(found);
            if (found[0] <= nodes.Length) break;
            nodes.Dispose();
            values.Dispose();
            nodes = device.Allocate<int>(2L * found[0], "rigid colliders");
            values = device.Allocate<float>(2L * NodeKernels.TouchedWidth * found[0], "rigid colliders");
        }

        (index, state) = (new int[found[0]], new float[NodeKernels.TouchedWidth * found[0]]);
        if (found[0] == 0) return 0;
        nodes.View.SubView(0, index.Length).CopyToCPU(index);
        values.View.SubView(0, state.Length).CopyToCPU(state);
        return found[0];
    }

    // In the order of the nodes' places, so that the sums do not depend on who was listed first.
    private void Measure(in GridContact<Real64> contact, int found, int[] index, float[] state)
    {
        contacted.Clear();
        ScalarFields<Real64> fields = new(table);
        int[] order = [.. Enumerable.Range(0, found)];
        Array.Sort(Array.ConvertAll(order, n => Place(n)), order);
        foreach (int n in order)
        {
            ReadOnlySpan<float> s = state.AsSpan(NodeKernels.TouchedWidth * n, NodeKernels.TouchedWidth);
            Vector3<Real64> position = new(s[0], s[1], s[2]);
            if (ContactShapes.Distance(in contact, in fields, position, out Vector3<Real64> normal).Value > contact.Tolerance.Value) continue;
            contacted.Add(new(index[n], s[6], bodies.Arm(contact.Body, position, domain), normal, new(s[3], s[4], s[5])));
        }

        long Place(int n)
        {
            int first = NodeKernels.TouchedWidth * n;
            return domain.IndexOf((int)state[first], (int)state[first + 1], (int)state[first + 2]);
        }
    }

    private void GiveBack(DeviceGrid grid)
    {
        if (contacted.Count == 0) return;
        int[] index = new int[contacted.Count];
        float[] velocities = new float[3 * contacted.Count];
        for (int n = 0; n < index.Length; n++)
        {
            ref readonly ContactedNode node = ref CollectionsMarshal.AsSpan(contacted)[n];
            index[n] = (int)node.Index;
            (velocities[3 * n], velocities[3 * n + 1], velocities[3 * n + 2]) =
                ((float)node.Velocity.X.Value, (float)node.Velocity.Y.Value, (float)node.Velocity.Z.Value);
        }

        nodes.View.SubView(0, index.Length).CopyFromCPU(index);
        values.View.SubView(0, velocities.Length).CopyFromCPU(velocities);
        give(index.Length, grid.Views, nodes.View, values.View);
    }
}
