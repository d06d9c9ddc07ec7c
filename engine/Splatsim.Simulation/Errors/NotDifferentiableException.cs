namespace Splatsim.Simulation;

/// <summary>A gradient was asked for through something that has none, or none here.</summary>
public sealed class NotDifferentiableException : SimulationException
{
    /// <summary>Composes the message.</summary>
    /// <param name="thing">What has no derivative, as <c>Events[2] (a cut)</c>.</param>
    /// <param name="reason">Why.</param>
    /// <param name="remedy">What would work.</param>
    /// <param name="time">Simulated time [s]; 0 when the setup is to blame.</param>
    public NotDifferentiableException(string thing, string reason, string remedy, double time = 0)
        : base($"{thing} cannot be differentiated: {reason}", remedy, time) => Thing = thing;

    /// <summary>What has no derivative.</summary>
    public string Thing { get; }
}
