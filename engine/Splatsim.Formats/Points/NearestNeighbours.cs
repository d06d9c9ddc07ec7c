namespace Splatsim.Formats;

/// <summary>Distances to nearest neighbours, by a balanced k-d tree.</summary>
/// <remarks>Bentley 1975, "Multidimensional binary search trees used for associative searching".</remarks>
internal sealed class NearestNeighbours
{
    private const int LeafSize = 12;
    private const int BlockRows = 8 * 1024;

    // Points in tree order: a node is a range, split at its middle along the axis of its largest extent.
    private readonly float[] x;
    private readonly float[] y;
    private readonly float[] z;
    private readonly int[] order;
    private readonly byte[] splitAxis;

    private NearestNeighbours(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> z)
    {
        List<int> finite = [];
        for (int i = 0; i < x.Length; i++)
            if (float.IsFinite(x[i]) && float.IsFinite(y[i]) && float.IsFinite(z[i])) finite.Add(i);
        order = [.. finite];
        this.x = Pick(x, order);
        this.y = Pick(y, order);
        this.z = Pick(z, order);
        splitAxis = new byte[order.Length];
    }

    /// <summary>Root mean square distance of every point to its 3 nearest neighbours; to fewer where there are fewer.</summary>
    /// <returns>One per point; 0 for a point that is alone or not finite.</returns>
    internal static double[] RootMeanSquareDistances(
        ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> z, CancellationToken cancellation)
    {
        double[] result = new double[x.Length];
        NearestNeighbours tree = new(x, y, z);
        int count = tree.order.Length;
        tree.Build(0, count, cancellation);
        ParallelWork.For((count + BlockRows - 1) / BlockRows, block =>
        {
            int end = Math.Min(count, (block + 1) * BlockRows);
            for (int i = block * BlockRows; i < end; i++)
            {
                Nearest nearest = Nearest.None;
                tree.Search(0, count, i, ref nearest);
                result[tree.order[i]] = nearest.RootMeanSquare;
            }
        }, cancellation);
        return result;
    }

    private void Build(int start, int end, CancellationToken cancellation)
    {
        if (end - start <= LeafSize) return;
        cancellation.ThrowIfCancellationRequested();
        int middle = (start + end) / 2;
        splitAxis[middle] = LargestExtent(start, end);
        Select(Axis(splitAxis[middle]), start, end - 1, middle);
        Build(start, middle, cancellation);
        Build(middle + 1, end, cancellation);
    }

    private void Search(int start, int end, int point, ref Nearest nearest)
    {
        if (end - start <= LeafSize)
        {
            for (int i = start; i < end; i++)
                if (i != point) nearest.Add(SquaredDistance(i, point));
            return;
        }

        int middle = (start + end) / 2;
        float[] axis = Axis(splitAxis[middle]);
        double offset = (double)axis[point] - axis[middle];
        if (middle != point) nearest.Add(SquaredDistance(middle, point));
        bool left = offset < 0 || (offset == 0 && point < middle);
        if (left) Search(start, middle, point, ref nearest);
        else Search(middle + 1, end, point, ref nearest);
        if (offset * offset > nearest.Third) return;
        if (left) Search(middle + 1, end, point, ref nearest);
        else Search(start, middle, point, ref nearest);
    }

    private float[] Axis(int axis) => axis == 0 ? x : axis == 1 ? y : z;

    private double SquaredDistance(int a, int b)
    {
        double dx = (double)x[a] - x[b];
        double dy = (double)y[a] - y[b];
        double dz = (double)z[a] - z[b];
        return dx * dx + dy * dy + dz * dz;
    }

    private byte LargestExtent(int start, int end)
    {
        Span<double> extent = stackalloc double[3];
        for (int axis = 0; axis < 3; axis++)
        {
            float least = float.PositiveInfinity;
            float most = float.NegativeInfinity;
            foreach (float value in Axis(axis).AsSpan(start, end - start))
            {
                least = Math.Min(least, value);
                most = Math.Max(most, value);
            }

            extent[axis] = (double)most - least;
        }

        return (byte)(extent[0] >= extent[1] && extent[0] >= extent[2] ? 0 : extent[1] >= extent[2] ? 1 : 2);
    }

    // Hoare's quickselect: afterwards nothing left of the target is larger and nothing right of it is smaller.
    private void Select(float[] axis, int low, int high, int target)
    {
        while (low < high)
        {
            float pivot = Median(axis[low], axis[(low + high) >>> 1], axis[high]);
            int i = low - 1;
            int j = high + 1;
            while (true)
            {
                do i++;
                while (axis[i] < pivot);
                do j--;
                while (axis[j] > pivot);
                if (i >= j) break;
                Swap(i, j);
            }

            if (target <= j) high = j;
            else low = j + 1;
        }
    }

    private void Swap(int i, int j)
    {
        (x[i], x[j]) = (x[j], x[i]);
        (y[i], y[j]) = (y[j], y[i]);
        (z[i], z[j]) = (z[j], z[i]);
        (order[i], order[j]) = (order[j], order[i]);
    }

    private static float Median(float a, float b, float c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));

    private static float[] Pick(ReadOnlySpan<float> from, int[] rows)
    {
        float[] picked = new float[rows.Length];
        for (int i = 0; i < rows.Length; i++) picked[i] = from[rows[i]];
        return picked;
    }

    /// <summary>The three smallest squared distances so far.</summary>
    private struct Nearest
    {
        private double first;
        private double second;
        private double third;

        internal static Nearest None => new() { first = double.MaxValue, second = double.MaxValue, third = double.MaxValue };

        internal readonly double Third => third;

        internal readonly double RootMeanSquare
        {
            get
            {
                double sum = 0;
                int count = 0;
                foreach (double distance in (ReadOnlySpan<double>)[first, second, third])
                {
                    if (distance == double.MaxValue) continue;
                    sum += distance;
                    count++;
                }

                return count == 0 ? 0 : Math.Sqrt(sum / count);
            }
        }

        internal void Add(double distance)
        {
            if (distance >= third) return;
            if (distance >= second)
            {
                third = distance;
                return;
            }

            third = second;
            if (distance >= first)
            {
                second = distance;
                return;
            }

            second = first;
            first = distance;
        }
    }
}
