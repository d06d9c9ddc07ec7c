using Splatsim.Coupling;
using Splatsim.Mathematics;

namespace Splatsim.Tests;

public sealed class SceneFrameTests
{
    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(0, -1, 0)]
    [InlineData(0, 0, 5)]
    [InlineData(-1, 2, 0.3)]
    public void FromUp_AnyDirection_BecomesY(double x, double y, double z)
    {
        SceneFrame frame = SceneFrame.FromUp(new(x, y, z), 2, new(1, 2, 3));
        Vector3<Real64> up = frame.DirectionToSimulation(new Vector3<Real64>(x, y, z).Normalized);
        Assert.Equal(0, up.X.Value, 1e-15);
        Assert.Equal(1, up.Y.Value, 1e-15);
        Assert.Equal(0, up.Z.Value, 1e-15);
    }

    [Fact]
    public void Maps_ThereAndBack_AreExact()
    {
        SceneFrame frame = new(0.37, TestClouds.Rotation(1, 2, -1, 1.2), new(10, -20, 5));
        Vector3<Real64> p = new(1.5, -0.25, 3);
        Vector3<Real64> back = frame.ToSplats(frame.ToSimulation(in p));
        // A dozen roundings of coordinates near 20.
        Assert.Equal(p.X.Value, back.X.Value, 1e-13);
        Assert.Equal(p.Y.Value, back.Y.Value, 1e-13);
        Assert.Equal(p.Z.Value, back.Z.Value, 1e-13);
        SymmetricMatrix3x3<Real64> sigma = new(1, 0.1, 0.2, 2, 0.3, 3);
        Assert.Equal(0.37 * 0.37 * 6, frame.CovarianceToSimulation(in sigma).Trace.Value, 1e-13);
    }

    [Fact]
    public void Constructor_NotARotation_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new SceneFrame(1, Matrix3x3<Real64>.Diagonal(1, 1, -1), default));
        Assert.Throws<ArgumentException>(() => new SceneFrame(1, Matrix3x3<Real64>.Diagonal(2, 1, 0.5), default));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SceneFrame(0, Matrix3x3<Real64>.Identity, default));
        Assert.Throws<ArgumentException>(() => SceneFrame.FromUp(default, 1, default));
    }
}
