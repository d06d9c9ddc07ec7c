using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Samples;

/// <summary>A checked towel, spread in the air above a wooden ball on a table.</summary>
internal static class TowelCapture
{
    /// <summary>The towel: half its edge, its lower side and its thickness [m].</summary>
    public const double Half = 0.19, Height = 0.25, Thickness = 0.016;

    /// <summary>Radius of the ball, which rests on the table [m].</summary>
    public const double Ball = 0.1;

    public static GaussianCloud Paint()
    {
        SplatPainter painter = new(21);
        painter.Lighting.Add(new(new(0, Ball, 0), Ball));
        Paint red = new(0.72, 0.1, 0.12, 0), white = new(0.94, 0.92, 0.88, 0), pale = new(0.86, 0.5, 0.48, 0);
        Surfaces.Box(painter, new(-Half, Height, -Half), new(Half, Height + Thickness, Half), (u, v, x) => Checks(x), 0.0042);
        // Its lower side, which the box leaves open.
        Surfaces.Sheet(painter, new(-Half, Height, -Half), new(2 * Half, 0, 0), new(0, 0, 2 * Half), (u, v, x) => Checks(x).Times(0.8), 0.0042);
        Paint wood = new(0.6, 0.38, 0.2, 0.25, 6), dark = new(0.42, 0.25, 0.12, 0.25, 6);
        Surfaces.Ellipsoid(
            painter, new(0, Ball, 0), new(Ball, Ball, Ball),
            (u, v, x) => wood.Towards(dark, Math.Clamp(0.5 + Noise.Octaves(8 * x.X.Value, 60 * x.Y.Value, 8 * x.Z.Value, 3), 0, 1)), 0.0055);
        Surroundings.TableAndWall(painter, 0.5, 0.0125);
        return painter.Build();

        Paint Checks(Vector3<Real64> x)
        {
            bool along = ((int)Math.Floor(x.X.Value / 0.035) & 1) == 0, across = ((int)Math.Floor(x.Z.Value / 0.035) & 1) == 0;
            Paint square = along && across ? red : along || across ? pale : white;
            return square.Times(0.94 + 0.1 * Noise.At(700 * x.X.Value, 700 * x.Y.Value, 700 * x.Z.Value));
        }
    }
}
