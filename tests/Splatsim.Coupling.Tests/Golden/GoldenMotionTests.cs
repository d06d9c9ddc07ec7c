using System.Diagnostics;
using Splatsim.Coupling;
using Splatsim.Simulation;
using Splatsim.Splats;

namespace Splatsim.Tests;

/// <summary>
/// Scenes of golden/fit simulated again from their true particles and parameters, splats as tracers, against the stored
/// splat positions of an independent program.
/// </summary>
[Trait("Kind", "Golden")]
public sealed class GoldenMotionTests
{
    // The README's fair demand: moving every particle by float32 rounding changes the result by at most 0.06 mm.
    private const double DoubleLimit = 0.05e-3;

    // The README's fair demand for single precision.
    private const double SingleLimit = 0.5e-3;

    // Of the body's own filling, in free flight: no force but gravity acts, so what differs is the solver's rounding.
    private const double BallisticLimit = 0.2e-3;

    // The golden volume is that of the shape the splats were drawn from; ours ends where they say the surface is.
    // A tenth of a cell of the density grid all around is 5 % of bars that are 5 cells thick.
    private const double VolumeTolerance = 0.06;

    // The README's fair demand; the truth drew in double, and decisions at thresholds may flip by a grey level.
    private const double LowestPsnr = 45;

    // Pictures with noise can at best show the noise: 40 dB for its standard deviation of 1 %; less 0.5 for the clip.
    private const double NoiseSlack = 0.5;

    // Particle-substeps that one scene may cost in the default tier; the full tier runs every scene to the end.
    private const double ShortBudget = 5e6, SingleBudget = 2e7;

    // The README's stretch clamp.
    private static readonly StretchClamp GoldenClamp = new(0.4, 2.5);

    private const string NoScenes = "(no scenes)";

    /// <summary>All scenes; without a golden folder one row that is skipped with the reason.</summary>
    public static TheoryData<string> Scenes => new(FitScene.Folders().Select(f => Path.GetFileName(f)).DefaultIfEmpty(NoScenes));

    [Theory]
    [MemberData(nameof(Scenes))]
    public void Scene_TrueParticlesInDouble_FirstFramesFollowTheTruth(string name)
    {
        FitScene scene = Load(name);
        Assert.SkipWhen(scene.IsVariant, "the motion is that of another scene");
        ParticleSet particles = scene.TrueParticles();
        double perFrame = (double)particles.Count * scene.SubstepsPerFrame;
        int last = scene.TruthFrames.LastOrDefault(f => f * perFrame <= ShortBudget);
        Assert.SkipWhen(last == 0, $"its first truth frame costs {scene.TruthFrames[1] * perFrame / 1e6:f1} M particle-substeps in double: in the full tier");
        Follow(scene, particles, last, SimulationBackend.Reference, DoubleLimit);
    }

    [Theory]
    [MemberData(nameof(Scenes))]
    public void Scene_TrueParticlesInSingle_FirstFramesFollowTheTruth(string name)
    {
        FitScene scene = Load(name);
        Assert.SkipWhen(scene.IsVariant, "the motion is that of another scene");
        ParticleSet particles = scene.TrueParticles();
        double perFrame = (double)particles.Count * scene.SubstepsPerFrame;
        int last = scene.TruthFrames.Last(f => f * perFrame <= SingleBudget || f == scene.TruthFrames[1]);
        Follow(scene, particles, last, SimulationBackend.Fast, SingleLimit);
    }

    [Theory]
    [MemberData(nameof(Scenes))]
    [Trait("Tier", "Full")]
    public void Scene_TrueParticlesInSingle_FollowsTheTruthToTheEnd(string name)
    {
        FitScene scene = Load(name);
        Assert.SkipWhen(scene.IsVariant, "the motion is that of another scene");
        Follow(scene, scene.TrueParticles(), scene.TruthFrames[^1], SimulationBackend.Fast, SingleLimit);
    }

