using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Splatsim.Formats;

/// <summary>K-means (Lloyd 1982) in many dimensions, on one thread: centroids, and the nearest one of every point.</summary>
/// <remarks>
/// The nearest centroid minimises |c|^2 - 2 x.c. Centroids are transposed so that one register holds one component of as
/// many of them as it has lanes; four points share every load.
/// </remarks>
internal sealed class KMeans
{
    private const int PointsAtOnce = 4;

    private readonly int dimension;
    private readonly int count;
    private readonly float[] centroids;
    private readonly float[] transposed;
    private readonly float[] halfNorms;
    private readonly int groups;

    /// <summary>Prepares the search for the nearest of some centroids.</summary>
    /// <param name="centroids">Row-major, shape [count, dimension]; changed by <see cref="Update"/>.</param>
    /// <param name="dimension">Components per centroid.</param>
    internal KMeans(float[] centroids, int dimension)
    {
        this.dimension = dimension;
        this.centroids = centroids;
        count = centroids.Length / dimension;
        groups = (count + Vector<float>.Count - 1) / Vector<float>.Count;
        transposed = new float[groups * dimension * Vector<float>.Count];
        halfNorms = new float[groups * Vector<float>.Count];
        Transpose();
    }

    /// <summary>The centroids, row-major, shape [count, dimension].</summary>
    internal ReadOnlySpan<float> Centroids => centroids;

    /// <summary>Finds the nearest centroid of points; the lowest index wins ties.</summary>
    /// <param name="points">Row-major, shape [labels.Length, dimension].</param>
    /// <param name="labels">Receives the index of the centroid.</param>
    /// <param name="distances">Receives the squared distances; may be empty.</param>
    internal void Assign(ReadOnlySpan<float> points, Span<int> labels, Span<float> distances)
    {
        int point = 0;
        for (; point + PointsAtOnce <= labels.Length; point += PointsAtOnce)
        {
            AssignFour(points.Slice(point * dimension, PointsAtOnce * dimension), labels[point..]);
        }

        if (point < labels.Length)
        {
            // The last few, padded with repeats of the last one.
            float[] padded = new float[PointsAtOnce * dimension];
            int[] found = new int[PointsAtOnce];
            for (int i = 0; i < PointsAtOnce; i++)
                points.Slice(Math.Min(point + i, labels.Length - 1) * dimension, dimension).CopyTo(padded.AsSpan(i * dimension));
            AssignFour(padded, found);
            found.AsSpan(0, labels.Length - point).CopyTo(labels[point..]);
        }

        for (int i = 0; i < distances.Length; i++)
            distances[i] = SquaredDistance(points.Slice(i * dimension, dimension), centroids.AsSpan(labels[i] * dimension, dimension));
    }

    /// <summary>
    /// Moves every centroid to the mean of its points. A centroid without points jumps to the point that is worst off, so
    /// that no entry is wasted.
    /// </summary>
    /// <param name="points">Row-major.</param>
    /// <param name="labels">Their centroids.</param>
    /// <param name="distances">Their squared distances; those of points that a centroid jumped to are set to 0.</param>
    internal void Update(ReadOnlySpan<float> points, ReadOnlySpan<int> labels, Span<float> distances)
    {
        double[] sums = new double[centroids.Length];
        int[] members = new int[count];
        for (int i = 0; i < labels.Length; i++)
        {
            members[labels[i]]++;
            ReadOnlySpan<float> point = points.Slice(i * dimension, dimension);
            Span<double> sum = sums.AsSpan(labels[i] * dimension, dimension);
            for (int k = 0; k < sum.Length; k++) sum[k] += point[k];
        }

        for (int centroid = 0; centroid < count; centroid++)
        {
            Span<float> target = centroids.AsSpan(centroid * dimension, dimension);
            if (members[centroid] > 0)
            {
                for (int k = 0; k < target.Length; k++) target[k] = (float)(sums[centroid * dimension + k] / members[centroid]);
                continue;
            }

            int worst = 0;
            for (int i = 1; i < distances.Length; i++)
                if (distances[i] > distances[worst]) worst = i;
            points.Slice(worst * dimension, dimension).CopyTo(target);
            distances[worst] = 0;
        }

        Transpose();
    }

