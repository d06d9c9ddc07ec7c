using Splatsim.Coupling;
using Splatsim.Mathematics;
using Splatsim.Simulation;
using Splatsim.Splats;

namespace Splatsim.Tests;

/// <summary>Distance fields of captured surfaces against the surfaces that the captures were made of.</summary>
public sealed class SplatColliderTests
{
    private const double Spacing = 0.02;

    // A surface of splats is known to a fraction of a sample: the disks' own thickness and the blur between them.
    private const double SurfaceTolerance = 0.35 * Spacing;

    [Fact]
    public void Build_OfATableSeenFromAbove_IsSolidBelowItsTop()
    {
        // The sheet covers x, z in [0, 1] at y = 0; matter starts above its middle.
        GaussianCloud table = Shapes.Sheet(1, 0.02);
        GridField field = Build(table, new(0.5, 0.3, 0.5), new(0.2, -0.2, 0.2), new(0.8, 0.5, 0.8), thickness: 0);
        foreach (double height in (double[])[-0.08, -0.03, -0.01, 0, 0.01, 0.03, 0.1, 0.3])
            foreach ((double x, double z) in ((double, double)[])[(0.5, 0.5), (0.33, 0.61), (0.7, 0.25)])
                Assert.Equal(height, At(field, new(x, height, z)), SurfaceTolerance);
    }

    [Fact]
    public void Build_OfATableInTheOpen_IsSolidForItsThickness()
    {
        // Matter can go around the sheet, so only the stated thickness below it is solid.
        GaussianCloud table = Shapes.Sheet(1, 0.02);
        GridField field = Build(table, new(0.5, 0.3, 0.5), new(-0.4, -0.5, -0.4), new(1.4, 0.5, 1.4), thickness: 0.1);
        Assert.True(At(field, new(0.5, -0.05, 0.5)) < -1.5 * Spacing);
        Assert.True(At(field, new(0.5, -0.3, 0.5)) > 0.1);
        Assert.True(At(field, new(1.2, -0.05, 0.5)) > 0.1);
        Assert.Equal(0, At(field, new(0.5, 0, 0.5)), SurfaceTolerance);
    }

    [Fact]
    public void Build_OfABall_IsTheDistanceToTheBall()
    {
        GaussianCloud ball = Shapes.Sphere(0.3, 4000);
        GridField field = Build(ball, new(0, 0.45, 0), new(-0.5, -0.5, -0.5), new(0.5, 0.5, 0.5), thickness: 0);
        for (int i = 0; i < 200; i++)
        {
            Vector3<Real64> direction = new Vector3<Real64>(Math.Sin(1.7 * i), Math.Cos(2.3 * i), Math.Sin(0.9 * i + 1)).Normalized;
            double distance = 0.15 * Math.Sin(0.37 * i);
            // The solution of |grad d| = 1 on the samples is of first order: some percent of the distance.
            Assert.Equal(distance, At(field, new Real64(0.3 + distance) * direction), 1.5 * SurfaceTolerance + 0.05 * Math.Abs(distance));
        }
    }

    [Fact]
    public void Build_WhereNothingIs_IsRefused()
    {
        GaussianCloud table = Shapes.Sheet(1, 0.02);
        Assert.Contains("dense enough", Assert.Throws<FillingException>(() => Build(table, new(0.5, 3.3, 0.5), new(0, 3, 0), new(1, 4, 1), 0)).Message, StringComparison.Ordinal);
        Assert.Contains("free side", Assert.Throws<FillingException>(() => Build(table, new(0.5, 3.3, 0.5), new(0, -0.2, 0), new(1, 0.2, 1), 0)).Message, StringComparison.Ordinal);
    }

    private static GridField Build(GaussianCloud cloud, Vector3<Real64> free, Vector3<Real64> minimum, Vector3<Real64> maximum, double thickness)
    {
        int[] all = [.. Enumerable.Range(0, cloud.Count)];
        SplatColliderOptions options = new() { Minimum = minimum, Maximum = maximum, Spacing = Spacing, Thickness = thickness };
        return SplatCollider.Build(cloud, all, SceneFrame.Identity, [free.X.Value, free.Y.Value, free.Z.Value], options);
    }

    // Trilinear, in metres.
    private static double At(GridField field, Vector3<Real64> x)
    {
        Vector3<Real64> at = new Real64(1 / field.Spacing) * (x - field.Origin);
        return FieldSampling.Trilinear(new OneField(field), 0, at, new(field.CountX - 1, field.CountY - 1, field.CountZ - 1), out _).Value * field.Spacing;
    }

    private readonly struct OneField(GridField field) : IFieldReader<Real64>
    {
        public Real64 Read(int index, Real64 x, Real64 y, Real64 z) => field.At((int)x.Value, (int)y.Value, (int)z.Value);
    }
}
