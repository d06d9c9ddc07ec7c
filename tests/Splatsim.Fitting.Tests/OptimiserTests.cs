namespace Splatsim.Fitting.Tests;

/// <summary>Optimisers on problems whose solutions are known.</summary>
public sealed class OptimiserTests
{
    private static readonly double[] Valley = [-1.2, 1];

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    public void LimitedMemory_FindsRosenbrocksMinimum(int count)
    {
        double[] start = [.. Enumerable.Range(0, count).Select(i => Valley[i % 2])];
        OptimiserResult result = LimitedMemory.Minimise(Rosenbrock, start, new() { Iterations = 200 });
        Assert.Equal(StopReason.Converged, result.Reason);
        // Gradient below 1e-8 where the least curvature is about 0.4.
        Assert.All(result.Parameters, x => Assert.Equal(1, x, 1e-6));
        Assert.InRange(result.Evaluations, 1, 300);
    }

    [Fact]
    public void LimitedMemory_FindsTheMinimumOfAStretchedBowl()
    {
        double Bowl(ReadOnlySpan<double> x, Span<double> gradient)
        {
            double sum = 0;
            for (int i = 0; i < x.Length; i++)
            {
                double curvature = Math.Pow(10, 4.0 * i / (x.Length - 1));
                sum += 0.5 * curvature * (x[i] - i) * (x[i] - i);
                gradient[i] = curvature * (x[i] - i);
            }

            return sum;
        }

        OptimiserResult result = LimitedMemory.Minimise(Bowl, new double[20], new() { Iterations = 500 });
        for (int i = 0; i < 20; i++) Assert.Equal(i, result.Parameters[i], 1e-5);
    }

    // The square root ends at 0: steps beyond have no loss and must be taken back.
    [Fact]
    public void LimitedMemory_StepsBackFromWhereThereIsNoLoss()
    {
        static double Wall(ReadOnlySpan<double> x, Span<double> gradient)
        {
            gradient[0] = 1 - 0.5 / Math.Sqrt(x[0]);
            return x[0] - Math.Sqrt(x[0]);
        }

        OptimiserResult result = LimitedMemory.Minimise(Wall, [9.0], new() { FirstStep = 50 });
        Assert.Equal(0.25, result.Parameters[0], 1e-6);
        Assert.Throws<FittingException>(() => LimitedMemory.Minimise(Wall, [-1.0]));
    }

    // The slope of |x| never falls to 0.9 of what it was: the line ends without its conditions, at the lowest point that was tried, which is
    // known by then.
    [Fact]
    public void LimitedMemory_ALineOntoAKink_EndsAtAPointThatWasTried_OnceOnly()
    {
        List<double> tried = [];
        double Kinked(ReadOnlySpan<double> x, Span<double> gradient)
        {
            tried.Add(x[0]);
            gradient[0] = Math.Sign(x[0]);
            return Math.Abs(x[0]);
        }

        OptimiserResult result = LimitedMemory.Minimise(Kinked, [Math.PI], new() { Iterations = 1, FirstStep = 0.7 });
        Assert.Equal(tried.MinBy(Math.Abs), result.Parameters[0]);
        Assert.Equal(Math.Abs(result.Parameters[0]), result.Loss);
        Assert.Equal(tried.Distinct(), tried);
        Assert.Equal(tried.Count, result.Evaluations);
    }

    // A parabola with noise of 1e-5 of the loss and 1e-3 of its slope, as of pictures drawn in floats.
    [Fact]
    public void LimitedMemory_LeavesNoiseBelowItsToleranceAlone()
    {
        static double Noisy(ReadOnlySpan<double> x, Span<double> gradient)
        {
            gradient[0] = 2 * (x[0] - 1) + 1e-3 * Math.Cos(1e6 * x[0]);
            return 1 + (x[0] - 1) * (x[0] - 1) + 1e-5 * Math.Sin(1e7 * x[0]);
        }

        LimitedMemoryOptions options = new() { FirstStep = 0.7, LossTolerance = 1e-3, GradientTolerance = 0 };
        OptimiserResult result = LimitedMemory.Minimise(Noisy, [4.0], options), chased = LimitedMemory.Minimise(Noisy, [4.0], options with { LossTolerance = 1e-14 });
        Assert.Equal(StopReason.Converged, result.Reason);
        // (x - 1)^2 is within the tolerance where x is within its root.
        Assert.Equal(1, result.Parameters[0], 0.032);
        Assert.True(chased.Evaluations > 3 * result.Evaluations, $"{result.Evaluations} evaluations, {chased.Evaluations} where noise is followed");
    }

