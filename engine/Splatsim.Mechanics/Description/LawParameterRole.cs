namespace Splatsim.Mechanics;

/// <summary>What a parameter is, and does when a material is softened to meet a budget of substeps.</summary>
public enum LawParameterRole
{
    /// <summary>Keeps its value: ratios, angles, viscosities, options.</summary>
    Other,

    /// <summary>A modulus, proportional to the square of the wave speed.</summary>
    Stiffness,

    /// <summary>A stress at which the material yields.</summary>
    Strength,

    /// <summary>Keeps its value, and drives the material: even undeformed matter then has stress.</summary>
    Drive,

    /// <summary>A share of several laws in one material.</summary>
    Weight,
}
