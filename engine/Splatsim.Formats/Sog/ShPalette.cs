using Splatsim.Splats;

namespace Splatsim.Formats;

/// <summary>A palette of higher harmonics and the entry of every splat.</summary>
/// <remarks>
/// Large palettes are found in two steps: coarse clusters of all splats, then k-means inside each (a vector quantiser in
/// two stages; Gersho and Gray 1992, chapter 12). The cost is N (sqrt P + sqrt P) instead of N P. Which cluster takes how
/// many entries follows its share of the squared error. Clusters are independent pieces of work: the result does not
/// depend on the number of cores.
/// </remarks>
internal sealed class ShPalette
{
    // Up to here all splats meet all entries.
    private const int LargestDirect = 1024;
    private const int EntriesPerCluster = 256;
    private const int CoarseSteps = 8;
    private const int FineSteps = 12;
    private const int CoarseSample = 1 << 16;

    private ShPalette(float[] entries, int[] labels, int dimension)
    {
        Entries = entries;
        Labels = labels;
        Dimension = dimension;
    }

    /// <summary>Values per entry: 3 per coefficient, channel inside.</summary>
    internal int Dimension { get; }

    /// <summary>Row-major, shape [Count, Dimension].</summary>
    internal float[] Entries { get; }

    /// <summary>Number of entries.</summary>
    internal int Count => Entries.Length / Dimension;

    /// <summary>Entry of every splat.</summary>
    internal int[] Labels { get; }

    /// <summary>The size that the format's own tool gives a palette: 1024 per 1024 to 2047 splats, at most 65536.</summary>
    internal static int SizeFor(int splats)
    {
        double exponent = Math.Floor(Math.Log2(splats / 1024.0));
        return Math.Clamp((int)(Math.Min(64, Math.Pow(2, exponent)) * 1024), 1, Math.Max(1, splats));
    }

    /// <summary>Makes a palette for the higher harmonics of a cloud (degree at least 1, at least one splat).</summary>
    internal static ShPalette Make(GaussianCloud cloud, ulong seed, CancellationToken cancellation, IProgress<double>? progress)
    {
        int dimension = cloud.ShColumns.Count - 3, size = SizeFor(cloud.Count);
        float[] points = Points(cloud, dimension);
        Random random = new(unchecked((int)(seed ^ seed >> 32)));
        if (size <= LargestDirect)
        {
            int[] labels = new int[cloud.Count];
            float[] entries = Cluster(points, dimension, size, random, labels, cancellation);
            return new(entries, labels, dimension);
        }

        return InTwoSteps(points, dimension, size, random, cancellation, progress);
    }

    private static ShPalette InTwoSteps(
        float[] points, int dimension, int size, Random random, CancellationToken cancellation, IProgress<double>? progress)
    {
        int count = points.Length / dimension, coarse = size / EntriesPerCluster;
        float[] sample = Sample(points, dimension, random);
        float[] centroids = Cluster(sample, dimension, coarse, random, new int[sample.Length / dimension], cancellation, CoarseSteps);
        KMeans search = new(centroids, dimension);
        int[] clusters = new int[count];
        float[] distances = new float[count];
        const int block = 8192;
        ParallelWork.For((count + block - 1) / block, piece =>
        {
            int start = piece * block, length = Math.Min(block, count - start);
            search.Assign(points.AsSpan(start * dimension, length * dimension), clusters.AsSpan(start, length), distances.AsSpan(start, length));
        }, cancellation);
        int[][] members = [.. Enumerable.Range(0, coarse).Select(_ => Array.Empty<int>())];
        foreach (IGrouping<int, int> group in Enumerable.Range(0, count).GroupBy(splat => clusters[splat])) members[group.Key] = [.. group];
        int[] shares = Shares(members, distances, size);
        float[][] parts = new float[coarse][];
        int[][] partLabels = new int[coarse][];
        int[] seeds = [.. Enumerable.Range(0, coarse).Select(_ => random.Next())];
        int done = 0;
        ParallelWork.For(coarse, cluster =>
        {
            float[] own = new float[members[cluster].Length * dimension];
            for (int i = 0; i < members[cluster].Length; i++)
                points.AsSpan(members[cluster][i] * dimension, dimension).CopyTo(own.AsSpan(i * dimension));
            partLabels[cluster] = new int[members[cluster].Length];
            parts[cluster] = Cluster(own, dimension, shares[cluster], new Random(seeds[cluster]), partLabels[cluster], cancellation);
            progress?.Report((double)Interlocked.Increment(ref done) / coarse);
        }, cancellation);
        int[] labels = new int[count];
        int first = 0;
        for (int cluster = 0; cluster < coarse; cluster++)
        {
            for (int i = 0; i < members[cluster].Length; i++) labels[members[cluster][i]] = first + partLabels[cluster][i];
            first += parts[cluster].Length / dimension;
        }

        return new([.. parts.SelectMany(part => part)], labels, dimension);
    }

