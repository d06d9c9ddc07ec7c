using Splatsim.Splats;

namespace Splatsim.Tests.Edits;

public sealed class ConnectedComponentsTests
{
    [Fact]
    public void Find_TwoChainsAndADot_SeparatesThemByDescendingSize()
    {
        List<(double, double, double)> places = [];
        for (int i = 0; i < 30; i++) places.Add((0.09 * i, 0, 0));
        for (int i = 0; i < 50; i++) places.Add((0.09 * i, 0.11, 0));
        places.Add((-3, 5, 1));
        ConnectedComponents found = ConnectedComponents.Find(TestClouds.At(places), new ComponentOptions { Radius = 0.1 });
        Assert.Equal([50, 30, 1], found.Sizes);
        Assert.Equal(Enumerable.Range(30, 50), found.Select(0).ToIndices());
        Assert.Equal(Enumerable.Range(0, 30), found.Select(1).ToIndices());
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.12)]
    [InlineData(0.3)]
    public void Find_RandomCloud_AgreesWithBruteForce(double radius)
    {
        GaussianCloud cloud = TestClouds.Random(1500, 0, seed: 8);
        cloud.OpacityLogit.Fill(3);
        ConnectedComponents found = ConnectedComponents.Find(cloud, new ComponentOptions { Radius = radius });
        // Every pair within the radius shares a component, and flooding from the first splat of each reaches exactly it.
        int[] flooded = new int[cloud.Count];
        Array.Fill(flooded, -1);
        int count = 0;
        for (int seed = 0; seed < cloud.Count; seed++)
        {
            if (flooded[seed] >= 0) continue;
            Stack<int> open = new([seed]);
            flooded[seed] = count;
            while (open.TryPop(out int at))
            {
                for (int other = 0; other < cloud.Count; other++)
                {
                    if (flooded[other] >= 0 || (cloud.MeanOf(at) - cloud.MeanOf(other)).LengthSquared.Value > radius * radius) continue;
                    flooded[other] = count;
                    open.Push(other);
                }
            }

            count++;
        }

        Assert.Equal(count, found.Count);
        int[] components = found.Components.ToArray();
        Assert.Equal(count, components.Zip(flooded).Distinct().Count());
    }

    [Fact]
    public void Find_FaintAndUnselectedSplats_AreLeftOut()
    {
        GaussianCloud cloud = TestClouds.At([(0, 0, 0), (0.05, 0, 0), (0.1, 0, 0), (0.15, 0, 0)]);
        cloud.OpacityLogit[1] = -6;
        SplatSelection within = SplatSelection.FromIndices(4, [0, 1, 2]);
        ConnectedComponents found = ConnectedComponents.Find(cloud, new ComponentOptions { Within = within });
        // Radius 3 exp(-3) = 0.149 bridges the faint one.
        Assert.Equal(3 * Math.Exp(-3), found.Radius, 1e-8);
        Assert.Equal([0, -1, 0, -1], found.Components.ToArray());
        Assert.Equal(0, ConnectedComponents.Find(new GaussianCloud(0, 0)).Count);
    }
}
