using Splatsim.Mathematics;

namespace Splatsim.Simulation.Fast;

/// <summary>What one worker owns: scratch, and what it has noticed. Merged by sums, minima and maxima, which no order changes.</summary>
internal sealed unsafe class KernelWorker
{
    private GroupScratch? slow;
    private AlignedArray<float> history = new(0);

    /// <summary>Scratch of the group at hand.</summary>
    public GroupScratch Scratch { get; } = new();

    /// <summary>Scratch for a second set of velocities, where particles take several substeps at once.</summary>
    public GroupScratch Slow => slow ??= new();

    /// <summary>Scratch where walls are near.</summary>
    public WallScratch Walls { get; } = new();

    /// <summary>Room for the history of a group's packets.</summary>
    public float* History(int stride)
    {
        if (history.Length < PacketLayout.GroupPackets * stride) history = new(PacketLayout.GroupPackets * stride);
        return history.Pointer;
    }

    /// <summary>Lowest identifier of the particles found outside their bounds, or not a number; int.MaxValue for none.</summary>
    public int Escaped { get; set; } = int.MaxValue;

    /// <summary>Particles that were clamped for the first time in this frame.</summary>
    public int Clamped { get; set; }

    /// <summary>Lowest identifier among them; int.MaxValue for none.</summary>
    public int FirstClamped { get; set; } = int.MaxValue;
}
