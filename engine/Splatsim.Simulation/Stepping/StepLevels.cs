namespace Splatsim.Simulation;

/// <summary>Which materials step how often in a frame. Level 0 takes every substep; level l > 0 is <c>Slow[l - 1]</c>.</summary>
internal sealed class StepLevels
{
    private readonly int[] levelOfMaterial;
    private int index;

    private StepLevels(StepLevel[] slow, int[] levelOfMaterial) => (Slow, this.levelOfMaterial) = (slow, levelOfMaterial);

    /// <summary>Levels that do not take every substep, by rising period.</summary>
    public IReadOnlyList<StepLevel> Slow { get; }

    /// <summary>Whether there are any.</summary>
    public bool Any => Slow.Count > 0;

    /// <summary>Whether no step is under way.</summary>
    public bool AreBetween => Slow.All(l => !l.IsRunning || l.Done == 0);

    /// <summary>Whether a step had to end early because somebody looked at its particles.</summary>
    public bool WereInterrupted { get; set; }

    /// <summary>Every material in every substep.</summary>
    /// <param name="materials">Number of materials.</param>
    public static StepLevels None(int materials) => new([], new int[materials]);

    /// <summary>Levels from substeps per step.</summary>
    /// <param name="periods">Substeps per step by material; each divides the largest.</param>
    public static StepLevels Of(IReadOnlyList<int> periods)
    {
        int[] distinct = [.. periods.Where(p => p > 1).Distinct().Order()];
        return new([.. distinct.Select(p => new StepLevel(p))], [.. periods.Select(p => Array.IndexOf(distinct, p) + 1)]);
    }

    /// <summary>Level of a material.</summary>
    public int Of(int material) => levelOfMaterial[material];

    /// <summary>Begins a substep.</summary>
    /// <param name="index">Its number in the frame.</param>
    public void BeginSubstep(int index)
    {
        this.index = index;
        foreach (StepLevel level in Slow) level.BeginSubstep(index);
    }

    /// <summary>Begins again the steps that ended between the begin of a substep and its work.</summary>
    public void BeginAgain() => BeginSubstep(index);

    /// <summary>Counts a substep.</summary>
    public void EndSubstep()
    {
        foreach (StepLevel level in Slow) level.EndSubstep();
    }
}
