using Splatsim.Simulation;

namespace Splatsim.Verification;

/// <summary>A column of sand between a mirror and the open, released at once.</summary>
internal sealed record SandCollapse(double Aspect, double FrictionAngleDegrees, bool IsPlaneStrain, int CellsPerWidth)
{
    private const double Width = 0.5, Gravity = 9.81, MassDensity = 1600;

    /// <summary>Runout (x - L0)/L0 and height over L0 after it came to rest, and the final outline.</summary>
    public (double Front, double Height, double[] X, double[] Y) Run(VerificationRun run)
    {
        double dx = Width / CellsPerWidth, height = Aspect * Width, friction = FrictionAngleDegrees * Math.PI / 180;
        PlanarScene scene = new(dx, 0, 0, Width * (2 + 3.2 * Aspect), height * 1.1);
        scene.Fill(0, 0, Width, height);
        SimulationSetup setup = scene.Setup(
            [PlanarScene.Material("drucker-prager", MassDensity, ("youngsModulus", 1e6), ("poissonsRatio", 0.3), ("frictionAngle", friction), ("cohesion", 0), ("cone", IsPlaneStrain ? 1 : 0), ("volumeCorrection", 0))],
            new PlaneBoundary(ContactMode.Slip, new(0, 0, 0), new(1, 0, 0)),
            new PlaneBoundary(ContactMode.Coulomb, new(0, 0, 0), new(0, 1, 0), Math.Tan(friction))) with
        {
            Gravity = new(0, -Gravity, 0),
            // Grains that fly apart at the tip are no error here.
            MaximumClampedFraction = 1,
        };
        using ISimulator simulator = run.Start(setup);
        // Lube et al. 2005: the flow ends after 3.3 sqrt(H/g); what is left then is creep.
        double duration = 4.5 * Math.Sqrt(height / Gravity);
        for (int frame = 0; frame < 20; frame++) run.Advance(simulator, duration / 20);
        ParticleSet state = Blocks.StateOf(simulator);
        double[] tops = new double[scene.Domain.CountX];
        int[] grains = new int[tops.Length];
        for (int p = 0; p < state.Count; p++)
        {
            int column = (int)Math.Floor(Math.Max(state.X[3 * p], 0) / dx);
            grains[column]++;
            tops[column] = Math.Max(tops[column], state.X[3 * p + 1] + dx / 4);
        }

        // The heap ends at the first column that holds less than one full cell of sand, 4 particles: a thinner film is not resolved,
        // and grains that jumped ahead are not the heap.
        int end = Array.FindIndex(grains, count => count < 4);
        return (
            (end * dx - Width) / Width, tops.Take(2).Max() / Width,
            [.. Enumerable.Range(0, end).Select(i => (i + 0.5) * dx / Width)], [.. tops.Take(end).Select(t => t / Width)]);
    }
}
