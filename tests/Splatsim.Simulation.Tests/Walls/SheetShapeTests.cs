using Splatsim.Mathematics;
using Splatsim.Simulation;

namespace Splatsim.Tests.Walls;

public sealed class SheetShapeTests
{
    private static readonly Vector3<Real64> Size = new(1, 1.4, 0.8);

    [Fact]
    public void Nearest_OfAClosedBox_IsTheBoxesOwnDistance()
    {
        // A lid on the open box; its front is inside, so that heights are the box's distance with the other sign.
        SheetShape sheet = new(Closed());
        Assert.True(sheet.IsClosed);
        Random random = new(5);
        for (int i = 0; i < 2000; i++)
        {
            Vector3<Real64> x = new(2.4 * random.NextDouble() - 1.2, 3 * random.NextDouble() - 1.5, 2 * random.NextDouble() - 1);
            double a = Math.Abs(x.X.Value) - 0.5, b = Math.Abs(x.Y.Value) - 0.7, c = Math.Abs(x.Z.Value) - 0.4;
            double inside = Math.Min(0, Math.Max(a, Math.Max(b, c)));
            double outside = Math.Sqrt(Sq(a) + Sq(b) + Sq(c));
            SurfaceSite site = sheet.Nearest(x, 10)!.Value;
            Assert.Equal(-(inside + outside), site.Height, 1e-12);
            Assert.Equal(1, site.Normal.Length.Value, 1e-12);
            // A step along the normal leads to the surface.
            Assert.Equal(0, sheet.Nearest(x - new Real64(site.Height) * site.Normal, 10)!.Value.Height, 1e-9);
        }

        static double Sq(double v) => v > 0 ? v * v : 0;
    }

    [Fact]
    public void Nearest_BeyondARim_IsNone()
    {
        SheetShape sheet = new(ThinMeshes.OpenBox(Size));
        Assert.False(sheet.IsClosed);
        Assert.Null(sheet.Nearest(new(0.45, 0.75, 0), 1));
        Assert.Null(sheet.Nearest(new(0.6, 0.75, 0), 1));
        Assert.Equal(0.1, sheet.Nearest(new(0.4, 0.65, 0), 1)!.Value.Height, 1e-12);
        Assert.Equal(-0.1, sheet.Nearest(new(0.6, 0.65, 0), 1)!.Value.Height, 1e-12);
        Assert.Null(sheet.Nearest(new(0.4, 0.65, 0), 0.09));
        // Around a corner below, where no face is in front of the point.
        Assert.Equal(-Math.Sqrt(0.03), sheet.Nearest(new(0.6, -0.8, 0.5), 1)!.Value.Height, 1e-12);
    }

    [Fact]
    public void Surfaces_WithoutTwoSides_AreRefused()
    {
        TriangleMesh flipped = new([0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 1, 0], [0, 1, 2, 1, 2, 3]);
        Assert.Contains("orient", Assert.Throws<SimulationSetupException>(() => new SheetShape(flipped)).Message, StringComparison.Ordinal);
        TriangleMesh fin = new([0, 0, 0, 1, 0, 0, 0, 1, 0, 0, -1, 0, 0, 0, 1], [0, 1, 2, 1, 0, 3, 0, 1, 4]);
        Assert.Contains("two", Assert.Throws<SimulationSetupException>(() => new SheetShape(fin)).Message, StringComparison.Ordinal);
        Assert.Throws<SimulationSetupException>(() => new SheetShape(new TriangleMesh([], [])));
        Assert.Throws<SimulationSetupException>(() => new SheetShape(new TriangleMesh([0, 0, 0, 1, 0, 0, 2, 0, 0], [0, 1, 2])));
    }

    private static TriangleMesh Closed()
    {
        TriangleMesh open = ThinMeshes.OpenBox(Size);
        return new(open.Positions, [.. open.Corners, 4, 5, 6, 4, 6, 7]);
    }
}