    private static float[] Points(GaussianCloud cloud, int dimension)
    {
        if ((long)cloud.Count * dimension > Array.MaxLength)
            throw new SplatFormatException(
                "SOG", "", $"{cloud.Count} splats of degree {cloud.Degree} are too many for one palette",
                "lower the degree or split the scene");
        float[] points = new float[cloud.Count * dimension];
        for (int column = 0; column < dimension; column++)
        {
            Span<float> values = cloud.ShColumns[3 + column].Span;
            for (int splat = 0, at = column; splat < values.Length; splat++, at += dimension) points[at] = values[splat];
        }

        return points;
    }

    // One point of each of equal stretches: splats are in Morton order, so that every region gives its part.
    private static float[] Sample(float[] points, int dimension, Random random)
    {
        int count = points.Length / dimension, size = Math.Min(count, CoarseSample);
        float[] sample = new float[size * dimension];
        foreach ((int row, int point) in Stratified(count, size, random).Index())
            points.AsSpan(point * dimension, dimension).CopyTo(sample.AsSpan(row * dimension));
        return sample;
    }

    private static IEnumerable<int> Stratified(int count, int size, Random random)
    {
        for (int i = 0; i < size; i++)
        {
            int start = (int)((long)i * count / size), end = (int)((i + 1L) * count / size);
            yield return start + random.Next(end - start);
        }
    }

    private static float[] Cluster(
        float[] points, int dimension, int size, Random random, int[] labels, CancellationToken cancellation, int steps = FineSteps)
    {
        int count = labels.Length;
        if (count == 0) return [];
        if (size >= count)
        {
            for (int i = 0; i < count; i++) labels[i] = i;
            return points;
        }

        float[] centroids = new float[size * dimension];
        foreach ((int row, int point) in Stratified(count, size, random).Index())
            points.AsSpan(point * dimension, dimension).CopyTo(centroids.AsSpan(row * dimension));
        KMeans means = new(centroids, dimension);
        float[] distances = new float[count];
        means.Assign(points, labels, distances);
        for (int step = 0; step < steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            means.Update(points, labels, distances);
            means.Assign(points, labels, distances);
        }

        return means.Centroids.ToArray();
    }

    // Entries by the share of the squared error, at least one for every cluster with members, no more than members.
    private static int[] Shares(int[][] members, float[] distances, int size)
    {
        double[] errors = [.. members.Select(list => Math.Sqrt(list.Sum(splat => (double)distances[splat]) * list.Length))];
        int[] shares = [.. members.Select(list => Math.Min(1, list.Length))];
        int left = size - shares.Sum();
        // Clusters that are full give their surplus to the others: a few rounds settle it.
        for (int round = 0; round < 8 && left > 0; round++)
        {
            double total = Enumerable.Range(0, shares.Length).Where(c => shares[c] < members[c].Length).Sum(c => errors[c]);
            if (!(total > 0)) break;
            int budget = left;
            for (int c = 0; c < shares.Length && left > 0; c++)
            {
                int extra = Math.Min(Math.Min((int)(budget * errors[c] / total), members[c].Length - shares[c]), left);
                shares[c] += extra;
                left -= extra;
            }
        }

        return shares;
    }
}
