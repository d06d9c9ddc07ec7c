using System.Runtime.InteropServices;
using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Benchmarks.Render;

/// <summary>
/// An input of tools/splat-yardstick: int32 N, W, H; float32 fx, fy, cx, cy; float32[12] rows of world-to-camera; then 13
/// float32 arrays of N: x, y, z, covariance xx, xy, xz, yy, yz, zz, opacity, r, g, b.
/// </summary>
internal sealed class YardstickScene
{
    private const int HeaderInts = 3, HeaderFloats = 16, Columns = 13;

    private readonly float[] columns;

    public YardstickScene(string path, double scale)
    {
        Name = Path.GetFileNameWithoutExtension(path);
        ReadOnlySpan<byte> bytes = File.ReadAllBytes(path);
        ReadOnlySpan<int> sizes = MemoryMarshal.Cast<byte, int>(bytes[..(4 * HeaderInts)]);
        ReadOnlySpan<float> c = MemoryMarshal.Cast<byte, float>(bytes.Slice(4 * HeaderInts, 4 * HeaderFloats));
        Count = sizes[0];
        long expected = 4L * (HeaderInts + HeaderFloats + (long)Columns * Count);
        if (bytes.Length != expected) throw new InvalidDataException($"{path}: {bytes.Length} bytes, but {Count} splats take {expected}");
        columns = MemoryMarshal.Cast<byte, float>(bytes[(4 * (HeaderInts + HeaderFloats))..]).ToArray();
        ReadOnlySpan<float> m = c[4..];
        Camera = new Camera
        {
            Width = (int)(sizes[1] * scale),
            Height = (int)(sizes[2] * scale),
            Fx = c[0] * scale,
            Fy = c[1] * scale,
            Cx = c[2] * scale,
            Cy = c[3] * scale,
            Rotation = Matrix3x3<Real64>.FromRows(new(m[0], m[1], m[2]), new(m[4], m[5], m[6]), new(m[8], m[9], m[10])),
            Translation = new(m[3], m[7], m[11]),
        };
    }

    public string Name { get; }

    public int Count { get; }

    public Camera Camera { get; }

    /// <summary>The scene as a cloud: rotation and scales from the covariances, harmonics that give the colours.</summary>
    /// <param name="degree">Degree of the harmonics; those above the first are small random numbers.</param>
    public GaussianCloud Cloud(int degree)
    {
        GaussianCloud cloud = new(Count, degree);
        Random random = new(1);
        for (int i = 0; i < Count; i++)
        {
            (cloud.X[i], cloud.Y[i], cloud.Z[i]) = (Column(0)[i], Column(1)[i], Column(2)[i]);
            SymmetricMatrix3x3<Real64> sigma = Covariance(i);
            SymmetricEigen.Decompose(in sigma, out Matrix3x3<Real64> axes, out Vector3<Real64> values);
            Quaternion<Real64> q = Quaternion<Real64>.FromMatrix(in axes);
            (cloud.RotationW[i], cloud.RotationX[i]) = ((float)q.W.Value, (float)q.X.Value);
            (cloud.RotationY[i], cloud.RotationZ[i]) = ((float)q.Y.Value, (float)q.Z.Value);
            (cloud.LogScaleX[i], cloud.LogScaleY[i], cloud.LogScaleZ[i]) = (LogScale(values.X), LogScale(values.Y), LogScale(values.Z));
            double opacity = Column(9)[i];
            cloud.OpacityLogit[i] = (float)Math.Log(opacity / (1 - opacity));
            for (int channel = 0; channel < 3; channel++)
            {
                cloud.Sh(0, channel)[i] = (float)((Column(10 + channel)[i] - 0.5) / ShBasis.Constant);
                for (int k = 1; k < cloud.ShCoefficientCount; k++) cloud.Sh(k, channel)[i] = 0.02f * (random.NextSingle() - 0.5f);
            }
        }

        return cloud;
    }

    /// <summary>The same splats by their covariances.</summary>
    public DeformedSplats Deformed()
    {
        DeformedSplats deformed = new(Count);
        for (int i = 0; i < Count; i++)
            deformed.Set(i, new(Column(0)[i], Column(1)[i], Column(2)[i]), Covariance(i), Matrix3x3<Real64>.Identity);
        return deformed;
    }

    private ReadOnlySpan<float> Column(int column) => columns.AsSpan(column * Count, Count);

    private SymmetricMatrix3x3<Real64> Covariance(int i) =>
        new(Column(3)[i], Column(4)[i], Column(5)[i], Column(6)[i], Column(7)[i], Column(8)[i]);

    private static float LogScale(Real64 variance) => (float)(0.5 * Math.Log(Math.Max(variance.Value, 1e-14)));
}
