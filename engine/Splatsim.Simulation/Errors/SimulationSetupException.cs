namespace Splatsim.Simulation;

/// <summary>A setup cannot be simulated: which property, what is wrong with it, what would work.</summary>
public sealed class SimulationSetupException : Exception
{
    /// <summary>Composes the message.</summary>
    /// <param name="property">Path of the property, as <c>Particles.Mass[3]</c>.</param>
    /// <param name="problem">What is wrong, with the bad value.</param>
    /// <param name="remedy">What would work.</param>
    public SimulationSetupException(string property, string problem, string remedy)
        : base($"{property}: {problem}; {remedy}")
    {
        Property = property;
        Remedy = remedy;
    }

    /// <summary>Path of the property.</summary>
    public string Property { get; }

    /// <summary>What would work.</summary>
    public string Remedy { get; }
}
