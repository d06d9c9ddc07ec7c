using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>A simulation broke: which particle, when, where, and what helps.</summary>
public abstract class SimulationException : Exception
{
    /// <summary>Composes the message.</summary>
    /// <param name="problem">What happened.</param>
    /// <param name="remedy">What the user can do.</param>
    /// <param name="time">Simulated time [s].</param>
    /// <param name="particle">Index in the user's order, or -1 when no single particle is to blame.</param>
    /// <param name="position">Its position [m], if there is one.</param>
    protected SimulationException(
        string problem, string remedy, double time, int particle = -1, Vector3<Real64>? position = null)
        : base(Compose(problem, remedy, time, particle, position))
    {
        Remedy = remedy;
        Time = time;
        Particle = particle;
        Position = position;
    }

    /// <summary>Index of the particle in the user's order, or -1.</summary>
    public int Particle { get; }

    /// <summary>Simulated time of the failing substep [s].</summary>
    public double Time { get; }

    /// <summary>Position of the particle [m], where known.</summary>
    public Vector3<Real64>? Position { get; }

    /// <summary>What the user can do.</summary>
    public string Remedy { get; }

    private static string Compose(string problem, string remedy, double time, int particle, Vector3<Real64>? position)
    {
        string who = particle < 0 ? string.Empty : $"particle {particle}";
        string where = position is { } x
            ? FormattableString.Invariant($" at ({x.X.Value:g6}, {x.Y.Value:g6}, {x.Z.Value:g6}) m")
            : string.Empty;
        string subject = who.Length == 0 ? string.Empty : $"{who}{where}: ";
        return FormattableString.Invariant($"t = {time:g6} s: {subject}{problem}; {remedy}");
    }
}