    [Theory]
    [MemberData(nameof(Scenes))]
    public void Scene_OwnFilling_HasTheVolumeAndFliesAsTheTruth(string name)
    {
        FitScene scene = Load(name);
        Assert.SkipWhen(scene.IsVariant, "the motion is that of another scene");
        FilledBody body = InteriorFilling.Fill(
            scene.ReadCloud(), SceneFrame.Identity, new FillingOptions { CellSize = scene.CellSize }, ct: TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {body.Count} particles, volume {body.Volume / scene.ObjectVolume:f4} of the truth's");
        Assert.Equal(1, body.Volume / scene.ObjectVolume, VolumeTolerance);
        int last = scene.TruthFrames.LastOrDefault(f => f < scene.FirstContactFrame);
        if (last == 0) return;
        Follow(scene, scene.Particles(body.Positions, body.Volumes, null), Math.Min(last, scene.TruthFrames[1]), SimulationBackend.Fast, BallisticLimit);
    }

    [Theory]
    [MemberData(nameof(Scenes))]
    [Trait("Tier", "Full")]
    public void Scene_TrueParticlesInDouble_FollowsTheTruthToTheEnd(string name)
    {
        FitScene scene = Load(name);
        Assert.SkipWhen(scene.IsVariant, "the motion is that of another scene");
        Follow(scene, scene.TrueParticles(), scene.TruthFrames[^1], SimulationBackend.Reference, DoubleLimit);
    }

    [Theory]
    [MemberData(nameof(Scenes))]
    public void Scene_AtRest_IsTheFirstPicture(string name)
    {
        FitScene scene = Load(name);
        GaussianCloud cloud = scene.ReadCloud();
        FitPictures pictures = new(scene, cloud);
        double? psnr = pictures.LowestPsnr(new SplatTransport(cloud, null, SceneFrame.Identity, _ => GoldenClamp).Splats, 0);
        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {psnr:f1} dB, {pictures.CameraCount} cameras");
        Assert.True(psnr >= Demand(scene), $"{name}: {psnr} dB");
    }

    private static FitScene Load(string name)
    {
        GoldenData.RequireRoot();
        Assert.SkipWhen(name == NoScenes, "the golden folder holds no fit scenes");
        FitScene scene = FitScene.Load(name);
        bool covered = FitLaws.Key(scene.Law) is not null;
        Assert.True(covered || GoldenData.IsOwedLater($"fit/{name}"), $"fit/{name} has law {scene.Law}: neither covered nor listed in golden-later.txt");
        Assert.SkipWhen(!covered, $"law {scene.Law} is owed later (golden-later.txt)");
        return scene;
    }

    private static double Demand(FitScene scene) =>
        scene.ImageNoise > 0 ? -20 * Math.Log10(scene.ImageNoise / 255) - NoiseSlack : LowestPsnr;

    private static void Follow(FitScene scene, ParticleSet particles, int lastFrame, SimulationBackend backend, double limit)
    {
        GaussianCloud cloud = scene.ReadCloud();
        SplatBinding binding = SplatBinding.Create(BindingKind.Tracers, cloud, null, SceneFrame.Identity, particles.X, scene.CellSize, new() { Clamp = _ => GoldenClamp });
        FitPictures[] pictures = [.. FitScene.Folders().Select(f => FitScene.Load(Path.GetFileName(f))).Where(s => s.Original.Name == scene.Name).Select(s => new FitPictures(s, cloud))];
        using ISimulator simulator = Simulators.Create(scene.Setup(particles, binding.Tracers) with { Backend = backend });
        // Every splat is near matter, so every one is a tracer, in the order of the file.
        Assert.Equal(cloud.Count, simulator.Tracers.Count);
        Npy truth = scene.TruthPositions;
        int[] frames = scene.TruthFrames;
        Stopwatch clock = Stopwatch.StartNew();
        for (int frame = 1; frame <= lastFrame; frame++)
        {
            simulator.Advance(1 / scene.FrameRate, cancellation: TestContext.Current.CancellationToken);
            Assert.Equal((long)frame * scene.SubstepsPerFrame, simulator.SubstepCount);
            binding.Update(simulator);
            foreach (FitPictures picture in pictures)
            {
                double? psnr = picture.LowestPsnr(binding.Splats, frame);
                if (psnr is null) continue;
                TestContext.Current.TestOutputHelper?.WriteLine($"{picture.Scene.Name} frame {frame}: {psnr:f1} dB");
                Assert.True(psnr >= Demand(picture.Scene), $"{picture.Scene.Name} frame {frame}: {psnr} dB");
            }

            int slot = Array.IndexOf(frames, frame);
            if (slot < 0) continue;
            double rms = RootMeanSquare(simulator.Tracers.X, truth.Slice(slot));
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"{scene.Name} frame {frame}: {rms * 1e3:g3} mm rms, {clock.Elapsed.TotalSeconds:f1} s, {particles.Count} particles, {simulator.Description}");
            Assert.True(rms <= limit, $"{scene.Name} frame {frame}: splats are {rms * 1e3} mm rms off");
        }
    }

    private static double RootMeanSquare(double[] positions, ReadOnlySpan<double> truth)
    {
        double sum = 0;
        for (int i = 0; i < truth.Length; i++) sum += (positions[i] - truth[i]) * (positions[i] - truth[i]);
        return Math.Sqrt(3 * sum / truth.Length);
    }
}
