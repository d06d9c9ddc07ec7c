using Splatsim.Mathematics;

namespace Splatsim.Splats;

/// <summary>Edits that change which splats a cloud has, or how much it keeps of each. They return a new cloud.</summary>
public static class CloudEdits
{
    /// <summary>The listed splats, in the listed order (also: a reordering).</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="indices">Splats of the cloud; repeats are allowed.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside the cloud.</exception>
    public static GaussianCloud Subset(GaussianCloud cloud, int[] indices)
    {
        foreach (int index in indices)
        {
            if ((uint)index >= (uint)cloud.Count)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(indices), index, $"the cloud has {cloud.Count} splats, there is no number {index}");
            }
        }

        GaussianCloud result = Like(cloud, indices.Length, cloud.Degree);
        Parallel.ForEach(Pairs(cloud, result), pair =>
        {
            ReadOnlySpan<float> source = pair.Source.Span;
            Span<float> target = pair.Target.Span;
            for (int row = 0; row < indices.Length; row++) target[row] = source[indices[row]];
        });
        if (cloud.Labels is byte[] labels) result.Labels = Array.ConvertAll(indices, index => labels[index]);
        return result;
    }

    /// <summary>The selected splats, in their order.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="selection">What to keep.</param>
    /// <exception cref="ArgumentException">The selection belongs to a cloud of another size.</exception>
    public static GaussianCloud Crop(GaussianCloud cloud, SplatSelection selection)
    {
        if (selection.Length != cloud.Count)
        {
            throw new ArgumentException(
                $"a selection over {selection.Length} splats does not belong to a cloud of {cloud.Count}", nameof(selection));
        }

        return Subset(cloud, selection.ToIndices());
    }

    /// <summary>
    /// All splats of several clouds, one after the other, in the frame and with the render model of the first. The degree
    /// is the highest one; missing coefficients are 0. Splats of clouds without labels get label 0 when another has labels.
    /// </summary>
    /// <param name="clouds">At least one cloud; none is changed.</param>
    /// <exception cref="ArgumentException">There is no cloud, or the render models differ.</exception>
    /// <exception cref="OverflowException">Together they have more than 2^31 splats.</exception>
    public static GaussianCloud Merge(IReadOnlyList<GaussianCloud> clouds)
    {
        if (clouds.Count == 0) throw new ArgumentException("there is nothing to merge", nameof(clouds));
        GaussianCloud first = clouds[0];
        int count = 0, degree = 0;
        foreach (GaussianCloud cloud in clouds)
        {
            if (cloud.RenderModel != first.RenderModel)
            {
                throw new ArgumentException(
                    $"a cloud for {cloud.RenderModel} cannot join one for {first.RenderModel}: one of them would change its look",
                    nameof(clouds));
            }

            count = checked(count + cloud.Count);
            degree = Math.Max(degree, cloud.Degree);
        }

        GaussianCloud result = Like(first, count, degree);
        if (clouds.Any(cloud => cloud.Labels is not null)) result.Labels = new byte[count];
        int offset = 0;
        foreach (GaussianCloud cloud in clouds)
        {
            foreach ((AlignedArray<float> source, AlignedArray<float> target) in Pairs(cloud, result))
                source.Span.CopyTo(target.Span[offset..]);
            CloudTransforms.Apply(result, AxisFlip.Between(cloud.Frame, first.Frame), offset, cloud.Count);
            cloud.Labels?.CopyTo(result.Labels!, offset);
            offset += cloud.Count;
        }

        return result;
    }

    /// <summary>The cloud with harmonics cut to a lower degree, or padded with zeros to a higher one.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="degree">Wanted degree, 0 to 4.</param>
    public static GaussianCloud WithDegree(GaussianCloud cloud, int degree)
    {
        GaussianCloud result = Like(cloud, cloud.Count, degree);
        foreach ((AlignedArray<float> source, AlignedArray<float> target) in Pairs(cloud, result))
            source.Span.CopyTo(target.Span);
        result.Labels = (byte[]?)cloud.Labels?.Clone();
        return result;
    }

    /// <summary>A cloud of its own with the same values.</summary>
    /// <param name="cloud">The cloud.</param>
    public static GaussianCloud Copy(GaussianCloud cloud) => WithDegree(cloud, cloud.Degree);

    internal static GaussianCloud Like(GaussianCloud cloud, int count, int degree) =>
        new(count, degree) { Frame = cloud.Frame, RenderModel = cloud.RenderModel };

    // The columns that both clouds have.
    private static IEnumerable<(AlignedArray<float> Source, AlignedArray<float> Target)> Pairs(
        GaussianCloud source, GaussianCloud target) =>
        source.GeometryColumns.Zip(target.GeometryColumns).Concat(source.ShColumns.Zip(target.ShColumns));
}
