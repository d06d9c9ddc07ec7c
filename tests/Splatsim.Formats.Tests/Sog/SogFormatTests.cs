using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Splatsim.Formats;
using Splatsim.Splats;
using JsonNode = System.Text.Json.Nodes.JsonNode;

namespace Splatsim.Tests.Sog;

public sealed class SogFormatTests : IDisposable
{
    // Three components in 8 bits of +-1/sqrt 2: half a step is 2.8e-3; times sqrt 3, times 2 for the angle, times up to
    // 2 by the derived component. Independent programs measured 1.6 degrees.
    private const double RotationStep = 2;

    private const double OpacityStep = 1.0 / 255 / 2 + 1e-6;

    private readonly string folder = Directory.CreateTempSubdirectory("sog").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(1, 0)]
    [InlineData(257, 1)]
    [InlineData(700, 2)]
    [InlineData(3000, 3)]
    public void Write_RandomCloud_ReadsBackWithinTheQuantisation(int count, int degree)
    {
        GaussianCloud cloud = Splats.MortonOrder.Sort(RandomClouds.Make(count, degree));
        GaussianCloud back = RoundTrip(cloud, new WriteOptions());
        CloudDifference difference = RandomClouds.Compare(cloud, back);
        // Means: half of 1/65535 of the logarithmic span (about 3.2 here), stretched by 1 + |x| (about 5), in three axes.
        Assert.True(difference.Position <= 3.2 / 65535 / 2 * 5 * 1.8, $"{difference}");
        // Log-scales span about 6 units, colours about 0.6: 256 codes at equal steps would err by 1/512 of that, and
        // codes that follow the density by up to four times as much in the tails.
        Assert.True(difference.LogScale <= 6.0 / 512 * 4, $"{difference}");
        Assert.True(difference.Colour <= 0.6 / 512 * 4, $"{difference}");
        Assert.True(difference.Opacity <= OpacityStep, $"{difference}");
        Assert.True(difference.RotationDegrees <= RotationStep, $"{difference}");
        // The golden README's figures for the format's own tool.
        Assert.True(difference.Harmonics <= 0.1, $"{difference}");
        Assert.True(difference.HarmonicsRms <= 0.015, $"{difference}");
    }

    [Fact]
    public void Write_LargePalette_IsMadeInTwoStepsAndIsNoWorse()
    {
        // 2048 entries: beyond the size up to which all splats meet all entries.
        GaussianCloud cloud = Splats.MortonOrder.Sort(RandomClouds.Make(4200, 1));
        CloudDifference difference = RandomClouds.Compare(cloud, RoundTrip(cloud, new WriteOptions()));
        Assert.True(difference.HarmonicsRms <= 0.015, $"{difference}");
    }

    [Fact]
    public void Write_SameSeed_GivesTheSameBytes()
    {
        GaussianCloud cloud = RandomClouds.Make(4200, 2);
        string first = Name("a.sog"), second = Name("b.sog"), other = Name("c.sog");
        SplatFiles.Write(cloud, first);
        SplatFiles.Write(cloud, second);
        SplatFiles.Write(cloud, other, new WriteOptions { Seed = 7 });
        Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(second));
        Assert.NotEqual(File.ReadAllBytes(first), File.ReadAllBytes(other));
    }

    [Fact]
    public void Write_ExtremeValues_Survive()
    {
        GaussianCloud cloud = RandomClouds.Make(300, 0);
        cloud.RenderModel = RenderModel.TwoDimensional;
        cloud.LogScaleZ.Fill(float.NegativeInfinity);
        cloud.OpacityLogit[0] = float.PositiveInfinity;
        cloud.OpacityLogit[1] = float.NegativeInfinity;
        cloud.X[7] = 2e7f;
        GaussianCloud sorted = Splats.MortonOrder.Sort(cloud), back = RoundTrip(cloud, new WriteOptions());
        Assert.Equal(RenderModel.TwoDimensional, back.RenderModel);
        Assert.Equal(1, back.OpacityLogit.ToArray().Count(float.IsPositiveInfinity));
        Assert.Equal(1, back.OpacityLogit.ToArray().Count(float.IsNegativeInfinity));
        Assert.All(back.LogScaleZ.ToArray(), value => Assert.Equal(-20, value));
        int far = sorted.X.IndexOf(2e7f);
        // 1/65535 of the logarithmic span of 17, relative to the size.
        Assert.Equal(2e7, back.X[far], 2e7 * 17 / 65535);
    }

    [Fact]
    public void Write_InvisibleSplats_KeepTheirRotationAndColour()
    {
        // Colour is stored beside an alpha of 0, which image encoders like to drop.
        GaussianCloud cloud = Splats.MortonOrder.Sort(RandomClouds.Make(300, 0));
        cloud.OpacityLogit.Fill(float.NegativeInfinity);
        CloudDifference difference = RandomClouds.Compare(cloud, RoundTrip(cloud, new WriteOptions()));
        Assert.True(difference.Colour < 0.01, $"{difference}");
    }

    [Fact]
    public void Write_NoSplats_ReadsBackEmpty() => Assert.Equal(0, RoundTrip(new GaussianCloud(0, 2), new WriteOptions()).Count);

    [Fact]
    public void Write_InvalidSplats_AreRefused()
    {
        GaussianCloud cloud = RandomClouds.Make(20, 0);
        cloud.Y[11] = float.NaN;
        SplatFormatException error = Assert.Throws<SplatFormatException>(() => SplatFiles.Write(cloud, Name("bad.sog")));
        Assert.Contains("splat 11", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
    }

    [Fact]
    public void Read_UnpackedArchive_GivesTheSameCloud()
    {
        GaussianCloud cloud = RandomClouds.Make(500, 3);
        string archive = Name("a.sog"), unpacked = Name("unpacked");
        SplatFiles.Write(cloud, archive);
        ZipFile.ExtractToDirectory(archive, unpacked);
        GaussianCloud a = SplatFiles.Read(archive), b = SplatFiles.Read(unpacked), c = SplatFiles.Read(Path.Combine(unpacked, "meta.json"));
        Assert.Equal(new CloudDifference(), RandomClouds.Compare(a, b));
        Assert.Equal(new CloudDifference(), RandomClouds.Compare(a, c));
    }

    public static TheoryData<string, string> BadMeta => new()
    {
        { "$.count", """{"count": -1}""" },
        { "$.count", """{"count": 1.5}""" },
        { "$.version", """{"version": 3}""" },
        { "$.means.mins", """{"means": {"mins": [0, 0]}}""" },
        { "$.means.maxs[1]", """{"means": {"maxs": [0, "x", 0]}}""" },
        { "$.means.files[1]", """{"means": {"files": ["means_l.webp", "../means_u.webp"]}}""" },
        { "$.quats.files[0]", """{"quats": {"files": ["C:\\x.webp"]}}""" },
        { "$.quats.files", """{"quats": {"files": []}}""" },
        { "$.scales.codebook", """{"scales": {"codebook": [1, 2, 3]}}""" },
        { "$.shN.bands", """{"shN": {"bands": 4}}""" },
        { "$.shN.count", """{"shN": {"count": 70000}}""" },
        { "$.shN.count", """{"shN": {"count": 600}}""" },
        { "$.shN.files[0]", """{"shN": {"bands": 2}}""" },
        { "$.sh0.files[0]", """{"sh0": {"files": ["nothing.webp"]}}""" },
        { "$.sh0.files[0]", """{"sh0": {"files": ["meta.json"]}}""" },
    };

    [Theory]
    [MemberData(nameof(BadMeta))]
    public void Read_BadMeta_NamesTheJsonPath(string path, string change)
    {
        string unpacked = Unpack(RandomClouds.Make(300, 1));
        string file = Path.Combine(unpacked, "meta.json");
        JsonObject meta = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        Overlay(meta, JsonNode.Parse(change)!.AsObject());
        File.WriteAllText(file, meta.ToJsonString());
        SplatFormatException error = Assert.Throws<SplatFormatException>(() => SplatFiles.Read(unpacked));
        Assert.Equal(path, error.Position);
    }

    [Fact]
    public void Read_MissingKeys_AreNamed()
    {
        string unpacked = Unpack(RandomClouds.Make(30, 1));
        string file = Path.Combine(unpacked, "meta.json");
        string good = File.ReadAllText(file);
        foreach (string key in (string[])["count", "means", "scales", "quats", "sh0"])
        {
            JsonObject meta = JsonNode.Parse(good)!.AsObject();
            meta.Remove(key);
            if (key == "means") meta["asset"] = "\"means\"";
            File.WriteAllText(file, meta.ToJsonString());
            SplatFormatException error = Assert.Throws<SplatFormatException>(() => SplatFiles.Read(unpacked));
            if (key != "means") Assert.StartsWith($"$.{key}", error.Position, StringComparison.Ordinal);
        }

        File.WriteAllText(file, good[..^20]);
        Assert.Throws<SplatFormatException>(() => SplatFiles.Read(unpacked));
    }

    [Fact]
    public void Read_TextThatIsNoUnicode_IsRefused()
    {
        string unpacked = Unpack(RandomClouds.Make(30, 0));
        string file = Path.Combine(unpacked, "meta.json");
        string good = File.ReadAllText(file);
        // Half of a surrogate pair, and a byte that is no UTF-8: both are legal to the JSON parser until they are read.
        File.WriteAllText(file, good.Replace("quats.webp", "\\ud800.webp", StringComparison.Ordinal));
        Assert.Throws<SplatFormatException>(() => SplatFiles.Read(unpacked));
        byte[] bytes = Encoding.UTF8.GetBytes(good);
        bytes[good.IndexOf("quats.webp", StringComparison.Ordinal)] = 0xDD;
        File.WriteAllBytes(file, bytes);
        Assert.Throws<SplatFormatException>(() => SplatFiles.Read(unpacked));
    }

    [Fact]
    public void Read_FirstEntryOfACodebookIsNull_ContinuesTheOthersWithAWarning()
    {
        string unpacked = Unpack(RandomClouds.Make(300, 0));
        string file = Path.Combine(unpacked, "meta.json");
        JsonObject meta = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        meta["scales"]!["codebook"]![0] = null;
        File.WriteAllText(file, meta.ToJsonString());
        List<string> warnings = [];
        Assert.Equal(300, SplatFiles.Read(unpacked, TestContext.Current.CancellationToken, warnings.Add).Count);
        Assert.Contains("codebook[0]", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_EntryThatUnpacksWithoutEnd_IsRefused()
    {
        string path = Name("bomb.sog");
        using (ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            using Stream meta = archive.CreateEntry("meta.json", CompressionLevel.SmallestSize).Open();
            byte[] blanks = Encoding.UTF8.GetBytes(new string(' ', 1 << 20));
            for (int i = 0; i < 40; i++) meta.Write(blanks);
        }

        SplatFormatException error = Assert.Throws<SplatFormatException>(() => SplatFiles.Read(path));
        Assert.Contains("unpack", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_EveryTruncation_IsRefused()
    {
        string path = Name("cut.sog");
        SplatFiles.Write(RandomClouds.Make(100, 1), path);
        byte[] bytes = File.ReadAllBytes(path);
        for (int length = 0; length < bytes.Length; length += 97)
        {
            File.WriteAllBytes(path, bytes[..length]);
            Assert.Throws<SplatFormatException>(() => SplatFiles.Read(path));
        }
    }

    private string Unpack(GaussianCloud cloud)
    {
        string archive = Name("packed.sog"), unpacked = Name("unpacked");
        SplatFiles.Write(cloud, archive);
        ZipFile.ExtractToDirectory(archive, unpacked);
        return unpacked;
    }

    private static void Overlay(JsonObject target, JsonObject change)
    {
        foreach ((string key, JsonNode? value) in change)
        {
            if (value is JsonObject part && target[key] is JsonObject whole) Overlay(whole, part);
            else target[key] = value?.DeepClone();
        }
    }

    private GaussianCloud RoundTrip(GaussianCloud cloud, WriteOptions options)
    {
        string path = Name($"{Guid.NewGuid():N}.sog");
        SplatFiles.Write(cloud, path, options);
        return SplatFiles.Read(path);
    }

    private string Name(string name) => Path.Combine(folder, name);
}
