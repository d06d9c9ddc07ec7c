using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Tests.Edits;

public sealed class SplatSelectionTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(130)]
    public void Not_Twice_ChangesNothingAndNeverCountsBeyondTheEnd(int length)
    {
        SplatSelection thirds = SplatSelection.Where(length, splat => splat % 3 == 0);
        Assert.Equal((length + 2) / 3, thirds.Count);
        Assert.Equal(length - thirds.Count, (~thirds).Count);
        Assert.Equal(thirds.ToIndices(), (~~thirds).ToIndices());
        Assert.Equal(length, SplatSelection.All(length).Count);
    }

    [Fact]
    public void Operators_TwoSelections_FollowSetAlgebra()
    {
        SplatSelection twos = SplatSelection.Where(200, splat => splat % 2 == 0);
        SplatSelection threes = SplatSelection.Where(200, splat => splat % 3 == 0);
        Assert.Equal(Enumerable.Range(0, 200).Where(i => i % 6 == 0), (twos & threes).ToIndices());
        Assert.Equal(Enumerable.Range(0, 200).Where(i => i % 2 == 0 || i % 3 == 0), (twos | threes).ToIndices());
        Assert.Equal(Enumerable.Range(0, 200).Where(i => i % 2 == 0 && i % 3 != 0), (twos - threes).ToIndices());
        Assert.Equal(((twos | threes) - (twos & threes)).ToIndices(), (twos ^ threes).ToIndices());
    }

    [Fact]
    public void Operators_DifferentClouds_Refuse() =>
        Assert.Throws<ArgumentException>(() => new SplatSelection(3) & new SplatSelection(4));

    [Fact]
    public void Indexer_OutsideTheCloud_Refuses()
    {
        SplatSelection selection = new(65);
        Assert.Throws<ArgumentOutOfRangeException>(() => selection[65] = true);
        Assert.Throws<ArgumentOutOfRangeException>(() => selection[-1]);
    }

    [Fact]
    public void BySomething_GridOfSplats_MatchesClosedForms()
    {
        // Points of an 11^3 lattice from -5 to 5.
        GaussianCloud cloud = TestClouds.At([.. from x in Enumerable.Range(-5, 11)
                                                from y in Enumerable.Range(-5, 11)
                                                from z in Enumerable.Range(-5, 11)
                                                select ((double)x, (double)y, (double)z)]);
        Assert.Equal(3 * 5 * 7, Selections.ByBox(cloud, new OrientedBox(default, new(1, 2, 3), Matrix3x3<Real64>.Identity)).Count);
        // A box turned by 45 degrees about z holds |x + y|, |x - y| <= 2 sqrt(2) h: with h = 1.5 / sqrt(2) lattice points with |x|+|y| <= 1 (times z).
        Matrix3x3<Real64> turn = Quaternion<Real64>.FromAxisAngle(new(0, 0, 1), Math.PI / 4).ToMatrix();
        double half = 1.5 / Math.Sqrt(2);
        Assert.Equal(5 * 3, Selections.ByBox(cloud, new OrientedBox(default, new(half, half, 1), turn)).Count);
        // Lattice points with x^2 + y^2 + z^2 <= 4: 1 + 6 + 12 + 8 + 6.
        Assert.Equal(33, Selections.BySphere(cloud, default, 2).Count);
        Assert.Equal(11 * 11 * 2, Selections.ByPlane(cloud, new Plane(new(0, 1, 0), 3.5)).Count);
        Assert.Equal(11 * 11, Selections.ByPlane(cloud, new Plane(new(0, 1, 0), 3.5), 0, 1).Count);
        cloud.OpacityLogit[7] = float.NegativeInfinity;
        cloud.OpacityLogit[8] = float.NaN;
        Assert.Equal([7], Selections.ByOpacity(cloud, 0, 0.1).ToIndices());
        cloud.LogScaleY[9] = 0;
        Assert.Equal([9], Selections.ByScale(cloud, 0.99).ToIndices());
        Assert.Equal(0, Selections.ByLabel(cloud, 3).Count);
        cloud.Labels = new byte[cloud.Count];
        cloud.Labels[5] = 3;
        Assert.Equal([5], Selections.ByLabel(cloud, 3).ToIndices());
    }
}
