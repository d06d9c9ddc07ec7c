using Splatsim.Splats;

namespace Splatsim.Formats.Tests;

public class AtomicFileTests
{
    [Fact]
    public void Write_Cancelled_LeavesTheOldFileAndNothingElse()
    {
        using TemporaryFolder folder = new();
        using CancellationTokenSource cancelled = new();
        cancelled.Cancel();
        GaussianCloud cloud = TestClouds.Random(5000, 3);
        foreach (ISplatFormat format in SplatFormats.All.Where(f => f.CanWrite))
        {
            string path = folder.Write("old" + format.Extensions[0], [1, 2, 3]);
            Assert.ThrowsAny<OperationCanceledException>(() => format.Write(cloud, path, new WriteOptions { Cancellation = cancelled.Token }));
            Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
            Assert.Equal([path], Directory.GetFiles(folder.Path));
            File.Delete(path);
        }
    }

    [Fact]
    public void Write_IntoAFileAsFolder_GivesTheTypedError()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("file", [1]);
        Assert.Throws<SplatFormatException>(() => SplatFiles.Write(TestClouds.Random(3, 0), Path.Combine(file, "cloud.ply")));
    }

    [Fact]
    public void Write_UnknownExtension_NamesTheKnownOnes()
    {
        SplatFormatException error = Assert.Throws<SplatFormatException>(() => SplatFiles.Write(TestClouds.Random(3, 0), "cloud.xyz"));
        Assert.Contains(".ply", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Cancelled_Stops()
    {
        using TemporaryFolder folder = new();
        using CancellationTokenSource cancelled = new();
        cancelled.Cancel();
        foreach (ISplatFormat format in SplatFormats.All.Where(f => f.CanWrite))
        {
            string path = folder.File("cloud" + format.Extensions[0]);
            format.Write(TestClouds.Random(5000, 1), path, WriteOptions.Default);
            Assert.ThrowsAny<OperationCanceledException>(() => SplatFiles.Read(path, cancelled.Token));
        }
    }

    [Fact]
    public void Read_MissingFile_NamesIt()
    {
        SplatFormatException error = Assert.Throws<SplatFormatException>(() => SplatFiles.Read("/nowhere/cloud.ply"));
        Assert.Contains("/nowhere/cloud.ply", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PlyWithTwoGigabytesBeforeTheVertices_Read_UsesLongOffsets()
    {
        // A sparse file: an element of 300 million 8-byte rows (2.4 GB of holes), then 20 points.
        using TemporaryFolder folder = new();
        string path = folder.File("large.ply");
        const long rows = 300_000_000;
        byte[] header = System.Text.Encoding.ASCII.GetBytes(
            $"ply\nformat binary_little_endian 1.0\nelement hole {rows}\nproperty double v\nelement vertex 20\nproperty float x\nproperty float y\nproperty float z\nend_header\n");
        using (FileStream stream = File.Create(path))
        {
            stream.Write(header);
            stream.Seek(header.Length + 8 * rows, SeekOrigin.Begin);
            for (int i = 0; i < 60; i++) stream.Write(BitConverter.GetBytes((float)i));
        }

        GaussianCloud cloud = SplatFiles.Read(path);
        Assert.Equal(20, cloud.Count);
        Assert.Equal(59f, cloud.Z[19]);
    }
}
