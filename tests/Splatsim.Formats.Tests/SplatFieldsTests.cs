namespace Splatsim.Formats.Tests;

public class SplatFieldsTests
{
    [Fact]
    public void Columns_WrittenAndRead_AreTheSame()
    {
        using TemporaryFolder folder = new();
        SplatFields fields = new(3);
        fields.Set("youngsModulus", [1e5f, 2e5f, float.NaN]);
        fields.Set("frictionAngleDegrees", [30, 31, 32]);
        string path = folder.File("fields.safetensors");
        fields.Write(path, new Dictionary<string, string> { ["source"] = "test" });
        SplatFields read = SplatFields.Read(path, 3);
        Assert.Equal(fields.Columns.OrderBy(c => c.Key), read.Columns.OrderBy(c => c.Key));
        Assert.Equal("test", SafetensorsFile.Read(path).Metadata["source"]);
        // Read by the test side's own reader too.
        Assert.Equal([30f, 31f, 32f], new Splatsim.Tests.Safetensors(path).Floats("frictionAngleDegrees"));
    }

    [Fact]
    public void ColumnOfAnotherLength_Read_IsRefused()
    {
        using TemporaryFolder folder = new();
        SplatFields fields = new(3);
        fields.Set("density", [1, 2, 3]);
        string path = folder.File("fields.safetensors");
        fields.Write(path);
        SplatFormatException error = Assert.Throws<SplatFormatException>(() => SplatFields.Read(path, 4));
        Assert.Contains("density", error.Message, StringComparison.Ordinal);
    }
}
