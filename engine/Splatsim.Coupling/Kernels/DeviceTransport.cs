using ILGPU;
using ILGPU.Runtime;
using Splatsim.Compute;
using Splatsim.Mathematics;
using Splatsim.Simulation;
using Splatsim.Simulation.Kernels;
using Splatsim.Splats;

namespace Splatsim.Coupling.Kernels;

/// <summary>
/// Moves splats with a simulation that runs on a device, on that device: what <see cref="SplatBinding.Update"/> and
/// <see cref="SplatSplitting"/> do on the processor, by the same formulas in single precision. Nothing comes back to the host.
/// </summary>
public sealed class DeviceTransport : IDisposable
{
    private const string Purpose = "splats that move";

    private readonly IDeviceSimulation simulation;
    private readonly ComputeDevice device;
    private readonly bool splits;
    private readonly DeviceScan scan;
    private readonly DeviceBuffers buffers;
    private readonly TransportViews views;
    private readonly FollowerViews followers;
    private readonly TracedViews traced;
    private readonly ArrayView<int> parts;
    private readonly int tracerCount;
    private readonly int emittedCount;
    private readonly Action<Index1D, MotionViews, MatterViews> mark;
    private readonly Action<Index1D, MotionViews, TransportViews, TracedViews, MatterViews> trace;
    private readonly Action<Index1D, MotionViews, TransportViews, FollowerViews> follow;
    private readonly Action<Index1D, MotionViews, TransportViews, int> ride;
    private readonly Action<Index1D, TransportViews, ArrayView<int>> countParts;
    private readonly Action<Index1D, TransportViews, ArrayView<int>> split;
    private MemoryBuffer1D<int, Stride1D.Dense> marks;

    private DeviceTransport(IDeviceSimulation simulation, GaussianCloud cloud, SplatBinding binding, bool splits)
    {
        (this.simulation, device, this.splits) = (simulation, simulation.Device, splits);
        DeformedSplats splats = binding.Splats;
        buffers = new(device, Purpose);
        Rows = new(device, MovedColumns.Count, splats.Count, "moved splats");
        scan = new(device);
        int[] owners = splats.Indices ?? [.. Enumerable.Range(0, splats.Count)];
        (tracerCount, emittedCount) = (binding.TracerRows.Length, binding.EmittedCount);
        parts = buffers.Reserve<int>(splats.Count + 1);
        SceneFrame frame = binding.Transport.Frame;
        GridDomain domain = simulation.Domain;
        Matrix3x3<Real64> map = new Real64(domain.CellSize / frame.MetersPerUnit) * frame.Rotation.Transposed;
        views = new()
        {
            Rest = buffers.Send(RestColumns(cloud, binding.Transport, owners)),
            Splats = buffers.Send(owners),
            Particles = buffers.Send(binding.OwnParticles()),
            Count = splats.Count,
            Axes = Single(frame.Rotation),
            Map = Single(map),
            Origin = Single(frame.ToSplats(domain.Origin)),
        };
        followers = FollowersOf(binding);
        traced = new() { Rows = buffers.Send(binding.TracerRows), Offsets = buffers.Send([.. binding.OwnerOffsets.Select(x => (float)(x / domain.CellSize))]) };
        marks = device.Allocate<int>(1, Purpose);
        mark = device.Launcher(TransportKernels.Mark, a => a.LoadAutoGroupedStreamKernel<Index1D, MotionViews, MatterViews>(TransportKernels.Mark));
        trace = device.Launcher(TransportKernels.Trace, a => a.LoadAutoGroupedStreamKernel<Index1D, MotionViews, TransportViews, TracedViews, MatterViews>(TransportKernels.Trace));
        follow = device.Launcher(TransportKernels.Follow, a => a.LoadAutoGroupedStreamKernel<Index1D, MotionViews, TransportViews, FollowerViews>(TransportKernels.Follow));
        ride = device.Launcher(TransportKernels.Ride, a => a.LoadAutoGroupedStreamKernel<Index1D, MotionViews, TransportViews, int>(TransportKernels.Ride));
        countParts = device.Launcher(TransportKernels.CountParts, a => a.LoadAutoGroupedStreamKernel<Index1D, TransportViews, ArrayView<int>>(TransportKernels.CountParts));
        split = device.Launcher(TransportKernels.Split, a => a.LoadAutoGroupedStreamKernel<Index1D, TransportViews, ArrayView<int>>(TransportKernels.Split));
    }

    /// <summary>The moved splats, in the columns of <see cref="MovedColumns"/>; valid after <see cref="Update"/>.</summary>
    public DeviceRows Rows { get; }

    /// <summary>Prepares a transport where it can be done on a device.</summary>
    /// <param name="simulator">A simulation of the particles and tracers that the binding was made for.</param>
    /// <param name="cloud">The capture.</param>
    /// <param name="binding">Which splats move, and with what.</param>
    /// <param name="splits">Whether stretched splats are drawn as rows of short ones.</param>
    /// <returns>Null where the simulation runs elsewhere, or some tracers are moved by the host.</returns>
    /// <exception cref="ArgumentException">The simulation has other tracers than the binding.</exception>
    /// <exception cref="DeviceException">The device is full or lost.</exception>
    public static DeviceTransport? Create(ISimulator simulator, GaussianCloud cloud, SplatBinding binding, bool splits)
    {
        if (simulator is not IDeviceSimulation { HoldsTracers: true } simulation) return null;
        if (simulator.Tracers.Count != binding.TracerRows.Length)
            throw new ArgumentException($"the simulation has {simulator.Tracers.Count} tracers, the binding {binding.TracerRows.Length}; give it the binding's", nameof(simulator));
        return new(simulation, cloud, binding, splits);
    }

