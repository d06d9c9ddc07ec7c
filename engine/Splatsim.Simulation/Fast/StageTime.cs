using System.Diagnostics;

namespace Splatsim.Simulation.Fast;

/// <summary>Accumulated wall time of one stage.</summary>
internal sealed class StageTime(string name)
{
    private long ticks;

    /// <summary>The stage.</summary>
    public string Name { get; } = name;

    /// <summary>Time so far [s].</summary>
    public double Seconds => (double)ticks / Stopwatch.Frequency;

    /// <summary>Adds the time since a reading, and returns the reading at its end.</summary>
    public long Add(long begin)
    {
        long end = Stopwatch.GetTimestamp();
        ticks += end - begin;
        return end;
    }

    /// <summary>Hands a part of the time so far over to another stage, which was within this one.</summary>
    public void Give(StageTime other, long begin, long end)
    {
        ticks -= end - begin;
        other.ticks += end - begin;
    }

    /// <summary>Starts again from 0.</summary>
    public void Reset() => ticks = 0;
}
