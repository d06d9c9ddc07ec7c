namespace Splatsim.Simulation;

/// <summary>What of a velocity field a particle keeps from one substep to the next; described by <see cref="TransferSchemes"/>.</summary>
public enum TransferScheme
{
    /// <summary>Affine particle-in-cell (<see cref="ApicScheme"/>): the default.</summary>
    Apic,

    /// <summary>Particle-in-cell (<see cref="PicScheme"/>).</summary>
    Pic,

    /// <summary>A blend of FLIP and PIC (<see cref="FlipScheme"/>).</summary>
    Flip,

    /// <summary>APIC with damped affine motion, down to rigid motion (<see cref="RpicScheme"/>).</summary>
    Rpic,

    /// <summary>Taylor particle-in-cell (<see cref="TpicScheme"/>).</summary>
    Tpic,

    /// <summary>Affine, separable FLIP (<see cref="AsflipScheme"/>).</summary>
    Asflip,
}
