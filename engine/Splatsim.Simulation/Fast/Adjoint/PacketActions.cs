using Splatsim.Mathematics;

namespace Splatsim.Simulation.Fast;

/// <summary>The actions of one substep in reverse, on particles in packets.</summary>
/// <typeparam name="TLanes">The register width.</typeparam>
/// <typeparam name="TTransfer">Scatter and gather of that width.</typeparam>
internal sealed class PacketActions<TLanes, TTransfer>(
    FastSimulator<TLanes, TTransfer> simulator, SubstepOwners owners, CotangentPackets bars, ParameterSums sums, double cellSize)
    : SubstepActions(simulator, owners, sums)
    where TLanes : unmanaged, ILanes<TLanes>
    where TTransfer : struct, ITransfer
{
    private float[] velocities = [];

    /// <summary>Takes down the velocities that the next substep starts with, before its actions.</summary>
    public void KeepVelocities()
    {
        simulator.EndLastMove();
        if (velocities.Length == 0) velocities = new float[3 * simulator.ParticleCount];
        ReadOnlySpan<int> identifiers = simulator.Order.Identifiers;
        Span<float> state = simulator.Store.State.Span;
        for (int slot = 0; slot < identifiers.Length; slot++)
        {
            int identifier = identifiers[slot], at = (int)PacketLayout.Offset(slot) + PacketLayout.Velocity;
            if ((uint)identifier >= (uint)simulator.ParticleCount) continue;
            for (int axis = 0; axis < 3; axis++) velocities[3 * identifier + axis] = state[at + axis * PacketLayout.Lanes];
        }
    }

    // The last move has ended, and no substep has begun to move anything.
    public override Vector3<Real64> PositionOf(int particle) => simulator.PositionOf(particle);

    public override Vector3<Real64> VelocityOf(int particle) =>
        new(velocities[3 * particle], velocities[3 * particle + 1], velocities[3 * particle + 2]);

    public override Vector3<Real64> ByVelocity(int particle) =>
        simulator.TakesPart(particle) ? Read(particle, CotangentPackets.Velocity) : default;

    public override Matrix3x3<Real64> ByAffineVelocity(int particle)
    {
        if (!simulator.TakesPart(particle)) return default;
        Matrix3x3<Real64> by = ReadMatrix(particle, CotangentPackets.Affine);
        return bars.IsSeparate ? by + ReadMatrix(particle, bars.Rows.Gradient) : by;
    }

    public override void AddByPosition(int particle, Vector3<Real64> value) => Add(particle, 0, new Real64(cellSize) * value);

    public override void AddByVelocity(int particle, Vector3<Real64> value) => Add(particle, CotangentPackets.Velocity, value);

    public override void SetVelocityAdjoint(int particle, in Matrix3x3<Real64> slope)
    {
        if (!simulator.TakesPart(particle)) return;
        AddByPosition(particle, slope.Transposed * Read(particle, CotangentPackets.Velocity));
        int slot = bars.FindSlots()[particle];
        // The rows by C follow those by v.
        for (int row = 0; row < 12; row++) bars.Of(slot, CotangentPackets.Velocity, row) = 0;
        for (int row = 0; row < 9 && bars.IsSeparate; row++) bars.Of(slot, bars.Rows.Gradient, row) = 0;
    }

    private Matrix3x3<Real64> ReadMatrix(int particle, int offset) => Matrix3x3<Real64>.FromRows(
        Read(particle, offset), Read(particle, offset + 3 * PacketLayout.Lanes), Read(particle, offset + 6 * PacketLayout.Lanes));

    private Vector3<Real64> Read(int particle, int offset)
    {
        int slot = bars.FindSlots()[particle];
        return new(bars.Of(slot, offset, 0), bars.Of(slot, offset, 1), bars.Of(slot, offset, 2));
    }

    private void Add(int particle, int offset, Vector3<Real64> value)
    {
        int slot = bars.FindSlots()[particle];
        bars.Of(slot, offset, 0) += (float)value.X.Value;
        bars.Of(slot, offset, 1) += (float)value.Y.Value;
        bars.Of(slot, offset, 2) += (float)value.Z.Value;
    }
}
