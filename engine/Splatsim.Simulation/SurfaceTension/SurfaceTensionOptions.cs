namespace Splatsim.Simulation;

/// <summary>
/// Surface tension of a liquid as a continuum surface force: colour (how full a node is) on the grid, its gradient as the surface, and
/// curvature times that gradient as the force.
/// </summary>
/// <remarks>
/// Brackbill, Kothe and Zemach 1992, "A continuum method for modeling surface tension". The colour is the share of all mass, so that
/// the liquid must be all moving matter of the scene, of one density; stationary matter has none and is wetted at no angle of its own.
/// </remarks>
/// <param name="Coefficient">sigma [N/m]: water 0.073 at 20 degrees Celsius.</param>
public sealed record SurfaceTensionOptions(double Coefficient)
{
    /// <summary>Density of the liquid; refuses setups that the force is not defined for.</summary>
    internal double Density(SimulationSetup setup)
    {
        ForceChecks.NotNegative("SurfaceTension.Coefficient", Coefficient, "N/m");
        double lightest = double.PositiveInfinity, heaviest = 0;
        ParticleSet particles = setup.Particles;
        for (int p = 0; p < particles.Count; p++)
        {
            Material material = setup.Materials[particles.Material[p]];
            if (material.IsStationary || particles.Mass[p] <= 0 || particles.RestVolume[p] <= 0) continue;
            if (!material.Law.Description.IsLiquid)
            {
                throw new SimulationSetupException(
                    "SurfaceTension", $"particle {p} is of '{material.Name}', which is no liquid", "leave surface tension out, or simulate the liquid alone");
            }

            double density = particles.Mass[p] / particles.RestVolume[p];
            (lightest, heaviest) = (Math.Min(lightest, density), Math.Max(heaviest, density));
        }

        if (heaviest > 1.001 * lightest)
        {
            throw new SimulationSetupException(
                "SurfaceTension", FormattableString.Invariant($"densities from {lightest:g5} to {heaviest:g5} kg/m^3"), "give all liquid one density");
        }

        return heaviest;
    }

    /// <summary>Longest stable step: the shortest capillary wave must not outrun the grid [s].</summary>
    internal static double LongestStep(double coefficient, double density, double cellSize) =>
        coefficient > 0 ? Math.Sqrt(density * cellSize * cellSize * cellSize / (4 * Math.PI * coefficient)) : double.PositiveInfinity;
}
