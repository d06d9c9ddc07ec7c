using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Simulation;

/// <summary>
/// Derivatives of a loss by everything that a simulation starts from. Steps in time are those of the forward run and held fixed.
/// Layouts are those of <see cref="ParticleSet"/>.
/// </summary>
public sealed class SimulationGradient
{
    private readonly SimulationSetup setup;

    /// <summary>With the derivatives by what does not change from substep to substep.</summary>
    internal SimulationGradient(SimulationSetup setup, ParameterSums sums)
    {
        this.setup = setup;
        (Masses, RestVolumes, Parameters, Keyframes) = (sums.Mass, sums.RestVolume, sums.User, sums.Keyframes);
        (Gravity, SurfaceTension) = (sums.Gravity, sums.SurfaceTension);
        (Boundaries, Forces, Events) = (sums.Boundaries, sums.Forces, sums.Events);
        ClampedCount = sums.IsClamped.Count(c => c);
    }

    /// <summary>By initial positions [1/m], shape [particles, 3].</summary>
    public required double[] Positions { get; init; }

    /// <summary>By initial velocities [s/m], shape [particles, 3].</summary>
    public required double[] Velocities { get; init; }

    /// <summary>
    /// By initial affine velocities C [s], shape [particles, 3, 3]; with that of the velocity gradients where a setup leaves them to C.
    /// </summary>
    public required double[] AffineVelocities { get; init; }

    /// <summary>By initial velocity gradients L [s], shape [particles, 3, 3]; null where a setup leaves them to C.</summary>
    public required double[]? VelocityGradients { get; init; }

    /// <summary>By initial deformation gradients F, shape [particles, 3, 3].</summary>
    public required double[] DeformationGradients { get; init; }

    /// <summary>
    /// By the initial history, shape [particles, <see cref="ParticleSet.HistoryWidth"/>]. Where the setup leaves it to the laws, it reaches
    /// <see cref="Parameters"/> too.
    /// </summary>
    public required double[] History { get; init; }

    /// <summary>By masses with the volumes fixed [1/kg], shape [particles].</summary>
    public double[] Masses { get; }

    /// <summary>By rest volumes with the masses fixed [1/m^3], shape [particles].</summary>
    public double[] RestVolumes { get; }

    /// <summary>
    /// By the parameters of each particle's material, as if it had a material of its own, shape
    /// [particles, <see cref="ParameterWidth"/>] in the order of the law's description; 0 for named options. Animated parameters: by a
    /// constant added to them.
    /// </summary>
    public double[] Parameters { get; }

    /// <summary>
    /// By the keyframes' values of every material's <see cref="Material.Animated"/> parameters, in the setup's order, by key: sums over the
    /// material's particles, shape [keyframes].
    /// </summary>
    public IReadOnlyList<IReadOnlyDictionary<string, double[]>> Keyframes { get; }

    /// <summary>Parameters that there is room for per particle.</summary>
    public const int ParameterWidth = LawParameters<Real64>.Capacity;

    /// <summary>By the gravity of the setup [s^2/m].</summary>
    public Vector3<Real64> Gravity { get; }

    /// <summary>By the boundaries, in the setup's order.</summary>
    public IReadOnlyList<BoundaryGradient> Boundaries { get; }

    /// <summary>By the coefficients of the forces, in the setup's order.</summary>
    public IReadOnlyList<CoefficientGradient> Forces { get; }

    /// <summary>By the coefficients of the events, in the setup's order.</summary>
    public IReadOnlyList<CoefficientGradient> Events { get; }

    /// <summary>By the coefficient of surface tension [m/N]; 0 without.</summary>
    public double SurfaceTension { get; }

    /// <summary>By the free rigid colliders, in the setup's order.</summary>
    public IReadOnlyList<RigidBodyGradient> Bodies { get; init; } = [];

    /// <summary>By initial positions of tracers [1/m], shape [tracers, 3].</summary>
    public required double[] TracerPositions { get; init; }

    /// <summary>By initial deformation gradients of tracers, shape [tracers, 3, 3].</summary>
    public required double[] TracerDeformationGradients { get; init; }

    /// <summary>
    /// Particles whose stretch was lifted to the smallest one in some substep: what reached their laws there has derivative 0.
    /// </summary>
    public int ClampedCount { get; }

    /// <summary>Derivatives by one parameter, particle by particle; 0 for particles whose law has none of that name.</summary>
    /// <param name="key">The parameter's key, as "youngsModulus".</param>
    public double[] ByParticle(string key)
    {
        int[] index = [.. setup.Materials.Select(m => m.Law.Description.IndexOf(key))];
        double[] result = new double[setup.Particles.Count];
        for (int p = 0; p < result.Length; p++)
            if (index[setup.Particles.Material[p]] is int i and >= 0) result[p] = Parameters[ParameterWidth * p + i];
        return result;
    }

    /// <summary>The derivative by one parameter of a material: the sum over its particles.</summary>
    /// <param name="material">Index of the material.</param>
    /// <param name="key">The parameter's key, as "youngsModulus".</param>
    /// <exception cref="LawParameterException">The material's law has no such parameter.</exception>
    public double ByMaterial(int material, string key)
    {
        int index = setup.Materials[material].Law.Description.RequireIndex(key);
        double sum = 0;
        for (int p = 0; p < setup.Particles.Count; p++)
            if (setup.Particles.Material[p] == material) sum += Parameters[ParameterWidth * p + index];
        return sum;
    }
}
