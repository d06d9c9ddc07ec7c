namespace Splatsim.Simulation;

/// <summary>
/// Derivatives of a loss by the state at the end of one frame. Null leaves a part out; layouts are those of <see cref="ParticleSet"/>
/// and <see cref="TracerSet"/>.
/// </summary>
public sealed record StateCotangents
{
    /// <summary>By positions [1/m], shape [particles, 3].</summary>
    public double[]? Positions { get; init; }

    /// <summary>By velocities [s/m], shape [particles, 3].</summary>
    public double[]? Velocities { get; init; }

    /// <summary>By affine velocities C [s], shape [particles, 3, 3].</summary>
    public double[]? AffineVelocities { get; init; }

    /// <summary>By deformation gradients F, shape [particles, 3, 3].</summary>
    public double[]? DeformationGradients { get; init; }

    /// <summary>
    /// By masses with the volumes fixed [1/kg], shape [particles]: what a loss takes from them itself, such as one of <see cref="NodalFields"/>; what
    /// they do to the motion is found by the tape.
    /// </summary>
    public double[]? Masses { get; init; }

    /// <summary>By what the laws remember, shape [particles, <see cref="ParticleSet.HistoryWidth"/>].</summary>
    public double[]? History { get; init; }

    /// <summary>By positions of tracers [1/m], shape [tracers, 3].</summary>
    public double[]? TracerPositions { get; init; }

    /// <summary>By deformation gradients of tracers, shape [tracers, 3, 3].</summary>
    public double[]? TracerDeformationGradients { get; init; }

    /// <summary>
    /// By the free rigid colliders, shape [bodies, 13]: position, orientation (w, x, y, z), momentum and angular momentum of <see cref="RigidState"/>.
    /// </summary>
    public double[]? Bodies { get; init; }

    /// <summary>Refuses lengths that do not fit.</summary>
    /// <exception cref="ArgumentException">A part has another length.</exception>
    internal void Check(int frame, int particles, int tracers, int bodies)
    {
        Require(Positions, 3 * particles, nameof(Positions));
        Require(Velocities, 3 * particles, nameof(Velocities));
        Require(AffineVelocities, 9 * particles, nameof(AffineVelocities));
        Require(DeformationGradients, 9 * particles, nameof(DeformationGradients));
        Require(Masses, particles, nameof(Masses));
        Require(History, ParticleSet.HistoryWidth * particles, nameof(History));
        Require(TracerPositions, 3 * tracers, nameof(TracerPositions));
        Require(TracerDeformationGradients, 9 * tracers, nameof(TracerDeformationGradients));

        Require(Bodies, RigidState.Reals * bodies, nameof(Bodies));

        void Require(double[]? values, int length, string part)
        {
            if (values is not null && values.Length != length)
                throw new ArgumentException($"the cotangents of frame {frame} have {values.Length} {part}; give {length}, or null");
        }
    }
}
