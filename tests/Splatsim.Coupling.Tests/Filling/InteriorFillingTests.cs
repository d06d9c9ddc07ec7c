using System.Diagnostics;
using Splatsim.Compute;
using Splatsim.Coupling;
using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Tests;

public sealed class InteriorFillingTests
{
    // The surface lies within about a tenth of a cell; bodies here are 20 to 50 cells wide, surface to volume 3 to 12 per width.
    private const double VolumeTolerance = 0.03;

    [Theory]
    [InlineData(1500, 0.06)]
    [InlineData(8000, 0.06)]
    [InlineData(8000, 0.04)]
    [InlineData(64000, 0.04)]
    public void Fill_Sphere_HasItsVolume(int splats, double cellSize) =>
        CheckVolume(Shapes.Sphere(0.5, splats), cellSize, 4.0 / 3 * Math.PI * 0.125);

    [Fact]
    public void Fill_Torus_HasItsVolume() => CheckVolume(Shapes.Torus(0.4, 0.15, 12000), 0.03, 2 * Math.PI * Math.PI * 0.4 * 0.15 * 0.15);

    [Fact]
    public void Fill_HollowBox_LeavesTheCavityEmpty()
    {
        FilledBody body = CheckVolume(Shapes.HollowBox(1, 0.5, 0.02), 0.04, 1 - 0.125);
        for (int i = 0; i < body.Count; i++)
        {
            double far = Math.Max(Math.Abs(body.Positions[3 * i]), Math.Max(Math.Abs(body.Positions[3 * i + 1]), Math.Abs(body.Positions[3 * i + 2])));
            // Half a spacing inside the inner skin at most.
            Assert.True(far > 0.25 - 0.01, $"particle {i} lies {far} from the centre of the cavity");
        }
    }

    [Fact]
    public void Fill_SkinOfABox_IsSolid() => CheckVolume(Shapes.HollowBox(1, 0, 0.02), 0.05, 1);

    [Fact]
    public void Fill_OpenBowl_FillsTheWallOnly()
    {
        FilledBody body = CheckVolume(Shapes.Bowl(0.5, 0.35, 0.012), 0.03, 2.0 / 3 * Math.PI * (0.125 - 0.35 * 0.35 * 0.35));
        for (int i = 0; i < body.Count; i++)
        {
            double r = Math.Sqrt(
                body.Positions[3 * i] * body.Positions[3 * i] + body.Positions[3 * i + 1] * body.Positions[3 * i + 1] + body.Positions[3 * i + 2] * body.Positions[3 * i + 2]);
            Assert.True(r > 0.35 - 0.01, $"particle {i} lies in the hollow, {r} from the centre");
        }
    }

    [Fact]
    public void Fill_SphereWithHole_IsStillFilled()
    {
        // A cap of 20 degrees is missing: 10 cells wide, far over the seal. The rays overrule the flood, a dent of the cap stays.
        GaussianCloud cloud = Shapes.Sphere(0.5, 12000, d => d.Y.Value < Math.Cos(20 * Math.PI / 180));
        double volume = Fill(cloud, 0.04).Volume, ball = 4.0 / 3 * Math.PI * 0.125;
        Assert.InRange(volume, 0.9 * ball, 1.03 * ball);
    }

    [Fact]
    public void Fill_BodyWithoutUnderside_IsClosedByTheFloor()
    {
        // A dome that stands on the floor y = 0 and was never seen from below.
        GaussianCloud cloud = Shapes.Sphere(0.5, 12000, d => d.Y.Value > 0);
        FilledBody body = InteriorFilling.Fill(
            cloud, SceneFrame.Identity, new FillingOptions { CellSize = 0.04, FloorHeight = 0 }, ct: TestContext.Current.CancellationToken);
        Assert.Equal(1, body.Volume / (2.0 / 3 * Math.PI * 0.125), VolumeTolerance);
    }

