using ILGPU;
using ILGPU.Runtime;
using Splatsim.Compute;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>
/// Rigid bodies of particles: sums are made on the device, six numbers per chunk come back and are added in double, the body moves on the
/// host, and its pose goes to its particles.
/// </summary>
internal sealed class DeviceRigid : IDisposable
{
    private readonly DeviceParticles particles;
    private readonly GridDomain domain;
    private readonly RigidGroups rigid;
    private readonly int[] firstChunks;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> members, bodies, chunks, cells;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> data, poses, sums;
    private readonly int[] hostCells;
    private readonly float[] hostPoses, hostSums;
    private readonly Action<KernelConfig, RigidViews, ParticleViews, ArrayView<int>, GridViews, StepNumbers, ArrayView<float>> sum;
    private readonly Action<Index1D, RigidViews, ParticleViews, ArrayView<int>, GridViews> write;

    private bool isStale;

    public DeviceRigid(ComputeDevice device, DeviceParticles particles, GridDomain domain, RigidGroups rigid)
    {
        (this.particles, this.domain, this.rigid) = (particles, domain, rigid);
        int[] of = [.. rigid.Groups.SelectMany(g => g.Particles)];
        float[] columns = new float[RigidViews.Columns * of.Length];
        List<int> bounds = [], bodyOf = [];
        firstChunks = new int[rigid.Groups.Count + 1];
        for (int body = 0; body < rigid.Groups.Count; body++)
        {
            RigidGroup group = rigid.Groups[body];
            int first = bodyOf.Count, end = first + group.Particles.Count;
            for (int i = first; i < end; i++) group.Describe(i - first, (column, value) => columns[(long)column * of.Length + i] = (float)value);
            bodyOf.AddRange(Enumerable.Repeat(body, end - first));
            for (int at = first; at < end; at += RigidKernels.GroupSize) bounds.AddRange([at, Math.Min(at + RigidKernels.GroupSize, end)]);
            firstChunks[body + 1] = bounds.Count / 2;
        }

        members = Send(of);
        bodies = Send([.. bodyOf]);
        chunks = Send([.. bounds]);
        data = device.Allocate<float>(columns.Length, "rigid bodies");
        data.CopyFromCPU(columns);
        (hostCells, hostPoses, hostSums) = (
            new int[3 * rigid.Groups.Count], new float[RigidViews.PoseWidth * rigid.Groups.Count], new float[RigidKernels.SumWidth * bounds.Count / 2]);
        cells = device.Allocate<int>(hostCells.Length, "rigid bodies");
        poses = device.Allocate<float>(hostPoses.Length, "rigid bodies");
        sums = device.Allocate<float>(hostSums.Length, "rigid bodies");
        sum = device.Launcher(RigidKernels.Sum, a => a.LoadStreamKernel<
            RigidViews, ParticleViews, ArrayView<int>, GridViews, StepNumbers, ArrayView<float>>(RigidKernels.Sum));
        write = device.Launcher(RigidKernels.Write, a => a.LoadAutoGroupedStreamKernel<
            Index1D, RigidViews, ParticleViews, ArrayView<int>, GridViews>(RigidKernels.Write));

        MemoryBuffer1D<int, Stride1D.Dense> Send(int[] values)
        {
            MemoryBuffer1D<int, Stride1D.Dense> buffer = device.Allocate<int>(values.Length, "rigid bodies");
            buffer.CopyFromCPU(values);
            return buffer;
        }
    }

    /// <summary>The bodies, with the poses that were sent last.</summary>
    public RigidViews Views => new()
    {
        Particles = members.View,
        Bodies = bodies.View,
        Data = data.View,
        Chunks = chunks.View,
        Cells = cells.View,
        Poses = poses.View,
        Count = (int)members.Length,
        AffineInertia = Real32.FromDouble(0.25 * domain.CellSize * domain.CellSize),
        InverseCellSize = Real32.FromDouble(1 / domain.CellSize),
    };

    /// <summary>First chunk of every body, and how many there are.</summary>
    public ReadOnlySpan<int> FirstChunks => firstChunks;

    /// <summary>What was sent is not how the bodies are any more.</summary>
    public void Forget() => isStale = true;

    /// <summary>The bodies' step, from velocities before contacts. Waits for the device.</summary>
    /// <param name="work">The substep.</param>
    /// <param name="fields">The fields that contacts name.</param>
    /// <param name="grid">The grid.</param>
    /// <param name="step">The substep's numbers.</param>
    /// <param name="writes">Whether particles take the bodies' motion.</param>
    public void Step(SubstepWork work, FieldTable fields, in GridViews grid, in StepNumbers step, bool writes = true)
    {
        if (isStale) SendPoses();
        sum(new KernelConfig(hostSums.Length / RigidKernels.SumWidth, RigidKernels.GroupSize), Views, particles.Views, particles.Slots.View, grid, step, sums.View);
        sums.CopyToCPU(hostSums);
        for (int body = 0; body < rigid.Groups.Count; body++)
        {
            Vector3<Real64> momentum = default, angular = default;
            for (int chunk = firstChunks[body]; chunk < firstChunks[body + 1]; chunk++)
            {
                ReadOnlySpan<float> s = hostSums.AsSpan(RigidKernels.SumWidth * chunk, RigidKernels.SumWidth);
                momentum += new Vector3<Real64>(s[0], s[1], s[2]);
                angular += new Vector3<Real64>(s[3], s[4], s[5]);
            }

            rigid.Groups[body].Move(momentum, angular, work, fields);
        }

        if (writes) Write(in grid);
        else SendPoses();
    }

    /// <summary>Gives all particles the motion of their bodies.</summary>
    public void Write(in GridViews grid)
    {
        SendPoses();
        write((int)members.Length, Views, particles.Views, particles.Slots.View, grid);
    }

    /// <summary>Sends where the bodies are.</summary>
    public void SendPoses()
    {
        Span<double> pose = stackalloc double[RigidViews.PoseWidth];
        for (int body = 0; body < rigid.Groups.Count; body++)
        {
            RigidGroup group = rigid.Groups[body];
            Vector3<Real64> at = domain.ToCells(group.State.Position);
            Scalars.Write(at, pose);
            for (int k = 0; k < 3; k++)
            {
                hostCells[3 * body + k] = (int)Math.Floor(pose[k]);
                pose[k] -= hostCells[3 * body + k];
            }

            Matrix3x3<Real64> turn = group.Turn;
            Scalars.Write(in turn, pose[RigidViews.Turn..]);
            Scalars.Write(group.Velocity, pose[RigidViews.Velocity..]);
            Scalars.Write(group.AngularVelocity, pose[RigidViews.Spin..]);
            for (int k = 0; k < pose.Length; k++) hostPoses[RigidViews.PoseWidth * body + k] = (float)pose[k];
        }

        cells.CopyFromCPU(hostCells);
        poses.CopyFromCPU(hostPoses);
        isStale = false;
    }

    public void Dispose()
    {
        members.Dispose();
        bodies.Dispose();
        chunks.Dispose();
        cells.Dispose();
        data.Dispose();
        poses.Dispose();
        sums.Dispose();
    }
}
