namespace Splatsim.Splats;

/// <summary>
/// The pieces that a cloud falls into when splats closer than a radius hold together (single linkage): the object on the
/// table, the table, the wall behind.
/// </summary>
/// <remarks>
/// Exact, on a hash grid: cells are so small (radius / sqrt 3) that all means of one cell hold together, so only pairs of
/// neighbouring cells that are not joined yet are searched. The grid idea is Gunawan's for DBSCAN (2013).
/// </remarks>
public sealed class ConnectedComponents
{
    private readonly int[] components;

    private ConnectedComponents(int[] components, int[] sizes, double radius)
    {
        this.components = components;
        Sizes = sizes;
        Radius = radius;
    }

    /// <summary>Number of components.</summary>
    public int Count => Sizes.Count;

    /// <summary>Splats per component, descending, shape [Count].</summary>
    public IReadOnlyList<int> Sizes { get; }

    /// <summary>The radius that was used [scene units].</summary>
    public double Radius { get; }

    /// <summary>Component of every splat; -1 for splats that were left out.</summary>
    public ReadOnlySpan<int> Components => components;

    /// <summary>Finds the components.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="options">How far splats reach and which take part; null for the defaults.</param>
    /// <exception cref="ArgumentException">The radius is not above 0, or the selection belongs to another cloud.</exception>
    public static ConnectedComponents Find(GaussianCloud cloud, ComponentOptions? options = null)
    {
        options ??= new ComponentOptions();
        int[] members = Members(cloud, options);
        double radius = options.Radius ?? RadiusFromScales(cloud, members, options);
        if (members.Length > 0 && !(radius > 0 && double.IsFinite(radius)))
            throw new ArgumentException($"radius {radius} must be above 0; give one in the options", nameof(options));
        Dictionary<(int X, int Y, int Z), List<int>> cells = Sort(cloud, members, radius / Math.Sqrt(3));
        int[] parents = new int[cloud.Count];
        for (int i = 0; i < parents.Length; i++) parents[i] = i;
        foreach (List<int> cell in cells.Values)
            for (int i = 1; i < cell.Count; i++) Join(parents, cell[0], cell[i]);
        foreach (((int X, int Y, int Z) at, List<int> cell) in cells)
        {
            foreach ((int dx, int dy, int dz) in HalfNeighbourhood)
            {
                if (!cells.TryGetValue((at.X + dx, at.Y + dy, at.Z + dz), out List<int>? other)) continue;
                if (Root(parents, cell[0]) != Root(parents, other[0]) && AnyWithin(cloud, cell, other, radius))
                    Join(parents, cell[0], other[0]);
            }
        }

        return Number(cloud.Count, members, parents, radius);
    }

    /// <summary>The splats of one component.</summary>
    /// <param name="component">0 is the largest one.</param>
    public SplatSelection Select(int component)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)component, (uint)Count, nameof(component));
        return SplatSelection.Where(components.Length, splat => components[splat] == component);
    }

    // Cells at most 2 apart can hold means within the radius; each pair of cells is visited once.
    private static IEnumerable<(int X, int Y, int Z)> HalfNeighbourhood { get; } =
    [
        .. from dx in Enumerable.Range(-2, 5)
           from dy in Enumerable.Range(-2, 5)
           from dz in Enumerable.Range(-2, 5)
           where (dx, dy, dz).CompareTo((0, 0, 0)) > 0
           orderby dx * dx + dy * dy + dz * dz
           select (dx, dy, dz),
    ];

    private static int[] Members(GaussianCloud cloud, ComponentOptions options)
    {
        if (options.Within is SplatSelection within && within.Length != cloud.Count)
        {
            throw new ArgumentException(
                $"a selection over {within.Length} splats does not belong to a cloud of {cloud.Count}", nameof(options));
        }

        return SplatSelection.Where(cloud.Count, splat =>
            (options.Within is null || options.Within[splat])
            && cloud.OpacityOf(splat) >= options.MinimumOpacity
            && float.IsFinite(cloud.X[splat]) && float.IsFinite(cloud.Y[splat]) && float.IsFinite(cloud.Z[splat])).ToIndices();
    }

    private static double RadiusFromScales(GaussianCloud cloud, int[] members, ComponentOptions options)
    {
        float[] scales = Array.ConvertAll(members, splat => (float)cloud.LargestScaleOf(splat));
        return options.RadiusFactor * OrderStatistics.Percentile(scales, options.ScalePercentile);
    }

    private static Dictionary<(int X, int Y, int Z), List<int>> Sort(GaussianCloud cloud, int[] members, double size)
    {
        Dictionary<(int X, int Y, int Z), List<int>> cells = [];
        foreach (int splat in members)
        {
            (int, int, int) key = (Cell(cloud.X[splat] / size), Cell(cloud.Y[splat] / size), Cell(cloud.Z[splat] / size));
            if (!cells.TryGetValue(key, out List<int>? cell)) cells.Add(key, cell = []);
            cell.Add(splat);
        }

        return cells;
    }

    // Means beyond 2^30 cells share the outermost ones.
    private static int Cell(double coordinate) => (int)Math.Clamp(Math.Floor(coordinate), -1 << 30, 1 << 30);

    private static bool AnyWithin(GaussianCloud cloud, List<int> cell, List<int> other, double radius)
    {
        ReadOnlySpan<float> x = cloud.X, y = cloud.Y, z = cloud.Z;
        double limit = radius * radius;
        foreach (int a in cell)
        {
            foreach (int b in other)
            {
                double dx = (double)x[a] - x[b], dy = (double)y[a] - y[b], dz = (double)z[a] - z[b];
                if (dx * dx + dy * dy + dz * dz <= limit) return true;
            }
        }

        return false;
    }

    private static int Root(int[] parents, int splat)
    {
        while (parents[splat] != splat)
        {
            parents[splat] = parents[parents[splat]];
            splat = parents[splat];
        }

        return splat;
    }

    // The smaller index becomes the root: the outcome does not depend on the order of the cells.
    private static void Join(int[] parents, int left, int right)
    {
        left = Root(parents, left);
        right = Root(parents, right);
        if (left < right) parents[right] = left;
        else parents[left] = right;
    }

    private static ConnectedComponents Number(int count, int[] members, int[] parents, double radius)
    {
        Dictionary<int, int> sizes = [];
        foreach (int splat in members)
        {
            int root = Root(parents, splat);
            sizes[root] = sizes.GetValueOrDefault(root) + 1;
        }

        int[] roots = [.. sizes.Keys.OrderByDescending(root => sizes[root]).ThenBy(root => root)];
        Dictionary<int, int> numbers = [];
        for (int i = 0; i < roots.Length; i++) numbers[roots[i]] = i;
        int[] components = new int[count];
        Array.Fill(components, -1);
        foreach (int splat in members) components[splat] = numbers[Root(parents, splat)];
        return new(components, Array.ConvertAll(roots, root => sizes[root]), radius);
    }
}
