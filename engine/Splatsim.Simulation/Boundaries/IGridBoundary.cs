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

    /// <summary>
    /// The adjoint of <see cref="Collect"/>: from derivatives of a loss by the contacts of one substep to those by what a user sets. By
    /// default all contacts have the boundary's own friction, restitution and velocity.
    /// </summary>
    /// <param name="moment">The substep.</param>
    /// <param name="contacts">The contacts that were added.</param>
    /// <param name="cotangents">Derivatives by them, one each.</param>
    /// <param name="gradient">Receives the derivatives, added.</param>
    void CollectAdjoint(
        in SubstepMoment moment, ReadOnlySpan<GridContact<Real64>> contacts, ReadOnlySpan<ContactCotangents<Real64>> cotangents,
        BoundaryGradient gradient)
    {
        foreach (ref readonly ContactCotangents<Real64> by in cotangents)
        {
            gradient.Friction += by.Friction.Value;
            gradient.Restitution += by.Restitution.Value;
            gradient.Velocity += by.Velocity;
        }
    }
}
