using Splatsim.Splats;
using Splatsim.Tests;

namespace Splatsim.Formats.Tests.Golden;

/// <summary>Every scene in golden/formats, read through the front door, against what an independent tool reads from it.</summary>
[Trait("Kind", "Golden")]
public class GoldenScenesTests
{
    // README, "tolerance of our decode": float32 rounding of the stored values. Plain PLY converts nothing.
    private const double ValueTolerance = 1e-6;
    private const double RotationTolerance = 1e-4;
    private const double OpacityTolerance = 1e-7;

    // splat-transform limits alpha 0 and 255 of SPZ and .splat to 1e-6 from the ends; ours are the ends.
    private const double ClampedOpacityTolerance = 2e-6;

    // Kinds of their own, each with its tests: in this folder, and for pictures in Splatsim.Rendering.Tests.
    private static readonly string[] OtherKinds = ["antialiased", "captures", "colmap", "malformed", "pictures", "ply_variants", "transforms"];

    [Fact]
    public void Scenes_Read_MatchIndependentDecoders()
    {
        string folder = Path.Combine(GoldenData.RequireRoot(), "formats");
        List<string> failures = [];
        int compared = 0;
        foreach (string entry in Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileName(entry);
            if (Directory.Exists(entry) && !IsScene(entry) && !OtherKinds.Contains(name)) failures.Add($"{name}: a kind of golden data that no test covers");
            if (!IsScene(entry) || GoldenData.IsOwedLater($"formats/{name}")) continue;
            compared++;
            if (Expected(entry) is not { } expected)
                failures.Add($"{name}: neither covered (no expected values found) nor listed in tests/golden-later.txt");
            else if (Compare(entry, expected) is { } failure)
                failures.Add($"{name}: {failure}");
        }

        Assert.True(failures.Count == 0, string.Join("\n", failures));
        Assert.True(compared > 0, "no scene found");
    }

    [Fact]
    public void AntialiasedScenes_Read_KeepTheirRenderModel()
    {
        string folder = Path.Combine(GoldenData.RequireRoot(), "formats", "antialiased");
        GaussianCloud source = SplatFiles.Read(Path.Combine(folder, "..", "ply_variants", "comments_antialiased.ply"));
        Assert.Equal(RenderModel.Antialiased, source.RenderModel);
        Assert.All(Directory.EnumerateFileSystemEntries(folder).Where(f => !GoldenData.IsOwedLater($"formats/antialiased/{Path.GetFileName(f)}")), file =>
        {
            GaussianCloud cloud = SplatFiles.Read(file);
            Assert.Equal(RenderModel.Antialiased, cloud.RenderModel);
            Assert.Equal(source.Count, cloud.Count);
        });
    }

    private static bool IsScene(string entry)
    {
        string name = Path.GetFileName(entry);
        if (Directory.Exists(entry)) return File.Exists(Path.Combine(entry, "meta.json")) || File.Exists(Path.Combine(entry, "lod-meta.json"));
        return !name.EndsWith(".safetensors", StringComparison.Ordinal) && name != "README.md";
    }

    /// <summary>Beside the file; or, for what an equal file decodes to, its twin's or its source's.</summary>
    private static ExpectedCloud? Expected(string entry)
    {
        string decoded = entry + ".decoded.safetensors";
        if (!File.Exists(decoded)) decoded = entry.Replace(".v3.spz", ".v4.spz", StringComparison.Ordinal) + ".decoded.safetensors";
        if (File.Exists(decoded)) return ExpectedCloud.FromSafetensors(new Safetensors(decoded));
        string source = entry.Replace(".rewritten.ply", ".ply", StringComparison.Ordinal);
        return source.EndsWith(".ply", StringComparison.Ordinal) ? ExpectedCloud.FromSourcePly(source) : null;
    }

    private static string? Compare(string entry, ExpectedCloud expected)
    {
        GaussianCloud cloud;
        try
        {
            cloud = SplatFiles.Read(entry);
        }
        catch (SplatFormatException error)
        {
            return error.Message;
        }

        if (cloud.Count != expected.Count) return $"{cloud.Count} splats instead of {expected.Count}";
        if (cloud.ShCoefficientCount * 3 * cloud.Count != expected.Sh.Length) return $"degree {cloud.Degree}";
        string format = SplatFiles.Detect(entry).Name;
        bool exact = format == "ply";
        CloudErrors errors = CloudErrors.Between(cloud, expected);
        double value = exact ? 0 : ValueTolerance;
        double opacity = exact ? 0 : format is "spz" or "splat" ? ClampedOpacityTolerance : OpacityTolerance;
        // Comparing rotations normalises, so that equal bits differ by rounding in double.
        double rotation = exact ? 1e-12 : RotationTolerance;
        bool good = errors.Position <= value && errors.LogScale <= value && errors.Constant <= value && errors.Harmonic <= value
            && errors.Opacity <= opacity && errors.RotationDegrees <= rotation;
        return good ? null : errors.ToString();
    }
}
