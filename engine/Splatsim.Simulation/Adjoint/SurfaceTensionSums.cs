namespace Splatsim.Simulation;

/// <summary>The numbers of a liquid with surface tension, and the derivatives by them.</summary>
internal sealed class SurfaceTensionSums
{
    private readonly SimulationSetup setup;
    private readonly SurfaceTensionOptions options;
    private readonly int densest;

    public SurfaceTensionSums(SurfaceTensionOptions options, SimulationSetup setup)
    {
        (this.options, this.setup, Density, densest) = (options, setup, options.Density(setup), Densest(setup));
    }

    /// <summary>Whether there is any liquid.</summary>
    public bool Any => Density > 0;

    /// <summary>Its density [kg/m^3]; 0 where there is none.</summary>
    public double Density { get; }

    /// <summary>An adjoint of patches, for one thread.</summary>
    public SurfacePatchAdjoint NewPatch() => new(options.Coefficient, Density, setup.Domain.CellSize);

    /// <summary>Adds the derivatives by the coefficient and the density, which is that of the densest particle.</summary>
    public void AddTo(ParameterSums sums, double byCoefficient, double byDensity)
    {
        sums.SurfaceTension += byCoefficient;
        double mass = setup.Particles.Mass[densest], volume = setup.Particles.RestVolume[densest];
        sums.Mass[densest] += byDensity / volume;
        sums.RestVolume[densest] -= byDensity * (mass / volume) / volume;
    }

    private static int Densest(SimulationSetup setup)
    {
        ParticleSet particles = setup.Particles;
        int densest = -1;
        double most = 0;
        for (int p = 0; p < particles.Count; p++)
        {
            if (setup.Materials[particles.Material[p]].IsStationary || particles.RestVolume[p] <= 0 || particles.Mass[p] / particles.RestVolume[p] <= most) continue;
            (densest, most) = (p, particles.Mass[p] / particles.RestVolume[p]);
        }

        return densest;
    }
}
