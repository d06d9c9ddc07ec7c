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
    /// <param name="kernel">Which nodes a particle touches.</param>
    public SubstepWork(GridDomain domain, TransferKernel kernel = TransferKernel.Quadratic)
    {
        Domain = domain;
        Holds = new(domain, kernel);
    }

    /// <summary>The grid.</summary>
    public GridDomain Domain { get; }

    /// <summary>Start of the substep [s].</summary>
    public double Time { get; private set; }

    /// <summary>Length of the substep [s].</summary>
    public double TimeStep { get; private set; }

    /// <summary>The contacts, in the order in which they apply.</summary>
    public List<GridContact<Real64>> Contacts { get; } = [];

    /// <summary>The forces, in the order in which they apply; gravity of the setup comes before those at nodes.</summary>
    public List<GridForce<Real64>> Forces { get; } = [];

    /// <summary>Numbers of variable count that forces refer to.</summary>
    public List<double> Numbers { get; } = [];

    /// <summary>Fields that forces refer to; they keep their index for the whole simulation.</summary>
    public List<VectorField> Fields { get; } = [];

    /// <summary>Numbers per particle that forces refer to.</summary>
    public List<ParticleWeights> Weights { get; } = [];

    /// <summary>Nodes whose velocity is imposed after the contacts; nodes under stationary particles come after them.</summary>
    public NodeHolds Holds { get; }

    /// <summary>Index of a field, which is added when it is new.</summary>
    /// <param name="field">The field.</param>
    public int AddField(VectorField field)
    {
        int index = Fields.IndexOf(field);
        if (index >= 0) return index;
        Fields.Add(field);
        return Fields.Count - 1;
    }

    /// <summary>Adds weights for the substep at hand.</summary>
    /// <param name="weights">The weights.</param>
    /// <returns>Their index.</returns>
    public int AddWeights(ParticleWeights weights)
    {
        Weights.Add(weights);
        return Weights.Count - 1;
    }

    /// <summary>Forgets the last substep and starts another.</summary>
    /// <param name="time">Start of the substep [s].</param>
    /// <param name="timeStep">Its length [s].</param>
    internal void Begin(double time, double timeStep)
    {
        (Time, TimeStep) = (time, timeStep);
        Contacts.Clear();
        Forces.Clear();
        Numbers.Clear();
        Weights.Clear();
        Holds.Clear();
    }
}
