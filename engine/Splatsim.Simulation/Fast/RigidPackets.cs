using Splatsim.Mathematics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>Rigid bodies' access to particles in packets. A particle stays in its block's packets until the next sort.</summary>
internal sealed unsafe class RigidPackets(PacketReader reader, PacketStore store, CellFrame frame) : IRigidStore
{
    private int outOfReach;

    /// <summary>Whether all particles are where their blocks' arenas reach: base nodes -1 to 4.</summary>
    public bool IsWithinReach => outOfReach == 0;

    /// <summary>Starts looking for particles out of reach; the index of slots is made here, not by several threads.</summary>
    public void Begin()
    {
        outOfReach = 0;
        if (reader.Count > 0) reader.Find(0);
    }

    /// <summary>Looks for particles out of reach in a state that was gone back to.</summary>
    /// <param name="isRigid">By kind: whether it is rigid.</param>
    public void LookForReach(Predicate<int> isRigid)
    {
        outOfReach = 0;
        foreach (PacketSpan span in store.Spans)
        {
            if (!isRigid(span.Kind)) continue;
            for (int slot = span.FirstPacket * Lanes; slot < span.FirstPacket * Lanes + span.Count; slot++)
            {
                float* state = store.State.Pointer + Offset(slot);
                if (!Reaches(state[0]) || !Reaches(state[Lanes]) || !Reaches(state[2 * Lanes])) outOfReach = 1;
            }
        }
    }

    /// <inheritdoc/>
    public void Read(int particle, out Vector3<Real64> velocity, out Matrix3x3<Real64> affine)
    {
        int slot = reader.Find(particle).Slot;
        float* v = store.State.Pointer + Offset(slot) + Velocity;
        float* c = store.Affine.Pointer + Offset(slot);
        velocity = new(v[0], v[Lanes], v[2 * Lanes]);
        affine = Matrix3x3<Real64>.FromRows(
            new(c[0], c[Lanes], c[2 * Lanes]), new(c[3 * Lanes], c[4 * Lanes], c[5 * Lanes]), new(c[6 * Lanes], c[7 * Lanes], c[8 * Lanes]));
    }

    /// <inheritdoc/>
    public void Write(int particle, Vector3<Real64> position, Vector3<Real64> velocity, in Matrix3x3<Real64> affine, in Matrix3x3<Real64> deformation)
    {
        (int slot, (int X, int Y, int Z) block) = reader.Find(particle);
        float* state = store.State.Pointer + Offset(slot);
        (double x, double y, double z) = frame.ToGrid(position.X.Value, position.Y.Value, position.Z.Value);
        state[0] = (float)(x - (double)BlockNodes * block.X);
        state[Lanes] = (float)(y - (double)BlockNodes * block.Y);
        state[2 * Lanes] = (float)(z - (double)BlockNodes * block.Z);
        if (!Reaches(state[0]) || !Reaches(state[Lanes]) || !Reaches(state[2 * Lanes])) Volatile.Write(ref outOfReach, 1);
        float* v = state + Velocity;
        (v[0], v[Lanes], v[2 * Lanes]) = ((float)velocity.X.Value, (float)velocity.Y.Value, (float)velocity.Z.Value);
        Write(in affine, store.Affine.Pointer + Offset(slot));
        Write(in deformation, store.Deformation.Pointer + Offset(slot));
    }

    private static bool Reaches(float local) => local > -1 && local < BlockNodes + 1;

    private static void Write(in Matrix3x3<Real64> m, float* target)
    {
        (target[0], target[Lanes], target[2 * Lanes]) = ((float)m.M00.Value, (float)m.M01.Value, (float)m.M02.Value);
        (target[3 * Lanes], target[4 * Lanes], target[5 * Lanes]) = ((float)m.M10.Value, (float)m.M11.Value, (float)m.M12.Value);
        (target[6 * Lanes], target[7 * Lanes], target[8 * Lanes]) = ((float)m.M20.Value, (float)m.M21.Value, (float)m.M22.Value);
    }
}
