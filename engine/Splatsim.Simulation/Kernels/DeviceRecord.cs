using ILGPU;
using ILGPU.Runtime;
using Splatsim.Compute;

namespace Splatsim.Simulation.Kernels;

/// <summary>
/// What the reversal of one substep needs of its forward run, kept on the device while that is repeated: nothing of it outlives the substep.
/// Columns are in the order of the substep's sort.
/// </summary>
internal sealed class DeviceRecord : IDisposable
{
    private readonly ComputeDevice device;
    private readonly DeviceParticles particles;
    private readonly DeviceGrid grid;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> behind, startVelocity;
    private readonly List<MemoryBuffer1D<float, Stride1D.Dense>> velocities = [];
    private readonly Dictionary<int, int> placeOfForce = [];
    private MemoryBuffer1D<float, Stride1D.Dense> transferred, met;

    public DeviceRecord(ComputeDevice device, DeviceParticles particles, DeviceGrid grid, bool hasActions)
    {
        (this.device, this.particles, this.grid) = (device, particles, grid);
        behind = device.Allocate<float>((long)(particles.ColumnCount - ParticleViews.F) * particles.Count, "a recorded substep");
        startVelocity = device.Allocate<float>(hasActions ? 3L * particles.Count : 1, "a recorded substep");
        transferred = device.Allocate<float>(4, "a recorded substep");
        met = device.Allocate<float>(4, "a recorded substep");
        HasActions = hasActions;
    }

    /// <summary>Whether someone may ask for velocities at the start.</summary>
    public bool HasActions { get; }

    /// <summary>F and the columns behind it, before the laws.</summary>
    public ArrayView<float> Behind => behind.View;

    /// <summary>Momenta and masses of the nodes before the update.</summary>
    public ArrayView<float> Transferred => transferred.View;

    /// <summary>Velocities of the nodes when rigid bodies of particles gathered them; only where there are any.</summary>
    public ArrayView<float> Met => met.View;

    /// <summary>Velocities before the events, brought to the host: three columns.</summary>
    public float[] StartVelocities() => startVelocity.GetAsArray1D();

    /// <summary>Velocities before a force at particles: three columns.</summary>
    public ArrayView<float> Velocities(int force) => velocities[placeOfForce[force]].View;

    /// <summary>The particles are sorted, and nothing has happened to them yet.</summary>
    public void AtStart()
    {
        placeOfForce.Clear();
        if (HasActions) CopyVelocities(startVelocity);
    }

    /// <summary>A force at particles is about to act.</summary>
    public void BeforeForce(int force)
    {
        if (placeOfForce.Count == velocities.Count) velocities.Add(device.Allocate<float>(3L * particles.Count, "a recorded substep"));
        CopyVelocities(velocities[placeOfForce.Count]);
        placeOfForce.Add(force, placeOfForce.Count);
    }

    /// <summary>The laws are about to change F and the history.</summary>
    public void BeforeLaws()
    {
        if (particles.Count == 0) return;
        long first = (long)ParticleViews.F * particles.Count, length = (long)(particles.ColumnCount - ParticleViews.F) * particles.Count;
        behind.View.SubView(0, length).CopyFrom(particles.Views.Data.SubView(first, length));
    }

    /// <summary>The nodes have their momenta.</summary>
    public void AfterParticleToGrid()
    {
        long length = 4L * grid.AllNodes;
        if (length == 0) return;
        if (transferred.Length < length)
        {
            transferred.Dispose();
            transferred = device.Allocate<float>(length + length / 4, "a recorded substep");
        }

        transferred.View.SubView(0, length).CopyFrom(grid.Views.Momentum.SubView(0, length));
    }

    /// <summary>Rigid bodies of particles are about to gather.</summary>
    public void BeforeRigid()
    {
        long length = 4L * grid.StoredNodes;
        if (length == 0) return;
        GrowingBuffers.Reserve(device, ref met, length, "a recorded substep");
        met.View.SubView(0, length).CopyFrom(grid.Views.Velocity.SubView(0, length));
    }

    public void Dispose()
    {
        met.Dispose();
        behind.Dispose();
        startVelocity.Dispose();
        transferred.Dispose();
        foreach (MemoryBuffer1D<float, Stride1D.Dense> buffer in velocities) buffer.Dispose();
    }

    private void CopyVelocities(MemoryBuffer1D<float, Stride1D.Dense> target)
    {
        if (particles.Count == 0) return;
        long first = (long)ParticleViews.V * particles.Count, length = 3L * particles.Count;
        target.View.SubView(0, length).CopyFrom(particles.Views.Data.SubView(first, length));
    }
}
