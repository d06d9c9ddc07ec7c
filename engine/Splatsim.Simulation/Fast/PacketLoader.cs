using Splatsim.Mathematics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>Fills packets with a setup's particles and tracers, in the user's order, before the first sort.</summary>
internal static unsafe class PacketLoader
{
    /// <summary>Fills the store and the places that the first sort starts from.</summary>
    public static void Load<TLanes>(
        SimulationSetup setup, PacketStore store, PacketSorter sorter, BlockGrid grid, CellFrame frame, MatterTable<TLanes> matter,
        Predicate<int> isActive)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ParticleSet particles = setup.Particles;
        int tracers = setup.Tracers?.Count ?? 0;
        store.Reserve((particles.Count + tracers + Lanes - 1) / Lanes);
        for (int p = 0; p < particles.Count; p++)
        {
            float* state = store.State.Pointer + Offset(p);
            Enter(p, particles.Position(p));
            bool moves = isActive(p) && matter.Roles[matter.KindOfRow[particles.Material[p]]] is MatterRole.Matter or MatterRole.Rigid;
            for (int axis = 0; axis < 3; axis++) state[Velocity + axis * Lanes] = moves ? (float)particles.V[3 * p + axis] : 0;
            Constants(setup, store, isActive, p, p);
            Deformation(setup, store, p, p);
            Matrix(store.Affine, p, !moves ? null : store.IsSeparate ? particles.VelocityGradient ?? particles.C : particles.C, p);
            if (store.IsSeparate) Matrix(store.Transfer, p, moves ? particles.C : null, p);
            History(setup, store, matter, p, p);
            store.Identifiers[p] = p;
        }

        for (int t = 0; t < tracers; t++)
        {
            int slot = particles.Count + t;
            Enter(slot, setup.Tracers!.Position(t));
            float* state = store.State.Pointer + Offset(slot);
            for (int row = 3; row <= Volume / Lanes; row++) state[row * Lanes] = 0;
            Matrix(store.Affine, slot, null, t);
            if (store.IsSeparate) Matrix(store.Transfer, slot, null, t);
            Matrix(store.Deformation, slot, setup.Tracers.F, t);
            store.Identifiers[slot] = slot;
            store.Rows[slot] = matter.TracerRow;
        }

