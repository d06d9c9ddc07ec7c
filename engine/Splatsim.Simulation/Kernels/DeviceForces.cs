using ILGPU;
using ILGPU.Runtime;
using Splatsim.Compute;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>The forces of a substep on the device: those at nodes as a list, those at particles one launch each.</summary>
internal sealed class DeviceForces : IDisposable
{
    private readonly ComputeDevice device;
    private readonly DeviceParticles particles;
    private readonly int moving;
    private readonly DeviceList<GridForce<Real32>> atNodes;
    private readonly DeviceList<float> numbers;
    private readonly Dictionary<ParticleWeights, (MemoryBuffer1D<float, Stride1D.Dense> Buffer, int Version)> weights = [];
    private readonly MemoryBuffer1D<float, Stride1D.Dense> noWeights;
    private readonly Action<Index1D, ParticleViews, GridViews, GridForce<Real32>, ForceViews, ArrayView<float>, int, Real32> apply;
    private MemoryBuffer1D<float, Stride1D.Dense> values;
    private MemoryBuffer1D<long, Stride1D.Dense> starts;
    private int sentFields;

    public DeviceForces(ComputeDevice device, DeviceParticles particles, int moving)
    {
        (this.device, this.particles, this.moving) = (device, particles, moving);
        atNodes = new(device, "forces");
        numbers = new(device, "forces");
        noWeights = device.Allocate<float>(1, "forces");
        values = device.Allocate<float>(1, "fields of forces");
        starts = device.Allocate<long>(1, "fields of forces");
        apply = device.Launcher(ParticleKernels.ApplyForce, a => a.LoadAutoGroupedStreamKernel<
            Index1D, ParticleViews, GridViews, GridForce<Real32>, ForceViews, ArrayView<float>, int, Real32>(ParticleKernels.ApplyForce));
    }

    public ArrayView<GridForce<Real32>> AtNodes => atNodes.View;

    public int NodeCount => atNodes.Count;

    public ForceViews Views => new() { Numbers = numbers.View, Values = values.View, Starts = starts.View };

    /// <summary>True where a force acts on particles, whose velocities therefore have to be there.</summary>
    public static bool ActsOnParticles(SubstepWork work)
    {
        foreach (GridForce<Real64> force in work.Forces)
            if (force.Site != ForceSite.Nodes) return true;
        return false;
    }

    /// <summary>Particles that forces act on: those that move, which come first.</summary>
    public int Moving => moving;

    /// <summary>Sends the forces and applies those at particles.</summary>
    /// <param name="work">The substep.</param>
    /// <param name="grid">The grid.</param>
    /// <param name="before">Called before each of those at particles with its number; null where nobody asks.</param>
    public void Apply(SubstepWork work, in GridViews grid, Action<int>? before = null)
    {
        atNodes.Begin();
        numbers.Begin();
        foreach (double number in work.Numbers) numbers.Add((float)number);
        numbers.Send();
        SendFields(work);
        Real32 timeStep = Real32.FromDouble(work.TimeStep);
        for (int f = 0; f < work.Forces.Count; f++)
        {
            GridForce<Real64> exact = work.Forces[f];
            GridForce<Real32> force = GridForce<Real32>.From(in exact);
            if (force.Site == ForceSite.Nodes)
            {
                atNodes.Add(in force);
                continue;
            }

            if (moving == 0) continue;
            before?.Invoke(f);
            ArrayView<float> scale = WeightsOf(work, in force);
            apply(moving, particles.Views, grid, force, Views, scale, force.Weights < 0 ? 0 : 1, timeStep);
        }

        atNodes.Send();
    }

    public void Dispose()
    {
        atNodes.Dispose();
        numbers.Dispose();
        noWeights.Dispose();
        values.Dispose();
        starts.Dispose();
        foreach ((MemoryBuffer1D<float, Stride1D.Dense> buffer, _) in weights.Values) buffer.Dispose();
    }

    /// <summary>The weights of a force, or one number where it has none.</summary>
    public ArrayView<float> WeightsOf(SubstepWork work, in GridForce<Real32> force) =>
        force.Weights < 0 ? noWeights.View : WeightsOf(work.Weights[force.Weights]);

    private ArrayView<float> WeightsOf(ParticleWeights of)
    {
        bool known = weights.TryGetValue(of, out (MemoryBuffer1D<float, Stride1D.Dense> Buffer, int Version) entry);
        if (known && entry.Version == of.Version) return entry.Buffer.View;
        if (!known) entry.Buffer = device.Allocate<float>(of.Values.Length, "forces");
        entry.Buffer.CopyFromCPU(of.Values);
        weights[of] = (entry.Buffer, of.Version);
        return entry.Buffer.View;
    }

    private void SendFields(SubstepWork work)
    {
        if (work.Fields.Count == sentFields) return;
        sentFields = work.Fields.Count;
        long[] first = new long[sentFields];
        long total = 0;
        for (int i = 0; i < sentFields; i++) (first[i], total) = (total, total + work.Fields[i].Values.Length);
        values.Dispose();
        starts.Dispose();
        values = device.Allocate<float>(total, "fields of forces");
        starts = device.Allocate<long>(sentFields, "fields of forces");
        starts.CopyFromCPU(first);
        for (int i = 0; i < sentFields; i++)
            values.View.SubView(first[i], work.Fields[i].Values.Length).CopyFromCPU([.. work.Fields[i].Values]);
    }
}
