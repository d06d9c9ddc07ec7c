using ILGPU.Runtime;
using Splatsim.Coupling;
using Splatsim.Coupling.Kernels;
using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Rendering;
using Splatsim.Rendering.Kernels;
using Splatsim.Rendering.Tests;
using Splatsim.Simulation;
using Splatsim.Simulation.Kernels;
using Splatsim.Splats;
using Splatsim.Tests.Fast;

namespace Splatsim.Tests;

/// <summary>
/// Splats carried on the device against the processor's own path from the same state: tracers, followers of particles, emitted
/// particles, hidden ones. Both compute by the same formulas; the device does so in single precision throughout.
/// </summary>
[Collection("device")]
public sealed class MovedSplatTests
{
    private const double Decibels = 70;

    // Scene units. Cells up to 26 round by 2^-20, an eighth of a unit each, along three axes; the map to splat space is three
    // products and three sums of numbers up to 8, which round by 2^-22; what it is compared with rounds by 2^-23.
    private const double MeanTolerance = 2e-6;

    // A decomposition in floats, and six products of the congruence, from stretches below 3 whose squares enter.
    private const double ShapeTolerance = 2e-5;

    private static readonly SceneFrame Frame = new(0.4, TurnAbout(new(1, 2, -1), 0.7), new(0.3, -0.5, 0.2));

    [Theory]
    [InlineData(BindingKind.Tracers, false)]
    [InlineData(BindingKind.Tracers, true)]
    [InlineData(BindingKind.Nearest, false)]
    public void Update_EveryCarrier_MatchesTheProcessor(BindingKind kind, bool isUnbounded)
    {
        using Film film = new(kind, splits: false, isUnbounded);
        film.Advance(3);
        Assert.True(kind == BindingKind.Nearest || film.Binding.Tracers is not null);
        Assert.True(film.Binding.FollowerCount > 20);

        film.Transport.Update();
        film.Binding.Update(film.Simulator);

        Assert.Equal(kind == BindingKind.Nearest, film.Binding.StrandedCount == 0);
        DeformedSplats expected = film.Binding.Splats;
        float[] actual = new float[film.Transport.Rows.Values.Length];
        film.Transport.Rows.Values.CopyToCPU(actual);
        int hidden = 0;
        for (int row = 0; row < expected.Count; row++)
        {
            float At(int column) => actual[column * film.Transport.Rows.Capacity + row];
            Assert.Equal(expected.IsHidden(row), float.IsNaN(At(MovedColumns.Mean)));
            if (expected.IsHidden(row))
            {
                hidden++;
                continue;
            }

            Assert.Equal(expected.X[row], At(MovedColumns.Mean), MeanTolerance);
            Assert.Equal(expected.Y[row], At(MovedColumns.Mean + 1), MeanTolerance);
            Assert.Equal(expected.Z[row], At(MovedColumns.Mean + 2), MeanTolerance);
            double size = expected.Covariance[0][row] + expected.Covariance[3][row] + expected.Covariance[5][row];
            for (int k = 0; k < 6; k++) Assert.Equal(expected.Covariance[k][row], At(MovedColumns.Covariance + k), ShapeTolerance * size);
            for (int k = 0; k < 9; k++) Assert.Equal(expected.Rotation[k][row], At(MovedColumns.Rotation + k), ShapeTolerance);
        }

        // Emitted particles that wait, and splats of a corner that a sink took.
        Assert.InRange(hidden, 10, expected.Count / 2);
    }

