using Splatsim.Splats;

namespace Splatsim.Formats.Tests.Fuzz;

/// <summary>Damaged files of every registered format and of the camera and field readers.</summary>
[Collection(AloneCollection.Name)]
public class FuzzTests
{
    private const int DefaultCases = 60;
    private const int FullCases = 500;

    public static TheoryData<string> Formats => [.. SplatFormats.All.Select(f => f.Name)];

    public static TheoryData<string> OtherReaders => [.. Others.Keys];

    private static Dictionary<string, Func<string, long>> Others { get; } = new()
    {
        ["cameras.bin"] = path => 64 * ColmapModel.ReadCameras(path).Count,
        ["images.bin"] = path => 200 * ColmapModel.ReadImages(path).Count,
        ["points3D.bin"] = path => 64 * ColmapModel.ReadPoints(path).Count,
        ["cameras.txt"] = path => 64 * ColmapModel.ReadCameras(path).Count,
        ["images.txt"] = path => 200 * ColmapModel.ReadImages(path).Count,
        ["points3D.txt"] = path => 64 * ColmapModel.ReadPoints(path).Count,
        ["transforms_nerfstudio.json"] = path => 200 * CameraFiles.Read(path).Count,
        ["cameras_inria.json"] = path => 200 * CameraFiles.Read(path).Count,
        ["expected.safetensors"] = path =>
        {
            SafetensorsFile file = SafetensorsFile.Read(path);
            return file.Tensors.Values.Sum(t => sizeof(double) * (long)file.Doubles(t.Name).Length);
        },
    };

    [Theory]
    [MemberData(nameof(Formats))]
    public void DamagedScenes_Read_GiveASceneOrTheTypedError(string format) => RunFormat(format, DefaultCases);

    [Theory]
    [Trait("Tier", "Full")]
    [MemberData(nameof(Formats))]
    public void ManyDamagedScenes_Read_GiveASceneOrTheTypedError(string format) => RunFormat(format, FullCases);

    [Theory]
    [MemberData(nameof(OtherReaders))]
    public void DamagedCameraAndFieldFiles_Read_GiveAResultOrTheTypedError(string name) => RunOther(name, DefaultCases);

    [Theory]
    [Trait("Tier", "Full")]
    [MemberData(nameof(OtherReaders))]
    public void ManyDamagedCameraAndFieldFiles_Read_GiveAResultOrTheTypedError(string name) => RunOther(name, FullCases);

    private static void RunFormat(string name, int cases)
    {
        ISplatFormat format = SplatFormats.All.Single(f => f.Name == name);
        Fuzzer.Run("damaged" + format.Extensions[0], Fixtures.Of(format), cases, path =>
        {
            GaussianCloud read = format.Read(path, ReadOptions.Default);
            GaussianCloud cloud = InvalidRows.Drop(read, path, warn: null);
            if (InvalidRows.Find(cloud).Length > 0) throw new InvalidOperationException("invalid rows are left");
            return (long)read.Count * (11 + read.ShColumns.Count) * sizeof(float);
        });
    }

    private static void RunOther(string name, int cases)
    {
        byte[][] fixtures = [.. Fixtures.GoldenFiles(path => Path.GetFileName(path) == name)];
        Assert.SkipWhen(fixtures.Length == 0, "no golden file to damage");
        Fuzzer.Run(name, fixtures, cases, Others[name]);
    }
}