    [Fact]
    public void Fill_Sheet_GetsOneLayerOfParticles()
    {
        FilledBody body = Fill(Shapes.Sheet(1, 0.02), 0.04);
        // One spacing thick by construction; the rim is blurred by half a spacing around a side of 50 spacings.
        Assert.Equal(1, body.Volume / (1 * 0.02), 0.1);
    }

    [Fact]
    public void Fill_FrameWithScaleAndTurn_ScalesTheVolume()
    {
        Matrix3x3<Real64> turn = Quaternion<Real64>.FromAxisAngle(new Vector3<Real64>(1, 2, -1).Normalized, 0.8).ToMatrix();
        SceneFrame frame = new(0.3, in turn, new(1, 2, 3));
        FilledBody body = InteriorFilling.Fill(
            Shapes.Sphere(0.5, 8000), frame, new FillingOptions { CellSize = 0.3 * 0.05 }, ct: TestContext.Current.CancellationToken);
        Assert.Equal(1, body.Volume / (4.0 / 3 * Math.PI * 0.125 * 0.027), VolumeTolerance);
        double x = 0, y = 0, z = 0;
        for (int i = 0; i < body.Count; i++)
        {
            x += body.Positions[3 * i] / body.Count;
            y += body.Positions[3 * i + 1] / body.Count;
            z += body.Positions[3 * i + 2] / body.Count;
        }

        Vector3<Real64> centre = frame.ToSimulation(new(0, 0, 0));
        // Sampling error of the centre: radius over the square root of some 30 000 particles.
        Assert.Equal(centre.X.Value, x, 3e-3);
        Assert.Equal(centre.Y.Value, y, 3e-3);
        Assert.Equal(centre.Z.Value, z, 3e-3);
    }

    [Fact]
    public void Fill_AnyNumberOfWorkers_GivesTheSameParticles()
    {
        GaussianCloud cloud = Shapes.Torus(0.4, 0.15, 6000);
        using WorkerPool one = new(1), three = new(3);
        FilledBody a = InteriorFilling.Fill(cloud, SceneFrame.Identity, new FillingOptions { CellSize = 0.04, Pool = one }, ct: TestContext.Current.CancellationToken);
        FilledBody b = InteriorFilling.Fill(cloud, SceneFrame.Identity, new FillingOptions { CellSize = 0.04, Pool = three }, ct: TestContext.Current.CancellationToken);
        Assert.Equal(a.Positions, b.Positions);
        FilledBody c = InteriorFilling.Fill(cloud, SceneFrame.Identity, new FillingOptions { CellSize = 0.04, Seed = 2 }, ct: TestContext.Current.CancellationToken);
        Assert.NotEqual(a.Positions, c.Positions);
    }

    [Fact]
    public void Fill_EitherRegisterWidth_GivesTheSameParticles()
    {
        // The sums of a cell have the same terms in the same order, one lane per cell.
        GaussianCloud cloud = Shapes.Torus(0.4, 0.15, 6000);
        FilledBody narrow = InteriorFilling.Fill(cloud, SceneFrame.Identity, new FillingOptions { CellSize = 0.05, Wide = false }, ct: TestContext.Current.CancellationToken);
        FilledBody wide = InteriorFilling.Fill(cloud, SceneFrame.Identity, new FillingOptions { CellSize = 0.05, Wide = true }, ct: TestContext.Current.CancellationToken);
        Assert.Equal(narrow.Positions, wide.Positions);
    }

