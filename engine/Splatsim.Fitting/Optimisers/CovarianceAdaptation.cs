namespace Splatsim.Fitting;

/// <summary>
/// CMA-ES: a cloud of points that moves and stretches towards where losses are small. Needs no gradients; for up to some dozens of
/// parameters with several valleys or steps (contacts, counts). A loss that is not a number counts as infinite.
/// </summary>
/// <remarks>Hansen 2016, "The CMA evolution strategy: a tutorial" (arXiv 1604.00772), with its default constants.</remarks>
public sealed class CovarianceAdaptation
{
    private readonly CovarianceAdaptationOptions options;
    private readonly Random random;
    private readonly int count;
    private readonly int population;
    private readonly int parents;
    private readonly double[] weights;
    private readonly double effective, pathRate, spreadRate, spreadDamping, rankOne, rankMu, expectedLength;
    private readonly double[] mean;
    private readonly double[] spreadPath;
    private readonly double[] covariancePath;
    private readonly double[] covariance;
    private double[] axes;
    private double[] lengths;
    private double spread;

    private CovarianceAdaptation(ReadOnlySpan<double> start, CovarianceAdaptationOptions options)
    {
        this.options = options;
        random = new Random(options.Seed);
        count = start.Length;
        mean = start.ToArray();
        population = options.Population > 0 ? options.Population : 4 + (int)(3 * Math.Log(count));
        parents = population / 2;
        weights = new double[parents];
        for (int i = 0; i < parents; i++) weights[i] = Math.Log((population + 1) / 2.0) - Math.Log(i + 1);
        double sum = weights.Sum();
        for (int i = 0; i < parents; i++) weights[i] /= sum;
        effective = 1 / Vectors.Dot(weights, weights);
        double n = count;
        pathRate = (4 + effective / n) / (n + 4 + 2 * effective / n);
        spreadRate = (effective + 2) / (n + effective + 5);
        spreadDamping = 1 + 2 * Math.Max(0, Math.Sqrt((effective - 1) / (n + 1)) - 1) + spreadRate;
        rankOne = 2 / ((n + 1.3) * (n + 1.3) + effective);
        rankMu = Math.Min(1 - rankOne, 2 * (effective - 2 + 1 / effective) / ((n + 2) * (n + 2) + effective));
        expectedLength = Math.Sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n));
        spreadPath = new double[count];
        covariancePath = new double[count];
        covariance = new double[count * count];
        for (int i = 0; i < count; i++) covariance[i * count + i] = 1;
        axes = [.. covariance];
        lengths = new double[count];
        Array.Fill(lengths, 1);
        spread = options.Spread;
    }

    /// <summary>Searches from a start.</summary>
    /// <param name="loss">The loss of a point.</param>
    /// <param name="start">The middle of the first cloud; at least one parameter.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellation">Ends the search with an exception.</param>
    /// <exception cref="ArgumentException">An option is outside its range, or there is no parameter.</exception>
    /// <exception cref="FittingException">A whole first generation has no finite loss.</exception>
    public static OptimiserResult Minimise(
        Func<double[], double> loss, ReadOnlySpan<double> start, CovarianceAdaptationOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new CovarianceAdaptationOptions();
        options.Validate();
        if (start.IsEmpty) throw new ArgumentException("there is nothing to look for: give at least one parameter", nameof(start));
        return new CovarianceAdaptation(start, options).Run(loss, cancellation);
    }

    private OptimiserResult Run(Func<double[], double> loss, CancellationToken cancellation)
    {
        double[] best = [.. mean];
        double bestLoss = double.PositiveInfinity;
        int evaluations = 0;
        for (int generation = 0; ; generation++)
        {
            OptimiserResult End(StopReason reason) => new(best, bestLoss, generation, evaluations, reason);
            if (bestLoss <= options.LossTarget || spread * lengths.Max() <= options.SpreadTolerance) return End(StopReason.Converged);
            if (generation >= options.Generations) return End(StopReason.IterationsUsed);
            double[][] steps = new double[population][];
            double[] losses = new double[population];
            for (int k = 0; k < population; k++)
            {
                cancellation.ThrowIfCancellationRequested();
                steps[k] = Sample();
                double[] point = [.. mean];
                Vectors.AddScaled(point, spread, steps[k]);
                losses[k] = loss(point);
                if (double.IsNaN(losses[k])) losses[k] = double.PositiveInfinity;
                evaluations++;
                if (losses[k] < bestLoss) (best, bestLoss) = (point, losses[k]);
            }

            if (double.IsInfinity(bestLoss)) throw new FittingException("no point of the first generation has a finite loss; start elsewhere or spread less");
            Array.Sort(losses, steps);
            Update(steps, generation + 1);
            if (losses[population - 1] - losses[0] <= options.LossTolerance) return End(StopReason.Converged);
        }
    }

    // B D z with z from the standard normal distribution.
    private double[] Sample()
    {
        double[] step = new double[count];
        for (int axis = 0; axis < count; axis++)
        {
            double normal = Gaussian.Next(random);
            for (int i = 0; i < count; i++) step[i] += axes[i * count + axis] * lengths[axis] * normal;
        }

        return step;
    }

    private void Update(double[][] steps, int generation)
    {
        double[] move = new double[count];
        for (int k = 0; k < parents; k++) Vectors.AddScaled(move, weights[k], steps[k]);
        Vectors.AddScaled(mean, spread, move);

        // C^-1/2 move = B D^-1 B^T move.
        double[] white = new double[count];
        for (int axis = 0; axis < count; axis++)
        {
            double along = 0;
            for (int i = 0; i < count; i++) along += axes[i * count + axis] * move[i];
            for (int i = 0; i < count; i++) white[i] += axes[i * count + axis] * along / lengths[axis];
        }

        double keep = Math.Sqrt(spreadRate * (2 - spreadRate) * effective);
        for (int i = 0; i < count; i++) spreadPath[i] = (1 - spreadRate) * spreadPath[i] + keep * white[i];
        double length = Vectors.Norm(spreadPath);
        bool isSteady = length / Math.Sqrt(1 - Math.Pow(1 - spreadRate, 2 * generation)) < (1.4 + 2.0 / (count + 1)) * expectedLength;
        double grow = isSteady ? Math.Sqrt(pathRate * (2 - pathRate) * effective) : 0;
        for (int i = 0; i < count; i++) covariancePath[i] = (1 - pathRate) * covariancePath[i] + grow * move[i];
        double lost = isSteady ? 0 : rankOne * pathRate * (2 - pathRate);
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
            {
                double ranks = 0;
                for (int k = 0; k < parents; k++) ranks += weights[k] * steps[k][i] * steps[k][j];
                covariance[i * count + j] = (1 - rankOne - rankMu + lost) * covariance[i * count + j]
                    + rankOne * covariancePath[i] * covariancePath[j] + rankMu * ranks;
            }
        }

        spread *= Math.Exp(spreadRate / spreadDamping * (length / expectedLength - 1));
        (double[] values, axes) = SymmetricJacobi.Decompose(covariance, count);
        lengths = [.. values.Select(v => Math.Sqrt(Math.Max(v, 1e-30)))];
    }
}
