using Splatsim.Mathematics;

namespace Splatsim.Splats;

/// <summary>Makes a cloud smaller by merging similar neighbours.</summary>
/// <remarks>
/// Passes over the cloud: every splat finds its best partner among its neighbours on two Morton curves, the cheapest
/// disjoint pairs are merged. A merged splat has the first two moments of the pair (Goldberger and Roweis 2004), weighted
/// by opacity times cross-section, and keeps that product; its cost is the squared change of the field of opacity and
/// colour, which has a closed form for Gaussians.
/// </remarks>
public static class Decimation
{
    // Neighbours looked at on either curve; more cost time and found hardly cheaper pairs on captured scenes.
    private const int Window = 4;

    // Only the best third merges before partners are sought anew: later pairs of a pass are made of leftovers.
    private const int PassDivisor = 3;

    /// <summary>Merges splats until a count is reached.</summary>
    /// <param name="cloud">The cloud; not changed.</param>
    /// <param name="targetCount">Wanted number of splats, at least 1.</param>
    /// <param name="progress">Receives the share of the work done, 0 to 1.</param>
    /// <param name="cancellation">Stops between passes.</param>
    /// <returns>A cloud with that count; more only where labels keep the rest apart.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static GaussianCloud Reduce(
        GaussianCloud cloud, int targetCount, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(targetCount, 1);
        int startCount = cloud.Count;
        GaussianCloud current = CloudEdits.Copy(cloud);
        while (current.Count > targetCount)
        {
            cancellation.ThrowIfCancellationRequested();
            int wanted = current.Count - targetCount;
            int limit = Math.Min(wanted, Math.Max(1, current.Count / PassDivisor));
            SplatSelection removed = MergePass(current, limit);
            if (removed.Count == 0) break;
            current = CloudEdits.Crop(current, ~removed);
            progress?.Report((double)(startCount - current.Count) / (startCount - targetCount));
        }

        return current;
    }

    private static SplatSelection MergePass(GaussianCloud cloud, int limit)
    {
        MergeCandidate[] candidates = new MergeCandidate[cloud.Count];
        Parallel.For(0, (cloud.Count + 4095) / 4096, block =>
        {
            for (int i = block * 4096; i < Math.Min(cloud.Count, (block + 1) * 4096); i++)
                candidates[i] = new MergeCandidate(cloud, i);
        });
        (float[] costs, int[] partners) = FindPartners(cloud, candidates);
        int[] order = new int[cloud.Count];
        for (int i = 0; i < order.Length; i++) order[i] = i;
        RadixSort64.Sort(Array.ConvertAll(costs, cost => (ulong)BitConverter.SingleToUInt32Bits(cost)), order, 32);
        SplatSelection taken = new(cloud.Count), removed = new(cloud.Count);
        int merged = 0;
        foreach (int splat in order)
        {
            if (merged == limit || !float.IsFinite(costs[splat])) break;
            int partner = partners[splat];
            if (taken[splat] || taken[partner]) continue;
            taken[splat] = taken[partner] = true;
            removed[partner] = true;
            Merge(cloud, candidates, splat, partner);
            merged++;
        }

        return removed;
    }

    private static (float[] Costs, int[] Partners) FindPartners(GaussianCloud cloud, MergeCandidate[] candidates)
    {
        int count = cloud.Count;
        float[] costs = new float[count];
        int[] partners = new int[count];
        Array.Fill(costs, float.PositiveInfinity);
        // The second curve is shifted by a part of the lattice that is no sum of few powers of 2: its seams lie elsewhere.
        foreach (double shift in (ReadOnlySpan<double>)[0, 0.357])
        {
            int[] order = new int[count];
            for (int i = 0; i < count; i++) order[i] = i;
            RadixSort64.Sort(MortonOrder.Keys(cloud, shift), order, 63);
            Parallel.For(0, (count + 4095) / 4096, block =>
            {
                for (int at = block * 4096; at < Math.Min(count, (block + 1) * 4096); at++)
                {
                    int splat = order[at];
                    for (int other = Math.Max(0, at - Window); other <= Math.Min(count - 1, at + Window); other++)
                    {
                        int partner = order[other];
                        if (partner == splat || (cloud.Labels is byte[] labels && labels[partner] != labels[splat])) continue;
                        float cost = (float)MergeCandidate.Cost(candidates[splat], candidates[partner]);
                        if (!(cost < costs[splat])) continue;
                        costs[splat] = cost;
                        partners[splat] = partner;
                    }
                }
            });
        }

        return (costs, partners);
    }

    private static void Merge(GaussianCloud cloud, MergeCandidate[] candidates, int into, int from)
    {
        MergeCandidate a = candidates[into], b = candidates[from];
        MergeCandidate merged = MergeCandidate.Merge(a, b);
        double share = b.Weight / (a.Weight + b.Weight);
        cloud.X[into] = (float)merged.Mean.X.Value;
        cloud.Y[into] = (float)merged.Mean.Y.Value;
        cloud.Z[into] = (float)merged.Mean.Z.Value;
        cloud.SetCovariance(into, merged.Covariance);
        cloud.OpacityLogit[into] = (float)Math.Log(merged.Opacity / (1 - merged.Opacity));
        foreach (AlignedArray<float> column in cloud.ShColumns)
            column[into] = (float)(column[into] + share * (column[from] - column[into]));
    }
}
