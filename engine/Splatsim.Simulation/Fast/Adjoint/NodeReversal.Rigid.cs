using Splatsim.Mathematics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

// Rigid bodies of particles have gathered the velocities before contacts, where nodes were held already.
internal sealed unsafe partial class NodeReversal<TLanes>
{
    /// <summary>Arenas of derivatives by velocities before contacts; null where nobody has looked at them.</summary>
    public AlignedArray<float>? BeforeContacts { get; set; }

    // Those of one block, also in rows.
    private void TakeBeforeContacts(Scratch scratch, int block, float* velocities)
    {
        float* before = scratch.Before;
        GridKernels.Collect(grid.Sources(block), BeforeContacts!.Pointer, grid.Zeros.Pointer, before);
        KeepHeavy(velocities, before);
        update.Held.Release(block, before);
        update.Stationary.Release(block, before);
        for (int i = 0; i < BlockVolume; i++)
            for (int axis = 0; axis < 3; axis++) scratch.BeforeRows[axis * BlockVolume + i] = before[4 * i + axis];
    }

    private static void Add(float* values, float* to)
    {
        for (int i = 0; i < NodeFloats; i++) to[i] += values[i];
    }
}
