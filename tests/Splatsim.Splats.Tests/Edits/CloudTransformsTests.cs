using System.Text.Json;
using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Tests.Edits;

public sealed class CloudTransformsTests
{
    // The golden README's float32 tolerance: coefficients of size 1, at most 7 products each.
    private const double SingleTolerance = 2e-6;

    public static TheoryData<CoordinateFrame, CoordinateFrame> FramePairs
    {
        get
        {
            TheoryData<CoordinateFrame, CoordinateFrame> pairs = [];
            foreach (CoordinateFrame from in Enum.GetValues<CoordinateFrame>())
                foreach (CoordinateFrame to in Enum.GetValues<CoordinateFrame>())
                    pairs.Add(from, to);
            return pairs;
        }
    }

    [Fact]
    [Trait("Kind", "Golden")]
    public void Apply_ShRotationFiles_TurnsCoefficientsAsTheReference()
    {
        string root = GoldenData.RequireRoot();
        int files = 0;
        foreach (string path in GoldenData.Files("render", "*.safetensors"))
        {
            if (!IsShRotation(path)) continue;
            files++;
            Safetensors golden = new(path);
            int[] shape = golden.Shape("rotated");
            (int rotations, int splats, int coefficients) = (shape[0], shape[1], shape[2]);
            float[] sh = golden.Floats("sh");
            double[] matrices = golden.Doubles("rotations"), rotated = golden.Doubles("rotated");
            for (int r = 0; r < rotations; r++)
            {
                GaussianCloud cloud = FromSh(sh, splats, coefficients);
                ReadOnlySpan<double> m = matrices.AsSpan(9 * r, 9);
                Matrix3x3<Real64> turn = Matrix3x3<Real64>.FromRows(
                    new(m[0], m[1], m[2]), new(m[3], m[4], m[5]), new(m[6], m[7], m[8]));
                CloudTransforms.Apply(cloud, new SimilarityTransform(turn, 1, default));
                AssertSh(rotated.AsSpan(r * sh.Length, sh.Length), cloud, SingleTolerance, $"{golden.Name} rotation {r}");
            }

            double[] flips = golden.Doubles("flips"), flipped = golden.Doubles("flipped");
            for (int f = 0; f < flips.Length / 3; f++)
            {
                GaussianCloud cloud = FromSh(sh, splats, coefficients);
                CloudTransforms.Apply(cloud, new AxisFlip(flips[3 * f] < 0, flips[3 * f + 1] < 0, flips[3 * f + 2] < 0));
                // Only signs change, so a float keeps every bit of the input, which the file holds as float32.
                AssertSh(flipped.AsSpan(f * sh.Length, sh.Length), cloud, 1e-7, $"{golden.Name} flip {f}");
            }
        }

        Assert.True(files > 0, $"no sh_rotation file below {root}");
    }

