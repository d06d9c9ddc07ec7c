using System.Text;
using Splatsim.Splats;

namespace Splatsim.Formats.Tests;

/// <summary>PLY in and out, beyond what the golden files show.</summary>
public class PlyFormatTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 3)]
    [InlineData(15, 1)]
    [InlineData(16, 2)]
    [InlineData(257, 3)]
    [InlineData(9001, 4)]
    public void Cloud_WrittenAndRead_KeepsEveryBit(int count, int degree)
    {
        // 9001 rows of 392 bytes are several pieces; the others leave every rest of 16 rows and of 8 columns.
        using TemporaryFolder folder = new();
        GaussianCloud cloud = TestClouds.Random(count, degree);
        string path = folder.File("cloud.ply");
        SplatFiles.Write(cloud, path);
        TestClouds.AssertSameBits(cloud, SplatFiles.Read(path));
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Theory]
    [InlineData(RenderModel.Classic, CoordinateFrame.RightDownForward)]
    [InlineData(RenderModel.Antialiased, CoordinateFrame.RightUpBack)]
    [InlineData(RenderModel.TwoDimensional, CoordinateFrame.RightDownForward)]
    public void LabelsModelAndFrame_WrittenAndRead_Survive(RenderModel model, CoordinateFrame frame)
    {
        using TemporaryFolder folder = new();
        GaussianCloud cloud = TestClouds.Random(100, 1);
        cloud.Labels = [.. Enumerable.Range(0, 100).Select(i => (byte)(i * 2))];
        cloud.RenderModel = model;
        cloud.Frame = frame;
        string path = folder.File("cloud.ply");
        SplatFiles.Write(cloud, path);
        GaussianCloud read = SplatFiles.Read(path);
        TestClouds.AssertSameBits(cloud, read);
        Assert.Equal((model, frame), (read.RenderModel, read.Frame));
    }

    [Fact]
    public void InfiniteOpacityAndFlatScale_WrittenAndRead_Survive()
    {
        using TemporaryFolder folder = new();
        GaussianCloud cloud = TestClouds.Random(20, 0);
        cloud.OpacityLogit[3] = float.PositiveInfinity;
        cloud.OpacityLogit[4] = float.NegativeInfinity;
        cloud.LogScaleY[5] = float.NegativeInfinity;
        string path = folder.File("cloud.ply");
        SplatFiles.Write(cloud, path);
        TestClouds.AssertSameBits(cloud, SplatFiles.Read(path));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(11)]
    [InlineData(40)]
    public void OneNaN_Read_DropsItsRowWithAWarning(int column)
    {
        using TemporaryFolder folder = new();
        GaussianCloud cloud = TestClouds.Random(300, 3);
        float[] before = cloud.X.ToArray();
        if (column < 11) cloud.GeometryColumns[column][123] = float.NaN;
        else cloud.ShColumns[column][123] = float.NaN;
        string path = folder.File("cloud.ply");
        SplatFiles.Write(cloud, path);
        List<string> warnings = [];
        GaussianCloud read = SplatFiles.Read(path, warn: warnings.Add);
        Assert.Equal(299, read.Count);
        Assert.Equal([.. before[..123], .. before[124..]], read.X.ToArray());
        Assert.Contains("rows 123", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void AsciiRowsWithNaN_Read_AreDroppedToo()
    {
        using TemporaryFolder folder = new();
        string text = "ply\nformat ascii 1.0\nelement vertex 3\nproperty float x\nproperty float y\nproperty float z\nproperty float opacity\nend_header\n"
            + "0 0 0 inf\n1 -nan(ind) 0 0\r\n\n2 0 0 -inf";
        GaussianCloud cloud = SplatFiles.Read(folder.Write("a.ply", Encoding.ASCII.GetBytes(text)));
        Assert.Equal([0f, 2f], cloud.X.ToArray());
        Assert.Equal([float.PositiveInfinity, float.NegativeInfinity], cloud.OpacityLogit.ToArray());
        // Brush's defaults for what is missing.
        Assert.Equal(-4f, cloud.LogScaleX[0]);
        Assert.Equal(1f, cloud.RotationW[1]);
    }

    [Fact]
    public void VertexRowsWithLists_Read_AreWalked()
    {
        using TemporaryFolder folder = new();
        using MemoryStream stream = new();
        using (BinaryWriter writer = new(stream, Encoding.ASCII, leaveOpen: true))
        {
            writer.Write(Encoding.ASCII.GetBytes(
                "ply\nformat binary_little_endian 1.0\nelement vertex 3\nproperty list uchar short neighbours\nproperty float x\nproperty double y\nproperty int z\nend_header\n"));
            for (int row = 0; row < 3; row++)
            {
                writer.Write((byte)row);
                for (int item = 0; item < row; item++) writer.Write((short)7);
                writer.Write(row + 0.5f);
                writer.Write(row + 0.25);
                writer.Write(-row);
            }
        }

        PointCloud points = PointCloudFile.Read(folder.Write("lists.ply", stream.ToArray()));
        Assert.Equal([0.5, 0.25, 0, 1.5, 1.25, -1, 2.5, 2.25, -2], points.Positions);
    }

    [Fact]
    public void LabelBeyondAByte_Read_IsLeftOutWithAWarning()
    {
        using TemporaryFolder folder = new();
        string text = "ply\nformat ascii 1.0\nelement vertex 1\nproperty float x\nproperty float y\nproperty float z\nproperty int label\nend_header\n0 0 0 256\n";
        List<string> warnings = [];
        GaussianCloud cloud = SplatFiles.Read(folder.Write("a.ply", Encoding.ASCII.GetBytes(text)), warn: warnings.Add);
        Assert.Null(cloud.Labels);
        Assert.Contains("label 256", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Neighbours_OfRandomPoints_MatchBruteForce()
    {
        Random random = new(5);
        float[] x = [.. Enumerable.Range(0, 700).Select(_ => (float)random.NextDouble())];
        float[] y = [.. Enumerable.Range(0, 700).Select(i => i % 3 == 0 ? 0.5f : (float)random.NextDouble())];
        // A third of the points lie in one plane and some coincide: ties and empty extents.
        float[] z = [.. Enumerable.Range(0, 700).Select(i => i % 7 == 0 ? 0f : (float)random.NextDouble())];
        (x[10], y[10], z[10]) = (x[11], y[11], z[11]);
        double[] distances = NearestNeighbours.RootMeanSquareDistances(x, y, z, CancellationToken.None);
        for (int i = 0; i < x.Length; i++)
        {
            double[] nearest = [.. Enumerable.Range(0, x.Length).Where(j => j != i)
                .Select(j => Math.Pow((double)x[i] - x[j], 2) + Math.Pow((double)y[i] - y[j], 2) + Math.Pow((double)z[i] - z[j], 2)).Order().Take(3)];
            // The same sums in another order of terms.
            Assert.Equal(Math.Sqrt(nearest.Average()), distances[i], 1e-12);
        }
    }
}
