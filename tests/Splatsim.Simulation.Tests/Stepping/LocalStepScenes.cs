using Splatsim.Mathematics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>Stiff and soft matter in one scene.</summary>
internal static class LocalStepScenes
{
    public const double CellSize = 0.05;
    public const double SoftModulus = 2e4;

    public static GridDomain Domain { get; } = GridDomain.Cube(26, CellSize);

    public static Material Soft => Bodies.Elastic("neo-hookean", SoftModulus, 0.3, 1000) with { Name = "jelly" };

    public static Material Stiff(double ratio) => Bodies.Elastic("neo-hookean", ratio * SoftModulus, 0.3, 1000) with { Name = "bar" };

    /// <summary>The step that the stiff material allows, with room for speeds.</summary>
    public static double FineStep(double ratio, double courant = 0.3)
    {
        Material stiff = Stiff(ratio);
        return courant * CellSize / (Math.Sqrt(stiff.Law.WaveModulus(stiff.UserParameters) / 1000) + 2);
    }

    /// <summary>A block of jelly with a stiff bar through it.</summary>
    public static ParticleSet BarInJelly()
    {
        ParticleSet set = Bodies.Cube(new(0.45, 0.45, 0.45), 10, CellSize);
        for (int p = 0; p < set.Count; p++)
        {
            Vector3<Real64> arm = set.Position(p) - Middle;
            if (Math.Abs(arm.Y.Value) < 0.03 && Math.Abs(arm.Z.Value) < 0.03) set.Material[p] = 1;
        }

        return set;
    }

    /// <summary>The middle of the block.</summary>
    public static Vector3<Real64> Middle { get; } = new(0.575, 0.575, 0.575);

    /// <summary>The same, turning and moving.</summary>
    public static ParticleSet SpinningBarInJelly()
    {
        ParticleSet set = BarInJelly();
        ParticleLattices.SetRigidVelocity(set, new(0.3, -0.2, 0.1), new(1, -2, 5), Middle);
        return set;
    }

    /// <summary>A stiff cube that falls on a slab of jelly.</summary>
    public static ParticleSet CubeAboveJelly(double speed)
    {
        ParticleSet jelly = ParticleLattices.Box(new(0.4, 0.4, 0.15), 14, 14, 8, CellSize / 2, 1000);
        ParticleSet cube = Bodies.Cube(new(0.525, 0.525, 0.46), 5, CellSize);
        for (int p = 0; p < cube.Count; p++) cube.Material[p] = 1;
        Bodies.SetVelocity(cube, new(0, 0, -speed));
        return ParticleSet.Join(jelly, cube);
    }

    public static SimulationSetup Setup(ParticleSet particles, double ratio, bool local, string engine = Engines.Double) =>
        Bodies.Setup(Domain, particles, Soft, Stiff(ratio)).On(engine) with
        {
            StepPolicy = new() { TimeStep = FineStep(ratio), LocalSteps = local, MaximumCourantNumber = double.PositiveInfinity },
        };
}
