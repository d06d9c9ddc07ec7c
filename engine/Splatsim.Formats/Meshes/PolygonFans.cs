namespace Splatsim.Formats;

/// <summary>Collects polygons as fans of triangles.</summary>
/// <param name="path">The file, for messages.</param>
/// <param name="count">Number of corners that there are.</param>
internal sealed class PolygonFans(string path, int count)
{
    private readonly List<int> triangles = [];
    private int first;
    private int last;
    private int corners;

    /// <summary>The triangles so far.</summary>
    internal int[] Corners => [.. triangles];

    /// <summary>Starts a polygon.</summary>
    internal void Begin() => corners = 0;

    /// <summary>Adds a corner to it.</summary>
    /// <param name="index">Index of the corner.</param>
    /// <param name="face">The face, for messages.</param>
    /// <exception cref="SplatFormatException">There is no such corner.</exception>
    internal void Add(double index, long face)
    {
        if (!(index >= 0 && index < count))
            throw SplatFormatException.Whole(path, $"face {face} has corner {index} of {count}", "corners count from 0; the file is damaged");
        int corner = (int)index;
        if (corners == 0) first = corner;
        if (corners >= 2) triangles.AddRange([first, last, corner]);
        last = corner;
        corners++;
    }
}
