namespace Splatsim.Fitting;

/// <summary>Residuals alone: sensitivities come from forward differences, one evaluation per parameter.</summary>
public sealed class DifferencedLeastSquares : ILeastSquares
{
    private readonly ResidualFunction function;
    private readonly double step;

    /// <summary>Wraps a function.</summary>
    /// <param name="parameterCount">Number of parameters.</param>
    /// <param name="residualCount">Number of residuals.</param>
    /// <param name="function">The residuals at a point.</param>
    /// <param name="step">How far a parameter is moved: well above the noise of the residuals; 0.02 suits free numbers of simulations.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is not positive.</exception>
    public DifferencedLeastSquares(int parameterCount, int residualCount, ResidualFunction function, double step = 0.02)
    {
        if (!(step > 0)) throw new ArgumentOutOfRangeException(nameof(step), step, "must be positive");
        (ParameterCount, ResidualCount, this.function, this.step) = (parameterCount, residualCount, function, step);
    }

    /// <summary>Residuals at a point.</summary>
    /// <param name="parameters">The point.</param>
    /// <param name="residuals">Receives them.</param>
    public delegate void ResidualFunction(ReadOnlySpan<double> parameters, Span<double> residuals);

    /// <inheritdoc/>
    public int ParameterCount { get; }

    /// <inheritdoc/>
    public int ResidualCount { get; }

    /// <inheritdoc/>
    public void Residuals(ReadOnlySpan<double> parameters, Span<double> residuals) => function(parameters, residuals);

    /// <inheritdoc/>
    public void Jacobian(ReadOnlySpan<double> parameters, ReadOnlySpan<double> residuals, Span<double> jacobian)
    {
        double[] moved = parameters.ToArray(), there = new double[ResidualCount];
        for (int p = 0; p < ParameterCount; p++)
        {
            double kept = moved[p];
            moved[p] = kept + step;
            function(moved, there);
            moved[p] = kept;
            for (int r = 0; r < ResidualCount; r++) jacobian[r * ParameterCount + p] = (there[r] - residuals[r]) / step;
        }
    }
}
