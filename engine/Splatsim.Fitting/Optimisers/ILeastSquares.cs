namespace Splatsim.Fitting;

/// <summary>Residuals whose sum of squares is to become small, with their sensitivities.</summary>
public interface ILeastSquares
{
    /// <summary>Number of parameters.</summary>
    int ParameterCount { get; }

    /// <summary>Number of residuals, at least that of parameters.</summary>
    int ResidualCount { get; }

    /// <summary>The residuals at a point; any that is not finite rejects the point.</summary>
    /// <param name="parameters">The point.</param>
    /// <param name="residuals">Receives them.</param>
    void Residuals(ReadOnlySpan<double> parameters, Span<double> residuals);

    /// <summary>The sensitivities at a point at which the residuals were just taken.</summary>
    /// <param name="parameters">The point.</param>
    /// <param name="residuals">The residuals there.</param>
    /// <param name="jacobian">Receives the derivatives, shape [ResidualCount, ParameterCount].</param>
    void Jacobian(ReadOnlySpan<double> parameters, ReadOnlySpan<double> residuals, Span<double> jacobian);
}
