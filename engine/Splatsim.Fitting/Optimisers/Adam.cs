namespace Splatsim.Fitting;

/// <summary>Adam: steps along the mean gradient, divided by its root mean square per parameter. For many parameters and noisy gradients.</summary>
/// <remarks>Kingma and Ba 2015, "Adam: a method for stochastic optimization", algorithm 1; rejection as in <see cref="DivergenceGuard"/>.</remarks>
public static class Adam
{
    /// <summary>Searches from a start.</summary>
    /// <param name="objective">Loss and gradient.</param>
    /// <param name="start">Where the search begins.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="horizon">Told every accepted loss, and lengthened by them; the search ends when it is done. Null for none.</param>
    /// <param name="cancellation">Ends the search with an exception.</param>
    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    /// <exception cref="FittingException">The start has no finite loss and gradient.</exception>
    public static OptimiserResult Minimise(
        Objective objective, ReadOnlySpan<double> start, AdamOptions? options = null, GrowingHorizon? horizon = null, CancellationToken cancellation = default)
    {
        options ??= new AdamOptions();
        options.Validate(start.Length);
        DivergenceGuard guard = new(options.DivergenceFactor, options.MaximumHalvings);
        double[] x = start.ToArray(), gradient = new double[x.Length], mean = new double[x.Length], square = new double[x.Length];
        int evaluations = 0, moments = 0;
        for (int iteration = 0; ; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            double loss = objective(x, gradient);
            evaluations++;
            OptimiserResult End(StopReason reason) => new(guard.Best, guard.BestLoss, iteration, evaluations, reason);
            if (!guard.Accepts(x, loss, gradient))
            {
                if (guard.IsExhausted) return End(StopReason.Diverged);
                guard.Best.CopyTo(x, 0);
                Array.Clear(mean);
                Array.Clear(square);
                moments = 0;
                if (iteration >= options.Iterations) return End(StopReason.IterationsUsed);
                continue;
            }

            if (Vectors.Norm(gradient) <= options.GradientTolerance) return End(StopReason.Converged);
            if (horizon is not null)
            {
                bool hasGrown = horizon.Report(loss);
                if (horizon.IsDone) return End(StopReason.Converged);
                if (hasGrown && iteration < options.Iterations)
                {
                    // The same point is judged again, by the longer clip.
                    guard.Restart();
                    continue;
                }
            }

            if (iteration >= options.Iterations) return End(StopReason.IterationsUsed);
            if (double.IsFinite(options.ClipNorm)) GradientClipping.ByNorm(gradient, options.ClipNorm);
            double rate = options.LearningRate * guard.StepScale;
            if (options.Cosine) rate *= 0.5 * (1 + Math.Cos(Math.PI * iteration / options.Iterations));
            Step(options, rate, ++moments, x, gradient, mean, square);
        }
    }

    private static void Step(AdamOptions options, double rate, int moments, double[] x, double[] gradient, double[] mean, double[] square)
    {
        double first = 1 - Math.Pow(options.Beta1, moments), second = 1 - Math.Pow(options.Beta2, moments);
        for (int i = 0; i < x.Length; i++)
        {
            mean[i] += (1 - options.Beta1) * (gradient[i] - mean[i]);
            square[i] += (1 - options.Beta2) * (gradient[i] * gradient[i] - square[i]);
            x[i] -= rate * (options.RateFactors?[i] ?? 1) * (mean[i] / first) / (Math.Sqrt(square[i] / second) + options.Epsilon);
        }
    }
}
