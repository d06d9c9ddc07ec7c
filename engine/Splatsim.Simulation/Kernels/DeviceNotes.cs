using ILGPU;
using ILGPU.Runtime;
using Splatsim.Compute;

namespace Splatsim.Simulation.Kernels;

/// <summary>The notes of one frame: set at its start, read back once at its end.</summary>
internal sealed class DeviceNotes : IDisposable
{
    private readonly MemoryBuffer1D<int, Stride1D.Dense> buffer;
    private readonly int[] empty = new int[Length];
    private readonly int[] host = new int[Length];

    public DeviceNotes(ComputeDevice device)
    {
        buffer = device.Allocate<int>(Length, "notes");
        Array.Fill(empty, int.MaxValue);
        empty[NoteViews.ClampedCount] = empty[NoteViews.Lost] = empty[NoteViews.FastestBits] = 0;
        empty.CopyTo(host, 0);
    }

    private const int Length = NoteViews.SingleCount + 2 * NoteViews.SlotCount;

    public NoteViews Views => new()
    {
        Single = buffer.View.SubView(0, NoteViews.SingleCount),
        Escaped = buffer.View.SubView(NoteViews.SingleCount, NoteViews.SlotCount),
        Clamped = buffer.View.SubView(NoteViews.SingleCount + NoteViews.SlotCount, NoteViews.SlotCount),
    };

    /// <summary>Number of clamped particles when the notes were last read.</summary>
    public int ClampedCount => host[NoteViews.ClampedCount];

    /// <summary>Lowest index of a clamped particle, or -1.</summary>
    public int FirstClamped => Index(host[NoteViews.FirstClamped]);

    public bool Lost => host[NoteViews.Lost] != 0;

    public int FirstNotFinite => Index(host[NoteViews.FirstNotFinite]);

    public int FirstOutside => Index(host[NoteViews.FirstOutside]);

    public double FastestSpeed => Math.Sqrt(BitConverter.Int32BitsToSingle(host[NoteViews.FastestBits]));

    /// <summary>First substep in which a particle was not inside the domain, and the lowest index of those; or -1.</summary>
    public (int Slot, int Particle) FirstEscape => First(NoteViews.SingleCount);

    /// <summary>First substep in which a stretch was clamped, and the lowest index of those particles; or -1.</summary>
    public (int Slot, int Particle) FirstClamp => First(NoteViews.SingleCount + NoteViews.SlotCount);

    public void Clear()
    {
        buffer.CopyFromCPU(empty);
        empty.CopyTo(host, 0);
    }

    /// <summary>Waits for the device.</summary>
    public void Read() => buffer.CopyToCPU(host);

    public void Dispose() => buffer.Dispose();

    private static int Index(int value) => value == int.MaxValue ? -1 : value;

    private (int Slot, int Particle) First(int start)
    {
        for (int slot = 0; slot < NoteViews.SlotCount; slot++)
            if (host[start + slot] != int.MaxValue) return (slot, host[start + slot]);
        return (-1, -1);
    }
}
