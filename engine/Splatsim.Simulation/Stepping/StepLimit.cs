namespace Splatsim.Simulation;

/// <summary>What a time step was chosen by.</summary>
public enum StepLimit
{
    /// <summary>No substep has been done yet.</summary>
    None,

    /// <summary>The Courant number, mostly by the fastest elastic wave of the materials.</summary>
    Wave,

    /// <summary>The Courant number, mostly by the fastest particle.</summary>
    Speed,

    /// <summary>The Courant number, mostly by a speed that a boundary or an event imposes.</summary>
    ImposedSpeed,

    /// <summary>A viscosity that is integrated explicitly.</summary>
    Viscosity,

    /// <summary>A step of the user's own.</summary>
    ImposedStep,

    /// <summary>Nothing but the length of the frame.</summary>
    Frame,
}
