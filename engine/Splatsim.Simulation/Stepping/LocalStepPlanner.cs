namespace Splatsim.Simulation;

/// <summary>
/// Finds how many substeps each material may take at once. The largest such number K cuts the frame, the others divide it, so that all materials
/// meet every K substeps and at the frame's end. Of all K that are possible the one that costs least is taken, and none where it would hardly pay.
/// </summary>
internal sealed class LocalStepPlanner
{
    // Parts of the cost of a particle's substep, as measured: its share of the nodes, which take every substep; a slow step, with its second gather and
    // scatter; a tracer; a tracer's slow step.
    private const double NodeCost = 0.08, SlowCost = 1.5, TracerCost = 0.35, SlowTracerCost = 0.5;

    // What must be saved at least.
    private const double WorthwhileCost = 0.9;

    private const double Rounding = 1e-9;

    private readonly SimulationSetup setup;
    private readonly StepController controller;
    private readonly bool[] steps;
    private readonly long[] counts;

    /// <param name="setup">What is simulated.</param>
    /// <param name="controller">Steps of single materials.</param>
    public LocalStepPlanner(SimulationSetup setup, StepController controller)
    {
        (this.setup, this.controller) = (setup, controller);
        steps = [.. setup.Materials.Select(m => !m.IsRigid && !m.IsStationary)];
        counts = new long[setup.Materials.Count];
    }

    /// <summary>Particles of each material that took part when the last frame was planned.</summary>
    public IReadOnlyList<long> Counts => counts;

    /// <summary>Particles of all materials that took part.</summary>
    public long Count => counts.Sum();

    /// <summary>Changes a plan of equal substeps.</summary>
    /// <param name="uniform">Substeps that serve every material, and their length [s].</param>
    /// <param name="duration">Length of the frame [s].</param>
    /// <param name="speed">The fastest particle [m/s].</param>
    /// <param name="active">Who takes part.</param>
    /// <returns>Substeps, their length [s], and how many of them each material takes at once.</returns>
    public (int Count, double TimeStep, int[] Periods) Plan((int Count, double TimeStep) uniform, double duration, double speed, ActiveParticles active)
    {
        CountParticles(active);
        double[] longest = [.. setup.Materials.Select((m, i) => steps[i] ? controller.LongestStep(i, speed) : 0)];
        double tracers = setup.Tracers?.Count ?? 0;
        (int Count, double TimeStep, int[] Periods) best = (uniform.Count, uniform.TimeStep, Ones());
        double least = WorthwhileCost * uniform.Count * ((1 + NodeCost) * Count + TracerCost * tracers);
        for (int period = 2; period <= setup.StepPolicy.LargestStepRatio; period++)
        {
            if (Cut(uniform, duration, period) is not var (count, timeStep)) continue;
            int[] periods = [.. longest.Select(step => LargestDivisor(period, step / timeStep))];
            if (!periods.Where((p, m) => p == period && counts[m] > 0).Any()) continue;
            double cost = NodeCost * Count + SlowTracerCost * tracers / period;
            for (int m = 0; m < counts.Length; m++) cost += counts[m] * (periods[m] > 1 ? SlowCost / periods[m] : 1);
            cost *= count;
            if (cost >= least) continue;
            (least, best) = (cost, (count, timeStep, periods));
        }

        return best;
    }

    private int[] Ones() => [.. counts.Select(_ => 1)];

    private (int Count, double TimeStep)? Cut((int Count, double TimeStep) uniform, double duration, int period)
    {
        if (uniform.Count % period == 0) return uniform;
        // A step of the user's own that fills the frame is kept to the last digit.
        if (setup.StepPolicy.TimeStep is { } own && own == uniform.TimeStep) return null;
        long count = (uniform.Count + (long)period - 1) / period * period;
        return count > int.MaxValue ? null : ((int)count, duration / count);
    }

    private static int LargestDivisor(int period, double ratio)
    {
        for (int divisor = period; divisor > 1; divisor--)
            if (period % divisor == 0 && divisor <= ratio * (1 + Rounding)) return divisor;
        return 1;
    }

    private void CountParticles(ActiveParticles active)
    {
        Array.Clear(counts);
        int[] material = setup.Particles.Material;
        for (int p = 0; p < material.Length; p++)
            if (active[p] && !setup.Materials[material[p]].IsStationary) counts[material[p]]++;
    }
}
