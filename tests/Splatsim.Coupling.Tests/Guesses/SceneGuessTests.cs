using Splatsim.Coupling;
using Splatsim.Formats;
using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Tests;

public sealed class SceneGuessTests
{
    // The plane is fitted to splats that lie on it to single precision; RANSAC's refinement leaves less.
    private const double AngleTolerance = 1e-3;

    [Fact]
    public void Of_BallAboveTiltedGround_FindsUpObjectAndScale()
    {
        // Ground plane of normal n through the origin, a ball of radius 0.4 whose lowest point floats 0.1 above it.
        Vector3<Real64> n = new Vector3<Real64>(0.2, -1, 0.15).Normalized;
        GaussianCloud ball = Shapes.Sphere(0.4, 4000), sheet = Shapes.Sheet(6, 0.06);
        CloudTransforms.Apply(sheet, new SimilarityTransform(SceneFrame.FromUp(in n, 1, default).Rotation.Transposed, 1, default));
        Vector3<Real64> middle = SceneFrame.FromUp(in n, 1, default).Rotation.Transposed * new Vector3<Real64>(3, 0.5, 3);
        CloudTransforms.Apply(ball, new SimilarityTransform(Matrix3x3<Real64>.Identity, 1, in middle));
        GaussianCloud scene = CloudEdits.Merge([sheet, ball]);

        SceneGuess guess = SceneGuess.Of(scene);

        Assert.Equal(1, Vector3<Real64>.Dot(guess.Frame.Up, n).Value, AngleTolerance);
        Assert.Equal(ball.Count, guess.Movable.Count);
        Assert.True(guess.Movable[scene.Count - 1]);
        // Longest side 0.8 units (percentiles 1 to 99 cut about 2 %) taken for 0.5 m.
        Assert.Equal(0.5 / 0.8, guess.Frame.MetersPerUnit, 0.03);
        Assert.Equal(3, guess.Explanations.Count);
        Assert.Contains(guess.Explanations, e => e.StartsWith("scale:", StringComparison.Ordinal) && e.Contains("no scale of its own", StringComparison.Ordinal));
        Vector3<Real64> lowest = guess.Frame.ToSimulation(middle - (Real64)0.4 * n);
        // The ground is y = 0.
        Assert.Equal(0.1 * guess.Frame.MetersPerUnit, lowest.Y.Value, 5e-3);
    }

    [Fact]
    public void Of_SceneOnItsHead_FindsUpFromTheSideThatThingsStandOn()
    {
        // The cloud's frame says up is -y; the ball lies on the +y side of the ground.
        GaussianCloud scene = CloudEdits.Merge([Shapes.Sheet(6, 0.06), Lifted(Shapes.Sphere(0.4, 4000))]);
        SceneGuess guess = SceneGuess.Of(scene);
        Assert.Equal(1, guess.Frame.Up.Y.Value, AngleTolerance);
        Assert.Contains("opposite", guess.Explanations[0], StringComparison.Ordinal);
        Assert.Equal(4000, guess.Movable.Count);
    }

    [Fact]
    public void Of_Cameras_GiveUpAndScale()
    {
        GaussianCloud scene = CloudEdits.Merge([Shapes.Sheet(6, 0.06), Lifted(Shapes.Sphere(0.4, 4000))]);
        Camera[] cameras = [.. Enumerable.Range(0, 8).Select(i => Camera.LookAt(
            new(3 + 2.5 * Math.Cos(i), 2, 3 + 2.5 * Math.Sin(i)), new(3, 0.5, 3), new(0, 1, 0), 1, 64, 64))];
        SceneGuess guess = SceneGuess.Of(scene, new SceneGuessOptions { Cameras = cameras });
        Assert.Equal(1, guess.Frame.Up.Y.Value, AngleTolerance);
        // Held 2 units high, taken for 1.5 m.
        Assert.Equal(0.75, guess.Frame.MetersPerUnit, 0.01);
    }

    [Fact]
    public void Of_KnownValues_AreKept()
    {
        GaussianCloud ball = Shapes.Sphere(0.4, 2000);
        SplatSelection half = Selections.ByPlane(ball, new Plane(new(0, 1, 0), 0), 0);
        SceneGuess guess = SceneGuess.Of(ball, new SceneGuessOptions { Up = new(0, 0, 1), MetersPerUnit = 0.1, Movable = half });
        Assert.Empty(guess.Explanations);
        Assert.Equal(half.Count, guess.Movable.Count);
        Assert.Equal(0.1, guess.Frame.MetersPerUnit);
        Assert.Equal(1, guess.Frame.Up.Z.Value, 1e-15);
        Assert.Throws<ArgumentException>(() => SceneGuess.Of(ball, new SceneGuessOptions { MetersPerUnit = -1 }));
        Assert.Throws<ArgumentException>(() => SceneGuess.Of(ball, new SceneGuessOptions { Movable = new SplatSelection(3) }));
    }

    [Fact]
    public void Of_RealCapture_GuessesAndFills()
    {
        string file = Path.Combine(GoldenData.RequireDataRoot(), "captured", "biker.spz");
        Assert.SkipWhen(!File.Exists(file), "no captured biker");
        GaussianCloud cloud = SplatFiles.Read(file, TestContext.Current.CancellationToken);
        SceneGuess guess = SceneGuess.Of(cloud);
        foreach (string line in guess.Explanations) TestContext.Current.TestOutputHelper?.WriteLine(line);
        Assert.Equal(3, guess.Explanations.Count);
        Assert.InRange(guess.Movable.Count, cloud.Count / 20, cloud.Count);
        FilledBody body = InteriorFilling.Fill(
            cloud, guess.Movable.ToIndices(), guess.Frame, new FillingOptions { CellSize = 0.02, FloorHeight = 0 }, ct: TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper?.WriteLine($"{body.Count} particles, {1e3 * body.Volume:g3} litres, {body.GridCells} cells of {body.DensityCellSize} m, {body.InteriorCells} interior, {body.CappedSplats} capped");
        // An object of half a metre holds between a thousandth and the whole of its cube.
        Assert.InRange(body.Volume, 1e-4, 0.125);
    }

    private static GaussianCloud Lifted(GaussianCloud cloud)
    {
        CloudTransforms.Apply(cloud, new SimilarityTransform(Matrix3x3<Real64>.Identity, 1, new(3, 0.5, 3)));
        return cloud;
    }
}
