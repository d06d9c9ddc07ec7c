using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>
/// Particles and tracers of rigid bodies on a device as their adjoint asks for them on the host: tracers when a loss speaks of them, particles at
/// the end of the reverse run. Between these the device sums over particles itself.
/// </summary>
internal sealed class DeviceRigidMatter(SimulationSetup setup) : IRigidMatterCotangents
{
    private double[] byPositions = [], byDeformations = [];

    /// <summary>Derivatives by particles and tracers at the start.</summary>
    public ParticleCotangents<Real64>? State { get; set; }

    /// <summary>Takes what a loss says about tracers; returns it without those that bodies carry.</summary>
    public StateCotangents Begin(StateCotangents seed)
    {
        if (setup.Tracers is not { Carriers: int[] carriers }) return seed;
        (byPositions, byDeformations) = (seed.TracerPositions ?? new double[3 * carriers.Length], seed.TracerDeformationGradients ?? new double[9 * carriers.Length]);
        return seed with { TracerPositions = Rest(seed.TracerPositions, 3), TracerDeformationGradients = Rest(seed.TracerDeformationGradients, 9) };

        double[]? Rest(double[]? values, int width) =>
            values is null ? null : [.. values.Select((v, i) => carriers[i / width] >= 0 ? 0 : v)];
    }

    /// <inheritdoc/>
    public RigidParticleCotangents Take(int particle) => new(
        State!.Position[particle], State.Velocity[particle], State.Affine[particle], State.Deformation[particle]);

    /// <inheritdoc/>
    public void Set(int particle, in RigidParticleCotangents value) =>
        (State!.Position[particle], State.Velocity[particle], State.Affine[particle], State.Deformation[particle]) =
            (value.Position, value.Velocity, value.Affine, value.Deformation);

    /// <inheritdoc/>
    public (Vector3<Real64> Position, Matrix3x3<Real64> Deformation) TakeTracer(int tracer) => (
        Scalars.ReadVector<Real64>(byPositions.AsSpan(3 * tracer, 3)), Scalars.ReadMatrix<Real64>(byDeformations.AsSpan(9 * tracer, 9)));

    /// <inheritdoc/>
    public void SetTracer(int tracer, Vector3<Real64> position, in Matrix3x3<Real64> deformation) =>
        (State!.TracerPosition[tracer], State.TracerDeformation[tracer]) = (position, deformation);

    /// <inheritdoc/>
    public void Gathered(int particle, out Vector3<Real64> velocity, out Matrix3x3<Real64> affine) =>
        throw new NotSupportedException("the device sums over particles itself");

    /// <inheritdoc/>
    public void Answer(int particle, Vector3<Real64> byVelocity, in Matrix3x3<Real64> byAffine) =>
        throw new NotSupportedException("the device sums over particles itself");
}
