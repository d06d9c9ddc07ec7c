using Splatsim.Coupling;
using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Scenes;

/// <summary>Where simulation space lies, and where its ground is.</summary>
/// <param name="Frame">Splat space to simulation space.</param>
/// <param name="GroundHeight">Height of the ground in simulation space [m]; null when none was found or stated.</param>
internal sealed record ResolvedFrame(SceneFrame Frame, double? GroundHeight);

/// <summary>Settles scale, up and ground of a capture: what the scene file says, else a guess that is printed.</summary>
internal static class FrameResolver
{
    // A plane with fewer of the splats is clutter, not ground.
    private const double GroundShare = 0.08;

    public static ResolvedFrame Resolve(SceneDescription scene, GaussianCloud cloud, Action<string> note)
    {
        UnitsDescription units = scene.Units;
        if (units.Fit is FitDescription fit) return new(Fit(scene, fit, cloud), null);

        Vector3<Real64> declared = units.Up ?? cloud.Frame.Up();
        GroundPlane? ground = units.Up is null || units.GroundHeight is null
            ? GroundPlane.Find(cloud, new GroundPlaneOptions { Up = declared })
            : null;
        if (ground is not null && ground.InlierShare < GroundShare) ground = null;
        Vector3<Real64> up = units.Up ?? ground?.Plane.Normal ?? declared;
        if (units.Up is null)
        {
            note(ground is null
                ? FormattableString.Invariant($"up: {Show(up)}, from the file's axes (no ground plane was found); set units.up to change it")
                : FormattableString.Invariant($"up: {Show(up)}, the normal of a ground plane that carries {100 * ground.InlierShare:F0} % of the splats; set units.up to change it"));
        }

        double scale = units.MetersPerUnit ?? 1;
        if (units.MetersPerUnit is null)
        {
            AxisAlignedBox bounds = CloudBounds.Robust(cloud, 1, 99);
            note(FormattableString.Invariant(
                $"scale: the file does not say it; 1 unit is taken as 1 m, which makes the scene {bounds.Diagonal:F2} m across; set units.metersPerUnit to change it"));
        }

        double? height = units.GroundHeight;
        if (height is null && ground is not null)
        {
            // The plane's distance along the chosen up, measured under the middle of the scene.
            Vector3<Real64> middle = CloudBounds.Robust(cloud, 5, 95).Centre;
            Vector3<Real64> foot = middle - (Real64)ground.Plane.Distance(middle) * ground.Plane.Normal;
            height = Vector3<Real64>.Dot(foot, up).Value;
            note(FormattableString.Invariant($"ground: at {height.Value * scale:F3} m along up; set units.groundHeight to change it"));
        }

        return new(SceneFrame.FromUp(up, scale, default), height * scale);
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

    private static string Show(Vector3<Real64> v) => FormattableString.Invariant($"({v.X.Value:F2}, {v.Y.Value:F2}, {v.Z.Value:F2})");
}
