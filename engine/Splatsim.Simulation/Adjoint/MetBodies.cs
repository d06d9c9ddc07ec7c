using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The free rigid colliders of a setup in the reverse run of a back end: what a substep did to them, and its adjoint.</summary>
internal sealed class MetBodies(SimulationSetup setup, SimulatorBase simulator)
{
    private readonly FreeBodiesAdjoint adjoint = new(setup, simulator);
    private readonly List<RigidMeeting> meetings = [];
    private RigidState[] before = [];

    /// <summary>Contacts with nodes in the last substep.</summary>
    public IReadOnlyList<RigidMeeting> Meetings => meetings;

    /// <summary>Whether there were any.</summary>
    public bool HasMet => meetings.Count > 0;

    /// <summary>Adds what a loss says about the bodies at this moment.</summary>
    public void Add(double[]? seed) => adjoint.Add(seed);

    /// <summary>Takes down what the bodies do from now on.</summary>
    public void BeginRecord()
    {
        before = [.. simulator.Bodies];
        meetings.Clear();
        simulator.Colliders.Recorder = meetings;
    }

    /// <summary>Ends that.</summary>
    public void EndRecord() => simulator.Colliders.Recorder = null;

    /// <summary>The adjoint of the substep's end.</summary>
    /// <param name="contactSums">Receives derivatives by contacts, added.</param>
    public void End(Span<ContactCotangents<Real64>> contactSums) => adjoint.End(before, meetings, contactSums);

    /// <summary>The adjoint of the contacts with nodes.</summary>
    public void Meet(IMetNodes nodes) => adjoint.Meet(meetings, nodes);

    /// <summary>The adjoint of the substep's start.</summary>
    public void Begin(ParameterSums sums) => adjoint.Begin(sums);

    /// <summary>The derivatives by what the bodies started from.</summary>
    public RigidBodyGradient[] Finish() => adjoint.Finish();
}