    [Fact]
    public void Adam_FindsTheMinimumOfAStretchedBowl()
    {
        OptimiserResult result = Adam.Minimise(Stretched, [3.0, -2.0], new() { Iterations = 2000, LearningRate = 0.05, Cosine = true });
        Assert.Equal(1, result.Parameters[0], 1e-3);
        Assert.Equal(2, result.Parameters[1], 1e-3);
        Assert.Equal(StopReason.IterationsUsed, result.Reason);
        OptimiserResult exact = Adam.Minimise(Stretched, [1.0, 2.0]);
        Assert.Equal((StopReason.Converged, 0), (exact.Reason, exact.Iterations));
    }

    // The first step of Adam is the rate itself, whatever the gradient: Kingma and Ba 2015, section 2.1.
    [Fact]
    public void Adam_FirstStep_IsTheRate()
    {
        List<double> seen = [];
        double Watched(ReadOnlySpan<double> x, Span<double> gradient)
        {
            seen.Add(x[0]);
            return Stretched(x, gradient);
        }

        Adam.Minimise(Watched, [3.0, -2.0], new() { Iterations = 1, LearningRate = 0.25 });
        Assert.Equal(3 - 0.25, seen[1], 1e-8);
    }

    [Fact]
    public void Adam_RejectsAndHalves_WhereTheLossGoesOutOfHand()
    {
        int rejected = 0;
        double Wall(ReadOnlySpan<double> x, Span<double> gradient)
        {
            gradient[0] = 2 * (x[0] - 1);
            if (x[0] < 1.5) return (x[0] - 1) * (x[0] - 1);
            rejected++;
            return double.NaN;
        }

        OptimiserResult result = Adam.Minimise(Wall, [-1.0], new() { Iterations = 300, LearningRate = 4, Cosine = true });
        Assert.InRange(rejected, 1, 8);
        Assert.Equal(1, result.Parameters[0], 0.02);
    }

    [Fact]
    public void Adam_NoStepHelps_GivesTheStartBack()
    {
        static double Island(ReadOnlySpan<double> x, Span<double> gradient)
        {
            gradient[0] = 1;
            return x[0] == 2 ? 5 : double.PositiveInfinity;
        }

        OptimiserResult result = Adam.Minimise(Island, [2.0], new() { MaximumHalvings = 3 });
        Assert.Equal((StopReason.Diverged, 5.0, 2.0), (result.Reason, result.Loss, result.Parameters[0]));
        Assert.Throws<FittingException>(() => Adam.Minimise(Island, [3.0]));
        Assert.Throws<ArgumentException>(() => Adam.Minimise(Island, [2.0], new() { LearningRate = 0 }));
    }

    [Fact]
    public void Adam_GrowingHorizon_SeesLaterTermsLater()
    {
        GrowingHorizon horizon = new(1, 3, step: 1, patience: 3, most: 400);
        int longest = 0;
        // Term k wants parameter k at k + 1, but only once frame k is fitted.
        double Clip(ReadOnlySpan<double> x, Span<double> gradient)
        {
            gradient.Clear();
            longest = Math.Max(longest, horizon.Frames);
            double sum = 0;
            for (int k = 0; k < horizon.Frames; k++)
            {
                sum += (x[k] - k - 1) * (x[k] - k - 1) / horizon.Frames;
                gradient[k] = 2 * (x[k] - k - 1) / horizon.Frames;
            }

            return sum;
        }

        OptimiserResult result = Adam.Minimise(Clip, new double[3], new() { Iterations = 3000, LearningRate = 0.02 }, horizon);
        Assert.Equal(3, longest);
        for (int k = 0; k < 3; k++) Assert.Equal(k + 1, result.Parameters[k], 0.02);
    }

