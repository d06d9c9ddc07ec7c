namespace Splatsim.Mechanics;

/// <summary>
/// A learned law that offers its vector-Jacobian product, so that simulations of it can be differentiated; one that does not is refused by
/// name when a gradient is asked for.
/// </summary>
public interface ILearnedLawAdjoint : ILearnedLaw
{
    /// <summary>
    /// The adjoint of <see cref="ILearnedLaw.Update"/> for a batch: from derivatives of a loss by what it returns to those by what it takes.
    /// The initial history counts as given.
    /// </summary>
    /// <param name="batch">The batch as it was before the update, and the derivatives.</param>
    void UpdateAdjoint(in LawBatchAdjoint batch);
}
