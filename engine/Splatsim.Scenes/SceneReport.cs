using System.Diagnostics;
using Splatsim.Simulation;

namespace Splatsim.Scenes;

/// <summary>What a prepared scene will cost, before anything runs.</summary>
public sealed record SceneReport
{
    /// <summary>Particles.</summary>
    public int ParticleCount { get; init; }

    /// <summary>Splats that move.</summary>
    public int MovingSplatCount { get; init; }

    /// <summary>Splats of the capture.</summary>
    public int SplatCount { get; init; }

    /// <summary>Nodes of the grid along x, y, z.</summary>
    public IReadOnlyList<int> GridNodes { get; init; } = [];

    /// <summary>Edge of a cell [m].</summary>
    public double CellSize { get; init; }

    /// <summary>Stable time step [s].</summary>
    public double TimeStep { get; init; }

    /// <summary>Substeps per frame.</summary>
    public int SubstepsPerFrame { get; init; }

    /// <summary>Frames after the first one.</summary>
    public int FrameCount { get; init; }

    /// <summary>Memory in use after preparation [bytes].</summary>
    public long MemoryBytes { get; init; }

    /// <summary>Expected time of the whole animation [s], from measured substeps and one measured picture.</summary>
    public double ExpectedSeconds { get; init; }

    /// <summary>The back end and grid that were chosen.</summary>
    public string Backend { get; init; } = "";

    /// <summary>Measures a prepared scene: a few substeps of a second simulator, and one picture. The run itself stays at frame 0.</summary>
    /// <param name="run">A scene at frame 0.</param>
    public static SceneReport Of(SceneRun run)
    {
        const int measuredSubsteps = 4;
        SceneDescription scene = run.Scene.Description;
        double frameTime = 1 / scene.Time.FramesPerSecond;
        double step = Math.Min(run.Simulator.TimeStep, frameTime);
        int substeps = Math.Max(1, (int)Math.Ceiling(frameTime / step - 1e-9));
        Stopwatch clock = new();
        using (ISimulator probe = Simulators.Create(run.Setup))
        {
            // The first substep pays for compilation and the first sort.
            probe.Advance(step);
            clock.Start();
            for (int i = 0; i < measuredSubsteps; i++) probe.Advance(step);
            clock.Stop();
        }

        double perSubstep = clock.Elapsed.TotalSeconds / measuredSubsteps;
        run.Draw();
        clock.Restart();
        run.Draw();
        double perPicture = clock.Elapsed.TotalSeconds;
        return new SceneReport
        {
            ParticleCount = run.Setup.Particles.Count,
            MovingSplatCount = run.MovingSplatCount,
            SplatCount = run.Scene.Cloud.Count,
            GridNodes = [run.Setup.Domain.CountX, run.Setup.Domain.CountY, run.Setup.Domain.CountZ],
            CellSize = run.Setup.Domain.CellSize,
            TimeStep = frameTime / substeps,
            SubstepsPerFrame = substeps,
            FrameCount = scene.Time.FrameCount,
            MemoryBytes = Environment.WorkingSet,
            ExpectedSeconds = scene.Time.FrameCount * (substeps * perSubstep + perPicture),
            Backend = run.Simulator.Description,
        };
    }
}
