namespace Splatsim.Mechanics;

/// <summary>What a parameter does when a material is softened to meet a budget of substeps.</summary>
public enum LawParameterRole
{
    /// <summary>Keeps its value: ratios, angles, viscosities, options.</summary>
    Other,

    /// <summary>A modulus, proportional to the square of the wave speed.</summary>
    Stiffness,

    /// <summary>A stress at which the material yields.</summary>
    Strength,
}
