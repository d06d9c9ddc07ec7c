using Splatsim.Simulation;

namespace Splatsim.Fitting;

/// <summary>The state of one frame as losses see it, and the sums of their derivatives by it.</summary>
/// <param name="simulator">At the end of the frame.</param>
internal sealed class FrameSeeds(ISimulator simulator)
{
    private ParticleSet? particles;

    /// <summary>The sums; null where no loss has looked.</summary>
    public StateCotangents? Cotangents { get; private set; }

    /// <summary>What a loss looks at.</summary>
    public double[] Values(StatePart part)
    {
        if (part == StatePart.TracerPositions) return simulator.Tracers.X;
        if (particles is null) simulator.CopyTo(particles = new ParticleSet(simulator.ParticleCount));
        return part == StatePart.Positions ? particles.X : particles.V;
    }

    /// <summary>Adds derivatives by one part; the array is kept.</summary>
    public void Add(StatePart part, double[] values) => Add(part switch
    {
        StatePart.Positions => new() { Positions = values },
        StatePart.Velocities => new() { Velocities = values },
        _ => new StateCotangents { TracerPositions = values },
    });

    /// <summary>Adds derivatives; their arrays are kept.</summary>
    public void Add(StateCotangents more) => Cotangents = Cotangents is not { } sum ? more : sum with
    {
        Positions = Sum(sum.Positions, more.Positions),
        Velocities = Sum(sum.Velocities, more.Velocities),
        DeformationGradients = Sum(sum.DeformationGradients, more.DeformationGradients),
        TracerPositions = Sum(sum.TracerPositions, more.TracerPositions),
        TracerDeformationGradients = Sum(sum.TracerDeformationGradients, more.TracerDeformationGradients),
    };

    private static double[]? Sum(double[]? left, double[]? right)
    {
        if (left is null || right is null) return left ?? right;
        for (int i = 0; i < left.Length; i++) left[i] += right[i];
        return left;
    }
}
