using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The end of a reverse run: from what an engine has summed to what the user sees.</summary>
internal static class TapeGradient
{
    /// <summary>The gradient; coefficients are settled already.</summary>
    /// <param name="setup">What was simulated.</param>
    /// <param name="bars">Derivatives by the state at the start.</param>
    /// <param name="sums">Derivatives by what does not change.</param>
    /// <param name="takesPart">Whether a particle takes part in substeps.</param>
    /// <param name="bodies">Derivatives by the free bodies' start, of an engine that has any.</param>
    public static SimulationGradient Of<T>(
        SimulationSetup setup, ParticleCotangents<T> bars, ParameterSums sums, Func<int, bool> takesPart, IReadOnlyList<RigidBodyGradient>? bodies = null)
        where T : unmanaged, IReal<T>
    {
        // What never moves starts at rest, whatever the setup says.
        for (int p = 0; p < setup.Particles.Count; p++)
            if (!takesPart(p)) (bars.Velocity[p], bars.Affine[p], bars.Gradient[p]) = (default, default, default);
        double[] affine = ParticleCotangents<T>.ToDoubles(bars.Affine);
        double[]? gradients = bars.IsSeparate ? ParticleCotangents<T>.ToDoubles(bars.Gradient) : null;
        if (gradients is not null && setup.Particles.VelocityGradient is null)
        {
            for (int i = 0; i < affine.Length; i++) affine[i] += gradients[i];
            gradients = null;
        }

        return new(setup, sums)
        {
            Positions = ParticleCotangents<T>.ToDoubles(bars.Position),
            Velocities = ParticleCotangents<T>.ToDoubles(bars.Velocity),
            AffineVelocities = affine,
            VelocityGradients = gradients,
            DeformationGradients = ParticleCotangents<T>.ToDoubles(bars.Deformation),
            History = ParticleCotangents<T>.ToDoubles(bars.History),
            Bodies = bodies ?? [],
            TracerPositions = ParticleCotangents<T>.ToDoubles(bars.TracerPosition),
            TracerDeformationGradients = ParticleCotangents<T>.ToDoubles(bars.TracerDeformation),
        };
    }
}
