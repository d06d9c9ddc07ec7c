using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Adds up particles, in double and in the order given, so that every back end sums alike.</summary>
internal sealed class StatisticsSum(SimulationSetup setup)
{
    private readonly Vector3<Real64> gravity = setup.Gravity;
    private readonly double affineInertia = setup.Domain.CellSize * setup.Domain.CellSize / setup.Transfer.InverseMoment;
    private int count;
    private double mass, kinetic, affine, elastic, potential, fastestSquared;
    private double smallest = double.PositiveInfinity, largest = double.NegativeInfinity, volumeRatios;
    private Vector3<Real64> first, momentum, angular;

    public void Add(
        Vector3<Real64> x, Vector3<Real64> v, in Matrix3x3<Real64> c, double particleMass, double restVolume,
        double volumeRatio, double energyDensity)
    {
        count++;
        Real64 m = particleMass;
        Vector3<Real64> axial = new(c.M21 - c.M12, c.M02 - c.M20, c.M10 - c.M01);
        double speedSquared = v.LengthSquared.Value;
        mass += particleMass;
        first += m * x;
        momentum += m * v;
        angular += m * (Vector3<Real64>.Cross(x, v) + new Real64(affineInertia) * axial);
        kinetic += 0.5 * particleMass * speedSquared;
        affine += 0.5 * particleMass * affineInertia * c.SquaredNorm.Value;
        elastic += restVolume * energyDensity;
        potential -= particleMass * Vector3<Real64>.Dot(gravity, x).Value;
        fastestSquared = Math.Max(fastestSquared, speedSquared);
        smallest = Math.Min(smallest, volumeRatio);
        largest = Math.Max(largest, volumeRatio);
        volumeRatios += volumeRatio;
    }

    public SimulationStatistics Result(double time, int clamped, double dissipated) => new()
    {
        Time = time,
        Mass = mass,
        CenterOfMass = mass > 0 ? new Real64(1 / mass) * first : default,
        Momentum = momentum,
        AngularMomentum = angular,
        KineticEnergy = kinetic,
        AffineKineticEnergy = affine,
        ElasticEnergy = elastic,
        DissipatedEnergy = dissipated,
        GravitationalEnergy = potential,
        MaximumSpeed = Math.Sqrt(fastestSquared),
        MinimumVolumeRatio = count > 0 ? smallest : 1,
        MeanVolumeRatio = count > 0 ? volumeRatios / count : 1,
        MaximumVolumeRatio = count > 0 ? largest : 1,
        ClampedCount = clamped,
    };
}