    [Fact]
    public void Update_BeforeAnySubstepAndAfterARestart_FindsMatter()
    {
        // The list of blocks that tells where matter is belongs to a substep; here none has been taken since the state was set.
        using Film film = new(BindingKind.Tracers, splits: false);
        AssertWhereTheProcessorHasThem(film);
        film.Advance(1);
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using (StateWriter writer = new(path, "state", 1))
            {
                film.Simulator.Save(writer);
                writer.Commit();
            }

            film.Advance(2);
            using (StateReader reader = new(path, "state", 1)) film.Simulator.Restore(reader);
            AssertWhereTheProcessorHasThem(film);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void Render_MovedSplats_MatchesTheProcessor(bool splits, bool antialiased)
    {
        using Film film = new(BindingKind.Tracers, splits);
        film.Advance(3);
        RenderOptions options = RenderOptions.Default with { Antialiased = antialiased, Background = new(0.2, 0.5, 0.9) };
        RenderTarget expected = new(97, 61, RenderOutputs.ColorAlpha | RenderOutputs.AccumulatedDepth), actual = new(97, 61, expected.Outputs);
        using DeviceRasterizer rasterizer = new(OpenClDevice.Required);
        using DeviceCloud cloud = new(OpenClDevice.Required, film.Cloud, film.Binding.Splats.Indices);

        film.Transport.Update();
        bool complete = rasterizer.Render(cloud, film.Transport.Rows, film.Camera, options, actual);
        Assert.Equal(!splits, complete);
        if (!complete)
        {
            film.Transport.Update();
            Assert.True(rasterizer.Render(cloud, film.Transport.Rows, film.Camera, options, actual));
        }

        film.Binding.Update(film.Simulator);
        SplitSplats drawn = splits ? SplatSplitting.Apply(film.Cloud, film.Binding.Splats) : new(film.Cloud, film.Binding.Splats, []);
        Assert.Equal(splits, drawn.Parents.Length > 100);
        Rasterizer processor = new(FastScenes.Pool(1));
        processor.Render(drawn.Cloud, drawn.Splats, film.Camera, options, expected);
        AssertClose(expected.Color!.Data, actual.Color!.Data, 1, "colour");
        AssertClose(expected.Alpha!.Data, actual.Alpha!.Data, 1, "alpha");
        AssertClose(expected.AccumulatedDepth!.Data, actual.AccumulatedDepth!.Data, 6, "depth");
        Assert.Equal(processor.Statistics.VisibleSplats, rasterizer.Statistics.VisibleSplats);
        // The picture may stay where it is; what was drawn is the same.
        RenderStatistics statistics = rasterizer.Statistics;
        Assert.True(rasterizer.Render(cloud, film.Transport.Rows, film.Camera, options, null));
        Assert.Equal(statistics, rasterizer.Statistics);

        // From the host's memory, as films on disk are drawn.
        rasterizer.Render(drawn.Cloud, drawn.Splats, film.Camera, options, actual);
        AssertClose(expected.Color.Data, actual.Color.Data, 1, "colour of the host's splats");
    }

    [Fact]
    public void Create_AtTheProcessor_IsNull()
    {
        using Film film = new(BindingKind.Tracers, splits: false);
        using ISimulator fast = Simulators.Create(film.Setup with { Backend = SimulationBackend.Fast });
        Assert.Null(DeviceTransport.Create(fast, film.Cloud, film.Binding, false));
    }

    private static void AssertWhereTheProcessorHasThem(Film film)
    {
        film.Transport.Update();
        film.Binding.Update(film.Simulator);
        Assert.Equal(1, film.Binding.StrandedCount);
        float[] actual = new float[film.Transport.Rows.Values.Length];
        film.Transport.Rows.Values.CopyToCPU(actual);
        for (int row = 0; row < film.Binding.Splats.Count; row++)
            if (!film.Binding.Splats.IsHidden(row)) Assert.Equal(film.Binding.Splats.X[row], actual[row], MeanTolerance);
    }

    private static Matrix3x3<Real64> TurnAbout(Vector3<Real64> axis, double angle) =>
        Quaternion<Real64>.FromAxisAngle(axis.Normalized, angle).ToMatrix();

    private static void AssertClose(float[] expected, float[] actual, double peak, string what)
    {
        double squares = 0;
        for (int i = 0; i < expected.Length; i++) squares += (expected[i] - actual[i]) * (double)(expected[i] - actual[i]);
        double decibels = -10 * Math.Log10(Math.Max(squares / expected.Length, 1e-30) / (peak * peak));
        Assert.True(decibels >= Decibels, $"{what}: {decibels:f1} dB");
    }

    // A soft body that is pulled apart, with a nozzle beside it and a sink at one corner, seen in a turned and scaled splat space.
    private sealed class Film : IDisposable
    {
        private const int Bound = 700, AtRest = 100;

        public Film(BindingKind kind, bool splits, bool isUnbounded = false)
        {
            ParticleSet particles = FastScenes.Body(9, 8, strain: 0);
            Pull(particles);
            double dt = FastScenes.Setup(particles, FastScenes.Of(Laws.Find("von-mises"))).StepPolicy.TimeStep!.Value;
            Nozzle nozzle = Nozzle.Disc(FastScenes.Middle + new Vector3<Real64>(0, 0.3, 0), new(0, 0, 1), 0.06, FastScenes.CellSize / 2);
            EmitterEvent emitter = EmitterEvent.AddTo(ref particles, nozzle, 0.1 * FastScenes.CellSize / dt, new(5 * dt, 60 * dt), 0, 1000);
            Vector3<Real64> corner = FastScenes.Middle + new Vector3<Real64>(0.08, 0.08, 0.08);
            SinkEvent sink = new(ParticleShape.Ball(corner, 0.08), new(10 * dt, 20 * dt));
            Material material = FastScenes.Of(Laws.Find("von-mises"));
            Cloud = CloudAround(emitter.ParticleCount);
            int[] moving = [.. Enumerable.Range(0, Bound), .. Enumerable.Range(Bound + AtRest, emitter.ParticleCount)];
            StretchClamp clamp = splits ? StretchClamp.Splitting : StretchClamp.Default;
            Binding = SplatBinding.Create(kind, Cloud, moving, Frame, particles.X, FastScenes.CellSize, new()
            {
                EmittedCount = emitter.ParticleCount,
                Clamp = _ => clamp,
            });
            TracerSet? tracers = Binding.Tracers;
            // What a body that was pulled before has: a row of stretches from 0.5 to 3.
            for (int i = 0; i < 9 * (tracers?.Count ?? 0); i += 9) (tracers!.F[i], tracers.F[i + 1]) = (0.5 + 0.25 * (i % 11), 0.1);
            // One that matter has left behind: its splat goes with the particle that was nearest.
            if (tracers is not null) tracers.X[1] += 8 * FastScenes.CellSize;
            Setup = FastScenes.Setup(particles, material) with { Events = [emitter, sink], Tracers = tracers };
            Setup = Setup with { Domain = Setup.Domain with { IsUnbounded = isUnbounded } };
            Setup = Setup with { StepPolicy = Setup.StepPolicy with { MaximumCourantNumber = double.PositiveInfinity } };
            Simulator = new(Setup, OpenClDevice.Required, ownsDevice: false, new());
            Transport = DeviceTransport.Create(Simulator, Cloud, Binding, splits)!;
        }

        public GaussianCloud Cloud { get; }

        public SplatBinding Binding { get; }

        public SimulationSetup Setup { get; }

        public DeviceSimulator Simulator { get; }

        public DeviceTransport Transport { get; }

        public Camera Camera { get; } = new()
        {
            Width = 97,
            Height = 61,
            Fx = 90,
            Fy = 90,
            Cx = 48,
            Cy = 31,
            Translation = new Vector3<Real64>(0, 0, 1.6) - Frame.ToSplats(FastScenes.Middle),
        };

        public void Advance(int frames)
        {
            for (int i = 0; i < frames; i++) Simulator.Advance(10 * Setup.StepPolicy.TimeStep!.Value);
        }

        public void Dispose()
        {
            Transport.Dispose();
            Simulator.Dispose();
        }

        private static void Pull(ParticleSet body)
        {
            for (int p = 0; p < body.Count; p++) body.V[3 * p] += 8 * (body.X[3 * p] - FastScenes.Middle.X.Value);
        }

        private static GaussianCloud CloudAround(int emitted)
        {
            GaussianCloud cloud = TestScenes.Random(Bound + AtRest + emitted, 3, seed: 3, logScale: -3.3);
            for (int i = 0; i < cloud.Count; i++)
            {
                // Twice as wide as the body: the outer ones are too far from matter for a tracer.
                Vector3<Real64> offset = new(0.11 * cloud.X[i], 0.11 * cloud.Y[i], 0.11 * (cloud.Z[i] - 4));
                Vector3<Real64> mean = Frame.ToSplats(FastScenes.Middle + offset);
                (cloud.X[i], cloud.Y[i], cloud.Z[i]) = ((float)mean.X.Value, (float)mean.Y.Value, (float)mean.Z.Value);
            }

            return cloud;
        }
    }
}
