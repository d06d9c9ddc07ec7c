using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Coupling;

/// <summary>Which way is up: told, or from cameras, or the frame's; then made perpendicular to the ground.</summary>
internal static class UpGuess
{
    // A plane that carries less than this share of the splats is as likely a wall or a roof.
    private const double LeastShare = 0.03;

    public static Vector3<Real64> Hint(GaussianCloud cloud, SceneGuessOptions options, out string reason)
    {
        if (options.Up is { } told)
        {
            reason = "given";
            return told.Normalized;
        }

        Vector3<Real64> sum = default;
        foreach (Camera camera in options.Cameras) sum -= camera.Rotation.Row1;
        // Cameras that agree on nothing give a short sum.
        if (options.Cameras.Count > 0 && sum.Length.Value > 0.3 * options.Cameras.Count)
        {
            reason = $"the mean up of {options.Cameras.Count} cameras";
            return sum.Normalized;
        }

        reason = $"the convention of the file's frame ({cloud.Frame})";
        return cloud.Frame.Up();
    }

    public static Vector3<Real64> Refine(
        Vector3<Real64> hint, GroundPlane? ground, SceneGuessOptions options, string reason, List<string> explanations)
    {
        if (options.Up is not null) return hint;
        if (ground is null || ground.InlierShare < LeastShare)
        {
            explanations.Add($"up: guessed {Text(hint)} from {reason}; no ground plane was clear enough to check it. Set 'up' if the scene lies on its side.");
            return hint;
        }

        Vector3<Real64> up = ground.Plane.Normal;
        double tilt = Math.Acos(Math.Clamp(Vector3<Real64>.Dot(up, hint).Value, -1, 1)) * 180 / Math.PI;
        explanations.Add(FormattableString.Invariant(
            $"up: guessed {Text(up)}, the normal of a ground plane that carries {100 * ground.InlierShare:0} % of the splats, {tilt:0.#} degrees from {reason}. Set 'up' if the scene lies on its side."));
        return up;
    }

    private static string Text(Vector3<Real64> v) => FormattableString.Invariant($"({v.X.Value:0.###}, {v.Y.Value:0.###}, {v.Z.Value:0.###})");
}