    [Fact]
    public void ShSign_EveryFlipAndDegree_IsTheParityOfTheBasis()
    {
        Vector3<Real64> d = new Vector3<Real64>(0.3, -0.5, 0.7).Normalized;
        Span<Real64> basis = stackalloc Real64[25], mirrored = stackalloc Real64[25];
        ShBasis.Evaluate(d, 4, basis);
        for (int bits = 0; bits < 8; bits++)
        {
            AxisFlip flip = new((bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0);
            ShBasis.Evaluate(flip.Matrix * d, 4, mirrored);
            // Products of the same numbers with other signs: equal to rounding.
            for (int i = 0; i < 25; i++) Assert.Equal(mirrored[i].Value, flip.ShSign(i) * basis[i].Value, 1e-15);
        }
    }

    [Theory]
    [MemberData(nameof(FramePairs))]
    public void ToFrame_ThereAndBack_RestoresEveryBit(CoordinateFrame from, CoordinateFrame to)
    {
        GaussianCloud cloud = TestClouds.Random(37, 4), original = TestClouds.Random(37, 4);
        cloud.Frame = from;
        CloudTransforms.ToFrame(cloud, to);
        Assert.Equal(to, cloud.Frame);
        CloudTransforms.ToFrame(cloud, from);
        TestClouds.AssertSame(original, cloud);
    }

    [Theory]
    [MemberData(nameof(FramePairs))]
    public void ToFrame_AnyPair_CovarianceFollowsTheAxes(CoordinateFrame from, CoordinateFrame to)
    {
        GaussianCloud cloud = TestClouds.Random(9, 0);
        cloud.Frame = from;
        Matrix3x3<Real64> s = AxisFlip.Between(from, to).Matrix;
        SymmetricMatrix3x3<Real64>[] expected =
            [.. Enumerable.Range(0, 9).Select(i => SymmetricMatrix3x3<Real64>.Congruence(s, cloud.CovarianceOf(i)))];
        CloudTransforms.ToFrame(cloud, to);
        for (int i = 0; i < 9; i++)
        {
            // Signs only: rounding of the double-precision products.
            Assert.True((expected[i].Full - cloud.CovarianceOf(i).Full).SquaredNorm.Value < 1e-30, $"splat {i}");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(4)]
    public void Apply_Similarity_MovesMeanCovarianceAndLookTogether(int degree)
    {
        // More than one block of splats with an odd rest, so that the wide and the narrow loop both run.
        const int count = 4096 + 13;
        GaussianCloud cloud = TestClouds.Random(count, degree), original = TestClouds.Random(count, degree);
        Matrix3x3<Real64> turn = Quaternion<Real64>.FromAxisAngle(new Vector3<Real64>(1, 2, -3).Normalized, 1.1).ToMatrix();
        SimilarityTransform transform = new(turn, 2.5, new(1, -2, 3));
        CloudTransforms.Apply(cloud, transform);
        Span<Real64> basis = stackalloc Real64[25], turnedBasis = stackalloc Real64[25];
        Vector3<Real64> direction = new Vector3<Real64>(0.2, 0.5, -0.8).Normalized;
        ShBasis.Evaluate(direction, degree, basis);
        ShBasis.Evaluate(turn * direction, degree, turnedBasis);
        foreach (int i in (int[])[0, 1, 4095, 4096, count - 1])
        {
            // float32 means of size 10.
            Assert.True((cloud.MeanOf(i) - transform.Apply(original.MeanOf(i))).Length.Value < 2e-6);
            SymmetricMatrix3x3<Real64> expected = new Real64(2.5 * 2.5)
                * SymmetricMatrix3x3<Real64>.Congruence(turn, original.CovarianceOf(i));
            double error = Math.Sqrt((expected.Full - cloud.CovarianceOf(i).Full).SquaredNorm.Value / expected.Full.SquaredNorm.Value);
            Assert.True(error < 3e-6, $"covariance of {i} is off by {error}");
            for (int channel = 0; channel < 3; channel++)
            {
                double before = 0, after = 0;
                for (int k = 0; k < cloud.ShCoefficientCount; k++)
                {
                    before += original.Sh(k, channel)[i] * basis[k].Value;
                    after += cloud.Sh(k, channel)[i] * turnedBasis[k].Value;
                }

                Assert.Equal(before, after, SingleTolerance);
            }
        }
    }

    [Fact]
    public void Apply_Inverse_RestoresTheCloud()
    {
        GaussianCloud cloud = TestClouds.Random(50, 3), original = TestClouds.Random(50, 3);
        Matrix3x3<Real64> turn = Quaternion<Real64>.FromAxisAngle(new(0, 1, 0), 0.7).ToMatrix();
        SimilarityTransform transform = new(turn, 0.3, new(4, 5, 6));
        CloudTransforms.Apply(cloud, transform);
        CloudTransforms.Apply(cloud, transform.Inverse);
        for (int column = 0; column < 11; column++)
        {
            for (int i = 0; i < 50; i++)
            {
                // Two float32 roundings of coordinates up to 8, divided by the scale of 0.3.
                Assert.Equal(original.GeometryColumns[column][i], cloud.GeometryColumns[column][i], 6e-6);
            }
        }
    }

    [Fact]
    public void SimilarityTransform_NotARotation_Refuses()
    {
        Assert.Throws<ArgumentException>(() => new SimilarityTransform(Matrix3x3<Real64>.Diagonal(1, 1, -1), 1, default));
        Assert.Throws<ArgumentException>(() => new SimilarityTransform(Matrix3x3<Real64>.Diagonal(1, 1, 2), 1, default));
        Assert.Throws<ArgumentException>(() => new SimilarityTransform(Matrix3x3<Real64>.Identity, 0, default));
    }

    // The kind is told by the tensors, so that any file of that kind is covered.
    private static bool IsShRotation(string path)
    {
        using FileStream stream = File.OpenRead(path);
        Span<byte> head = stackalloc byte[8];
        stream.ReadExactly(head);
        byte[] json = new byte[BitConverter.ToInt64(head)];
        stream.ReadExactly(json);
        using JsonDocument header = JsonDocument.Parse(json);
        return header.RootElement.TryGetProperty("rotations", out _) && header.RootElement.TryGetProperty("flipped", out _);
    }

    private static GaussianCloud FromSh(float[] sh, int splats, int coefficients)
    {
        GaussianCloud cloud = new(splats, (int)Math.Sqrt(coefficients) - 1);
        for (int i = 0; i < sh.Length; i++) cloud.Sh(i / 3 % coefficients, i % 3)[i / (3 * coefficients)] = sh[i];
        return cloud;
    }

    private static void AssertSh(ReadOnlySpan<double> expected, GaussianCloud cloud, double tolerance, string what)
    {
        int coefficients = cloud.ShCoefficientCount;
        for (int i = 0; i < expected.Length; i++)
        {
            float actual = cloud.Sh(i / 3 % coefficients, i % 3)[i / (3 * coefficients)];
            Assert.True(
                Math.Abs(actual - expected[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i])),
                $"{what}, value {i}: {actual}, expected {expected[i]}");
        }
    }
}
