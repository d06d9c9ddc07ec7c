namespace Splatsim.Fitting;

/// <summary>L-BFGS: Newton's method with curvature learnt from the last steps. For smooth losses of any number of parameters.</summary>
/// <remarks>Nocedal and Wright 2006, "Numerical Optimization", algorithms 7.4 and 7.5, with a strong Wolfe line search.</remarks>
public static class LimitedMemory
{
    /// <summary>Searches from a start.</summary>
    /// <param name="objective">Loss and gradient.</param>
    /// <param name="start">Where the search begins.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellation">Ends the search with an exception.</param>
    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    /// <exception cref="FittingException">The start has no finite loss and gradient.</exception>
    public static OptimiserResult Minimise(
        Objective objective, ReadOnlySpan<double> start, LimitedMemoryOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new LimitedMemoryOptions();
        options.Validate();
        WolfeSearch search = new(objective, start);
        List<(double[] Step, double[] Change, double Inverse)> memory = [];
        for (int iteration = 0; ; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            OptimiserResult End(StopReason reason) => new(search.Parameters, search.Loss, iteration, search.Evaluations, reason);
            if (search.Gradient.Max(Math.Abs) <= options.GradientTolerance) return End(StopReason.Converged);
            if (iteration >= options.Iterations) return End(StopReason.IterationsUsed);
            double[] direction = Direction(search.Gradient, memory), before = search.Parameters, gradientBefore = search.Gradient;
            double lossBefore = search.Loss;
            double first = memory.Count > 0 ? 1 : options.FirstStep / Math.Max(Vectors.Norm(search.Gradient), 1e-300);
            if (!search.Go(direction, first, options.LossTolerance))
            {
                if (search.IsSettled) return End(StopReason.Converged);
                // Along the steepest descent once more before giving up: the memory may be what misleads.
                if (memory.Count == 0) return End(StopReason.NoProgress);
                memory.Clear();
                continue;
            }

            Remember(memory, options.Memory, Difference(search.Parameters, before), Difference(search.Gradient, gradientBefore));
            if (lossBefore - search.Loss <= options.LossTolerance * Math.Abs(lossBefore)) return End(StopReason.Converged);
        }
    }

    private static void Remember(List<(double[] Step, double[] Change, double Inverse)> memory, int most, double[] step, double[] change)
    {
        double curvature = Vectors.Dot(step, change);
        // Strong Wolfe steps have positive curvature; rounding may take it away near the minimum.
        if (!(curvature > 1e-16 * Vectors.Dot(change, change))) return;
        if (memory.Count == most) memory.RemoveAt(0);
        memory.Add((step, change, 1 / curvature));
    }

    // Two loops: -H g from the remembered steps.
    private static double[] Direction(double[] gradient, List<(double[] Step, double[] Change, double Inverse)> memory)
    {
        double[] q = [.. gradient], alpha = new double[memory.Count];
        for (int i = memory.Count - 1; i >= 0; i--)
        {
            alpha[i] = memory[i].Inverse * Vectors.Dot(memory[i].Step, q);
            Vectors.AddScaled(q, -alpha[i], memory[i].Change);
        }

        double scale = memory.Count == 0 ? 1 : 1 / (memory[^1].Inverse * Vectors.Dot(memory[^1].Change, memory[^1].Change));
        for (int i = 0; i < q.Length; i++) q[i] *= scale;
        for (int i = 0; i < memory.Count; i++)
            Vectors.AddScaled(q, alpha[i] - memory[i].Inverse * Vectors.Dot(memory[i].Change, q), memory[i].Step);
        for (int i = 0; i < q.Length; i++) q[i] = -q[i];
        return q;
    }

    private static double[] Difference(double[] a, double[] b)
    {
        double[] result = new double[a.Length];
        for (int i = 0; i < result.Length; i++) result[i] = a[i] - b[i];
        return result;
    }
}
