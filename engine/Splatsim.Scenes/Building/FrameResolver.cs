using Splatsim.Coupling;
using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Scenes;

/// <summary>Where simulation space lies, where its ground is, and what is the object.</summary>
/// <param name="Frame">Splat space to simulation space; the origin of one is the origin of the other.</param>
/// <param name="GroundHeight">Height of the ground in simulation space [m]; null when none was found or stated.</param>
/// <param name="Movable">The guessed object; null when nothing had to be guessed.</param>
internal sealed record ResolvedFrame(SceneFrame Frame, double? GroundHeight, SplatSelection? Movable);

/// <summary>Settles scale, up, ground and object of a capture: what the scene file says, else a guess that is printed.</summary>
internal static class FrameResolver
{
    public static ResolvedFrame Resolve(SceneDescription scene, GaussianCloud cloud, Action<string> note)
    {
        UnitsDescription units = scene.Units;
        if (units.Fit is FitDescription fit) return new(Fit(scene, fit, cloud), null, null);
        bool wantsObject = scene.Objects.Any(o => o.Selection.LargestComponent);
        if (units is { Up: Vector3<Real64> up, MetersPerUnit: double scale, GroundHeight: double height } && !wantsObject)
            return new(SceneFrame.FromUp(up, scale, default), height * scale, null);
        if (cloud.Count == 0)
            throw new SceneFileException(scene.File, "$.splats", "the capture holds no splats", "give another one");

        SceneGuess guess = SceneGuess.Of(cloud, new SceneGuessOptions { Up = units.Up, MetersPerUnit = units.MetersPerUnit });
        foreach (string line in guess.Explanations)
            if (wantsObject || !line.StartsWith("object", StringComparison.Ordinal)) note(line);
        // Coordinates of the scene file are those of the capture, scaled and turned: no origin to keep in mind.
        SceneFrame frame = SceneFrame.FromUp(guess.Frame.Up, guess.Frame.MetersPerUnit, default);
        double? ground = units.GroundHeight * frame.MetersPerUnit;
        if (ground is null && (guess.Ground is not null || wantsObject))
        {
            ground = frame.ToSimulation(guess.Frame.Origin).Y.Value;
            note(FormattableString.Invariant(
                $"ground: at {ground:F3} m along up, {(guess.Ground is null ? "the lowest part of the object" : "the ground plane")}. Set 'groundHeight' to change it."));
        }

        return new(frame, ground, guess.Movable);
    }

    private static SceneFrame Fit(SceneDescription scene, FitDescription fit, GaussianCloud cloud)
    {
        double floor = scene.Objects.Min(o => o.Selection.MinimumOpacity);
        RegionDescription? area = scene.Objects[0].Selection.CaptureRegion;
        Vector3<Real64> low = new(double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity), high = -low;
        for (int i = 0; i < cloud.Count; i++)
        {
            Vector3<Real64> turned = fit.Rotation * cloud.MeanOf(i);
            if (cloud.OpacityOf(i) < floor || area?.Contains(turned) == false) continue;
            low = new(Math.Min(low.X.Value, turned.X.Value), Math.Min(low.Y.Value, turned.Y.Value), Math.Min(low.Z.Value, turned.Z.Value));
            high = new(Math.Max(high.X.Value, turned.X.Value), Math.Max(high.Y.Value, turned.Y.Value), Math.Max(high.Z.Value, turned.Z.Value));
        }

        Vector3<Real64> size = high - low;
        double longest = Math.Max(size.X.Value, Math.Max(size.Y.Value, size.Z.Value));
        if (!(longest > 0 && double.IsFinite(longest)))
            throw new SceneFileException(scene.File, "$.sim_area", "no splats lie in the area", "widen it or lower opacity_threshold");
        double scale = fit.LongestSide / longest;
        // q = s (R p - middle) + center = s R (p - o).
        Vector3<Real64> origin = fit.Rotation.Transposed * ((Real64)0.5 * (low + high) - (Real64)(1 / scale) * fit.Center);
        return new SceneFrame(scale, fit.Rotation, origin);
    }
}
