using System.Buffers.Binary;
using System.IO.Compression;
using Splatsim.Formats;
using Splatsim.Splats;

namespace Splatsim.Tests.Spz;

public sealed class SpzFormatTests : IDisposable
{
    // Half a step of each quantisation, as the layout states it, plus float32 rounding.
    private const double PositionStep = 1.0 / 4096 / 2 * 1.7320508 + 1e-6;
    private const double LogScaleStep = 1.0 / 16 / 2 + 1e-6;
    private const double OpacityStep = 1.0 / 255 / 2 + 1e-6;
    private const double ColourStep = 1.0 / 255 / 0.15 / 2 + 1e-6;

    // 0.5 / 511 / sqrt 2 in each of three components; the angle is twice the error of the quaternion, and the largest
    // component, at least 1/2, amplifies it by up to 2 (independent programs measured 0.22 degrees).
    private const double RotationStep = 0.25;

    private readonly string folder = Directory.CreateTempSubdirectory("spz").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(0, 3)]
    [InlineData(0, 4)]
    [InlineData(1, 4)]
    [InlineData(2, 3)]
    [InlineData(3, 4)]
    [InlineData(4, 3)]
    [InlineData(4, 4)]
    public void Write_RandomCloud_ReadsBackWithinHalfAStep(int degree, int version)
    {
        // More than one block of splats, with an odd rest.
        GaussianCloud cloud = RandomClouds.Make(16 * 1024 + 17, degree);
        cloud.LogScaleX[5] = -20;
        GaussianCloud back = RoundTrip(cloud, new WriteOptions { Version = version, SpzShBits = SpzShBits.Full });
        Assert.Equal(-10, back.LogScaleX[5]);
        cloud.LogScaleX[5] = -10;
        CloudDifference difference = RandomClouds.Compare(cloud, back);
        Assert.True(difference.Position <= PositionStep, $"{difference}");
        Assert.True(difference.LogScale <= LogScaleStep, $"{difference}");
        Assert.True(difference.Opacity <= OpacityStep, $"{difference}");
        Assert.True(difference.Colour <= ColourStep, $"{difference}");
        Assert.True(difference.RotationDegrees <= RotationStep, $"{difference}");
        Assert.True(difference.Harmonics <= 1.0 / 256 + 1e-6, $"{difference}");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Write_BothVersions_DecodeToTheSameBits(int degree)
    {
        GaussianCloud cloud = RandomClouds.Make(3000, degree);
        GaussianCloud third = RoundTrip(cloud, new WriteOptions { Version = 3 }), fourth = RoundTrip(cloud, new WriteOptions { Version = 4 });
        for (int column = 0; column < 11; column++)
            Assert.Equal(third.GeometryColumns[column].Span.ToArray(), fourth.GeometryColumns[column].Span.ToArray());
        for (int column = 0; column < third.ShColumns.Count; column++)
            Assert.Equal(third.ShColumns[column].Span.ToArray(), fourth.ShColumns[column].Span.ToArray());
    }

    [Fact]
    public void Write_DecodedFile_IsAFixedPoint()
    {
        GaussianCloud once = RoundTrip(RandomClouds.Make(2000, 3), new WriteOptions());
        GaussianCloud twice = RoundTrip(once, new WriteOptions());
        // Everything but the derived fourth component of rotations sits on the lattice already.
        CloudDifference difference = RandomClouds.Compare(once, twice);
        Assert.Equal(0, difference.Position);
        Assert.Equal(0, difference.LogScale);
        Assert.Equal(0, difference.Opacity);
        Assert.Equal(0, difference.Colour);
        Assert.Equal(0, difference.Harmonics);
        Assert.True(difference.RotationDegrees < RotationStep);
    }

    [Theory]
    [InlineData(5, 4)]
    [InlineData(8, 1)]
    public void Write_FewerBits_RoundsToBuckets(int first, int higher)
    {
        GaussianCloud cloud = RandomClouds.Make(500, 2);
        cloud.Sh(1, 0)[0] = 1.5f;
        cloud.Sh(1, 1)[0] = -1.5f;
        GaussianCloud back = RoundTrip(cloud, new WriteOptions { SpzShBits = new SpzShBits(first, higher) });
        // The range is [-1, 1): 255 is the last code, 0 the first.
        Assert.Equal(127f / 128, back.Sh(1, 0)[0]);
        Assert.Equal(-1, back.Sh(1, 1)[0]);
        for (int splat = 1; splat < 500; splat++)
        {
            for (int coefficient = 1; coefficient < 9; coefficient++)
            {
                int bucket = 1 << (8 - (coefficient < 4 ? first : higher));
                double code = back.Sh(coefficient, 2)[splat] * 128 + 128;
                Assert.True(code % bucket == 0 || code == 255, $"code {code} is no multiple of {bucket}");
                // Half a bucket, and half a step of the rounding to 1/128 before.
                if (bucket <= 16)
                    Assert.Equal(cloud.Sh(coefficient, 2)[splat], back.Sh(coefficient, 2)[splat], (bucket / 2 + 0.5) / 128 + 1e-6);
            }
        }
    }

    [Fact]
    public void Write_RenderModelAndExtremeOpacity_Survive()
    {
        GaussianCloud cloud = RandomClouds.Make(10, 0);
        cloud.RenderModel = RenderModel.Antialiased;
        cloud.OpacityLogit[0] = float.PositiveInfinity;
        cloud.OpacityLogit[1] = float.NegativeInfinity;
        foreach (int version in (int[])[3, 4])
        {
            GaussianCloud back = RoundTrip(cloud, new WriteOptions { Version = version });
            Assert.Equal(RenderModel.Antialiased, back.RenderModel);
            Assert.Equal(float.PositiveInfinity, back.OpacityLogit[0]);
            Assert.Equal(float.NegativeInfinity, back.OpacityLogit[1]);
        }
    }

    [Fact]
    public void Write_NoSplats_ReadsBackEmpty()
    {
        foreach (int version in (int[])[3, 4])
            Assert.Equal(0, RoundTrip(new GaussianCloud(0, 2), new WriteOptions { Version = version }).Count);
    }

    [Theory]
    [InlineData(3000f, 11)]
    [InlineData(5e6f, 0)]
    public void Write_LargeScene_TakesFewerFractionalBitsInsteadOfWrappingAround(float extent, int bits)
    {
        GaussianCloud cloud = RandomClouds.Make(10, 0);
        cloud.X[3] = extent;
        cloud.Y[4] = -extent;
        GaussianCloud back = RoundTrip(cloud, new WriteOptions());
        Assert.Equal(extent, back.X[3], 0.5 / (1 << bits));
        Assert.Equal(-extent, back.Y[4], 0.5 / (1 << bits));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(1e7f)]
    [InlineData(float.PositiveInfinity)]
    public void Write_PositionThatCannotBeHeld_IsRefusedAndLeavesNothing(float value)
    {
        GaussianCloud cloud = RandomClouds.Make(4, 0);
        cloud.Z[2] = value;
        SplatFormatException error = Assert.Throws<SplatFormatException>(() => SplatFiles.Write(cloud, Path("bad.spz")));
        Assert.Contains("splat 2", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
    }

    [Theory]
    [InlineData(CoordinateFrame.RightUpBack)]
    [InlineData(CoordinateFrame.LeftUpForward)]
    [InlineData(CoordinateFrame.RightUpForward)]
    public void Write_OtherFrame_IsNamedInTheFile(CoordinateFrame frame)
    {
        GaussianCloud cloud = RandomClouds.Make(40, 3);
        foreach (int version in (int[])[3, 4])
        {
            GaussianCloud plain = RoundTrip(cloud, new WriteOptions { Version = version });
            GaussianCloud turned = RoundTrip(cloud, new WriteOptions { Version = version, Frame = frame });
            Assert.Equal(CoordinateFrame.RightDownForward, cloud.Frame);
            Assert.Equal(frame, turned.Frame);
            CloudTransforms.ToFrame(turned, CoordinateFrame.RightDownForward);
            CloudDifference difference = RandomClouds.Compare(plain, turned);
            // Rounding halves away from zero is symmetric for positions; SH buckets round halves up, so flipped ones may
            // land one bucket (1/8 for 4 bits) apart.
            Assert.Equal(0, difference.Position);
            Assert.True(difference.RotationDegrees < 1e-4, $"{difference}");
            Assert.True(difference.Harmonics <= 0.125 + 1e-6, $"{difference}");
        }
    }

    [Fact]
    public void Read_CallersFrame_OverridesTheFile()
    {
        string path = Path("a.spz");
        SplatFiles.Write(RandomClouds.Make(5, 0), path);
        GaussianCloud cloud = SplatFiles.Read(path, new ReadOptions { Frame = CoordinateFrame.RightUpBack });
        Assert.Equal(CoordinateFrame.RightUpBack, cloud.Frame);
    }

    // Numbers of the coordinate system record, with the signs or axes that lead to right-down-forward.
    [Theory]
    [InlineData(0u, 1, 2, 3)]
    [InlineData(1u, -1, 2, -3)]
    [InlineData(2u, 1, 2, -3)]
    [InlineData(3u, -1, -2, -3)]
    [InlineData(4u, 1, -2, -3)]
    [InlineData(5u, -1, 2, 3)]
    [InlineData(6u, 1, 2, 3)]
    [InlineData(7u, -1, -2, 3)]
    [InlineData(8u, 1, -2, 3)]
    [InlineData(9u, -1, 3, -2)]
    [InlineData(10u, 1, 3, -2)]
    [InlineData(11u, -1, -3, -2)]
    [InlineData(12u, 1, -3, -2)]
    [InlineData(13u, -1, 3, 2)]
    [InlineData(14u, 1, 3, 2)]
    [InlineData(15u, -1, -3, 2)]
    [InlineData(16u, 1, -3, 2)]
    public void Read_NamedAxes_ComeOutRight(uint value, float x, float y, float z)
    {
        GaussianCloud cloud = RandomClouds.Make(1, 1);
        (cloud.X[0], cloud.Y[0], cloud.Z[0]) = (1, 2, 3);
        cloud.Frame = CoordinateFrame.RightUpBack;
        string path = Path("named.spz");
        SplatFiles.Write(cloud, path);
        byte[] bytes = File.ReadAllBytes(path);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(32 + 8), value);
        File.WriteAllBytes(path, bytes);
        GaussianCloud back = SplatFiles.Read(path, new ReadOptions());
        CloudTransforms.ToFrame(back, CoordinateFrame.RightDownForward);
        // Quarter turns go through a rotation matrix in double and come back as float32.
        Assert.Equal(x, back.X[0], 1e-6);
        Assert.Equal(y, back.Y[0], 1e-6);
        Assert.Equal(z, back.Z[0], 1e-6);
    }

    [Fact]
    public void Read_UnknownExtensions_AreSkipped()
    {
        string path = Path("extended.spz");
        SplatFiles.Write(RandomClouds.Make(20, 1), path);
        byte[] bytes = File.ReadAllBytes(path);
        byte[] record = [1, 0, 2, 0, 3, 0, 0, 0, 7, 7, 7];
        byte[] extended = [.. bytes[..32], .. record, .. bytes[32..]];
        extended[14] |= 2;
        extended[16] += (byte)record.Length;
        File.WriteAllBytes(path, extended);
        Assert.Equal(20, SplatFiles.Read(path, new ReadOptions()).Count);
        extended[36] = 200;
        File.WriteAllBytes(path, extended);
        Assert.Throws<SplatFormatException>(() => SplatFiles.Read(path, new ReadOptions()));
    }

    [Fact]
    public void Read_FirstVersion_HasHalfPrecisionPositions()
    {
        // Two splats of degree 0, laid out by hand: 6 bytes of half floats each, then alpha, colour, scale, rotation.
        byte[] raw = new byte[16 + 2 * (6 + 1 + 3 + 3 + 3)];
        "NGSP"u8.CopyTo(raw);
        raw[4] = 1;
        raw[8] = 2;
        raw[13] = 12;
        for (int i = 0; i < 6; i++) BinaryPrimitives.WriteHalfLittleEndian(raw.AsSpan(16 + 2 * i), (Half)(0.25 * (i + 1)));
        for (int i = 28; i < raw.Length; i++) raw[i] = 160;
        string path = Path("first.spz");
        using (GZipStream stream = new(File.Create(path), CompressionLevel.Fastest)) stream.Write(raw);
        GaussianCloud cloud = SplatFiles.Read(path, new ReadOptions());
        Assert.Equal([0.25f, 1f], cloud.X.ToArray());
        Assert.Equal([0.75f, 1.5f], cloud.Z.ToArray());
        Assert.Equal([0f, 0f], cloud.LogScaleY.ToArray());
        Assert.Equal(160 / 127.5 - 1, cloud.RotationY[1], 1e-7);
    }

    [Fact]
    public void Read_EveryTruncation_IsRefused()
    {
        foreach (int version in (int[])[3, 4])
        {
            string path = Path($"cut{version}.spz");
            SplatFiles.Write(RandomClouds.Make(30, 1), path, new WriteOptions { Version = version });
            byte[] bytes = File.ReadAllBytes(path);
            // The last 8 bytes of gzip are a checksum and a length, which the platform's decoder does not insist on.
            int end = version == 3 ? bytes.Length - 8 : bytes.Length;
            for (int length = 0; length < end; length += 3)
            {
                File.WriteAllBytes(path, bytes[..length]);
                Assert.Throws<SplatFormatException>(() => SplatFiles.Read(path, new ReadOptions()));
            }
        }
    }

    [Fact]
    public void Write_UnknownVersion_IsRefused()
    {
        GaussianCloud cloud = RandomClouds.Make(2, 0);
        Assert.Throws<SplatFormatException>(() => SplatFiles.Write(cloud, Path("a.spz"), new WriteOptions { Version = 2 }));
        Assert.Throws<SplatFormatException>(() => SplatFiles.Write(cloud, Path("a.spz"), new WriteOptions { SpzShBits = new(0, 4) }));
    }

    private GaussianCloud RoundTrip(GaussianCloud cloud, WriteOptions options)
    {
        string path = Path($"{Guid.NewGuid():N}.spz");
        SplatFiles.Write(cloud, path, options);
        return SplatFiles.Read(path, new ReadOptions());
    }

    private string Path(string name) => System.IO.Path.Combine(folder, name);
}
