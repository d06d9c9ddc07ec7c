namespace Splatsim.Coupling;

/// <summary>Who carries the splats.</summary>
public enum BindingKind
{
    /// <summary>Massless tracers of the grid velocity, each with its own total deformation gradient: the default.</summary>
    Tracers,

    /// <summary>The splats are particles with mass of their own (and tracers at the same places keep their total gradient).</summary>
    Particles,

    /// <summary>The particles nearest at rest, by an affine fit of their motion.</summary>
    Nearest,
}
