using Splatsim.Compute;
using Splatsim.Mathematics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>
/// Particles of rigid bodies in packets, for the reversal of a substep: what they gather is taken down and leaves them as they were, as does the
/// motion that their bodies give them; their derivatives are read and written in the packets of <see cref="CotangentPackets"/>.
/// </summary>
/// <param name="pool">Who copies.</param>
/// <param name="store">The particles.</param>
/// <param name="grid">The blocks.</param>
/// <param name="groups">The bodies.</param>
/// <param name="bars">The derivatives.</param>
/// <param name="cellSize">dx [m].</param>
internal sealed unsafe class RigidMatterPackets(
    WorkerPool pool, PacketStore store, BlockGrid grid, RigidGroups groups, CotangentPackets bars, double cellSize) : IRigidStore, IRigidMatterCotangents
{
    // v and C of a particle.
    private const int Rows = 12, ParticlesPerTask = 1024;

    private readonly int[] particles = [.. groups.Groups.SelectMany(g => g.Particles)];
    private readonly Dictionary<int, int> places = groups.Groups.SelectMany(g => g.Particles).Index().ToDictionary(p => p.Item, p => p.Index);
    private float[] kept = [], gathered = [];

    /// <summary>Velocities of the nodes as they were gathered, block by block.</summary>
    public AlignedArray<float> Met { get; private set; } = new(0);

    /// <summary>Takes down what the particles gather.</summary>
    /// <param name="gather">Gathers, into the particles.</param>
    /// <param name="slotOf">Where a particle lies.</param>
    public void Gather(Action gather, Func<int, int> slotOf)
    {
        if (kept.Length == 0) (kept, gathered) = (new float[Rows * particles.Length], new float[Rows * particles.Length]);
        int floats = grid.Places.Count * NodeFloats;
        if (Met.Length < floats) Met = AlignedArray<float>.Uninitialized(grid.Nodes.Length);
        grid.Nodes.Span[..floats].CopyTo(Met.Span);
        EachParticle(slotOf, (i, slot) => Read(slot, kept, i));
        gather();
        EachParticle(slotOf, (i, slot) =>
        {
            Read(slot, gathered, i);
            Write(slot, kept, i);
        });
    }

    /// <inheritdoc/>
    public void Read(int particle, out Vector3<Real64> velocity, out Matrix3x3<Real64> affine) => Gathered(particle, out velocity, out affine);

    /// <summary>The particles stay as they are.</summary>
    public void Write(int particle, Vector3<Real64> position, Vector3<Real64> velocity, in Matrix3x3<Real64> affine, in Matrix3x3<Real64> deformation)
    {
    }

    /// <inheritdoc/>
    public void Gathered(int particle, out Vector3<Real64> velocity, out Matrix3x3<Real64> affine)
    {
        ReadOnlySpan<float> rows = gathered.AsSpan(Rows * places[particle], Rows);
        velocity = new(rows[0], rows[1], rows[2]);
        affine = Matrix3x3<Real64>.FromRows(new(rows[3], rows[4], rows[5]), new(rows[6], rows[7], rows[8]), new(rows[9], rows[10], rows[11]));
    }

    /// <inheritdoc/>
    public RigidParticleCotangents Take(int particle)
    {
        int slot = bars.FindSlots()[particle];
        RigidParticleCotangents taken = new(
            new Real64(1 / cellSize) * Take(slot, 0), Take(slot, CotangentPackets.Velocity), TakeMatrix(slot, CotangentPackets.Affine),
            TakeMatrix(slot, CotangentPackets.Deformation));
        return taken;
    }

    /// <inheritdoc/>
    public void Set(int particle, in RigidParticleCotangents value)
    {
        int slot = bars.FindSlots()[particle];
        Set(slot, 0, new Real64(cellSize) * value.Position);
        Set(slot, CotangentPackets.Velocity, value.Velocity);
        Set(slot, CotangentPackets.Affine, value.Affine);
        Set(slot, CotangentPackets.Deformation, value.Deformation);
    }

    /// <summary>Puts them where the particle's own were: <see cref="ReverseEngine{TLanes, TTransfer}.ScatterMetAdjoint"/> takes them to the nodes.</summary>
    public void Answer(int particle, Vector3<Real64> byVelocity, in Matrix3x3<Real64> byAffine)
    {
        int slot = bars.FindSlots()[particle];
        Set(slot, CotangentPackets.Velocity, byVelocity);
        Set(slot, CotangentPackets.Affine, in byAffine);
    }

    /// <inheritdoc/>
    public (Vector3<Real64> Position, Matrix3x3<Real64> Deformation) TakeTracer(int tracer)
    {
        int slot = bars.FindSlots()[bars.ParticleCount + tracer];
        return (new Real64(1 / cellSize) * Take(slot, 0), TakeMatrix(slot, CotangentPackets.Deformation));
    }

    /// <inheritdoc/>
    public void SetTracer(int tracer, Vector3<Real64> position, in Matrix3x3<Real64> deformation)
    {
        int slot = bars.FindSlots()[bars.ParticleCount + tracer];
        Set(slot, 0, new Real64(cellSize) * position);
        Set(slot, CotangentPackets.Deformation, in deformation);
    }

    private void EachParticle(Func<int, int> slotOf, Action<int, int> act) => pool.Run((particles.Length + ParticlesPerTask - 1) / ParticlesPerTask, (task, _) =>
    {
        for (int i = task * ParticlesPerTask; i < Math.Min((task + 1) * ParticlesPerTask, particles.Length); i++) act(i, slotOf(particles[i]));
    });

    private void Read(int slot, float[] target, int i)
    {
        float* v = store.State.Pointer + Offset(slot) + Velocity, c = store.Affine.Pointer + Offset(slot);
        for (int row = 0; row < Rows; row++) target[Rows * i + row] = row < 3 ? v[row * Lanes] : c[(row - 3) * Lanes];
    }

    private void Write(int slot, float[] source, int i)
    {
        float* v = store.State.Pointer + Offset(slot) + Velocity, c = store.Affine.Pointer + Offset(slot);
        for (int row = 0; row < Rows; row++) (row < 3 ? ref v[row * Lanes] : ref c[(row - 3) * Lanes]) = source[Rows * i + row];
    }

    private Vector3<Real64> Take(int slot, int offset)
    {
        Vector3<Real64> taken = new(bars.Of(slot, offset, 0), bars.Of(slot, offset, 1), bars.Of(slot, offset, 2));
        Set(slot, offset, default(Vector3<Real64>));
        return taken;
    }

    private Matrix3x3<Real64> TakeMatrix(int slot, int offset) =>
        Matrix3x3<Real64>.FromRows(Take(slot, offset), Take(slot, offset + 3 * Lanes), Take(slot, offset + 6 * Lanes));

    private void Set(int slot, int offset, Vector3<Real64> value) =>
        (bars.Of(slot, offset, 0), bars.Of(slot, offset, 1), bars.Of(slot, offset, 2)) = ((float)value.X.Value, (float)value.Y.Value, (float)value.Z.Value);

    private void Set(int slot, int offset, in Matrix3x3<Real64> value)
    {
        Set(slot, offset, value.Row0);
        Set(slot, offset + 3 * Lanes, value.Row1);
        Set(slot, offset + 6 * Lanes, value.Row2);
    }
}
