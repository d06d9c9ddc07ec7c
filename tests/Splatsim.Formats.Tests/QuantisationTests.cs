using Splatsim.Formats.Tests.Golden;
using Splatsim.Splats;
using Splatsim.Tests;

namespace Splatsim.Formats.Tests;

/// <summary>
/// The largest error of each writer, through our own reader, against golden/formats' table of the independent writers'
/// (max_error_against_source), which ours reach or beat.
/// </summary>
[Trait("Kind", "Golden")]
public class QuantisationTests
{
    // README, "Quantisation", over the same source scenes; a twentieth more, because those are printed with two digits.
    private const double Printed = 1.05;

    private static readonly Dictionary<string, Bounds> Table = new()
    {
        ["ply"] = new(0, 0, 0, 1e-9, 0, 0, 0),
        ["compressed-ply"] = new(8.8e-4, 2.4e-3, 2.0e-3, 0.19, 5.7e-3, 1.6e-2, 9.1e-3),
        ["spz"] = new(1.2e-4, 3.1e-2, 2.0e-3, 0.22, 1.3e-2, 6.6e-2, 3.4e-2),
        ["sog"] = new(1.0e-4, 1.7e-2, 3.9e-3, 1.6, 1.0e-2, 1e-1, 1.5e-2),
        // The scale is a float: half its last place is 6e-8 of its logarithm (3e-8 is what the table's two scenes have).
        ["splat"] = new(0, 6e-8, 2.0e-3, 0.80, 7e-3, double.PositiveInfinity, double.PositiveInfinity),
    };

    [Fact]
    public void Writers_WriteAndReadBack_StayWithinTheTable()
    {
        string folder = Path.Combine(GoldenData.RequireRoot(), "formats");
        using TemporaryFolder temporary = new();
        string[] sources = [.. Directory.EnumerateFiles(folder, "*.ply").Where(f => File.ReadAllText(f, System.Text.Encoding.Latin1).Contains("property float nx", StringComparison.Ordinal)
            && !f.Contains(".rewritten.", StringComparison.Ordinal))];
        Assert.NotEmpty(sources);
        List<string> failures = [];
        foreach (ISplatFormat format in SplatFormats.All.Where(f => f.CanWrite))
        {
            Assert.True(Table.TryGetValue(format.Name, out Bounds? bounds), $"{format.Name} has no line in the table");
            foreach (string source in sources)
            {
                ExpectedCloud expected = ExpectedCloud.FromSourcePly(source);
                string path = temporary.File("scene" + format.Extensions[0]);
                format.Write(SplatFiles.Read(source), path, WriteOptions.Default);
                GaussianCloud cloud = SplatFiles.Read(path);
                Assert.Equal(expected.Count, cloud.Count);
                CloudErrors errors = CloudErrors.Between(cloud, expected, CloudErrors.MatchByPosition(cloud, expected));
                if (!bounds!.Contain(errors, Printed)) failures.Add($"{format.Name}, {Path.GetFileName(source)}: {errors}; allowed {bounds}");
            }
        }

        Assert.True(failures.Count == 0, string.Join("\n", failures));
    }

    private sealed record Bounds(double Position, double LogScale, double Opacity, double Rotation, double Constant, double Harmonic, double HarmonicRms)
    {
        internal bool Contain(CloudErrors errors, double slack) =>
            errors.Position <= slack * Position && errors.LogScale <= slack * LogScale && errors.Opacity <= slack * Opacity
            && errors.RotationDegrees <= slack * Rotation && errors.Constant <= slack * Constant
            && errors.Harmonic <= slack * Harmonic && errors.HarmonicRootMeanSquare <= slack * HarmonicRms;
    }
}
