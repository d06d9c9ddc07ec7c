using Splatsim.Fitting;
using Splatsim.Imaging;
using Splatsim.Mathematics;
using Splatsim.Rendering;
using Splatsim.Simulation;
using Splatsim.Splats;

namespace Splatsim.Samples;

/// <summary>What the proofs share: splats that show particles, cameras around a place, films side by side.</summary>
internal static class Stage
{
    // Standard deviation over the particles' distance: neighbours blend into a closed body.
    private const double Roundness = 0.55;

    /// <summary>A round, opaque splat at every particle.</summary>
    /// <param name="particles">The particles.</param>
    /// <param name="spacing">Their distance [m].</param>
    /// <param name="paint">Colour at a position [m].</param>
    public static GaussianCloud Splats(ParticleSet particles, double spacing, Func<Vector3<Real64>, Paint> paint)
    {
        GaussianCloud cloud = new(particles.Count, 0);
        for (int p = 0; p < particles.Count; p++)
        {
            Vector3<Real64> place = particles.Position(p);
            Paint color = paint(place);
            (cloud.X[p], cloud.Y[p], cloud.Z[p]) = ((float)place.X.Value, (float)place.Y.Value, (float)place.Z.Value);
            cloud.RotationW[p] = 1;
            cloud.LogScaleX[p] = cloud.LogScaleY[p] = cloud.LogScaleZ[p] = (float)Math.Log(Roundness * spacing);
            cloud.OpacityLogit[p] = 3;
            cloud.Sh(0, 0)[p] = (float)((color.Red - 0.5) / ShBasis.Constant);
            cloud.Sh(0, 1)[p] = (float)((color.Green - 0.5) / ShBasis.Constant);
            cloud.Sh(0, 2)[p] = (float)((color.Blue - 0.5) / ShBasis.Constant);
        }

        return cloud;
    }

    /// <summary>Cameras on a circle that look at its middle.</summary>
    /// <param name="target">Where they look [m].</param>
    /// <param name="distance">How far away they are [m].</param>
    /// <param name="height">How far above the target they are [m].</param>
    /// <param name="width">Width of their pictures [px].</param>
    /// <param name="aspect">Width over height of the pictures.</param>
    /// <param name="angles">Where they stand: angles about the vertical [rad], 0 for +z.</param>
    public static Camera[] Around(Vector3<Real64> target, double distance, double height, int width, double aspect, params double[] angles) =>
    [
        .. angles.Select(a => Camera.LookAt(
            target + new Vector3<Real64>(distance * Math.Sin(a), height, distance * Math.Cos(a)), target, new(0, 1, 0), 0.6, width, (int)Math.Round(width / aspect))),
    ];

    /// <summary>A checkered pattern that no turn hides.</summary>
    /// <param name="place">Where [m].</param>
    /// <param name="size">Edge of a square [m].</param>
    public static Paint Checker(Vector3<Real64> place, double size)
    {
        int odd = 0;
        foreach (Real64 x in (Span<Real64>)[place.X, place.Y, place.Z]) odd += (int)Math.Floor(x.Value / size);
        return odd % 2 == 0 ? new(0.9, 0.35 + 0.3 * Math.Sin(20 * place.X.Value), 0.2) : new(0.1, 0.3, 0.5 + 0.3 * Math.Sin(15 * place.Y.Value + 10 * place.Z.Value));
    }

    /// <summary>Pictures side by side: a row per film, each with the same number of pictures.</summary>
    public static ByteImage Rows(params IReadOnlyList<FilmedFrame>[] films) =>
        ContactSheet.Make([.. films.SelectMany(f => f).Select(f => f.Color.ToBytes())], films[0].Count);

    /// <summary>A fit in three rows of pictures, by the first camera: where it began, what was recorded, what it found.</summary>
    /// <param name="fit">The fit, after its search.</param>
    /// <param name="found">The values that it found.</param>
    /// <param name="rollout">What draws.</param>
    /// <param name="film">The recording.</param>
    /// <param name="frameDuration">Of the recording [s].</param>
    /// <param name="shown">Its frames that are shown.</param>
    /// <param name="options">How they are drawn; null for the defaults.</param>
    public static ByteImage Compared(
        RolloutFit fit, double[] found, Rollout rollout, IReadOnlyList<FilmedFrame> film, double frameDuration, int[] shown, RenderOptions? options = null)
    {
        Camera camera = film[0].Camera;
        return Rows(
            rollout.Film(fit.Setup(fit.Steps[0].Values), frameDuration, [camera], shown, options),
            [.. film.Where(f => f.Camera == camera && shown.Contains(f.Frame))],
            rollout.Film(fit.Setup(found), frameDuration, [camera], shown, options));
    }
}