    /// <summary>Moves the splats to where the simulation is.</summary>
    /// <exception cref="DeviceException">The device was lost.</exception>
    public void Update()
    {
        if (views.Count == 0) return;
        MotionViews motion = simulation.Motion();
        TransportViews now = views;
        (now.Moved, now.Owners, now.Capacity) = (Rows.Values, Rows.Owners, Rows.Capacity);
        device.Guard(() =>
        {
            if (tracerCount > 0)
            {
                MatterViews matter = NoMatter(motion.CellCount);
                mark(simulation.ParticleCount, motion, matter);
                trace(tracerCount, motion, now, traced, matter);
            }

            if (followers.Count > 0) follow(followers.Count, motion, now, followers);
            if (emittedCount > 0) ride(emittedCount, motion, now, now.Count - emittedCount);
            if (!splits) return;
            countParts(now.Count + 1, now, parts);
            scan.Exclusive(parts, now.Count + 1);
            split(now.Count, now, parts);
            parts.SubView(now.Count, 1).CopyTo(Rows.Appended);
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        buffers.Dispose();
        marks.Dispose();
        Rows.Dispose();
        scan.Dispose();
    }

    // The table of cells, as large as matter asks for now, with no mark.
    private MatterViews NoMatter(int cells)
    {
        long words = ((long)cells + MatterViews.Bits32 - 1) / MatterViews.Bits32;
        if (marks.Length < words)
        {
            marks.Dispose();
            marks = device.Allocate<int>(words + words / 4, Purpose);
        }

        marks.MemSetToZero();
        return new() { Bits = marks.View };
    }

    private static float[] RestColumns(GaussianCloud cloud, SplatTransport transport, int[] owners)
    {
        int count = owners.Length;
        float[] columns = new float[(long)TransportViews.Columns * count];
        for (int k = 0; k < 6; k++) transport.Rest[k].Span.CopyTo(columns.AsSpan((TransportViews.Covariance + k) * count));
        for (int k = 0; k < 3; k++) transport.Bounds[k].Span.CopyTo(columns.AsSpan((TransportViews.Bounds + k) * count));
        for (int row = 0; row < count; row++) columns[TransportViews.OpacityLogit * count + row] = cloud.OpacityLogit[owners[row]];
        return columns;
    }

    private FollowerViews FollowersOf(SplatBinding binding)
    {
        NearestParticles? nearest = binding.Nearest;
        int count = nearest?.Count ?? 0, wide = nearest?.NeighbourCount ?? 0;
        int[] particles = new int[wide * count];
        float[] data = new float[(FollowerViews.FitColumns + FollowerViews.NeighbourColumns * (long)wide) * count];
        double perCell = 1 / simulation.Domain.CellSize;
        for (int i = 0; i < count; i++)
        {
            AffineFit<Real64> fit = nearest!.FitOf(i);
            Put(FollowerViews.Offset, new Real64(perCell) * fit.Offset);
            double inverse = 1 / (perCell * perCell);
            Put(FollowerViews.Inverse, new Real64(inverse) * new Vector3<Real64>(fit.Inverse.XX, fit.Inverse.XY, fit.Inverse.XZ));
            Put(FollowerViews.Inverse + 3, new Real64(inverse) * new Vector3<Real64>(fit.Inverse.YY, fit.Inverse.YZ, fit.Inverse.ZZ));
            Put(FollowerViews.First, fit.First);
            Put(FollowerViews.Second, fit.Second);
            Put(FollowerViews.Normal, fit.Normal);
            for (int n = 0; n < wide; n++)
            {
                particles[n * count + i] = nearest.Neighbours(i)[n];
                int column = FollowerViews.FitColumns + FollowerViews.NeighbourColumns * n;
                data[(column + FollowerViews.Weight) * (long)count + i] = (float)nearest.Weights(i)[n];
                Put(column + FollowerViews.Place, new Real64(perCell) * nearest.RestOf(i, n));
            }

            void Put(int column, Vector3<Real64> v)
            {
                data[column * (long)count + i] = (float)v.X.Value;
                data[(column + 1) * (long)count + i] = (float)v.Y.Value;
                data[(column + 2) * (long)count + i] = (float)v.Z.Value;
            }
        }

        return new() { Rows = buffers.Send(binding.FollowerRows), Neighbours = buffers.Send(particles), Data = buffers.Send(data), Count = count, NeighbourCount = wide };
    }

    private static Vector3<Real32> Single(Vector3<Real64> v) =>
        new(Real32.FromDouble(v.X.Value), Real32.FromDouble(v.Y.Value), Real32.FromDouble(v.Z.Value));

    private static Matrix3x3<Real32> Single(in Matrix3x3<Real64> m) => Matrix3x3<Real32>.FromRows(Single(m.Row0), Single(m.Row1), Single(m.Row2));
}
