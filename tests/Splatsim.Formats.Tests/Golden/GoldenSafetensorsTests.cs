using Splatsim.Tests;

namespace Splatsim.Formats.Tests.Golden;

/// <summary>The engine's safetensors reader against the test side's own, and the damaged files.</summary>
[Trait("Kind", "Golden")]
public class GoldenSafetensorsTests
{
    [Fact]
    public void Tensors_Read_MatchTheIndependentReader()
    {
        string[] files = [.. Directory.EnumerateFiles(Path.Combine(GoldenData.RequireRoot(), "formats"), "*.safetensors", SearchOption.AllDirectories)
            .Where(f => !f.Contains("malformed", StringComparison.Ordinal))];
        Assert.NotEmpty(files);
        Assert.All(files, path =>
        {
            Safetensors expected = new(path);
            SafetensorsFile file = SafetensorsFile.Read(path);
            Assert.Equal(expected.Names.Order(StringComparer.Ordinal), file.Tensors.Keys.Order(StringComparer.Ordinal));
            Assert.Equal(expected.Metadata.OrderBy(e => e.Key), file.Metadata.OrderBy(e => e.Key));
            foreach (string name in expected.Names)
            {
                Assert.Equal(expected.Shape(name).Select(s => (long)s), file.Tensors[name].Shape);
                Assert.Equal(expected.Doubles(name), file.Doubles(name));
            }
        });
    }

    [Fact]
    public void DamagedFiles_Read_AreRefused()
    {
        GoldenData.RequireRoot();
        IReadOnlyList<string> files = GoldenData.Files("formats/malformed", "*.safetensors");
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.Throws<SplatFormatException>(() => SafetensorsFile.Read(file)));
    }
}
