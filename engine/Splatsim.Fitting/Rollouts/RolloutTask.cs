using Splatsim.Simulation;

namespace Splatsim.Fitting;

/// <summary>What is simulated, and what the frames are held against.</summary>
/// <param name="Setup">The simulation; without tracers it gets those of the rollout's binding.</param>
/// <param name="FrameDuration">Time between frames [s].</param>
public sealed record RolloutTask(SimulationSetup Setup, double FrameDuration)
{
    /// <summary>Pictures.</summary>
    public IReadOnlyList<FrameView> Views { get; init; } = [];

    /// <summary>Losses of particles and tracers.</summary>
    public IReadOnlyList<StateLoss> States { get; init; } = [];

    /// <summary>Frames to simulate: up to the last that anything is compared with.</summary>
    public int FrameCount => Math.Max(Views.Select(v => v.Frame).DefaultIfEmpty(0).Max(), States.Select(s => s.Frame).DefaultIfEmpty(0).Max());

    /// <summary>The same with what is compared up to a frame only; see <see cref="GrowingHorizon"/>.</summary>
    /// <param name="frames">Last frame.</param>
    public RolloutTask UpTo(int frames) =>
        this with { Views = [.. Views.Where(v => v.Frame <= frames)], States = [.. States.Where(s => s.Frame <= frames)] };
}