        void Enter(int slot, Vector3<Real64> x)
        {
            float* state = store.State.Pointer + Offset(slot);
            long place = PacketSorter.Enter(frame, grid, x.X.Value, x.Y.Value, x.Z.Value, out state[0], out state[Lanes], out state[2 * Lanes]);
            if (place < 0 && slot < particles.Count) throw new ParticleLeftDomainException(0, slot, x, setup.Domain);
            if (place < 0) place = PacketSorter.Rest(frame, x.X.Value, x.Y.Value, x.Z.Value, out state[0], out state[Lanes], out state[2 * Lanes]);
            sorter.InitialPlaces[slot] = place;
        }
    }

    /// <summary>Fills in what does not change with time, for all particles in their present slots; padding is left out.</summary>
    /// <param name="setup">The setup.</param>
    /// <param name="store">The particles.</param>
    /// <param name="isActive">Which of them take part.</param>
    public static void Constants(SimulationSetup setup, PacketStore store, Predicate<int> isActive)
    {
        foreach (PacketSpan span in store.Spans)
        {
            for (int slot = span.FirstPacket * Lanes; slot < span.FirstPacket * Lanes + span.Count; slot++)
            {
                int identifier = store.Identifiers[slot];
                if (identifier < setup.Particles.Count) Constants(setup, store, isActive, identifier, slot);
                else store.Rows[slot] = setup.Materials.Count;
            }
        }
    }

    /// <summary>
    /// Starts a particle anew in the slot that it has, in the frame of the block that the slot belongs to: the next sort, which must
    /// come before the next substep, brings it where it belongs.
    /// </summary>
    public static void Place<TLanes>(
        SimulationSetup setup, PacketStore store, CellFrame frame, MatterTable<TLanes> matter, int particle, int slot,
        (int X, int Y, int Z) block, Vector3<Real64> position, Vector3<Real64> velocity)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        float* state = store.State.Pointer + Offset(slot);
        (double x, double y, double z) = frame.ToGrid(position.X.Value, position.Y.Value, position.Z.Value);
        state[0] = (float)(x - (double)BlockNodes * block.X);
        state[Lanes] = (float)(y - (double)BlockNodes * block.Y);
        state[2 * Lanes] = (float)(z - (double)BlockNodes * block.Z);
        bool moves = matter.Roles[matter.KindOfRow[setup.Particles.Material[particle]]] == MatterRole.Matter;
        state[Velocity] = moves ? (float)velocity.X.Value : 0;
        state[Velocity + Lanes] = moves ? (float)velocity.Y.Value : 0;
        state[Velocity + 2 * Lanes] = moves ? (float)velocity.Z.Value : 0;
        Deformation(setup, store, particle, slot);
        Matrix(store.Affine, slot, null, particle);
        if (store.IsSeparate) Matrix(store.Transfer, slot, null, particle);
        History(setup, store, matter, particle, slot);
        store.Rows[slot] = setup.Particles.Material[particle];
    }

    /// <summary>Takes the particle of a slot out of everything, from the next sort on.</summary>
    public static void Park(PacketStore store, int parkedRow, int slot)
    {
        float* state = store.State.Pointer + Offset(slot);
        for (int axis = 0; axis < 3; axis++) state[Velocity + axis * Lanes] = 0;
        Matrix(store.Affine, slot, null, 0);
        if (store.IsSeparate) Matrix(store.Transfer, slot, null, 0);
        store.Rows[slot] = parkedRow;
    }

    private static void History<TLanes>(SimulationSetup setup, PacketStore store, MatterTable<TLanes> matter, int particle, int slot)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ParticleSet particles = setup.Particles;
        float* history = store.History.Pointer + (long)(slot >> 4) * store.HistoryStride + (slot & 15);
        for (int scalar = 0; scalar < store.HistoryStride / Lanes; scalar++)
        {
            history[scalar * Lanes] = (float)(particles.History?[ParticleSet.HistoryWidth * particle + scalar]
                ?? matter.InitialHistory(particles.Material[particle], scalar));
        }
    }

    private static void Constants(SimulationSetup setup, PacketStore store, Predicate<int> isActive, int particle, int slot)
    {
        float* state = store.State.Pointer + Offset(slot);
        state[Mass] = (float)(setup.Particles.Mass[particle] * RigidGroups.MassFactor(setup.Materials[setup.Particles.Material[particle]]));
        state[Volume] = (float)setup.Particles.RestVolume[particle];
        // The tracers' row comes after the materials', then that of particles without a part.
        store.Rows[slot] = isActive(particle) ? setup.Particles.Material[particle] : setup.Materials.Count + 1;
    }

    // Laws that forget the shape expect, and leave, F = J^(1/3) I.
    private static void Deformation(SimulationSetup setup, PacketStore store, int particle, int slot)
    {
        Matrix(store.Deformation, slot, setup.Particles.F, particle);
        if (!setup.Materials[setup.Particles.Material[particle]].Law.Description.ForgetsShape) return;
        double side = Math.Cbrt(Scalars.ReadMatrix<Real64>(setup.Particles.F.AsSpan(9 * particle, 9)).Determinant.Value);
        float* f = store.Deformation.Pointer + Offset(slot);
        for (int i = 0; i < 9; i++) f[i * Lanes] = i % 4 == 0 ? (float)side : 0;
    }

    private static void Matrix(AlignedArray<float> packets, int slot, double[]? values, int index)
    {
        float* target = packets.Pointer + Offset(slot);
        for (int i = 0; i < 9; i++) target[i * Lanes] = values is null ? 0 : (float)values[9 * index + i];
    }
}