    /// <summary>Squared Euclidean distance.</summary>
    internal static float SquaredDistance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        float sum = 0;
        for (int k = 0; k < a.Length; k++) sum += (a[k] - b[k]) * (a[k] - b[k]);
        return sum;
    }

    private void AssignFour(ReadOnlySpan<float> points, Span<int> labels)
    {
        int lanes = Vector<float>.Count;
        ref float x0 = ref MemoryMarshal.GetReference(points);
        ref float x1 = ref Unsafe.Add(ref x0, dimension);
        ref float x2 = ref Unsafe.Add(ref x1, dimension);
        ref float x3 = ref Unsafe.Add(ref x2, dimension);
        Vector<float> best0 = new(float.PositiveInfinity), best1 = best0, best2 = best0, best3 = best0;
        Vector<int> group0 = Vector<int>.Zero, group1 = group0, group2 = group0, group3 = group0;
        ref float column = ref MemoryMarshal.GetArrayDataReference(transposed);
        for (int group = 0; group < groups; group++)
        {
            Vector<float> score0 = new(halfNorms, group * lanes), score1 = score0, score2 = score0, score3 = score0;
            for (int k = 0; k < dimension; k++)
            {
                Vector<float> c = Unsafe.ReadUnaligned<Vector<float>>(ref Unsafe.As<float, byte>(ref column));
                column = ref Unsafe.Add(ref column, lanes);
                // The transposed centroids carry a minus sign.
                score0 = Vector.FusedMultiplyAdd(new Vector<float>(Unsafe.Add(ref x0, k)), c, score0);
                score1 = Vector.FusedMultiplyAdd(new Vector<float>(Unsafe.Add(ref x1, k)), c, score1);
                score2 = Vector.FusedMultiplyAdd(new Vector<float>(Unsafe.Add(ref x2, k)), c, score2);
                score3 = Vector.FusedMultiplyAdd(new Vector<float>(Unsafe.Add(ref x3, k)), c, score3);
            }

            Vector<int> number = new(group);
            Keep(score0, number, ref best0, ref group0);
            Keep(score1, number, ref best1, ref group1);
            Keep(score2, number, ref best2, ref group2);
            Keep(score3, number, ref best3, ref group3);
        }

        labels[0] = Lowest(best0, group0);
        labels[1] = Lowest(best1, group1);
        labels[2] = Lowest(best2, group2);
        labels[3] = Lowest(best3, group3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Keep(Vector<float> score, Vector<int> number, ref Vector<float> best, ref Vector<int> group)
    {
        Vector<int> better = Vector.LessThan(score, best);
        group = Vector.ConditionalSelect(better, number, group);
        best = Vector.Min(score, best);
    }

    private static int Lowest(Vector<float> best, Vector<int> group)
    {
        int found = group[0] * Vector<float>.Count;
        float lowest = best[0];
        for (int lane = 1; lane < Vector<float>.Count; lane++)
        {
            int index = group[lane] * Vector<float>.Count + lane;
            if (best[lane] > lowest || (best[lane] == lowest && index > found)) continue;
            lowest = best[lane];
            found = index;
        }

        return found;
    }

    private void Transpose()
    {
        int lanes = Vector<float>.Count;
        Array.Fill(halfNorms, float.PositiveInfinity);
        for (int centroid = 0; centroid < count; centroid++)
        {
            float norm = 0;
            int start = centroid / lanes * dimension * lanes + centroid % lanes;
            for (int k = 0; k < dimension; k++)
            {
                float value = centroids[centroid * dimension + k];
                transposed[start + k * lanes] = -value;
                norm += value * value;
            }

            halfNorms[centroid] = 0.5f * norm;
        }
    }
}
