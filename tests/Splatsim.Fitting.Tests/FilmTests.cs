using Splatsim.Imaging;
using Splatsim.Mechanics;
using Splatsim.Rendering;
using Splatsim.Simulation;
using Splatsim.Splats;

namespace Splatsim.Fitting.Tests;

/// <summary>Pictures of simulations, as a camera would take and store them.</summary>
public sealed class FilmTests
{
    private const double CellSize = 0.1, FrameDuration = 0.02;

    [Fact]
    public void Film_ComparedWithItself_HasNoLoss()
    {
        SimulationSetup setup = Setup();
        Rollout rollout = Rollout.Of(Cloud(setup.Particles), setup);
        Camera[] cameras = [Look(new(0, 0.1, 1.5)), Look(new(1.5, 0.1, 0))];
        RenderOptions options = new() { Background = new(0.2, 0.3, 0.4) };
        IReadOnlyList<FilmedFrame> film = rollout.Film(setup with { Backend = SimulationBackend.Reference }, FrameDuration, cameras, [0, 3], options);
        Assert.Equal([(0, cameras[0]), (0, cameras[1]), (3, cameras[0]), (3, cameras[1])], film.Select(f => (f.Frame, f.Camera)));
        Assert.True(film[2].Alpha!.Data.Max() > 0.9f);

        RolloutTask task = new(setup, FrameDuration) { Views = [.. film.Select(f => f.Against(FramePlane.Color, 1, t => new SquaredLoss(t)))] };
        RolloutResult result = rollout.Run(task);
        // The same simulation drawn twice: the same bits.
        Assert.Equal(0, result.Loss);

        // And what moved by another time is not there.
        IReadOnlyList<FilmedFrame> late = rollout.Film(setup, FrameDuration, cameras, [4], options);
        task = new(setup, FrameDuration) { Views = [(late[0] with { Frame = 3 }).Against(FramePlane.Alpha, 1, t => new SquaredLoss(t))] };
        Assert.True(rollout.Run(task, new() { Differentiate = false }).Loss > 1e-6);
    }

    [Fact]
    public void Recorded_IsInEightBits_WithNoise_AndAMask()
    {
        const double Noise = 0.05;
        FloatImage color = new(60, 50, 3), alpha = new(60, 50, 1);
        Array.Fill(color.Data, 0.5f);
        for (int i = 0; i < alpha.Data.Length; i++) alpha.Data[i] = i / (float)alpha.Data.Length;
        FilmedFrame frame = new(1, Look(new(0, 0, 1)), color) { Alpha = alpha };
        FilmedFrame recorded = frame.Recorded(Noise, new Random(1));
        Assert.All(recorded.Color.Data, v => Assert.Equal(Math.Round(255 * v), 255 * v, 1e-4));
        double[] off = [.. recorded.Color.Data.Select(v => v - 0.5)];
        // Four standard deviations of what 9000 numbers tell of their mean and spread.
        Assert.Equal(0, off.Average(), 4 * Noise / Math.Sqrt(off.Length));
        Assert.Equal(Noise, Math.Sqrt(off.Average(v => v * v)), 4 * Noise / Math.Sqrt(2.0 * off.Length));
        Assert.Equal([0f, 1f], recorded.Alpha!.Data.Distinct().Order());
        Assert.Equal(alpha.Data.Count(a => a >= 0.5f), recorded.Alpha.Data.Count(a => a == 1));
        Assert.Equal(0.5f, color.Data[0]);
    }

    [Fact]
    public void Film_WithoutSplats_AndPlanesThatAreNotThere_AreRefused()
    {
        SimulationSetup setup = Setup();
        Assert.Contains("films need splats", Assert.Throws<ArgumentException>(() => new Rollout().Film(setup, FrameDuration, [], [1])).Message, StringComparison.Ordinal);
        FilmedFrame frame = new(1, Look(new(0, 0, 1)), new FloatImage(8, 8, 3));
        Assert.Contains("no plane Alpha", Assert.Throws<ArgumentException>(() => frame.Against(FramePlane.Alpha, 1, t => new MaskLoss(t))).Message, StringComparison.Ordinal);
    }

    private static Camera Look(Mathematics.Vector3<Mathematics.Real64> eye) => Camera.LookAt(eye, new(0, 0.1, 0), new(0, 1, 0), 0.6, 40, 32);

    private static GaussianCloud Cloud(ParticleSet particles)
    {
        GaussianCloud cloud = new(particles.Count, 0);
        for (int p = 0; p < cloud.Count; p++)
        {
            (cloud.X[p], cloud.Y[p], cloud.Z[p]) = ((float)particles.X[3 * p], (float)particles.X[3 * p + 1], (float)particles.X[3 * p + 2]);
            cloud.RotationW[p] = 1;
            cloud.LogScaleX[p] = cloud.LogScaleY[p] = cloud.LogScaleZ[p] = -3.6f;
            cloud.OpacityLogit[p] = 3;
            cloud.Sh(0, p % 3)[p] = 1;
        }

        return cloud;
    }

    private static SimulationSetup Setup() => new()
    {
        Domain = GridDomain.Around(new(-0.4, -0.4, -0.4), new(0.4, 0.4, 0.4), CellSize),
        Particles = ParticleLattices.Box(new(-0.1, 0, -0.1), 4, 4, 4, CellSize / 2, 1000),
        Materials = [new Material("jelly", Laws.Find("neo-hookean"), new Dictionary<string, double> { ["youngsModulus"] = 6e3, ["poissonsRatio"] = 0.3 }, 1000)],
        Gravity = new(0, -9.81, 0),
        StepPolicy = StepPolicy.Fixed(FrameDuration / 10),
    };
}
