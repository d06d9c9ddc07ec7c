namespace Splatsim.Simulation.Fast;

// Particles that take several substeps at once; see SlowMotion.
internal sealed partial class FastSimulator<TLanes, TTransfer>
{
    // Every so many substeps, counted from the first one. With local steps every so many of the longest ones, between two of them: that is as far as the
    // particles of a simulation with such a step move.
    private bool IsSortDue
    {
        get
        {
            if (!Levels.Any) return SubstepCount % options.SortPeriod == 0;
            if (!Levels.AreBetween) return false;
            StepLevel longest = Levels.Slow[^1];
            long period = (long)options.SortPeriod * longest.Period, next = (SubstepCount + period - 1) / period * period;
            return next < SubstepCount + longest.Planned;
        }
    }

    protected override void LevelsChanged()
    {
        int[] kinds = new int[matter.Roles.Count];
        for (int m = 0; m < Setup.Materials.Count; m++) kinds[matter.KindOfRow[m]] = Levels.Of(m);
        kinds[matter.KindOfRow[matter.TracerRow]] = Levels.Slow.Count;
        engine.Slow.Set(Levels, kinds, matter.KindOfRow[matter.TracerRow]);
    }

    protected override void EndStep(int level) => engine.EndStep(level, Work.TimeStep);

    protected override void AdvanceDeformation(bool[] materials, double time)
    {
        Settle();
        bool[] kinds = new bool[matter.Roles.Count];
        for (int m = 0; m < materials.Length; m++) kinds[matter.KindOfRow[m]] |= materials[m];
        engine.AdvanceDeformation(kinds, time);
    }
}
