using Splatsim.Simulation;

namespace Splatsim.Scenes;

/// <summary>Central differences of fourth order by one parameter at several steps, beside its adjoint, and the verdict.</summary>
internal sealed class DifferenceSteps(
    GradientParameter parameter, GradientCheckOptions options, PerturbationGrowth growth, double[] times, RunResult centre)
{
    // Relative to the parameter's size. The largest is a change that can be seen; truncation falls with the fourth power of the step, rounding
    // rises with its inverse.
    private static readonly double[] Steps = [1e-2, 1e-3, 1e-4, 1e-5, 1e-6];
    private static readonly int[] Offsets = [-2, -1, 1, 2];

    // Rounding of a sum after some hundred substeps, in parts of its terms' sizes.
    private const double Rounding = 1e-14;

    private const double Half = 0.5;

    /// <summary>Runs that a comparison takes.</summary>
    public static int RunCount => Steps.Length * Offsets.Length;

    /// <summary>Compares.</summary>
    /// <param name="gradients">The adjoint of the loss after each part of the horizon.</param>
    /// <param name="evaluate">Runs the simulation for some values of the parameter, in any order.</param>
    public ParameterCheck Compare(SimulationGradient[] gradients, Action<double[], Action<int, RunResult>> evaluate)
    {
        double[] adjoints = Array.ConvertAll(gradients, parameter.DerivativeOf);
        double[] steps = [.. Steps.Select(s => s * parameter.Size).Where(Fits)];
        RunResult[] runs = new RunResult[steps.Length * Offsets.Length];
        if (steps.Length > 0)
            evaluate([.. steps.SelectMany(h => Offsets.Select(o => parameter.Value + o * h))], (i, result) => runs[i] = result);
        int last = times.Length - 1;
        double[] differences = [.. steps.Select((h, s) => Difference(runs, s, h, last))];
        int best = Best(differences, adjoints[last]);
        double difference = best < 0 ? double.NaN : differences[best];
        double scale = Math.Max(Math.Abs(adjoints[last]), best < 0 ? 0 : Math.Abs(difference));
        double error = Relative(Math.Abs(adjoints[last] - difference), scale), spread = Spread(differences, scale);
        int crossed = runs.Count(r => r.Branches != centre.Branches);
        double[] missed = steps.Length == 0 || steps[0] < Steps[0] * parameter.Size ? Nothing() : Missed(runs, steps[0], adjoints);
        (GradientVerdict verdict, string reason) = Judge(adjoints[last], differences, steps, best, error, spread, runs, crossed);
        return new()
        {
            Name = parameter.Name,
            Unit = parameter.Unit,
            Value = parameter.Value,
            Adjoint = adjoints[last],
            Difference = difference,
            RelativeError = error,
            BestStep = best < 0 ? double.NaN : steps[best],
            Spread = spread,
            Verdict = verdict,
            Reason = reason,
            Branches = (crossed, runs.Length),
            Errors = [.. times.Select((_, k) => ErrorAt(runs, steps, adjoints, k))],
            Missed = missed,
            UsefulHorizon = Array.FindIndex(missed, m => m > Half) is int k and >= 0 ? times[k] : double.PositiveInfinity,
        };
    }

    private (GradientVerdict Verdict, string Reason) Judge(
        double adjoint, double[] differences, double[] steps, int best, double error, double spread, RunResult[] runs, int crossed)
    {
        if (best < 0)
        {
            return (GradientVerdict.Unresolved, steps.Length == 0
                ? $"{parameter.Value:g4} lies at the end of its range {parameter.Minimum:g4} .. {parameter.Maximum:g4}: no difference of both sides"
                : "every changed run broke");
        }

        if (adjoint == 0 && differences.All(d => d == 0)) return (GradientVerdict.NoEffect, "does not act within the horizon");
        if (error <= options.Tolerance) return (GradientVerdict.Right, "agrees");
        double rounding = Rounding * centre.Magnitude / steps[best];
        if (Math.Abs(adjoint - differences[best]) <= rounding)
            return (GradientVerdict.Right, FormattableString.Invariant($"agrees to the rounding of the differences, {rounding:g2}"));
        string at = FormattableString.Invariant($"differs by {error:g2}");
        // Differences on one side of all branches that agree among themselves better than with the adjoint leave no excuse.
        double[] clean = [.. differences.Where((_, s) => IsClean(runs, s))];
        double agreement = Spread(clean, Math.Max(Math.Abs(adjoint), clean.Select(Math.Abs).DefaultIfEmpty(0).Max()));
        double bend = Bend(runs, steps, Math.Max(Math.Abs(adjoint), Math.Abs(differences[best])));
        if (error > 10 * agreement && !(bend > options.Tolerance))
            return (GradientVerdict.Wrong, FormattableString.Invariant($"{at}, and differences that cross no branch agree among themselves to {agreement:g2}"));
        if (growth.Growth[^1] >= PerturbationGrowth.Limit && spread > options.Tolerance)
            return (GradientVerdict.Chaos, FormattableString.Invariant($"{at}: chaos, changes have grown {growth.Growth[^1]:g2}-fold by then"));
        if (bend > options.Tolerance && crossed == 0)
            return (GradientVerdict.KinkCrossed, FormattableString.Invariant($"{at}: a kink at the value itself, slopes to either side differ by {bend:g2}"));
        if (crossed == 0) return (GradientVerdict.Unresolved, FormattableString.Invariant($"{at}, but so do the differences among themselves: {spread:g2}"));
        RunResult other = runs.Skip(best * Offsets.Length).Take(Offsets.Length).FirstOrDefault(r => r.Branches != centre.Branches)
            ?? runs.First(r => r.Branches != centre.Branches);
        return (GradientVerdict.KinkCrossed, $"{at}: kink crossed in {crossed} of {runs.Length} runs ({centre.Branches.DifferenceTo(other.Branches)})");
    }

    // Right slope less left slope, relative: shrinks with the step where the loss is smooth, stays where it has a kink; 0 where it shrinks.
    private double Bend(RunResult[] runs, double[] steps, double scale)
    {
        double before = 0, bend = 0;
        for (int s = 0; s < steps.Length; s++)
        {
            double above = runs[s * Offsets.Length + 2].Values[^1], below = runs[s * Offsets.Length + 1].Values[^1];
            double now = Math.Abs(above - 2 * centre.Values[^1] + below) / steps[s];
            if (!double.IsFinite(now) || now <= 4 * Rounding * centre.Magnitude / steps[s]) continue;
            bend = now > 0.5 * before && before > 0 ? now : 0;
            before = now;
        }

        return Relative(bend, scale);
    }

    private bool IsClean(RunResult[] runs, int step) =>
        runs.Skip(step * Offsets.Length).Take(Offsets.Length).All(r => r.Branches == centre.Branches && double.IsFinite(r.Values[^1]));

    private bool Fits(double step) => parameter.Value - 2 * step >= parameter.Minimum && parameter.Value + 2 * step <= parameter.Maximum;

    // (8 (f(h) - f(-h)) - (f(2h) - f(-2h))) / 12h.
    private static double Difference(RunResult[] runs, int step, double h, int point)
    {
        double At(int offset) => runs[step * Offsets.Length + offset].Values[point];
        return (8 * (At(2) - At(1)) - (At(3) - At(0))) / (12 * h);
    }

    private static int Best(double[] differences, double adjoint)
    {
        int best = -1;
        for (int s = 0; s < differences.Length; s++)
        {
            if (!double.IsFinite(differences[s])) continue;
            if (best < 0 || Math.Abs(differences[s] - adjoint) < Math.Abs(differences[best] - adjoint)) best = s;
        }

        return best;
    }

    private static double Spread(double[] differences, double scale)
    {
        double spread = double.PositiveInfinity;
        for (int s = 1; s < differences.Length; s++)
            if (double.IsFinite(differences[s] - differences[s - 1])) spread = Math.Min(spread, Relative(Math.Abs(differences[s] - differences[s - 1]), scale));
        return spread;
    }

    private static double ErrorAt(RunResult[] runs, double[] steps, double[] adjoints, int point)
    {
        double[] differences = [.. steps.Select((h, s) => Difference(runs, s, h, point))];
        int best = Best(differences, adjoints[point]);
        return best < 0 ? double.NaN : Relative(Math.Abs(differences[best] - adjoints[point]), Math.Max(Math.Abs(adjoints[point]), Math.Abs(differences[best])));
    }

    // Against the largest effect so far: an effect that passes through 0 does not end a horizon.
    private double[] Missed(RunResult[] runs, double step, double[] adjoints)
    {
        double[] missed = new double[times.Length];
        double largest = 0;
        for (int k = 0; k < times.Length; k++)
        {
            double effect = 0.5 * (runs[2].Values[k] - runs[1].Values[k]) / step;
            largest = Math.Max(largest, Math.Max(Math.Abs(effect), Math.Abs(adjoints[k])));
            missed[k] = Relative(Math.Abs(effect - adjoints[k]), largest);
        }

        return missed;
    }

    private double[] Nothing() => [.. Enumerable.Repeat(double.NaN, times.Length)];

    private static double Relative(double difference, double scale) => difference == 0 ? 0 : difference / scale;
}
