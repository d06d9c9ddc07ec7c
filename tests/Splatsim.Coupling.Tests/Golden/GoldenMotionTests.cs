using Splatsim.Coupling;
using Splatsim.Simulation;
using Splatsim.Splats;
using Splatsim.Verification;

namespace Splatsim.Tests;

/// <summary>
/// Scenes of golden/fit simulated again from their true particles and parameters, splats as tracers, against the stored
/// splat positions of an independent program.
/// </summary>
[Trait("Kind", "Golden")]
public sealed class GoldenMotionTests
{
    // Of the body's own filling, in free flight: no force but gravity acts, so what differs is the solver's rounding.
    private const double BallisticLimit = 0.2e-3;

    // The golden volume is that of the shape the splats were drawn from; ours ends where they say the surface is.
    // A tenth of a cell of the density grid all around is 5 % of bars that are 5 cells thick.
    private const double VolumeTolerance = 0.06;

    // Particle-substeps that one scene may cost in the default tier; the full tier runs every scene to the end.
    private const double ShortBudget = 5e6;

    private const string NoScenes = "(no scenes)";

    /// <summary>All scenes; without a golden folder one row that is skipped with the reason.</summary>
    public static TheoryData<string> Scenes => new(FitScene.NamesIn(GoldenData.Root).DefaultIfEmpty(NoScenes));

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
        Follow(scene, particles, last, VerificationEngine.Double, FitReplay.DoubleLimit);
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
        Follow(scene, scene.Particles(body.Positions, body.Volumes, null), Math.Min(last, scene.TruthFrames[1]), VerificationEngine.Fast, BallisticLimit);
    }

    [Theory]
    [MemberData(nameof(Scenes))]
    [Trait("Tier", "Full")]
    public void Scene_TrueParticlesInDouble_FollowsTheTruthToTheEnd(string name)
    {
        FitScene scene = Load(name);
        Assert.SkipWhen(scene.IsVariant, "the motion is that of another scene");
        Follow(scene, scene.TrueParticles(), scene.TruthFrames[^1], VerificationEngine.Double, FitReplay.DoubleLimit);
    }

    [Theory]
    [MemberData(nameof(Scenes))]
    public void Scene_AtRest_IsTheFirstPicture(string name)
    {
        FitScene scene = Load(name);
        GaussianCloud cloud = scene.ReadCloud();
        FitPictures pictures = new(scene, cloud);
        double? psnr = pictures.LowestPsnr(new SplatTransport(cloud, null, SceneFrame.Identity, _ => FitReplay.Clamp).Splats, 0);
        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {psnr:f1} dB, {pictures.CameraCount} cameras");
        Assert.True(psnr >= FitReplay.LeastPsnr(scene), $"{name}: {psnr} dB");
    }

    private static FitScene Load(string name)
    {
        string root = GoldenData.RequireRoot();
        Assert.SkipWhen(name == NoScenes, "the golden folder holds no fit scenes");
        FitScene scene = FitScene.Load(root, name);
        bool covered = FitLaws.Key(scene.Law) is not null;
        Assert.True(covered || GoldenData.IsOwedLater($"fit/{name}"), $"fit/{name} has law {scene.Law}: neither covered nor listed in golden-later.txt");
        Assert.SkipWhen(!covered, $"law {scene.Law} is owed later (golden-later.txt)");
        return scene;
    }

    private static void Follow(FitScene scene, ParticleSet particles, int lastFrame, VerificationEngine engine, double limit)
    {
        using FitReplay replay = new(scene, GoldenData.RequireRoot(), particles, engine, new());
        while (replay.Frame < lastFrame)
        {
            FitFrame frame = replay.Next(TestContext.Current.CancellationToken);
            foreach ((FitScene shown, double psnr) in frame.Pictures)
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"{shown.Name} frame {frame.Frame}: {psnr:f1} dB");
                Assert.True(psnr >= FitReplay.LeastPsnr(shown), $"{shown.Name} frame {frame.Frame}: {psnr} dB");
            }

            if (frame.Distance is not double rms) continue;
            TestContext.Current.TestOutputHelper?.WriteLine($"{scene.Name} frame {frame.Frame}: {rms * 1e3:g3} mm rms, {particles.Count} particles, {engine.Name}");
            Assert.True(rms <= limit, $"{scene.Name} frame {frame.Frame}: splats are {rms * 1e3} mm rms off");
        }
    }
}
