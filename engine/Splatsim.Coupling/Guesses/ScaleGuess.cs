using Splatsim.Splats;

namespace Splatsim.Coupling;

/// <summary>How long a unit is. Nothing in a capture says so; the sentence says what was assumed instead.</summary>
internal static class ScaleGuess
{
    public static double Find(
        GaussianCloud cloud, SplatSelection movable, GroundPlane? ground, SceneGuessOptions options, List<string> explanations)
    {
        if (options.MetersPerUnit is double told)
        {
            if (!(told > 0 && double.IsFinite(told))) throw new ArgumentException($"metersPerUnit {told} must be a positive finite number", nameof(options));
            return told;
        }

        int[] indices = movable.ToIndices();
        AxisAlignedBox box = CloudBounds.Robust(CloudEdits.Subset(cloud, indices));
        double size = Math.Max(box.Size.X.Value, Math.Max(box.Size.Y.Value, box.Size.Z.Value));
        if (CameraHeight(ground, options) is double height)
        {
            double scale = options.AssumedCameraHeight / height;
            explanations.Add(FormattableString.Invariant(
                $"scale: guessed {scale:g3} metres per unit, as if the cameras had been held {options.AssumedCameraHeight:g2} m above the ground; the object then is {scale * size:g3} m long. A capture has no scale of its own: set 'metersPerUnit' if you know a length."));
            return scale;
        }

        double guess = size > 0 ? options.AssumedObjectSize / size : 1;
        explanations.Add(FormattableString.Invariant(
            $"scale: guessed {guess:g3} metres per unit, as if the object ({size:g3} units long) were {options.AssumedObjectSize:g2} m long. A capture has no scale of its own: set 'metersPerUnit' if you know a length."));
        return guess;
    }

    // Median height of the cameras above the ground [units]; null unless most of them are above it.
    private static double? CameraHeight(GroundPlane? ground, SceneGuessOptions options)
    {
        if (ground is null || options.Cameras.Count < 3) return null;
        float[] heights = [.. options.Cameras.Select(c => (float)ground.Plane.Distance(c.Centre))];
        double median = OrderStatistics.Percentile(heights, 50);
        return median > 4 * ground.Tolerance ? median : null;
    }
}
