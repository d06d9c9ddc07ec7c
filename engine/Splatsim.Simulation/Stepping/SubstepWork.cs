using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// What one substep has to do beyond the laws: filled anew before every substep by boundaries and events, then carried out by
/// the back end. One object serves a whole simulation, so that a substep allocates nothing.
/// </summary>
public sealed class SubstepWork
{
    /// <summary>Nothing to do yet.</summary>
    /// <param name="domain">The grid.</param>
    public SubstepWork(GridDomain domain)
    {
        Domain = domain;
        Holds = new(domain);
    }

    /// <summary>The grid.</summary>
    public GridDomain Domain { get; }

    /// <summary>Start of the substep [s].</summary>
    public double Time { get; private set; }

    /// <summary>Length of the substep [s].</summary>
    public double TimeStep { get; private set; }

    /// <summary>The contacts, in the order in which they apply.</summary>
    public List<GridContact<Real64>> Contacts { get; } = [];

    /// <summary>Nodes whose velocity is imposed after the contacts; nodes under stationary particles come after them.</summary>
    public NodeHolds Holds { get; }

    /// <summary>Forgets the last substep and starts another.</summary>
    /// <param name="time">Start of the substep [s].</param>
    /// <param name="timeStep">Its length [s].</param>
    internal void Begin(double time, double timeStep)
    {
        (Time, TimeStep) = (time, timeStep);
        Contacts.Clear();
        Holds.Clear();
    }
}
