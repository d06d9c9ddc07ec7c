using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// Derivatives of a loss by the coefficients of one force or event, by name: those of its properties in lower camel case, vectors with
/// the axis added, as "dragCoefficient" and "velocityX".
/// </summary>
public sealed class CoefficientGradient
{
    private readonly Dictionary<string, double> values = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Names that have a derivative so far.</summary>
    public IReadOnlyCollection<string> Names => values.Keys;

    /// <summary>The derivative by a coefficient; 0 where it never acted.</summary>
    /// <param name="name">Its name.</param>
    public double this[string name] => values.GetValueOrDefault(name);

    /// <summary>Adds to a derivative.</summary>
    /// <param name="name">Name of the coefficient.</param>
    /// <param name="value">What to add.</param>
    public void Add(string name, double value) => values[name] = values.GetValueOrDefault(name) + value;

    /// <summary>Adds to the derivatives by a vector.</summary>
    /// <param name="name">Name of the vector.</param>
    /// <param name="value">What to add.</param>
    public void Add(string name, Vector3<Real64> value)
    {
        Add(name + "X", value.X.Value);
        Add(name + "Y", value.Y.Value);
        Add(name + "Z", value.Z.Value);
    }
}
