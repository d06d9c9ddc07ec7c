using Splatsim.Splats;

namespace Splatsim.Tests.Edits;

public sealed class CloudEditsTests
{
    [Fact]
    public void Subset_Permutation_IsUndoneByItsInverse()
    {
        GaussianCloud cloud = TestClouds.Random(100, 2);
        cloud.Labels = [.. Enumerable.Range(0, 100).Select(i => (byte)i)];
        cloud.RenderModel = RenderModel.Antialiased;
        int[] order = [.. Enumerable.Range(0, 100).Select(i => i * 37 % 100)];
        int[] inverse = new int[100];
        for (int i = 0; i < 100; i++) inverse[order[i]] = i;
        GaussianCloud permuted = CloudEdits.Subset(cloud, order);
        Assert.Equal(cloud.X[order[3]], permuted.X[3]);
        Assert.Equal((byte)order[3], permuted.Labels![3]);
        Assert.Equal(RenderModel.Antialiased, permuted.RenderModel);
        TestClouds.AssertSame(cloud, CloudEdits.Subset(permuted, inverse));
    }

    [Fact]
    public void Subset_IndexOutside_Refuses() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => CloudEdits.Subset(TestClouds.Random(3, 0), [0, 3]));

    [Fact]
    public void CropAndMerge_BothHalves_HoldAllSplats()
    {
        GaussianCloud cloud = TestClouds.Random(101, 1);
        SplatSelection left = SplatSelection.Where(101, i => i < 40);
        TestClouds.AssertSame(cloud, CloudEdits.Merge([CloudEdits.Crop(cloud, left), CloudEdits.Crop(cloud, ~left)]));
        Assert.Throws<ArgumentException>(() => CloudEdits.Crop(cloud, new SplatSelection(100)));
    }

    [Fact]
    public void Merge_OtherFrameAndDegree_IsExpressedInTheFirstsFrame()
    {
        GaussianCloud first = TestClouds.Random(5, 1, seed: 2), second = TestClouds.Random(4, 3, seed: 3);
        GaussianCloud expected = CloudEdits.Copy(second);
        CloudTransforms.ToFrame(second, CoordinateFrame.RightUpBack);
        second.Labels = [1, 2, 3, 4];
        GaussianCloud merged = CloudEdits.Merge([first, second]);
        Assert.Equal(3, merged.Degree);
        Assert.Equal(CoordinateFrame.RightDownForward, merged.Frame);
        Assert.Equal([0, 0, 0, 0, 0, 1, 2, 3, 4], merged.Labels!);
        TestClouds.AssertSame(expected, CloudEdits.Subset(merged, [5, 6, 7, 8]));
        Assert.Equal(0, merged.Sh(7, 1)[2]);
        Assert.Throws<ArgumentException>(() => CloudEdits.Merge([]));
        second.RenderModel = RenderModel.Antialiased;
        Assert.Throws<ArgumentException>(() => CloudEdits.Merge([first, second]));
    }

    [Fact]
    public void WithDegree_Lower_KeepsTheLowBandsBitForBit()
    {
        GaussianCloud cloud = TestClouds.Random(20, 4);
        GaussianCloud cut = CloudEdits.WithDegree(cloud, 2);
        Assert.Equal(9, cut.ShCoefficientCount);
        for (int k = 0; k < 9; k++) Assert.Equal(cloud.Sh(k, 2).ToArray(), cut.Sh(k, 2).ToArray());
        GaussianCloud padded = CloudEdits.WithDegree(cut, 4);
        Assert.Equal(cloud.Sh(8, 0).ToArray(), padded.Sh(8, 0).ToArray());
        Assert.All(padded.Sh(9, 0).ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void MortonOrder_ScatteredLattice_IsAPermutationWithShortSteps()
    {
        // A shuffled 32^3 lattice. Along a Morton curve the mean step is under 2 cells (a shuffle has about 17).
        Random random = new(5);
        (double X, double Y, double Z)[] places =
            [.. from i in Enumerable.Range(0, 32768) select ((double)(i & 31), (double)(i >> 5 & 31), (double)(i >> 10))];
        random.Shuffle(places);
        GaussianCloud cloud = TestClouds.At(places);
        int[] order = MortonOrder.Compute(cloud);
        Assert.Equal(Enumerable.Range(0, 32768), order.Order());
        GaussianCloud sorted = MortonOrder.Sort(cloud);
        double length = 0;
        for (int i = 1; i < sorted.Count; i++) length += (sorted.MeanOf(i) - sorted.MeanOf(i - 1)).Length.Value;
        Assert.InRange(length / sorted.Count, 1, 2);
    }

    [Fact]
    public void MortonOrder_NanAndFloaters_StillSorts()
    {
        GaussianCloud cloud = TestClouds.Random(3000, 0);
        cloud.X[3] = float.NaN;
        cloud.Y[4] = 2e7f;
        cloud.Z[5] = float.NegativeInfinity;
        Assert.Equal(Enumerable.Range(0, 3000), MortonOrder.Compute(cloud).Order());
        Assert.Empty(MortonOrder.Compute(new GaussianCloud(0, 0)));
        Assert.Equal([0, 1, 2], MortonOrder.Compute(new GaussianCloud(3, 0)));
    }
}
