namespace Splatsim.Simulation;

/// <summary>
/// In which order a number of substeps is reversed when not every state is kept: a list of steps, made before any of them is done. Slot 0 has
/// the initial state from the start.
/// </summary>
/// <remarks>
/// Binomial: Griewank and Walther 2000, "Algorithm 799: revolve". With s slots and r runs of any substep, C(s + r, s) substeps can be
/// reversed; n substeps take r n - C(s + r, r - 1) substeps of forward running.
/// </remarks>
public sealed class CheckpointSchedule
{
    private readonly List<CheckpointStep> steps = [];
    private readonly Stack<int> free = new();
    private int at;

    private CheckpointSchedule(int substeps, int slots)
    {
        SubstepCount = substeps;
        for (int slot = slots - 1; slot >= 1; slot--) free.Push(slot);
        SlotCount = slots;
    }

    /// <summary>Number of substeps that are reversed.</summary>
    public int SubstepCount { get; }

    /// <summary>Number of states that are kept at the same time, the initial one among them.</summary>
    public int SlotCount { get; }

    /// <summary>What to do, in this order.</summary>
    public IReadOnlyList<CheckpointStep> Steps => steps;

    /// <summary>Substeps that are run forward, without those that each reversal repeats by itself.</summary>
    public long ForwardCount { get; private set; }

    /// <summary>The schedule of a strategy.</summary>
    /// <param name="strategy">The strategy.</param>
    /// <param name="substeps">Number of substeps, at least 0.</param>
    /// <param name="slots">Number of states that memory holds, at least 1.</param>
    /// <exception cref="SimulationSetupException">The strategy needs more states than memory holds.</exception>
    public static CheckpointSchedule Of(CheckpointStrategy strategy, int substeps, long slots)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(substeps);
        ArgumentOutOfRangeException.ThrowIfLessThan(slots, 1);
        int needed = strategy switch
        {
            CheckpointStrategy.StoreAll => Math.Max(1, substeps),
            CheckpointStrategy.TwoLevel => LevelSlots(substeps, 2),
            CheckpointStrategy.ThreeLevel => LevelSlots(substeps, 3),
            _ => (int)Math.Min(slots, Math.Max(1, substeps)),
        };
        if (needed > slots)
        {
            throw new SimulationSetupException(
                "TapeOptions.MemoryBudget", $"{strategy} keeps {needed} states of {substeps} substeps, and the budget holds {slots}",
                "raise the budget, or choose automatic");
        }

        CheckpointSchedule schedule = new(substeps, needed);
        if (substeps == 0) return schedule;
        if (strategy == CheckpointStrategy.TwoLevel) schedule.Levels(0, substeps, 0, 2);
        else if (strategy == CheckpointStrategy.ThreeLevel) schedule.Levels(0, substeps, 0, 3);
        else schedule.Revolve(0, substeps, 0);
        return schedule;
    }

    /// <summary>Substeps of forward running that the binomial schedule takes, the fewest there are.</summary>
    /// <param name="substeps">n.</param>
    /// <param name="slots">s, at least 1.</param>
    public static long FewestForward(int substeps, int slots)
    {
        if (substeps <= 1) return 0;
        int runs = Runs(substeps, slots);
        return (long)runs * substeps - Binomial(slots + runs, runs - 1, long.MaxValue);
    }

    // [first, last) from the state in a slot, which keeps it. Every free slot may be used.
    private void Revolve(int first, int last, int slot)
    {
        while (last - first > 1)
        {
            int count = last - first, slots = free.Count + 1;
            if (slots == 1)
            {
                for (int substep = last - 1; substep >= first; substep--) ReverseFrom(slot, first, substep);
                return;
            }

            if (slots >= count)
            {
                StoreAll(first, last, slot);
                return;
            }

            int middle = first + Split(count, slots);
            Restore(slot, first);
            Advance(middle);
            int taken = Store();
            Revolve(middle, last, taken);
            free.Push(taken);
            last = middle;
        }

        ReverseFrom(slot, first, first);
    }

    // Equal parts, whose starts are kept, and the same within each part.
    private void Levels(int first, int last, int slot, int levels)
    {
        int count = last - first;
        if (levels == 1 || count <= 2)
        {
            StoreAll(first, last, slot);
            return;
        }

        int length = PartLength(count, levels);
        List<(int Start, int Slot)> parts = [(first, slot)];
        Restore(slot, first);
        for (int start = first + length; start < last; start += length)
        {
            Advance(start);
            parts.Add((start, Store()));
        }

        for (int part = parts.Count - 1; part >= 0; part--)
        {
            Levels(parts[part].Start, Math.Min(parts[part].Start + length, last), parts[part].Slot, levels - 1);
            if (part > 0) free.Push(parts[part].Slot);
        }
    }

    private void StoreAll(int first, int last, int slot)
    {
        int[] slots = new int[last - first];
        slots[0] = slot;
        if (last - first > 1) Restore(slot, first);
        for (int substep = first + 1; substep < last; substep++)
        {
            Advance(substep);
            slots[substep - first] = Store();
        }

        for (int substep = last - 1; substep >= first; substep--)
        {
            ReverseFrom(slots[substep - first], substep, substep);
            if (substep > first) free.Push(slots[substep - first]);
        }
    }

    private void ReverseFrom(int slot, int start, int substep)
    {
        if (at != substep) Restore(slot, start);
        Advance(substep);
        steps.Add(new(CheckpointAction.Reverse, substep, -1));
        // A reversal repeats its substep, and leaves the simulator behind it.
        at = substep + 1;
    }

    private void Restore(int slot, int substep)
    {
        if (at == substep && steps.Count > 0 && steps[^1].Action != CheckpointAction.Reverse) return;
        steps.Add(new(CheckpointAction.Restore, substep, slot));
        at = substep;
    }

    private void Advance(int substep)
    {
        if (substep == at) return;
        steps.Add(new(CheckpointAction.Advance, substep, -1));
        ForwardCount += substep - at;
        at = substep;
    }

    private int Store()
    {
        int slot = free.Pop();
        steps.Add(new(CheckpointAction.Store, at, slot));
        return slot;
    }

    // Where to put the next state: as far right as the number of runs allows for what lies before it.
    private static int Split(int count, int slots)
    {
        int runs = Runs(count, slots);
        long before = Binomial(slots + runs - 1, runs - 1, count), after = Binomial(slots + runs - 2, runs - 1, count);
        return (int)Math.Clamp(Math.Min(before, count - after), 1, count - 1);
    }

    // The fewest runs r with C(s + r, s) >= n.
    private static int Runs(int count, int slots)
    {
        int runs = 0;
        while (Binomial(slots + runs, slots, count) < count) runs++;
        return runs;
    }

    private static long Binomial(int n, int k, long most)
    {
        if (k < 0 || k > n) return 0;
        k = Math.Min(k, n - k);
        double value = 1;
        for (int i = 1; i <= k; i++)
        {
            value = value * (n - k + i) / i;
            if (value >= most) return most;
        }

        return (long)Math.Round(value);
    }

    private static int LevelSlots(int count, int levels)
    {
        if (levels == 1 || count <= 2) return Math.Max(1, count);
        int length = PartLength(count, levels);
        return (count + length - 1) / length + LevelSlots(length, levels - 1) - 1;
    }

    private static int PartLength(int count, int levels) =>
        (int)Math.Ceiling(Math.Pow(count, (levels - 1.0) / levels) - 1e-9);
}
