using Splatsim.Splats;

namespace Splatsim.Samples;

/// <summary>A labelled metal can on a table.</summary>
internal static class CanCapture
{
    public static GaussianCloud Paint()
    {
        SplatPainter painter = new(15);
        const double radius = 0.045, height = 0.13;
        painter.Lighting.Add(new(new(0, 0.06, 0), 0.06));
        Paint red = new(0.72, 0.08, 0.1, 0.35, 7), white = new(0.93, 0.92, 0.88, 0.3, 7), metal = new(0.68, 0.69, 0.72, 0.6, 8);
        Surfaces.Revolve(
            painter, default, u => (radius, height * u),
            (u, v, x) =>
            {
                if (u is < 0.05 or > 0.95) return metal;
                double wave = 0.5 + 0.08 * Math.Sin(4 * Math.PI * v);
                bool seal = Math.Abs(Math.IEEERemainder(v, 0.5)) < 0.07 && Math.Abs(u - 0.5) < 0.14;
                return seal ? new Paint(0.85, 0.68, 0.25, 0.4, 7) : u > wave ? red : white;
            },
            0.0028);
        Surfaces.Revolve(painter, default, u => (radius * (1 - 0.98 * u), height - 0.004 * Math.Clamp(8 * u, 0, 1)), (u, v, x) => metal.Times(0.9 + 0.1 * Math.Cos(60 * u)), 0.0034);
        Surroundings.TableAndWall(painter, 0.4, 0.0105);
        return painter.Build();
    }
}
