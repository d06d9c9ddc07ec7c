namespace Splatsim.Fitting;

/// <summary>
/// Levenberg-Marquardt, and Gauss-Newton: half the sum of squared residuals, minimised from their sensitivities. For up to some
/// dozens of parameters it needs far fewer simulations than any gradient method.
/// </summary>
/// <remarks>Marquardt 1963, "An algorithm for least-squares estimation of nonlinear parameters"; Nocedal and Wright 2006, section 10.3.</remarks>
public static class LevenbergMarquardt
{
    /// <summary>Searches from a start.</summary>
    /// <param name="problem">Residuals and sensitivities.</param>
    /// <param name="start">Where the search begins.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellation">Ends the search with an exception.</param>
    /// <returns>The loss is half the sum of squares; the covariance is (J^T J)^-1 at the end.</returns>
    /// <exception cref="ArgumentException">An option is outside its range, or there are fewer residuals than parameters.</exception>
    /// <exception cref="FittingException">The start has no finite residuals, or a sensitivity is not finite.</exception>
    public static OptimiserResult Minimise(
        ILeastSquares problem, ReadOnlySpan<double> start, LevenbergMarquardtOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new LevenbergMarquardtOptions();
        options.Validate();
        if (start.Length != problem.ParameterCount) throw new ArgumentException($"the problem has {problem.ParameterCount} parameters but the start {start.Length}", nameof(start));
        if (problem.ResidualCount < problem.ParameterCount)
            throw new ArgumentException($"{problem.ResidualCount} residuals do not fix {problem.ParameterCount} parameters; add observations or a prior", nameof(problem));
        Normal normal = new(problem, start);
        double damping = options.Damping;
        for (int iteration = 0; ; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            normal.Linearise();
            OptimiserResult End(StopReason reason) =>
                new(normal.Parameters, normal.Loss, iteration, normal.Evaluations, reason) { Covariance = Cholesky.Inverse(normal.Matrix, problem.ParameterCount) };
            if (iteration >= options.Iterations) return End(StopReason.IterationsUsed);
            double before = normal.Loss, moved = 0;
            bool hasHelped = false;
            double share = 1;
            for (int tries = 0; tries < options.Tries && !hasHelped; tries++)
            {
                double[]? step = normal.Step(damping, options.LargestStep);
                moved = step is null ? double.NaN : share * step.Max(Math.Abs);
                hasHelped = step is not null && normal.Try(step, share);
                if (hasHelped) damping /= options.Relief;
                else if (options.Damping == 0 && step is not null) share *= 0.5;
                else damping = Math.Max(damping, 1e-8) * options.Pressure;
            }

            if (!hasHelped) return End(moved <= options.StepTolerance || before == 0 ? StopReason.Converged : StopReason.NoProgress);
            if (moved <= options.StepTolerance || before - normal.Loss <= options.LossTolerance * before)
            {
                normal.Linearise();
                return End(StopReason.Converged);
            }
        }
    }

    /// <summary>The point and its normal equations J^T J step = -J^T r.</summary>
    private sealed class Normal
    {
        private readonly ILeastSquares problem;
        private readonly int count;
        private readonly double[] jacobian;
        private readonly double[] right;
        private double[] residuals;
        private double[] trial;

        public Normal(ILeastSquares problem, ReadOnlySpan<double> start)
        {
            this.problem = problem;
            count = problem.ParameterCount;
            Parameters = start.ToArray();
            residuals = new double[problem.ResidualCount];
            trial = new double[problem.ResidualCount];
            jacobian = new double[checked(problem.ResidualCount * count)];
            right = new double[count];
            Matrix = new double[count * count];
            problem.Residuals(Parameters, residuals);
            Evaluations = 1;
            Loss = 0.5 * Vectors.Dot(residuals, residuals);
            if (!double.IsFinite(Loss)) throw new FittingException("the residuals at the start are not finite; start from values that simulate");
        }

        public double[] Parameters { get; private set; }

        public double[] Matrix { get; }

        public double Loss { get; private set; }

        public int Evaluations { get; private set; }

        public void Linearise()
        {
            problem.Jacobian(Parameters, residuals, jacobian);
            for (int i = 0; i < jacobian.Length; i++)
                if (!double.IsFinite(jacobian[i])) throw new FittingException($"the sensitivity of residual {i / count} to parameter {i % count} is {jacobian[i]}");
            Array.Clear(Matrix);
            Array.Clear(right);
            for (int r = 0; r < residuals.Length; r++)
            {
                ReadOnlySpan<double> row = jacobian.AsSpan(r * count, count);
                for (int i = 0; i < count; i++)
                {
                    right[i] -= row[i] * residuals[r];
                    for (int j = 0; j <= i; j++) Matrix[i * count + j] += row[i] * row[j];
                }
            }

            for (int i = 0; i < count; i++)
                for (int j = i + 1; j < count; j++) Matrix[i * count + j] = Matrix[j * count + i];
        }

        /// <summary>The damped step, shortened where a parameter would move too far; null where the equations are singular.</summary>
        public double[]? Step(double damping, double largest)
        {
            double[] damped = [.. Matrix];
            for (int i = 0; i < count; i++)
            {
                // A parameter that no residual sees stays where it is.
                ref double diagonal = ref damped[i * count + i];
                diagonal = diagonal == 0 ? 1 : diagonal * (1 + damping);
            }

            if (Cholesky.Solve(damped, right, count) is not { } step) return null;
            double longest = step.Max(Math.Abs);
            if (longest > largest) for (int i = 0; i < count; i++) step[i] *= largest / longest;
            return step;
        }

        public bool Try(double[] step, double share)
        {
            double[] there = [.. Parameters];
            Vectors.AddScaled(there, share, step);
            problem.Residuals(there, trial);
            Evaluations++;
            double loss = 0.5 * Vectors.Dot(trial, trial);
            // Written so that what is not a number does not help.
            if (!(loss < Loss)) return false;
            (Parameters, Loss) = (there, loss);
            (residuals, trial) = (trial, residuals);
            return true;
        }
    }
}
