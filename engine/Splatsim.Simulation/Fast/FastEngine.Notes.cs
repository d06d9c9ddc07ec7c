using System.Numerics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

// What is noticed on the way: who left its bounds, whose stretches were clamped, what turned into heat.
internal sealed unsafe partial class FastEngine<TLanes, TTransfer>
{
    private readonly byte[] clampedInFrame;
    private double[] dissipated = [];

    /// <summary>Lowest identifier of the particles that were found outside their bounds; int.MaxValue for none.</summary>
    public int Escaped => workers.Min(w => w.Escaped);

    /// <summary>Different particles clamped since <see cref="BeginFrame"/>.</summary>
    public int ClampedCount => workers.Sum(w => w.Clamped);

    /// <summary>Lowest identifier among them; int.MaxValue for none.</summary>
    public int FirstClamped => workers.Min(w => w.FirstClamped);

    /// <summary>Forgets what was noticed in the last frame.</summary>
    public void BeginFrame()
    {
        if (ClampedCount > 0) Array.Clear(clampedInFrame);
        foreach (KernelWorker worker in workers) (worker.Escaped, worker.Clamped, worker.FirstClamped) = (int.MaxValue, 0, int.MaxValue);
    }

    /// <summary>Writes which particles were clamped in the last frame.</summary>
    public void SaveClamped(StateWriter target) => target.Write<byte>("clamped", clampedInFrame);

    /// <summary>Reads what <see cref="SaveClamped"/> wrote.</summary>
    public void RestoreClamped(StateReader source)
    {
        BeginFrame();
        source.Read<byte>("clamped", clampedInFrame);
        int first = Array.IndexOf(clampedInFrame, (byte)1);
        workers[0].Clamped = clampedInFrame.Count(c => c != 0);
        workers[0].FirstClamped = first < 0 ? int.MaxValue : first;
    }

    /// <summary>Energy that the laws turned into heat when the last substep started [J]: block by block, so that no order of workers matters.</summary>
    public double DissipatedInStep()
    {
        double sum = 0;
        for (int owner = 0; owner < grid.Owners.Count; owner++) sum += dissipated[owner];
        return sum;
    }

    /// <summary>Keeps account of what turns into heat.</summary>
    public void TrackDissipation()
    {
        if (dissipated.Length < grid.Owners.Count || dissipated.Length == 0) dissipated = new double[grid.Owners.Count + grid.Owners.Count / 8 + 1];
    }

    internal void Note(ulong outside, ulong clamped, KernelWorker worker, int packet)
    {
        int* identifiers = store.Identifiers.Pointer + packet * Lanes;
        for (; outside != 0; outside &= outside - 1)
            worker.Escaped = Math.Min(worker.Escaped, identifiers[BitOperations.TrailingZeroCount(outside)]);
        for (; clamped != 0; clamped &= clamped - 1)
        {
            int identifier = identifiers[BitOperations.TrailingZeroCount(clamped)];
            if (clampedInFrame[identifier] != 0) continue;
            clampedInFrame[identifier] = 1;
            worker.Clamped++;
            worker.FirstClamped = Math.Min(worker.FirstClamped, identifier);
        }
    }
}
