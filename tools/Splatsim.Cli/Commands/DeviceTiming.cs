using System.Diagnostics;
using Splatsim.Compute;
using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Simulation;

namespace Splatsim.Cli;

/// <summary>How fast a device simulates a small standard scene: a falling, turning cube of jelly, 8 particles per cell.</summary>
internal static class DeviceTiming
{
    private const int GpuSide = 80, OtherSide = 36;
    private const int SubstepsPerFrame = 32, Frames = 3;

    /// <summary>Millions of particles advanced by one substep per second: the best of a few frames after one to warm up.</summary>
    public static double Measure(DeviceInfo info)
    {
        int side = info.IsGpu ? GpuSide : OtherSide;
        using ISimulator simulator = Simulators.Create(Cube(side) with
        {
            Backend = info.Kind == DeviceKind.Cpu ? SimulationBackend.Fast : SimulationBackend.Device,
            Device = new(info.Kind, info.Index),
        });
        double frame = SubstepsPerFrame * simulator.TimeStep, best = 0;
        simulator.Advance(frame);
        for (int i = 0; i < Frames; i++)
        {
            long before = simulator.SubstepCount;
            Stopwatch watch = Stopwatch.StartNew();
            simulator.Advance(frame);
            best = Math.Max(best, 1e-6 * simulator.ParticleCount * (simulator.SubstepCount - before) / watch.Elapsed.TotalSeconds);
        }

        return best;
    }

    private static SimulationSetup Cube(int side)
    {
        const double cellSize = 0.01, density = 1000;
        GridDomain domain = GridDomain.Cube(side / 2 + 24, cellSize);
        Vector3<Real64> middle = new Real64(0.5) * domain.Maximum;
        double half = 0.25 * side * cellSize;
        ParticleSet cube = ParticleLattices.Box(middle - new Vector3<Real64>(half, half, half), side, side, side, 0.5 * cellSize, density);
        ParticleLattices.SetRigidVelocity(cube, new(0.3, -0.2, 0.1), new(0.5, -0.3, 1), middle);
        return new()
        {
            Domain = domain,
            Particles = cube,
            Materials = [new("jelly", Laws.Find("neo-hookean"), new Dictionary<string, double>(), density)],
            Gravity = new(0, 0, -9.81),
            Boundaries = [BoxWalls.Inside(ContactMode.Separate, domain)],
        };
    }
}
