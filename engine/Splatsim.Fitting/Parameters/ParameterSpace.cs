namespace Splatsim.Fitting;

/// <summary>The numbers that are looked for, as one vector of free numbers.</summary>
public sealed class ParameterSpace
{
    private readonly FitParameter[] parameters;

    /// <summary>Collects the parameters.</summary>
    /// <param name="parameters">At least one; names differ.</param>
    /// <exception cref="ArgumentException">There is none, two share a name, or a start is outside its transform's range.</exception>
    public ParameterSpace(params FitParameter[] parameters)
    {
        if (parameters.Length == 0) throw new ArgumentException("there is nothing to look for: give at least one parameter", nameof(parameters));
        if (parameters.GroupBy(p => p.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException($"two parameters are named '{twice.Key}'; names must differ", nameof(parameters));
        this.parameters = [.. parameters];
        Start = new double[parameters.Length];
        for (int i = 0; i < parameters.Length; i++)
        {
            try
            {
                Start[i] = parameters[i].Transform.ToFree(parameters[i].Start);
            }
            catch (ArgumentException e)
            {
                throw new ArgumentException($"parameter '{parameters[i].Name}': {e.Message}", nameof(parameters), e);
            }
        }
    }

    /// <summary>The parameters, in the order of the vector.</summary>
    public IReadOnlyList<FitParameter> Parameters => parameters;

    /// <summary>Free numbers at which the search begins.</summary>
    public double[] Start { get; }

    /// <summary>The values of free numbers.</summary>
    /// <param name="free">One per parameter.</param>
    public double[] Values(ReadOnlySpan<double> free)
    {
        double[] values = new double[parameters.Length];
        for (int i = 0; i < values.Length; i++) values[i] = parameters[i].Transform.ToValue(free[i]);
        return values;
    }

    /// <summary>An objective of the values as one of the free numbers.</summary>
    /// <param name="objective">Loss and gradient by the values.</param>
    public Objective Through(Objective objective) => (free, gradient) =>
    {
        double loss = objective(Values(free), gradient);
        Chain(free, gradient);
        return loss;
    };

    /// <summary>Turns a gradient by the values into that by the free numbers.</summary>
    internal void Chain(ReadOnlySpan<double> free, Span<double> gradient)
    {
        for (int i = 0; i < parameters.Length; i++) gradient[i] *= parameters[i].Transform.Derivative(free[i]);
    }
}
