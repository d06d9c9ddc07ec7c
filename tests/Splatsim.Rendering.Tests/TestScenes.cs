using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Rendering.Tests;

/// <summary>Small clouds and cameras for tests.</summary>
internal static class TestScenes
{
    /// <summary>A camera at the origin that looks along z.</summary>
    public static Camera Camera(int width, int height, CameraProjection projection = CameraProjection.Pinhole) => new()
    {
        Width = width,
        Height = height,
        Projection = projection,
        Fx = projection == CameraProjection.Orthographic ? width / 4.0 : width,
        Fy = projection == CameraProjection.Orthographic ? width / 4.0 : width,
        Cx = width / 2.0,
        Cy = height / 2.0,
    };

    /// <summary>Splats of random shape, colour and opacity in a box.</summary>
    public static GaussianCloud Random(int count, int degree, int seed, double near = 2, double depth = 4, double spread = 2, double logScale = -3)
    {
        Random random = new(seed);
        GaussianCloud cloud = new(count, degree);
        float Signed() => (float)(2 * random.NextDouble() - 1);
        for (int i = 0; i < count; i++)
        {
            (cloud.X[i], cloud.Y[i]) = ((float)spread * Signed(), (float)spread * Signed());
            cloud.Z[i] = (float)(near + depth * random.NextDouble());
            (cloud.RotationW[i], cloud.RotationX[i], cloud.RotationY[i], cloud.RotationZ[i]) = (Signed(), Signed(), Signed(), Signed());
            cloud.LogScaleX[i] = (float)logScale + Signed();
            cloud.LogScaleY[i] = (float)logScale + Signed();
            cloud.LogScaleZ[i] = (float)logScale + Signed();
            cloud.OpacityLogit[i] = 3 * Signed();
            for (int k = 0; k < cloud.ShCoefficientCount; k++)
                for (int channel = 0; channel < 3; channel++)
                    cloud.Sh(k, channel)[i] = (k == 0 ? 1f : 0.2f) * Signed();
        }

        return cloud;
    }

    /// <summary>One splat of a colour and opacity.</summary>
    public static GaussianCloud One(float x, float y, float z, double scale, double opacity, double red = 1, double green = 0.5, double blue = 0.25)
    {
        GaussianCloud cloud = new(1, 0);
        (cloud.X[0], cloud.Y[0], cloud.Z[0]) = (x, y, z);
        (cloud.LogScaleX[0], cloud.LogScaleY[0], cloud.LogScaleZ[0]) = ((float)Math.Log(scale), (float)Math.Log(scale), (float)Math.Log(scale));
        cloud.OpacityLogit[0] = (float)Math.Log(opacity / (1 - opacity));
        SetColor(cloud, 0, red, green, blue);
        return cloud;
    }

    /// <summary>Sets the direction-free colour of a splat.</summary>
    public static void SetColor(GaussianCloud cloud, int splat, double red, double green, double blue)
    {
        cloud.Sh(0, 0)[splat] = (float)((red - 0.5) / ShBasis.Constant);
        cloud.Sh(0, 1)[splat] = (float)((green - 0.5) / ShBasis.Constant);
        cloud.Sh(0, 2)[splat] = (float)((blue - 0.5) / ShBasis.Constant);
    }

    /// <summary>The moved state of a splat as doubles; null where it is at rest.</summary>
    public static MovedSplat? StateOf(DeformedSplats? deformed, int splat)
    {
        if (deformed is null) return null;
        int row = deformed.Indices is { } indices ? Array.BinarySearch(indices, splat) : splat;
        if (row < 0) return null;
        double[] c = [.. deformed.Covariance.Select(column => (double)column[row])], r = [.. deformed.Rotation.Select(column => (double)column[row])];
        return new MovedSplat(
            new(deformed.X[row], deformed.Y[row], deformed.Z[row]),
            new SymmetricMatrix3x3<Real64>(c[0], c[1], c[2], c[3], c[4], c[5]),
            Matrix3x3<Real64>.FromRows(new(r[0], r[1], r[2]), new(r[3], r[4], r[5]), new(r[6], r[7], r[8])));
    }

    /// <summary>Random numbers beside colour.</summary>
    public static SplatChannels Channels(int count, int channels, int seed)
    {
        Random random = new(seed);
        SplatChannels result = new(count, channels);
        for (int i = 0; i < result.Values.Length; i++) result.Values[i] = 4 * random.NextSingle() - 2;
        return result;
    }

    /// <summary>Splats moved by a deformation each.</summary>
    public static void Deform(DeformedSplats deformed, GaussianCloud cloud, int seed)
    {
        Random random = new(seed);
        double Small() => 0.4 * random.NextDouble() - 0.2;
        for (int row = 0; row < deformed.Count; row++)
        {
            int i = deformed.Indices?[row] ?? row;
            Matrix3x3<Real64> f = Matrix3x3<Real64>.FromRows(new(1 + Small(), Small(), Small()), new(Small(), 1 + Small(), Small()), new(Small(), Small(), 1 + Small()));
            SplatShape.Factor(
                new Quaternion<Real64>(cloud.RotationW[i], cloud.RotationX[i], cloud.RotationY[i], cloud.RotationZ[i]),
                new Vector3<Real64>(cloud.LogScaleX[i], cloud.LogScaleY[i], cloud.LogScaleZ[i]),
                out Matrix3x3<Real64> factor);
            PolarDecomposition.Rotation(in f, out Matrix3x3<Real64> rotation);
            deformed.Set(row, new(cloud.X[i] + Small(), cloud.Y[i] + Small(), cloud.Z[i] + Small()), SymmetricMatrix3x3<Real64>.Gram(f * factor), rotation);
        }
    }

    /// <summary>The deformation that leaves everything in place, as moved splats.</summary>
    public static void SetAtRest(DeformedSplats deformed, int row, GaussianCloud cloud, int splat)
    {
        SplatShape.Factor(
            new Quaternion<Real64>(cloud.RotationW[splat], cloud.RotationX[splat], cloud.RotationY[splat], cloud.RotationZ[splat]),
            new Vector3<Real64>(cloud.LogScaleX[splat], cloud.LogScaleY[splat], cloud.LogScaleZ[splat]),
            out Matrix3x3<Real64> factor);
        deformed.Set(
            row, new(cloud.X[splat], cloud.Y[splat], cloud.Z[splat]), SymmetricMatrix3x3<Real64>.Gram(in factor), Matrix3x3<Real64>.Identity);
    }
}
