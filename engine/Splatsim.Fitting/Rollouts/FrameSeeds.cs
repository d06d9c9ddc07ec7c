using Splatsim.Simulation;

namespace Splatsim.Fitting;

/// <summary>The state of one frame as losses see it, and the sums of their derivatives by it.</summary>
/// <param name="simulator">At the end of the frame.</param>
internal sealed class FrameSeeds(ISimulator simulator)
{
    private ParticleSet? particles;

    /// <summary>The sums; null where no loss has looked.</summary>
    public StateCotangents? Cotangents { get; private set; }

    private ParticleSet Particles
    {
        get
        {
            if (particles is null) simulator.CopyTo(particles = new ParticleSet(simulator.ParticleCount));
            return particles;
        }
    }

    /// <summary>What a loss looks at.</summary>
    public double[] Values(StateLoss loss) => loss.Part switch
    {
        StatePart.Positions => Particles.X,
        StatePart.Velocities => Particles.V,
        StatePart.DeformationGradients => Particles.F,
        StatePart.TracerPositions => simulator.Tracers.X,
        StatePart.TracerDeformationGradients => simulator.Tracers.F,
        StatePart.NodeMasses => loss.Nodes!.Masses(Particles),
        _ => loss.Nodes!.Momenta(Particles),
    };

    /// <summary>Adds derivatives by what a loss looks at; the array is kept.</summary>
    public void Add(StateLoss loss, double[] values) => Add(loss.Part switch
    {
        StatePart.Positions => new() { Positions = values },
        StatePart.Velocities => new() { Velocities = values },
        StatePart.DeformationGradients => new() { DeformationGradients = values },
        StatePart.TracerPositions => new() { TracerPositions = values },
        StatePart.TracerDeformationGradients => new() { TracerDeformationGradients = values },
        StatePart.NodeMasses => loss.Nodes!.Reverse(Particles, values, []),
        _ => loss.Nodes!.Reverse(Particles, [], values),
    });

    /// <summary>Adds derivatives; their arrays are kept.</summary>
    public void Add(StateCotangents more) => Cotangents = Cotangents is not { } sum ? more : new()
    {
        Positions = Sum(sum.Positions, more.Positions),
        Velocities = Sum(sum.Velocities, more.Velocities),
        AffineVelocities = Sum(sum.AffineVelocities, more.AffineVelocities),
        DeformationGradients = Sum(sum.DeformationGradients, more.DeformationGradients),
        Masses = Sum(sum.Masses, more.Masses),
        History = Sum(sum.History, more.History),
        TracerPositions = Sum(sum.TracerPositions, more.TracerPositions),
        TracerDeformationGradients = Sum(sum.TracerDeformationGradients, more.TracerDeformationGradients),
        Bodies = Sum(sum.Bodies, more.Bodies),
    };

    private static double[]? Sum(double[]? left, double[]? right)
    {
        if (left is null || right is null) return left ?? right;
        for (int i = 0; i < left.Length; i++) left[i] += right[i];
        return left;
    }
}
