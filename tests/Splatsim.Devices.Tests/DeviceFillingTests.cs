using Splatsim.Coupling;
using Splatsim.Splats;

namespace Splatsim.Tests;

/// <summary>
/// Fillings on the device against the processor's. Cells and lattice points are decided in single precision there; who is inside has its
/// place from the processor's formula, so that particles are the same to the bit or not there.
/// </summary>
[Collection("device")]
public sealed class DeviceFillingTests
{
    // Places round by 4e-6 of a cell here (2^-18 at cells up to 64) and distances by about 1e-6; a surface layer of points has its
    // distances spread over a cell, so that one in 1e5 may be decided otherwise: none or one of some ten thousand.
    private const double LargestShare = 2e-4;

    [Theory]
    [InlineData("hole")]
    [InlineData("floor")]
    public void Fill_BodiesThatAskForEveryStep_HaveTheProcessorsParticles(string name) => Compare(name);

    [Theory]
    [Trait("Tier", "Full")]
    [InlineData("sphere")]
    [InlineData("hollow box")]
    [InlineData("bowl")]
    [InlineData("sheet")]
    [InlineData("sealed")]
    public void Fill_OtherBodies_HaveTheProcessorsParticles(string name) => Compare(name);

    [Fact]
    public void Fill_Twice_IsTheSameToTheBit()
    {
        (GaussianCloud cloud, FillingOptions options) = BodyOf("hole");
        options = options with { Device = OpenClDevice.Required };
        Assert.Equal(Fill(cloud, options).Positions, Fill(cloud, options).Positions);
    }

    [Fact]
    public void Fill_TooManyParticles_IsAnErrorThatNamesTheCellSize()
    {
        (GaussianCloud cloud, FillingOptions options) = BodyOf("sphere");
        FillingException error = Assert.Throws<FillingException>(
            () => Fill(cloud, options with { Device = OpenClDevice.Required, MaximumParticles = 100 }));
        Assert.Contains("MaximumParticles", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fill_Cancelled_Stops()
    {
        (GaussianCloud cloud, FillingOptions options) = BodyOf("sphere");
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(
            () => InteriorFilling.Fill(cloud, SceneFrame.Identity, options with { Device = OpenClDevice.Required }, ct: source.Token));
    }

    private static void Compare(string name)
    {
        (GaussianCloud cloud, FillingOptions options) = BodyOf(name);
        FilledBody expected = Fill(cloud, options), actual = Fill(cloud, options with { Device = OpenClDevice.Required });
        HashSet<(double, double, double)> own = Places(expected), others = Places(actual);
        Assert.Equal(expected.Count, own.Count);
        Assert.True(expected.Count > 500, $"{expected.Count} particles");
        own.SymmetricExceptWith(others);
        Assert.True(own.Count <= Math.Ceiling(LargestShare * expected.Count), $"{own.Count} of {expected.Count} particles differ");
        Assert.Equal(expected.InteriorCells, actual.InteriorCells);
        Assert.Equal(expected.GridCells, actual.GridCells);
        Assert.Equal(expected.CappedSplats, actual.CappedSplats);
        Assert.Equal(expected.Volumes[0], actual.Volumes[0]);
        // In the order of the lattice, as the processor's.
        if (own.Count == 0) Assert.Equal(expected.Positions, actual.Positions);
    }

    private static (GaussianCloud Cloud, FillingOptions Options) BodyOf(string name)
    {
        FillingOptions options = new() { CellSize = 0.06 };
        return name switch
        {
            "sphere" => (Shapes.Sphere(0.5, 6000), options with { DensityCellSize = 0.04 }),
            // Wider than the seal: rays overrule the flood.
            "hole" => (Shapes.Sphere(0.5, 6000, d => d.Y.Value < Math.Cos(20 * Math.PI / 180)), options),
            "hollow box" => (Shapes.HollowBox(1, 0.5, 0.03), options),
            "bowl" => (Shapes.Bowl(0.5, 0.3, 0.02), options),
            "sheet" => (Shapes.Sheet(1, 0.02), options),
            // Closed by a plane from below, where nothing was seen.
            "floor" => (Shapes.Bowl(0.5, 0.3, 0.02), options with { FloorHeight = -0.31 }),
            "sealed" => (Shapes.Sphere(0.5, 900), options with { SealRadius = 2, ParticlesPerCell = 4 }),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "unknown body"),
        };
    }

    private static FilledBody Fill(GaussianCloud cloud, FillingOptions options) =>
        InteriorFilling.Fill(cloud, SceneFrame.Identity, options, ct: TestContext.Current.CancellationToken);

    private static HashSet<(double X, double Y, double Z)> Places(FilledBody body) =>
        [.. Enumerable.Range(0, body.Count).Select(i => (body.Positions[3 * i], body.Positions[3 * i + 1], body.Positions[3 * i + 2]))];
}
