using ILGPU;
using ILGPU.Runtime;
using Splatsim.Compute;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>
/// Single particles as events see and change them. Changes wait for the next substep and travel together; particles that were
/// looked at in one substep are fetched together in the next.
/// </summary>
internal sealed class DeviceAccess : IDisposable
{
    private const int Fetched = 6;

    private readonly ComputeDevice device;
    private readonly DeviceParticles particles;
    private readonly GridDomain domain;
    private readonly int width;
    private readonly Action<Index1D, ParticleViews, ArrayView<int>, ArrayView<int>, ArrayView<long>, ArrayView<float>, int> change;
    private readonly Action<Index1D, ParticleViews, ArrayView<int>, ArrayView<int>, ArrayView<float>, ArrayView<long>> fetch;
    private readonly Dictionary<int, (Vector3<Real64> Position, Vector3<Real64> Velocity)> known = [];
    private readonly Dictionary<int, ParticleChange> changes = [];
    private HashSet<int> asked = [];
    private HashSet<int> askedBefore = [];
    private bool fetched;
    private MemoryBuffer1D<int, Stride1D.Dense> which;
    private MemoryBuffer1D<long, Stride1D.Dense> places;
    private MemoryBuffer1D<float, Stride1D.Dense> values;

    public DeviceAccess(ComputeDevice device, DeviceParticles particles, GridDomain domain)
    {
        (this.device, this.particles, this.domain, width) = (device, particles, domain, particles.ColumnCount);
        which = device.Allocate<int>(2, "events");
        places = device.Allocate<long>(1, "events");
        values = device.Allocate<float>(width, "events");
        change = device.Launcher(ParticleKernels.Change, a => a.LoadAutoGroupedStreamKernel<
            Index1D, ParticleViews, ArrayView<int>, ArrayView<int>, ArrayView<long>, ArrayView<float>, int>(ParticleKernels.Change));
        fetch = device.Launcher(ParticleKernels.Fetch, a => a.LoadAutoGroupedStreamKernel<
            Index1D, ParticleViews, ArrayView<int>, ArrayView<int>, ArrayView<float>, ArrayView<long>>(ParticleKernels.Fetch));
    }

    /// <summary>Changes wait.</summary>
    public bool HasChanges => changes.Count > 0;

    /// <summary>Among them are particles that start somewhere else, so that a sort is due.</summary>
    public bool HasPlacements { get; private set; }

    public Vector3<Real64> PositionOf(int particle) =>
        changes.TryGetValue(particle, out ParticleChange entry) && entry.Kind == ParticleChange.Place ? entry.Position : Look(particle).Position;

    public Vector3<Real64> VelocityOf(int particle)
    {
        if (!changes.TryGetValue(particle, out ParticleChange entry)) return Look(particle).Velocity;
        return entry.Kind == ParticleChange.Add ? Look(particle).Velocity + entry.Velocity : entry.Velocity;
    }

    public void Add(int particle, Vector3<Real64> velocity)
    {
        changes.TryGetValue(particle, out ParticleChange entry);
        entry.Velocity += velocity;
        changes[particle] = entry;
    }

    public void Replace(int particle, Vector3<Real64> velocity, in Matrix3x3<Real64> affine)
    {
        changes.TryGetValue(particle, out ParticleChange entry);
        if (entry.Kind != ParticleChange.Place) entry.Kind = ParticleChange.Replace;
        (entry.Velocity, entry.Affine) = (velocity, affine);
        changes[particle] = entry;
    }

    public void Park(int particle) => changes[particle] = new() { Kind = ParticleChange.Park };

    public void Place(int particle, Vector3<Real64> position, Vector3<Real64> velocity)
    {
        changes[particle] = new() { Kind = ParticleChange.Place, Position = position, Velocity = velocity };
        HasPlacements = true;
    }

    /// <summary>Sends the changes; what was known is not any more.</summary>
    public void Flush()
    {
        Forget();
        if (changes.Count == 0) return;
        Reserve(changes.Count);
        int[] list = new int[2 * changes.Count];
        long[] placed = new long[changes.Count];
        float[] numbers = new float[width * changes.Count];
        Span<double> row = stackalloc double[12];
        int at = 0;
        foreach ((int particle, ParticleChange entry) in changes)
        {
            Span<float> columns = numbers.AsSpan(width * at, width);
            (list[2 * at], list[2 * at + 1]) = (particle, entry.Kind);
            if (entry.Kind == ParticleChange.Place)
            {
                particles.InitialColumns(particle, columns);
                (placed[at], float x, float y, float z) = DeviceParticles.Local(domain, entry.Position);
                (columns[ParticleViews.X], columns[ParticleViews.X + 1], columns[ParticleViews.X + 2]) = (x, y, z);
            }

            Scalars.Write(entry.Velocity, row);
            Scalars.Write(in entry.Affine, row[3..]);
            for (int k = 0; k < 12; k++) columns[ParticleViews.V + k] = (float)row[k];
            at++;
        }

        which.View.SubView(0, list.Length).CopyFromCPU(list);
        places.View.SubView(0, placed.Length).CopyFromCPU(placed);
        values.View.SubView(0, numbers.Length).CopyFromCPU(numbers);
        change(changes.Count, particles.Views, particles.Slots.View, which.View, places.View, values.View, width);
        Drop();
    }

    /// <summary>The particles have moved.</summary>
    public void Forget()
    {
        if (asked.Count > 0 || fetched)
        {
            (asked, askedBefore) = (askedBefore, asked);
            asked.Clear();
        }

        known.Clear();
        fetched = false;
    }

    /// <summary>Forgets changes that were not sent.</summary>
    public void Drop()
    {
        changes.Clear();
        HasPlacements = false;
    }

    public void Dispose()
    {
        which.Dispose();
        places.Dispose();
        values.Dispose();
    }

    private (Vector3<Real64> Position, Vector3<Real64> Velocity) Look(int particle)
    {
        asked.Add(particle);
        if (known.TryGetValue(particle, out (Vector3<Real64> Position, Vector3<Real64> Velocity) state)) return state;
        if (!fetched && askedBefore.Contains(particle)) Fetch();
        else FetchAll();
        fetched = true;
        return known[particle];
    }

    private void Fetch()
    {
        int[] list = [.. askedBefore];
        Reserve(list.Length);
        which.View.SubView(0, list.Length).CopyFromCPU(list);
        fetch(list.Length, particles.Views, particles.Slots.View, which.View, values.View, places.View);
        float[] state = new float[Fetched * list.Length];
        long[] place = new long[list.Length];
        values.View.SubView(0, state.Length).CopyToCPU(state);
        places.View.SubView(0, place.Length).CopyToCPU(place);
        for (int i = 0; i < list.Length; i++)
        {
            ReadOnlySpan<float> s = state.AsSpan(Fetched * i, Fetched);
            known[list[i]] = (particles.World(place[i], s[0], s[1], s[2]), new(s[3], s[4], s[5]));
        }
    }

    private void FetchAll()
    {
        int count = particles.Count;
        (float[] state, long[] place, int[] slots) = particles.DownloadMotion();
        for (int p = 0; p < count; p++)
        {
            int i = slots[p];
            known[p] = (
                particles.World(place[i], state[i], state[count + i], state[2 * count + i]),
                new(state[3 * count + i], state[4 * count + i], state[5 * count + i]));
        }
    }

    private void Reserve(int count)
    {
        if (places.Length >= count) return;
        Dispose();
        which = device.Allocate<int>(4L * count, "events");
        places = device.Allocate<long>(2L * count, "events");
        values = device.Allocate<float>(2L * width * count, "events");
    }
}
