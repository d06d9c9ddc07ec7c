using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Tests.Edits;

public sealed class GroundPlaneTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Find_TiltedFloorUnderTableAndClutter_FindsTheFloor(int seed)
    {
        // Up is -y and the floor is tilted by 10 degrees. 1500 splats on it with noise 0.004, 2500 on a table top half a
        // unit above it, 3000 of clutter above, 40 stray ones anywhere.
        Random random = new(seed);
        Matrix3x3<Real64> tilt = Quaternion<Real64>.FromAxisAngle(new Vector3<Real64>(1, 0, 0.4).Normalized, 10 * Math.PI / 180).ToMatrix();
        List<(double, double, double)> places = [];
        Add(1500, () => 0.004 * (random.NextDouble() + random.NextDouble() - 1), 2);
        Add(2500, () => -0.5 + 0.004 * (random.NextDouble() - 0.5), 0.8);
        Add(3000, () => -2 * random.NextDouble(), 1.5);
        Add(40, () => 6 * (random.NextDouble() - 0.5), 3);
        GroundPlane? found = GroundPlane.Find(TestClouds.At(places), new GroundPlaneOptions { Tolerance = 0.02 });
        Assert.NotNull(found);
        Vector3<Real64> up = tilt * new Vector3<Real64>(0, -1, 0);
        // 1500 splats of noise 0.0016 rms over 2 units fix the slope to 1e-4 rad; clutter near the floor biases it a little.
        double angle = Math.Acos(Math.Min(1, Vector3<Real64>.Dot(found.Plane.Normal, up).Value)) * 180 / Math.PI;
        Assert.True(angle < 0.2, $"{angle} degrees off");
        Assert.Equal(0, found.Plane.Offset, 2e-3);
        // The floor, and 1 % of the clutter within 0.02 of it.
        Assert.Equal(1500.0 / 7040, found.InlierShare, 0.01);

        void Add(int count, Func<double> height, double width)
        {
            for (int i = 0; i < count; i++)
            {
                Vector3<Real64> p = tilt * new Vector3<Real64>(
                    width * (random.NextDouble() - 0.5) * 2, height(), width * (random.NextDouble() - 0.5) * 2);
                places.Add((p.X.Value, p.Y.Value, p.Z.Value));
            }
        }
    }

    [Fact]
    public void Find_SameSeed_FindsTheSameBits()
    {
        GaussianCloud cloud = TestClouds.Random(5000, 0);
        Assert.Equal(GroundPlane.Find(cloud), GroundPlane.Find(cloud));
    }

    [Fact]
    public void Find_WallOnly_FindsNothing()
    {
        Random random = new(1);
        GaussianCloud wall = TestClouds.At([.. Enumerable.Range(0, 1000).Select(_ => (0.0, random.NextDouble(), random.NextDouble()))]);
        // A wall holds lines of splats, but no plane within 35 degrees of the horizon holds more than a sliver.
        GroundPlane? found = GroundPlane.Find(wall, new GroundPlaneOptions { Tolerance = 0.001 });
        Assert.True(found is null || found.InlierShare < 0.02, $"{found}");
        Assert.Null(GroundPlane.Find(new GaussianCloud(2, 0)));
    }

    [Fact]
    public void Find_CapturedScenes_FindsAPlaneThatSplatsLieOn()
    {
        string captured = Path.Combine(GoldenData.DataRoot ?? "", "bench", "garden.safetensors");
        Assert.SkipUnless(File.Exists(captured), "no benchmark scene");
        Safetensors garden = new(captured);
        double[] means = garden.Doubles("means3d"), views = garden.Doubles("viewmats");
        // Cameras are held upright, more or less: minus the second row of a view matrix is up in its picture.
        Vector3<Real64> up = new(-views[4], -views[5], -views[6]);
        GaussianCloud cloud = TestClouds.At([.. Enumerable.Range(0, means.Length / 3).Select(i => (means[3 * i], means[3 * i + 1], means[3 * i + 2]))]);
        GroundPlane? found = GroundPlane.Find(cloud, new GroundPlaneOptions { Up = up });
        Assert.NotNull(found);
        TestContext.Current.TestOutputHelper?.WriteLine($"garden: {found}");
        Assert.InRange(found.InlierShare, 0.05, 1);
    }
}
