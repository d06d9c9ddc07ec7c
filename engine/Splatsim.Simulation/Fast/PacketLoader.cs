using Splatsim.Mathematics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>Fills packets with a setup's particles and tracers, in the user's order, before the first sort.</summary>
internal static unsafe class PacketLoader
{
    /// <summary>Fills the store and the places that the first sort starts from.</summary>
    public static void Load<TLanes>(
        SimulationSetup setup, PacketStore store, PacketSorter sorter, BlockGrid grid, CellFrame frame, MatterTable<TLanes> matter)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ParticleSet particles = setup.Particles;
        int tracers = setup.Tracers?.Count ?? 0;
        store.Reserve((particles.Count + tracers + Lanes - 1) / Lanes);
        for (int p = 0; p < particles.Count; p++)
        {
            float* state = store.State.Pointer + Offset(p);
            Enter(p, particles.Position(p));
            bool moves = matter.Roles[matter.KindOfRow[particles.Material[p]]] == MatterRole.Matter;
            for (int axis = 0; axis < 3; axis++) state[Velocity + axis * Lanes] = moves ? (float)particles.V[3 * p + axis] : 0;
            Constants(setup, store, p, p);
            Matrix(store.Deformation, p, particles.F, p);
            Matrix(store.Affine, p, moves ? particles.C : null, p);
            float* history = store.History.Pointer + (long)(p >> 4) * store.HistoryStride + (p & 15);
            for (int scalar = 0; scalar < store.HistoryStride / Lanes; scalar++)
                history[scalar * Lanes] = (float)(particles.History?[ParticleSet.HistoryWidth * p + scalar] ?? matter.InitialHistory(particles.Material[p], scalar));
            store.Identifiers[p] = p;
        }

        for (int t = 0; t < tracers; t++)
        {
            int slot = particles.Count + t;
            Enter(slot, setup.Tracers!.Position(t));
            float* state = store.State.Pointer + Offset(slot);
            for (int row = 3; row <= Volume / Lanes; row++) state[row * Lanes] = 0;
            Matrix(store.Affine, slot, null, t);
            Matrix(store.Deformation, slot, setup.Tracers.F, t);
            store.Identifiers[slot] = slot;
            store.Rows[slot] = matter.TracerRow;
        }

        void Enter(int slot, Vector3<Real64> x)
        {
            float* state = store.State.Pointer + Offset(slot);
            int place = PacketSorter.Enter(frame, grid, x.X.Value, x.Y.Value, x.Z.Value, out state[0], out state[Lanes], out state[2 * Lanes]);
            if (place < 0 && slot < particles.Count) throw new ParticleLeftDomainException(0, slot, x, setup.Domain);
            if (place < 0) place = PacketSorter.Rest(frame, x.X.Value, x.Y.Value, x.Z.Value, out state[0], out state[Lanes], out state[2 * Lanes]);
            sorter.InitialPlaces[slot] = (uint)place;
        }
    }

    /// <summary>Fills in what does not change with time, for all particles in their present slots; padding is left out.</summary>
    public static void Constants(SimulationSetup setup, PacketStore store)
    {
        foreach (PacketSpan span in store.Spans)
        {
            for (int slot = span.FirstPacket * Lanes; slot < span.FirstPacket * Lanes + span.Count; slot++)
            {
                int identifier = store.Identifiers[slot];
                if (identifier < setup.Particles.Count) Constants(setup, store, identifier, slot);
                else store.Rows[slot] = setup.Materials.Count;
            }
        }
    }

    private static void Constants(SimulationSetup setup, PacketStore store, int particle, int slot)
    {
        float* state = store.State.Pointer + Offset(slot);
        state[Mass] = (float)setup.Particles.Mass[particle];
        state[Volume] = (float)setup.Particles.RestVolume[particle];
        store.Rows[slot] = setup.Particles.Material[particle];
    }

    private static void Matrix(AlignedArray<float> packets, int slot, double[]? values, int index)
    {
        float* target = packets.Pointer + Offset(slot);
        for (int i = 0; i < 9; i++) target[i * Lanes] = values is null ? 0 : (float)values[9 * index + i];
    }
}
