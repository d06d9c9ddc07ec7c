namespace Splatsim.Simulation;

/// <summary>How a surface treats matter that touches it.</summary>
/// <param name="Mode">What it does to the velocity.</param>
/// <param name="Friction">Coulomb coefficient, at least 0; only that mode may have one.</param>
/// <param name="Restitution">
/// Part of the approach speed that is given back, 0 to 1; only separate and coulomb may have one. It acts on the mass of each node
/// (Newton's law of impact), on top of the elasticity of the matter.
/// </param>
public readonly record struct ContactSurface(ContactMode Mode, double Friction = 0, double Restitution = 0)
{
    /// <summary>Refuses numbers that cannot be meant.</summary>
    /// <exception cref="SimulationSetupException">Friction or restitution do not fit the mode or their range.</exception>
    public ContactSurface Checked()
    {
        BoundaryChecks.Friction(Mode, Friction);
        BoundaryChecks.Restitution(Mode, Restitution);
        return this;
    }
}
