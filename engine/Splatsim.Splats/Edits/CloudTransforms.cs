using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.InteropServices;
using Splatsim.Mathematics;

namespace Splatsim.Splats;

/// <summary>Moves whole clouds in place: means, rotations, scales and harmonics together.</summary>
public static class CloudTransforms
{
    // Splats per task: 45 columns of 4096 floats stay in the second-level cache.
    private const int BlockSize = 4096;

    /// <summary>Rotates, scales and shifts a cloud in place; the harmonics turn with it exactly.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="transform">The transform, in the cloud's frame.</param>
    public static void Apply(GaussianCloud cloud, SimilarityTransform transform)
    {
        Quaternion<Real64> turn = Quaternion<Real64>.FromMatrix(transform.Rotation);
        float logScale = (float)Math.Log(transform.Scale);
        ShRotation? harmonics = cloud.Degree > 0 ? new ShRotation(transform.Rotation, cloud.Degree) : null;
        ForBlocks(cloud.Count, (start, end) =>
        {
            Span<float> x = cloud.X, y = cloud.Y, z = cloud.Z;
            for (int i = start; i < end; i++)
            {
                Vector3<Real64> moved = transform.Apply(new Vector3<Real64>(x[i], y[i], z[i]));
                (x[i], y[i], z[i]) = ((float)moved.X.Value, (float)moved.Y.Value, (float)moved.Z.Value);
            }

            TurnRotations(cloud, turn, start, end);
            for (int column = 7; column <= 9; column++) Add(cloud.GeometryColumns[column].Span[start..end], logScale);
            if (harmonics is null) return;
            for (int channel = 0; channel < 3; channel++)
                for (int band = 1; band <= cloud.Degree; band++)
                    TurnBand(cloud, harmonics.Matrix(band), band, channel, start, end);
        });
    }

    /// <summary>Changes the signs of axes in place (a reflection when one or three axes flip).</summary>
    /// <param name="cloud">The cloud; its frame tag stays.</param>
    /// <param name="flip">The axes to flip.</param>
    public static void Apply(GaussianCloud cloud, AxisFlip flip) => Apply(cloud, flip, 0, cloud.Count);

    /// <summary>Expresses a cloud in another frame, in place.</summary>
    /// <param name="cloud">The cloud; its frame tag is set.</param>
    /// <param name="frame">The wanted frame.</param>
    public static void ToFrame(GaussianCloud cloud, CoordinateFrame frame)
    {
        Apply(cloud, AxisFlip.Between(cloud.Frame, frame));
        cloud.Frame = frame;
    }

    /// <summary>Changes the signs of axes for some splats, in place.</summary>
    internal static void Apply(GaussianCloud cloud, AxisFlip flip, int start, int count)
    {
        if (flip.IsIdentity) return;
        (float x, float y, float z) = flip.RotationSigns;
        Sign(cloud.X, flip.X);
        Sign(cloud.Y, flip.Y);
        Sign(cloud.Z, flip.Z);
        Sign(cloud.RotationX, x < 0);
        Sign(cloud.RotationY, y < 0);
        Sign(cloud.RotationZ, z < 0);
        for (int coefficient = 1; coefficient < cloud.ShCoefficientCount; coefficient++)
            for (int channel = 0; channel < 3; channel++)
                Sign(cloud.Sh(coefficient, channel), flip.ShSign(coefficient) < 0);

        void Sign(Span<float> column, bool negative)
        {
            if (negative) Negate(column.Slice(start, count));
        }
    }

    private static void TurnRotations(GaussianCloud cloud, Quaternion<Real64> turn, int start, int end)
    {
        Span<float> w = cloud.RotationW, x = cloud.RotationX, y = cloud.RotationY, z = cloud.RotationZ;
        for (int i = start; i < end; i++)
        {
            Quaternion<Real64> turned = turn * new Quaternion<Real64>(w[i], x[i], y[i], z[i]);
            (w[i], x[i], y[i], z[i]) =
                ((float)turned.W.Value, (float)turned.X.Value, (float)turned.Y.Value, (float)turned.Z.Value);
        }
    }

    // Columns are multiplied by the band's matrix, Vector<float>.Count splats at a time, the last few one by one.
    private static void TurnBand(
        GaussianCloud cloud, ReadOnlySpan<double> matrix, int band, int channel, int start, int end)
    {
        int size = 2 * band + 1, lanes = Vector<float>.Count;
        Span<float> factors = stackalloc float[size * size];
        for (int k = 0; k < factors.Length; k++) factors[k] = (float)matrix[k];
        Span<Vector<float>> wide = stackalloc Vector<float>[size];
        Span<float> narrow = stackalloc float[size];
        int splat = start;
        for (; splat + lanes <= end; splat += lanes)
        {
            for (int row = 0; row < size; row++) wide[row] = new Vector<float>(cloud.Sh(band * band + row, channel)[splat..]);
            for (int row = 0; row < size; row++)
            {
                Vector<float> sum = factors[row * size] * wide[0];
                for (int k = 1; k < size; k++)
                    sum = Vector.FusedMultiplyAdd(new Vector<float>(factors[row * size + k]), wide[k], sum);
                sum.CopyTo(cloud.Sh(band * band + row, channel)[splat..]);
            }
        }

        for (; splat < end; splat++)
        {
            for (int row = 0; row < size; row++) narrow[row] = cloud.Sh(band * band + row, channel)[splat];
            for (int row = 0; row < size; row++)
            {
                float sum = factors[row * size] * narrow[0];
                for (int k = 1; k < size; k++) sum = MathF.FusedMultiplyAdd(factors[row * size + k], narrow[k], sum);
                cloud.Sh(band * band + row, channel)[splat] = sum;
            }
        }
    }

    private static void Add(Span<float> values, float addend)
    {
        Span<Vector<float>> wide = MemoryMarshal.Cast<float, Vector<float>>(values);
        for (int i = 0; i < wide.Length; i++) wide[i] += new Vector<float>(addend);
        for (int i = wide.Length * Vector<float>.Count; i < values.Length; i++) values[i] += addend;
    }

    private static void Negate(Span<float> values)
    {
        Span<Vector<float>> wide = MemoryMarshal.Cast<float, Vector<float>>(values);
        for (int i = 0; i < wide.Length; i++) wide[i] = -wide[i];
        for (int i = wide.Length * Vector<float>.Count; i < values.Length; i++) values[i] = -values[i];
    }

    private static void ForBlocks(int count, Action<int, int> body)
    {
        if (count == 0) return;
        Parallel.ForEach(Partitioner.Create(0, count, BlockSize), range => body(range.Item1, range.Item2));
    }
}
