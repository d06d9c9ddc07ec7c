using Splatsim.Simulation;

namespace Splatsim.Coupling;

/// <summary>
/// Derivatives of a loss by what one frame's moved splats came from: the state of the simulation, and the splats at rest. Keep one and
/// reuse it.
/// </summary>
public sealed class SplatCarryGradient
{
    /// <summary>Allocates zeros.</summary>
    /// <param name="particles">Particles of the simulation.</param>
    /// <param name="tracers">Its tracers.</param>
    /// <param name="splats">Splats that move.</param>
    public SplatCarryGradient(int particles, int tracers, int splats)
    {
        State = new()
        {
            Positions = new double[3 * particles],
            DeformationGradients = new double[9 * particles],
            TracerPositions = new double[3 * tracers],
            TracerDeformationGradients = new double[9 * tracers],
        };
        RestCovariances = new double[6 * splats];
        RestPositions = new double[3 * splats];
    }

    /// <summary>By positions and deformation gradients of particles and tracers: what <see cref="SimulationTape.Reverse"/> takes.</summary>
    public StateCotangents State { get; }

    /// <summary>
    /// By the covariances at rest, shape [splats, 6] as xx, xy, xz, yy, yz, zz: the symmetric G with dL = sum over all nine (i, j) of
    /// G_ij dSigma_ij [1/scene units squared].
    /// </summary>
    public double[] RestCovariances { get; }

    /// <summary>
    /// By the positions at rest of splats that particles carry, with their neighbours and weights held, shape [splats, 3] [1/m]; 0 for
    /// those that tracers carry, which start where the splats do.
    /// </summary>
    public double[] RestPositions { get; }

    internal void Clear()
    {
        Array.Clear(State.Positions!);
        Array.Clear(State.DeformationGradients!);
        Array.Clear(State.TracerPositions!);
        Array.Clear(State.TracerDeformationGradients!);
        Array.Clear(RestCovariances);
        Array.Clear(RestPositions);
    }
}
