using Splatsim.Splats;

namespace Splatsim.Coupling;

/// <summary>Which splats are the object: the largest connected component above the ground.</summary>
internal static class ObjectGuess
{
    public static SplatSelection Find(GaussianCloud cloud, GroundPlane? ground, SceneGuessOptions options, List<string> explanations)
    {
        if (options.Movable is { } told)
        {
            if (told.Length != cloud.Count) throw new ArgumentException($"the selection is of {told.Length} splats, the capture has {cloud.Count}", nameof(options));
            if (told.Count == 0) throw new ArgumentException("the selection of what moves is empty", nameof(options));
            return told;
        }

        SplatSelection above = SplatSelection.All(cloud.Count);
        string where = "no ground was found";
        if (ground is not null)
        {
            // The ground is a rough layer: twice its tolerance keeps grass and pebbles from holding everything together.
            SplatSelection standing = ~ground.Select(cloud, 2 * ground.Tolerance);
            if (standing.Count > 0)
            {
                above = standing;
                where = "above the ground plane";
            }
        }

        ConnectedComponents parts = ConnectedComponents.Find(cloud, new ComponentOptions { Within = above });
        if (parts.Count == 0)
        {
            explanations.Add("object: guessed to be the whole capture, because no splat is opaque enough to find parts. Select what moves to change it.");
            return SplatSelection.All(cloud.Count);
        }

        SplatSelection found = parts.Select(0);
        double share = 100.0 * found.Count / cloud.Count;
        string next = parts.Count > 1 ? $"; the next one has {parts.Sizes[1]}" : "";
        explanations.Add(FormattableString.Invariant(
            $"object: guessed to be the largest connected part ({where}): {found.Count} of {cloud.Count} splats ({share:0} %){next}. Select what moves to change it."));
        return found;
    }
}
