using Splatsim.Mathematics;
using Splatsim.Simulation;

namespace Splatsim.Fitting;

/// <summary>How a body moves at the start: the velocity of its centre of mass and its spin about it. Its particles move as one rigid body.</summary>
/// <param name="velocity">Velocity at which the search begins [m/s].</param>
/// <param name="angularVelocity">Angular velocity at which the search begins [rad/s].</param>
/// <param name="material">The body's material; null when all particles are the body.</param>
public sealed class MotionUnknown(Vector3<Real64> velocity, Vector3<Real64> angularVelocity, int? material = null) : IUnknown
{
    // A body of some 0.1 m that spins by this moves its surface by 1 m/s.
    private const double SpinUnit = 10;

    /// <inheritdoc/>
    public IReadOnlyList<FitParameter> Parameters { get; } =
    [
        Of("velocityX", material, velocity.X, 1), Of("velocityY", material, velocity.Y, 1), Of("velocityZ", material, velocity.Z, 1),
        Of("angularVelocityX", material, angularVelocity.X, SpinUnit), Of("angularVelocityY", material, angularVelocity.Y, SpinUnit),
        Of("angularVelocityZ", material, angularVelocity.Z, SpinUnit),
    ];

    /// <inheritdoc/>
    public int? Material => material;

    /// <inheritdoc/>
    public SimulationSetup Put(SimulationSetup setup, ReadOnlySpan<double> values)
    {
        ParticleSet moved = setup.Particles.Clone();
        ParticleLattices.SetRigidVelocity(moved, new(values[0], values[1], values[2]), new(values[3], values[4], values[5]), Center(moved), material);
        return setup with { Particles = moved };
    }

    /// <inheritdoc/>
    public void Read(SimulationSetup setup, SimulationGradient gradient, Span<double> derivatives)
    {
        Vector3<Real64> center = Center(setup.Particles), byVelocity = default, bySpin = default;
        for (int p = 0; p < setup.Particles.Count; p++)
        {
            if (!Moves(setup.Particles, p)) continue;
            Vector3<Real64> own = new(gradient.Velocities[3 * p], gradient.Velocities[3 * p + 1], gradient.Velocities[3 * p + 2]);
            ReadOnlySpan<double> byAffine = gradient.AffineVelocities.AsSpan(9 * p, 9);
            byVelocity += own;
            bySpin += Vector3<Real64>.Cross(setup.Particles.Position(p) - center, own)
                + new Vector3<Real64>(byAffine[7] - byAffine[5], byAffine[2] - byAffine[6], byAffine[3] - byAffine[1]);
        }

        (derivatives[0], derivatives[1], derivatives[2]) = (byVelocity.X.Value, byVelocity.Y.Value, byVelocity.Z.Value);
        (derivatives[3], derivatives[4], derivatives[5]) = (bySpin.X.Value, bySpin.Y.Value, bySpin.Z.Value);
    }

    private bool Moves(ParticleSet set, int particle) => material is null || set.Material[particle] == material;

    private Vector3<Real64> Center(ParticleSet set)
    {
        Vector3<Real64> sum = default;
        double mass = 0;
        for (int p = 0; p < set.Count; p++)
        {
            if (!Moves(set, p)) continue;
            sum += (Real64)set.Mass[p] * set.Position(p);
            mass += set.Mass[p];
        }

        return (Real64)(1 / mass) * sum;
    }

    private static FitParameter Of(string name, int? material, Real64 start, double unit) =>
        new(material is int m ? FormattableString.Invariant($"{name}[{m}]") : name, start.Value, ParameterTransform.Scaled(unit));
}
