namespace Splatsim.Fitting;

/// <summary>What of a frame's state a loss looks at.</summary>
public enum StatePart
{
    /// <summary>Positions of the particles [m], three numbers each.</summary>
    Positions,

    /// <summary>Velocities of the particles [m/s], three numbers each.</summary>
    Velocities,

    /// <summary>Deformation gradients F of the particles, nine numbers each, row-major.</summary>
    DeformationGradients,

    /// <summary>Positions of the tracers [m], three numbers each.</summary>
    TracerPositions,

    /// <summary>Deformation gradients of the tracers, nine numbers each, row-major: F S F^T is the covariance of the splat that a tracer carries.</summary>
    TracerDeformationGradients,

    /// <summary>Masses of the nodes of <see cref="StateLoss.Nodes"/> [kg], shape [CountX, CountY, CountZ].</summary>
    NodeMasses,

    /// <summary>Momenta of the nodes of <see cref="StateLoss.Nodes"/> [kg m/s], shape [CountX, CountY, CountZ, 3].</summary>
    NodeMomenta,
}