    [Fact]
    public void Fill_OneHugeSplatAndAFarOne_NeitherHangsNorGrows()
    {
        GaussianCloud ball = Shapes.Sphere(0.5, 8000);
        GaussianCloud cloud = new(ball.Count + 2, 0);
        for (int column = 0; column < 11; column++) ball.GeometryColumns[column].Span.CopyTo(cloud.GeometryColumns[column].Span);
        int huge = ball.Count, far = ball.Count + 1;
        cloud.LogScaleX[huge] = cloud.LogScaleY[huge] = cloud.LogScaleZ[huge] = 9;
        cloud.OpacityLogit[huge] = -1.5f;
        cloud.X[far] = 3e4f;
        cloud.LogScaleX[far] = cloud.LogScaleY[far] = cloud.LogScaleZ[far] = -4;
        FillingOptions options = new() { CellSize = 0.05, MaximumGridCells = 1 << 20 };
        FillingException error = Assert.Throws<FillingException>(
            () => InteriorFilling.Fill(cloud, SceneFrame.Identity, options, ct: TestContext.Current.CancellationToken));
        Assert.Contains("stray splats", error.Message, StringComparison.Ordinal);
        cloud.X[far] = 0;
        FilledBody body = InteriorFilling.Fill(cloud, SceneFrame.Identity, options, ct: TestContext.Current.CancellationToken);
        Assert.Equal(1, body.CappedSplats);
        Assert.Equal(1, body.Volume / (4.0 / 3 * Math.PI * 0.125), VolumeTolerance);
    }

    [Fact]
    public void Fill_GridOverItsCap_IsCoarserAndSaysSo()
    {
        FillingOptions options = new() { CellSize = 0.04, MaximumGridCells = 100_000 };
        FilledBody body = InteriorFilling.Fill(
            Shapes.Sphere(0.5, 8000), SceneFrame.Identity, options, ct: TestContext.Current.CancellationToken);
        Assert.True(body.DensityGridCoarsened);
        Assert.InRange(body.GridCells, 1, 100_000);
        Assert.Equal(1, body.Volume / (4.0 / 3 * Math.PI * 0.125), VolumeTolerance);
    }

    [Fact]
    public void Fill_TooManyParticles_NamesACellSizeThatFits()
    {
        GaussianCloud cloud = Shapes.Sphere(0.5, 8000);
        FillingOptions options = new() { CellSize = 0.02, MaximumParticles = 20000 };
        FillingException error = Assert.Throws<FillingException>(
            () => InteriorFilling.Fill(cloud, SceneFrame.Identity, options, ct: TestContext.Current.CancellationToken));
        double fitting = double.Parse(
            error.Message.Split("use CellSize ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(Fill(cloud, 1.05 * fitting).Count <= 20000);
    }

    [Fact]
    public void Fill_Cancelled_Stops()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(
            () => InteriorFilling.Fill(Shapes.Sphere(0.5, 1000), SceneFrame.Identity, new FillingOptions { CellSize = 0.05 }, ct: source.Token));
    }

    [Fact]
    public void Fill_BadOptions_AreNamed()
    {
        GaussianCloud cloud = Shapes.Sphere(0.5, 100);
        Assert.Contains("CellSize", Assert.Throws<FillingException>(() => Fill(cloud, -1)).Message, StringComparison.Ordinal);
        Assert.Contains("CellSize", Assert.Throws<FillingException>(() => Fill(cloud, double.NaN)).Message, StringComparison.Ordinal);
        cloud.OpacityLogit.Fill(-20);
        Assert.Contains("MinimumOpacity", Assert.Throws<FillingException>(() => Fill(cloud, 0.05)).Message, StringComparison.Ordinal);
    }

    private static FilledBody Fill(GaussianCloud cloud, double cellSize) =>
        InteriorFilling.Fill(cloud, SceneFrame.Identity, new FillingOptions { CellSize = cellSize }, ct: TestContext.Current.CancellationToken);

    private static FilledBody CheckVolume(GaussianCloud cloud, double cellSize, double expected)
    {
        Stopwatch clock = Stopwatch.StartNew();
        FilledBody body = Fill(cloud, cellSize);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{cloud.Count} splats, {body.GridCells} cells, {body.Count} particles: volume {body.Volume / expected:f4} of the closed form, {clock.Elapsed.TotalMilliseconds:f0} ms");
        Assert.Equal(1, body.Volume / expected, VolumeTolerance);
        return body;
    }
}
