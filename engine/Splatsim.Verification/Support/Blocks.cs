using Splatsim.Mathematics;
using Splatsim.Simulation;

namespace Splatsim.Verification;

/// <summary>Blocks of matter in space, and sums over them.</summary>
internal static class Blocks
{
    public static Material Elastic(string law, double youngsModulus, double poissonsRatio, double massDensity) =>
        PlanarScene.Material(law, massDensity, ("youngsModulus", youngsModulus), ("poissonsRatio", poissonsRatio));

    public static Vector3<Real64> MeanVelocity(ISimulator simulator)
    {
        SimulationStatistics sums = simulator.Statistics();
        return new Real64(1 / sums.Mass) * sums.Momentum;
    }

    public static ParticleSet StateOf(ISimulator simulator)
    {
        ParticleSet state = new(simulator.ParticleCount);
        simulator.CopyTo(state);
        return state;
    }

    /// <summary>Translational and affine kinetic energy [J].</summary>
    public static double Kinetic(SimulationStatistics sums) => sums.KineticEnergy + sums.AffineKineticEnergy;

    public static double Relative(Vector3<Real64> change, Vector3<Real64> whole) => change.Length.Value / whole.Length.Value;
}
