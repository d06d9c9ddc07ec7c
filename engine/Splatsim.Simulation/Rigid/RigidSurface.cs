namespace Splatsim.Simulation;

/// <summary>Finds the particles of a body that can touch something: those that have an empty place around them.</summary>
internal static class RigidSurface
{
    /// <summary>The outer particles, by their place among all.</summary>
    /// <param name="offsets">Offsets of all particles [m], shape [particles, 3].</param>
    /// <param name="spacing">Mean distance of neighbours [m].</param>
    public static int[] Of(double[] offsets, double spacing)
    {
        // One and a half spacings wide, so that no place inside of a jittered body is empty.
        double width = 1.5 * spacing;
        HashSet<(long, long, long)> occupied = [];
        for (int i = 0; i < offsets.Length; i += 3) occupied.Add(Place(offsets, i, width));
        List<int> outer = [];
        for (int i = 0; i < offsets.Length; i += 3)
        {
            if (IsEnclosed(occupied, Place(offsets, i, width))) continue;
            outer.Add(i / 3);
        }

        return [.. outer];
    }

    private static bool IsEnclosed(HashSet<(long, long, long)> occupied, (long X, long Y, long Z) place)
    {
        for (int side = 0; side < 27; side++)
            if (!occupied.Contains((place.X + side / 9 - 1, place.Y + side / 3 % 3 - 1, place.Z + side % 3 - 1))) return false;
        return true;
    }

    private static (long X, long Y, long Z) Place(double[] offsets, int i, double width) =>
        ((long)Math.Floor(offsets[i] / width), (long)Math.Floor(offsets[i + 1] / width), (long)Math.Floor(offsets[i + 2] / width));
}
