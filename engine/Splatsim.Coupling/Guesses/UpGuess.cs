using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Coupling;

/// <summary>
/// Which way is up: told, or the mean up of the cameras, or the convention of the file's frame; then made perpendicular
/// to the ground, where a ground is clear.
/// </summary>
internal static class UpGuess
{
    // A plane that carries less than this share of the splats is as likely a wall, a roof or the sole of a shoe.
    private const double LeastShare = 0.03;

    // How much clearer the ground must be with up and down exchanged before the convention is overruled.
    private const double Overrule = 1.5;

    public static (Vector3<Real64> Up, GroundPlane? Ground) Find(
        GaussianCloud cloud, SceneGuessOptions options, List<string> explanations)
    {
        Vector3<Real64> hint = Hint(cloud, options, out string reason, out bool mayBeReversed);
        GroundPlane? ground = Ground(cloud, hint);
        if (options.Up is not null) return (hint, ground);
        if (mayBeReversed && Ground(cloud, -hint) is { } other && Clarity(cloud, other) > Overrule * Clarity(cloud, ground))
        {
            ground = other;
            reason = $"the opposite of {reason}, because most of the scene lies on that side";
            hint = -hint;
        }

        if (ground is null)
        {
            explanations.Add($"up: guessed {Text(hint)} from {reason}; no ground plane was clear enough to check it. Set 'up' if the scene stands on its head or lies on its side.");
            return (hint, null);
        }

        Vector3<Real64> up = ground.Plane.Normal;
        double tilt = Math.Acos(Math.Clamp(Vector3<Real64>.Dot(up, hint).Value, -1, 1)) * 180 / Math.PI;
        explanations.Add(FormattableString.Invariant(
            $"up: guessed {Text(up)}, the normal of a ground plane that carries {100 * ground.InlierShare:0} % of the splats, {tilt:0.#} degrees from {reason}. Set 'up' if the scene lies on its side."));
        return (up, ground);
    }

    private static Vector3<Real64> Hint(GaussianCloud cloud, SceneGuessOptions options, out string reason, out bool mayBeReversed)
    {
        mayBeReversed = false;
        reason = "the given up";
        if (options.Up is { } told) return told.Normalized;
        Vector3<Real64> sum = default;
        foreach (Camera camera in options.Cameras) sum -= camera.Rotation.Row1;
        // Cameras that agree on nothing give a short sum.
        if (options.Cameras.Count > 0 && sum.Length.Value > 0.3 * options.Cameras.Count)
        {
            reason = $"the mean up of {options.Cameras.Count} cameras";
            return sum.Normalized;
        }

        mayBeReversed = true;
        reason = $"the convention of the file's frame ({cloud.Frame})";
        return cloud.Frame.Up();
    }

    private static GroundPlane? Ground(GaussianCloud cloud, Vector3<Real64> up) =>
        GroundPlane.Find(cloud, new GroundPlaneOptions { Up = up }) is { } found && found.InlierShare >= LeastShare ? found : null;

    // Share of the splats on the plane, times how few of the others lie below it.
    private static double Clarity(GaussianCloud cloud, GroundPlane? ground)
    {
        if (ground is null) return 0;
        int above = 0, below = 0;
        for (int i = 0; i < cloud.Count; i++)
        {
            double height = ground.Plane.Distance(cloud.MeanOf(i));
            if (height > ground.Tolerance) above++;
            if (height < -ground.Tolerance) below++;
        }

        return above + below == 0 ? 0 : ground.InlierShare * above / (above + below);
    }

    private static string Text(Vector3<Real64> v) => FormattableString.Invariant($"({v.X.Value:0.###}, {v.Y.Value:0.###}, {v.Z.Value:0.###})");
}