    [Fact]
    public void Clipping_KeepsTheDirection()
    {
        double[] gradient = [3, 4];
        Assert.Equal(5, GradientClipping.ByNorm(gradient, 10));
        Assert.Equal([3, 4], gradient);
        Assert.Equal(5, GradientClipping.ByNorm(gradient, 1));
        Assert.Equal(0.6, gradient[0], 1e-15);
        Assert.Equal(0.8, gradient[1], 1e-15);
        double[] broken = [double.NaN, 1];
        Assert.True(double.IsNaN(GradientClipping.ByNorm(broken, 1)));
        double[] limited = [3, -4, 0.5];
        GradientClipping.ByValue(limited, 1);
        Assert.Equal([1, -1, 0.5], limited);
    }

    [Fact]
    public void LevenbergMarquardt_FindsRosenbrocksMinimum()
    {
        foreach (LevenbergMarquardtOptions options in new[] { new LevenbergMarquardtOptions(), LevenbergMarquardtOptions.GaussNewton })
        {
            OptimiserResult result = LevenbergMarquardt.Minimise(new ValleyResiduals(), Valley, options);
            Assert.Equal(1, result.Parameters[0], 1e-9);
            Assert.Equal(1, result.Parameters[1], 1e-9);
            Assert.InRange(result.Iterations, 1, 40);
        }
    }

    // Straight lines have a closed form: the covariance of intercept and slope is [sum t^2, -sum t; ., n] / (n sum t^2 - (sum t)^2).
    [Fact]
    public void GaussNewton_SolvesALineInOneStep_WithItsCovariance()
    {
        double[] t = [0, 1, 2, 5];
        DifferencedLeastSquares line = new(2, 4, (p, r) =>
        {
            for (int i = 0; i < 4; i++) r[i] = p[0] + p[1] * t[i] - (3 - 0.5 * t[i]);
        });
        OptimiserResult result = LevenbergMarquardt.Minimise(line, [0.0, 0.0], LevenbergMarquardtOptions.GaussNewton);
        Assert.Equal(3, result.Parameters[0], 1e-12);
        Assert.Equal(-0.5, result.Parameters[1], 1e-12);
        Assert.InRange(result.Iterations, 0, 2);
        double determinant = 4 * 30 - 64;
        double[] expected = [30 / determinant, -8 / determinant, -8 / determinant, 4 / determinant];
        // Differences of a linear function leave rounding over the step of 0.02.
        for (int i = 0; i < 4; i++) Assert.Equal(expected[i], result.Covariance![i], 1e-12);
    }

    [Fact]
    public void LevenbergMarquardt_ExponentialFromAfar_AndWhatNothingSees()
    {
        DifferencedLeastSquares decay = new(3, 8, (p, r) =>
        {
            for (int i = 0; i < 8; i++) r[i] = p[0] * Math.Exp(-p[1] * i) - 2 * Math.Exp(-0.7 * i);
        }, step: 1e-6);
        OptimiserResult result = LevenbergMarquardt.Minimise(decay, [0.5, 0.05, 42.0], new() { LargestStep = 0.7 });
        Assert.Equal(2, result.Parameters[0], 1e-6);
        Assert.Equal(0.7, result.Parameters[1], 1e-6);
        // The third parameter does nothing: it stays, and there is no covariance to be given.
        Assert.Equal(42, result.Parameters[2]);
        Assert.Null(result.Covariance);
    }

    [Fact]
    public void LevenbergMarquardt_BadProblems_AreRefused()
    {
        DifferencedLeastSquares few = new(2, 1, (_, r) => r[0] = 0);
        Assert.Contains("1 residuals", Assert.Throws<ArgumentException>(() => LevenbergMarquardt.Minimise(few, [0.0, 0.0])).Message, StringComparison.Ordinal);
        DifferencedLeastSquares broken = new(1, 1, (_, r) => r[0] = double.NaN);
        Assert.Throws<FittingException>(() => LevenbergMarquardt.Minimise(broken, [0.0]));
    }

