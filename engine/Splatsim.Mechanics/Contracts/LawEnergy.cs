using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>Where the energy of a substep goes.</summary>
public static class LawEnergy
{
    /// <summary>
    /// Energy per rest volume [Pa] that a substep turned into heat: the energy of the trial state and the work that it does
    /// not show, less the energy of the returned state. Exactly 0 for an elastic step.
    /// </summary>
    /// <remarks>
    /// What hardening stores in the material counts as lost. Negative where a law creates energy, as snow that stiffens
    /// while it is strained does.
    /// </remarks>
    /// <param name="trial">The trial F.</param>
    /// <param name="returned">The returned F.</param>
    /// <param name="c">C [1/s] at the start of the substep.</param>
    /// <param name="prepared">Coefficients.</param>
    /// <param name="before">The history before.</param>
    /// <param name="after">The history after.</param>
    /// <param name="timeStep">dt [s].</param>
    /// <typeparam name="TLaw">The law.</typeparam>
    /// <typeparam name="T">The number.</typeparam>
    public static T Dissipated<TLaw, T>(
        in Matrix3x3<T> trial, in Matrix3x3<T> returned, in Matrix3x3<T> c, in LawParameters<T> prepared,
        in LawHistory<T> before, in LawHistory<T> after, T timeStep)
        where TLaw : struct, ILaw
        where T : unmanaged, IReal<T>
    {
        T supplied = TLaw.EnergyDensity(in trial, in prepared, in before);
        T kept = TLaw.EnergyDensity(in returned, in prepared, in after);
        return supplied - kept + TLaw.ViscousWork(in returned, in c, in prepared, in before, timeStep);
    }
}
