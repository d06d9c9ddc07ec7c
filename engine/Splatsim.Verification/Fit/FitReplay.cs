using Splatsim.Coupling;
using Splatsim.Simulation;
using Splatsim.Splats;

namespace Splatsim.Verification;

/// <summary>What one frame of a replayed scene shows.</summary>
/// <param name="Frame">Number of the frame.</param>
/// <param name="Distance">Root of the mean square distance of the splats from the truth [m]; null where the truth is not stored.</param>
/// <param name="Pictures">Lowest PSNR over the cameras, per scene that has pictures of the frame.</param>
internal sealed record FitFrame(int Frame, double? Distance, IReadOnlyList<(FitScene Scene, double Psnr)> Pictures);

/// <summary>A golden scene simulated again, splats as tracers, beside the stored positions and pictures of an independent program.</summary>
internal sealed class FitReplay : IDisposable
{
    // The golden README's fair demands: moving every particle by float32 rounding changes the result by at most 0.06 mm.
    public const double DoubleLimit = 0.05e-3, SingleLimit = 0.5e-3;

    // The README's fair demand; the truth drew in double, and decisions at thresholds may flip by a grey level.
    private const double LowestPsnr = 45;

    // Pictures with noise can at best show the noise: 40 dB for its standard deviation of 1 %; less 0.5 for the clip.
    private const double NoiseSlack = 0.5;

    private readonly FitScene scene;
    private readonly FitPictures[] pictures;
    private readonly SplatBinding binding;
    private readonly ISimulator simulator;
    private readonly Npy truth;

    public FitReplay(FitScene scene, string golden, ParticleSet particles, VerificationEngine engine, VerificationOptions options)
    {
        this.scene = scene;
        GaussianCloud cloud = scene.ReadCloud();
        truth = scene.TruthPositions;
        binding = SplatBinding.Create(BindingKind.Tracers, cloud, null, SceneFrame.Identity, particles.X, scene.CellSize, new() { Clamp = _ => Clamp });
        pictures = [.. scene.SameMotion(golden).Select(s => new FitPictures(s, cloud))];
        simulator = engine.Start(scene.Setup(particles, binding.Tracers), options);
        // Every splat is near matter, so every one is a tracer, in the order of the file.
        if (simulator.Tracers.Count != cloud.Count)
            throw new SimulationSetupException("Tracers", $"{cloud.Count - simulator.Tracers.Count} splats of {scene.Name} are away from its particles", "use the scene's own particles");
    }

    /// <summary>The README's stretch clamp.</summary>
    public static StretchClamp Clamp { get; } = new(0.4, 2.5);

    /// <summary>The last frame that was simulated.</summary>
    public int Frame { get; private set; }

    /// <summary>What a scene's pictures must reach [dB].</summary>
    public static double LeastPsnr(FitScene scene) =>
        scene.ImageNoise > 0 ? -20 * Math.Log10(scene.ImageNoise / 255) - NoiseSlack : LowestPsnr;

    /// <summary>Simulates one frame and compares.</summary>
    public FitFrame Next(CancellationToken cancellation)
    {
        Frame++;
        simulator.Advance(1 / scene.FrameRate, null, cancellation);
        binding.Update(simulator);
        List<(FitScene, double)> shown = [];
        foreach (FitPictures picture in pictures)
            if (picture.LowestPsnr(binding.Splats, Frame) is double psnr) shown.Add((picture.Scene, psnr));
        int slot = Array.IndexOf(scene.TruthFrames, Frame);
        return new(Frame, slot < 0 ? null : Distance(simulator.Tracers.X, truth.Slice(slot)), shown);
    }

    public void Dispose() => simulator.Dispose();

    private static double Distance(double[] positions, ReadOnlySpan<double> truth)
    {
        double sum = 0;
        for (int i = 0; i < truth.Length; i++) sum += (positions[i] - truth[i]) * (positions[i] - truth[i]);
        return Math.Sqrt(3 * sum / truth.Length);
    }
}
