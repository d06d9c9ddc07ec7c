using Splatsim.Splats;

namespace Splatsim.Formats.Tests;

/// <summary>What every registered format must do; a new one is tested by being registered.</summary>
public class SplatFormatsTests
{
    // The coarsest of the formats moves a splat of the test cloud (about 3 units across) by less than this.
    private const float PositionTolerance = 0.01f;

    public static TheoryData<string> Writable => [.. SplatFormats.All.Where(f => f.CanWrite).Select(f => f.Name)];

    [Theory]
    [MemberData(nameof(Writable))]
    public void RenderModelLabelsAndFrame_WrittenAndRead_SurviveOrAreWarnedAbout(string name)
    {
        ISplatFormat format = Find(name);
        using TemporaryFolder folder = new();
        foreach (RenderModel model in Enum.GetValues<RenderModel>())
        {
            GaussianCloud cloud = TestClouds.Random(100, 1);
            cloud.RenderModel = model;
            cloud.Frame = CoordinateFrame.RightUpBack;
            cloud.Labels = new byte[100];
            cloud.Labels[7] = 9;
            List<string> warnings = [];
            string path = folder.File("cloud" + format.Extensions[0]);
            format.Write(cloud, path, new WriteOptions { Warn = warnings.Add });
            GaussianCloud read = SplatFiles.Read(path);
            bool Warned(string word) => warnings.Exists(w => w.Contains(word, StringComparison.OrdinalIgnoreCase));
            Assert.True(read.RenderModel == model || Warned(model == RenderModel.TwoDimensional ? "flat" : "antialiased"), $"{model} is lost without a word");
            Assert.True(read.Labels is not null || Warned("label"), "labels are lost without a word");
            Assert.True(read.Frame == cloud.Frame || Warned("axes"), "the frame is lost without a word");
        }
    }

    [Theory]
    [MemberData(nameof(Writable))]
    public void File_UnderAForeignName_IsDetectedByContent(string name)
    {
        ISplatFormat format = Find(name);
        using TemporaryFolder folder = new();
        string path = folder.File("cloud" + format.Extensions[0]);
        SplatFiles.Write(TestClouds.Random(50, 0), path);
        Assert.Equal(name, SplatFiles.Detect(path).Name);
        if (name == "splat")
        {
            // No signature: without its name it is nobody's, with another format's name it is that format's.
            File.Move(path, folder.File("cloud.dat"));
            Assert.Throws<SplatFormatException>(() => SplatFiles.Detect(folder.File("cloud.dat")));
            return;
        }

        string foreign = folder.File("cloud.splat");
        File.Move(path, foreign);
        Assert.Equal(name, SplatFiles.Detect(foreign).Name);
        Assert.Equal(50, SplatFiles.Read(foreign).Count);
    }

    [Theory]
    [MemberData(nameof(Writable))]
    public void SameCloud_WrittenTwice_GivesTheSameBytes(string name)
    {
        ISplatFormat format = Find(name);
        using TemporaryFolder folder = new();
        GaussianCloud cloud = TestClouds.Random(3000, 2);
        string first = folder.File("first" + format.Extensions[0]);
        string second = folder.File("second" + format.Extensions[0]);
        format.Write(cloud, first, WriteOptions.Default);
        format.Write(cloud, second, WriteOptions.Default);
        Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(second));
    }

    [Theory]
    [MemberData(nameof(Writable))]
    public void Cloud_WrittenAndRead_KeepsEverySplatOnce(string name)
    {
        ISplatFormat format = Find(name);
        using TemporaryFolder folder = new();
        GaussianCloud cloud = TestClouds.Random(1000, 3);
        string path = folder.File("cloud" + format.Extensions[0]);
        format.Write(cloud, path, WriteOptions.Default);
        GaussianCloud read = SplatFiles.Read(path);
        Assert.Equal(cloud.Count, read.Count);
        // Formats may reorder, so that columns are compared as sorted sets.
        for (int axis = 0; axis < 3; axis++)
        {
            float[] before = [.. cloud.GeometryColumns[axis].Span.ToArray().Order()];
            float[] after = [.. read.GeometryColumns[axis].Span.ToArray().Order()];
            for (int i = 0; i < before.Length; i++) Assert.Equal(before[i], after[i], PositionTolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Writable))]
    public void NoSplats_WrittenAndRead_AreNoSplatsOrRefused(string name)
    {
        ISplatFormat format = Find(name);
        using TemporaryFolder folder = new();
        string path = folder.File("empty" + format.Extensions[0]);
        try
        {
            format.Write(new GaussianCloud(0, 0), path, WriteOptions.Default);
        }
        catch (SplatFormatException)
        {
            Assert.Empty(Directory.GetFiles(folder.Path));
            return;
        }

        Assert.Equal(0, SplatFiles.Read(path).Count);
    }

    private static ISplatFormat Find(string name) => SplatFormats.All.Single(f => f.Name == name);
}
