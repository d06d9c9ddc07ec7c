using Splatsim.Coupling;
using Splatsim.Mathematics;

namespace Splatsim.Tests;

public sealed class NearestParticlesTests
{
    private const double Rounding = 1e-11;

    [Fact]
    public void Constructor_RandomParticles_FindsTheTrueNeighbours()
    {
        // Against a full sort.
        Random random = new(1);
        double[] particles = Points(random, 2000, 1, 1, 1), points = Points(random, 200, 2, 1, 1);
        NearestParticles nearest = new(points, particles, 9);
        for (int i = 0; i < 200; i++)
        {
            int[] sorted = [.. Enumerable.Range(0, 2000).OrderBy(p => Squared(particles, p, points, i)).ThenBy(p => p).Take(9)];
            Assert.Equal(sorted, nearest.Neighbours(i).ToArray());
            Assert.Equal(1, nearest.Weights(i).ToArray().Sum(), 1e-14);
        }
    }

    [Fact]
    public void Part_PointsAtACut_FollowTheirOwnSide()
    {
        // The two sides of x = 0.5 move as two affine maps; points just beside it have neighbours on both until they are told.
        Random random = new(5);
        double[] particles = Points(random, 1500, 1, 1, 1), points = Points(random, 60, 1, 1, 1);
        for (int i = 0; i < 60; i++) points[3 * i] = 0.5 + (i % 2 == 0 ? 0.02 : -0.02);
        Matrix3x3<Real64> f = Matrix3x3<Real64>.FromRows(new(1.1, 0.2, 0), new(0, 0.9, 0), new(0, 0.1, 1));
        Vector3<Real64> t = new(2, -1, 0.5);
        double[] now = new double[180], gradients = new double[540], there = Map(particles, f, t), expected = Map(points, f, t);
        NearestParticles nearest = new(points, particles);
        bool[] isFront = [.. Enumerable.Range(0, 1500).Select(p => particles[3 * p] > 0.5)];
        double[] moved = [.. Enumerable.Range(0, 4500).Select(i => isFront[i / 3] ? there[i] : particles[i])];
        nearest.Part((a, b) => isFront[a] != isFront[b]);
        nearest.Follow(moved, now, gradients);
        for (int i = 0; i < 60; i++)
        {
            // The particle that is nearest decides: some points beside the cut have theirs on the other side of it.
            int owner = nearest.Neighbours(i)[0];
            Assert.All(nearest.Neighbours(i).ToArray(), n => Assert.Equal(isFront[owner], isFront[n]));
            for (int axis = 0; axis < 3; axis++) Assert.Equal(isFront[owner] ? expected[3 * i + axis] : points[3 * i + axis], now[3 * i + axis], Rounding);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public void Follow_AffineMotion_IsExact(double thickness)
    {
        // Also for a sheet of particles (thickness 0), where the third direction is only defined up to the normal.
        Random random = new(2);
        double[] particles = Points(random, 500, 1, thickness, 1), points = Points(random, 50, 1, thickness, 1);
        Matrix3x3<Real64> rotation = TestClouds.Rotation(1, 2, 3, 2.2);
        Matrix3x3<Real64> f = thickness > 0 ? rotation * Matrix3x3<Real64>.FromRows(new(1.3, 0.4, 0), new(0, 0.7, 0.2), new(0.1, 0, 1.1)) : rotation;
        Vector3<Real64> t = new(3, -2, 1);
        double[] moved = Map(particles, f, t), expected = Map(points, f, t), now = new double[150], gradients = new double[450], gradient = new double[9];
        NearestParticles nearest = new(points, particles);
        nearest.Follow(moved, now, gradients);
        TestClouds.Write(f, gradient);
        for (int i = 0; i < 50; i++)
        {
            for (int axis = 0; axis < 3; axis++) Assert.Equal(expected[3 * i + axis], now[3 * i + axis], Rounding);
            for (int entry = 0; entry < 9; entry++) Assert.Equal(gradient[entry], gradients[9 * i + entry], 1e-9);
        }
    }

    [Fact]
    public void Constructor_TooFewParticles_SaysSo()
    {
        Assert.Contains("fill", Assert.Throws<ArgumentException>(() => new NearestParticles(new double[3], new double[9], 4)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new NearestParticles(new double[3], new double[30], 3));
    }

    [Fact]
    public void FromOccupancy_UnevenParticles_ShareTheWholeVolume()
    {
        Random random = new(3);
        double[] lattice = Points(random, 4000, 1, 1, 1), volumes = new double[4000];
        Array.Fill(volumes, 1.0 / 4000);
        FilledBody body = new()
        {
            Positions = lattice,
            Volumes = volumes,
            DensityCellSize = 0.1,
            DensityGridCoarsened = false,
            GridCells = 1,
            CappedSplats = 0,
            IgnoredSplats = 0,
            InteriorCells = 0,
        };
        // Half of the particles crowd one corner: each of them must get less.
        double[] particles = [.. Points(random, 300, 0.3, 0.3, 0.3), .. Points(random, 300, 1, 1, 1)];
        double[] shared = ParticleVolumes.FromOccupancy(particles, body, 0.1);
        Assert.Equal(1, shared.Sum(), 1e-12);
        Assert.True(shared[..300].Sum() < 0.1, $"the corner of volume 0.027 got {shared[..300].Sum()}");
    }

    private static double[] Points(Random random, int count, double x, double y, double z)
    {
        double[] points = new double[3 * count];
        for (int i = 0; i < count; i++)
            (points[3 * i], points[3 * i + 1], points[3 * i + 2]) = (x * random.NextDouble(), y * random.NextDouble(), z * random.NextDouble());
        return points;
    }

    private static double[] Map(double[] points, Matrix3x3<Real64> f, Vector3<Real64> t)
    {
        double[] mapped = new double[points.Length];
        for (int i = 0; i < points.Length; i += 3)
        {
            Vector3<Real64> x = f * new Vector3<Real64>(points[i], points[i + 1], points[i + 2]) + t;
            (mapped[i], mapped[i + 1], mapped[i + 2]) = (x.X.Value, x.Y.Value, x.Z.Value);
        }

        return mapped;
    }

    private static double Squared(double[] a, int i, double[] b, int j) =>
        Math.Pow(a[3 * i] - b[3 * j], 2) + Math.Pow(a[3 * i + 1] - b[3 * j + 1], 2) + Math.Pow(a[3 * i + 2] - b[3 * j + 2], 2);
}