    [Fact]
    public void CovarianceAdaptation_FindsRosenbrocksMinimum_TheSameWayEveryTime()
    {
        static double Loss(double[] x) => Rosenbrock(x, new double[x.Length]);
        CovarianceAdaptationOptions options = new() { Generations = 600, LossTarget = 1e-12 };
        OptimiserResult result = CovarianceAdaptation.Minimise(Loss, [-1.2, 1, -1.2, 1], options);
        Assert.Equal(StopReason.Converged, result.Reason);
        Assert.All(result.Parameters, x => Assert.Equal(1, x, 1e-4));
        OptimiserResult again = CovarianceAdaptation.Minimise(Loss, [-1.2, 1, -1.2, 1], options);
        Assert.Equal(result.Parameters, again.Parameters);
        Assert.Equal(result.Evaluations, again.Evaluations);
    }

    // Rastrigin's function has a valley at every whole number; a wide cloud sees past them.
    [Fact]
    public void CovarianceAdaptation_LeavesSideValleys_AndPlacesWithoutLoss()
    {
        static double Rastrigin(double[] x) =>
            x[0] > 4 ? double.NaN : x.Sum(v => v * v + 10 - 10 * Math.Cos(2 * Math.PI * v));
        OptimiserResult result = CovarianceAdaptation.Minimise(Rastrigin, [3.0, -3.0], new() { Population = 60, Spread = 2, Generations = 300, LossTarget = 1e-10 });
        Assert.All(result.Parameters, x => Assert.Equal(0, x, 1e-5));
        Assert.Throws<FittingException>(() => CovarianceAdaptation.Minimise(_ => double.NaN, [1.0]));
        Assert.Throws<ArgumentException>(() => CovarianceAdaptation.Minimise(_ => 0, []));
    }

    [Fact]
    public void SmallSystems_AreSolved()
    {
        Random random = new(8);
        const int Count = 7;
        double[] root = [.. Enumerable.Range(0, Count * Count).Select(_ => random.NextDouble() - 0.5)], matrix = new double[Count * Count];
        for (int i = 0; i < Count; i++)
            for (int j = 0; j < Count; j++)
                for (int k = 0; k < Count; k++) matrix[i * Count + j] += root[i * Count + k] * root[j * Count + k];
        (double[] values, double[] vectors) = SymmetricJacobi.Decompose(matrix, Count);
        double[] inverse = Cholesky.Inverse(matrix, Count)!;
        for (int i = 0; i < Count; i++)
        {
            for (int j = 0; j < Count; j++)
            {
                double rebuilt = 0, product = 0;
                for (int k = 0; k < Count; k++)
                {
                    rebuilt += values[k] * vectors[i * Count + k] * vectors[j * Count + k];
                    product += matrix[i * Count + k] * inverse[k * Count + j];
                }

                Assert.Equal(matrix[i * Count + j], rebuilt, 1e-13);
                // The condition number of this matrix is some thousand.
                Assert.Equal(i == j ? 1 : 0, product, 1e-10);
            }
        }

        Assert.Null(Cholesky.Solve([1, 1, 1, 1], [1, 2], 2));
    }

    private static double Stretched(ReadOnlySpan<double> x, Span<double> gradient)
    {
        (gradient[0], gradient[1]) = (x[0] - 1, 100 * (x[1] - 2));
        return 0.5 * ((x[0] - 1) * (x[0] - 1) + 100 * (x[1] - 2) * (x[1] - 2));
    }

    private static double Rosenbrock(ReadOnlySpan<double> x, Span<double> gradient)
    {
        double sum = 0;
        gradient.Clear();
        for (int i = 0; i + 1 < x.Length; i += 2)
        {
            double a = 1 - x[i], b = x[i + 1] - x[i] * x[i];
            sum += a * a + 100 * b * b;
            gradient[i] = -2 * a - 400 * b * x[i];
            gradient[i + 1] = 200 * b;
        }

        return sum;
    }

    private sealed class ValleyResiduals : ILeastSquares
    {
        public int ParameterCount => 2;

        public int ResidualCount => 2;

        public void Residuals(ReadOnlySpan<double> parameters, Span<double> residuals)
        {
            residuals[0] = 10 * (parameters[1] - parameters[0] * parameters[0]);
            residuals[1] = 1 - parameters[0];
        }

        public void Jacobian(ReadOnlySpan<double> parameters, ReadOnlySpan<double> residuals, Span<double> jacobian)
        {
            (jacobian[0], jacobian[1]) = (-20 * parameters[0], 10);
            (jacobian[2], jacobian[3]) = (-1, 0);
        }
    }
}
