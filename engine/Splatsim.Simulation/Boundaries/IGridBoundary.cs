using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// A boundary condition: it describes itself for each substep as contacts, which every back end then applies with the
/// one formula in <see cref="GridContacts"/>. A user's own boundary implements this too.
/// </summary>
public interface IGridBoundary
{
    /// <summary>Largest speed that the boundary imposes, for the choice of the time step [m/s].</summary>
    double MaximumSpeed { get; }

    /// <summary>The fields that its contacts read, known from the start; most have none.</summary>
    IReadOnlyList<GridField> Fields => [];

    /// <summary>Adds the contacts that act during one substep, in the order in which they apply.</summary>
    /// <param name="moment">The substep.</param>
    /// <param name="contacts">Receives the contacts.</param>
    void Collect(in SubstepMoment moment, ICollection<GridContact<Real64>> contacts);
}
