using Splatsim.Mathematics;

namespace Splatsim.Samples;

/// <summary>
/// Light as a capture has it: baked into the colours, with a highlight that moves with the view (degrees 1 to 3).
/// </summary>
internal sealed class Lighting
{
    private const double Sun = 0.8, Sky = 0.68;
    private readonly Vector3<Real64> toSun = new Vector3<Real64>(0.45, 0.8, 0.4).Normalized;
    private readonly List<Occluder> occluders = [];

    public void Add(Occluder occluder) => occluders.Add(occluder);

    /// <summary>The 16 coefficients of each colour channel of a lit splat.</summary>
    /// <param name="position">Where [m].</param>
    /// <param name="normal">Unit normal.</param>
    /// <param name="paint">What it looks like.</param>
    /// <param name="coefficients">Receives 48 values, coefficient-major.</param>
    public void Shade(Vector3<Real64> position, Vector3<Real64> normal, Paint paint, Span<double> coefficients)
    {
        coefficients.Clear();
        double shadow = Shadow(position, toSun, 0.9), open = Openness(position, normal);
        double direct = Sun * shadow * Math.Max(0, Vector3<Real64>.Dot(normal, toSun).Value);
        double ambient = Sky * open * (0.65 + 0.35 * normal.Y.Value);
        Span<double> albedo = [paint.Red, paint.Green, paint.Blue];
        // The sky is a little blue, the sun a little yellow.
        Span<double> light = [direct * 1.05 + ambient * 0.95, direct + ambient, direct * 0.9 + ambient * 1.08];
        for (int c = 0; c < 3; c++) coefficients[c] = (albedo[c] * light[c] - 0.5) / ShBasis.Constant;
        AddHighlight(normal, paint, shadow, coefficients);
    }

    // exp(k (cos - 1)) around the direction from the eye that mirrors into the sun, projected onto harmonics (Funk-Hecke).
    private void AddHighlight(Vector3<Real64> normal, Paint paint, double shadow, Span<double> coefficients)
    {
        double facing = Vector3<Real64>.Dot(normal, toSun).Value;
        if (paint.Gloss <= 0 || facing <= 0) return;
        Vector3<Real64> mirrored = (Real64)(2 * facing) * normal - toSun;
        Span<Real64> basis = stackalloc Real64[16];
        ShBasis.Evaluate(-mirrored, 3, basis);
        for (int l = 0; l <= 3; l++)
        {
            double strength = paint.Gloss * shadow * ZonalIntegral(l, paint.Sharpness);
            for (int i = l * l; i < (l + 1) * (l + 1); i++)
                for (int c = 0; c < 3; c++) coefficients[3 * i + c] += strength * basis[i].Value;
        }
    }

    private static double ZonalIntegral(int degree, double sharpness)
    {
        const int steps = 64;
        double sum = 0;
        for (int i = 0; i < steps; i++)
        {
            double t = -1 + 2 * (i + 0.5) / steps;
            double legendre = degree switch { 0 => 1, 1 => t, 2 => 1.5 * t * t - 0.5, _ => t * (2.5 * t * t - 1.5) };
            sum += Math.Exp(sharpness * (t - 1)) * legendre;
        }

        return 2 * Math.PI * sum * 2 / steps;
    }

    private double Shadow(Vector3<Real64> position, Vector3<Real64> direction, double darkest)
    {
        double light = 1;
        foreach (Occluder occluder in occluders)
        {
            Vector3<Real64> to = occluder.Center - position;
            double along = Vector3<Real64>.Dot(to, direction).Value;
            if (along <= 0.5 * occluder.Radius) continue;
            double miss = (to - (Real64)along * direction).Length.Value / occluder.Radius;
            light *= 1 - darkest * (1 - Smooth(0.75, 1.15, miss));
        }

        return light;
    }

    private double Openness(Vector3<Real64> position, Vector3<Real64> normal)
    {
        double open = 1;
        foreach (Occluder occluder in occluders)
        {
            Vector3<Real64> to = occluder.Center - position;
            double distance = to.Length.Value;
            if (distance <= 1.02 * occluder.Radius) continue;
            // Share of the hemisphere that the sphere covers, seen along the normal.
            double cosine = Vector3<Real64>.Dot(to, normal).Value / distance;
            double size = occluder.Radius / distance;
            open *= 1 - 0.8 * size * size * Math.Max(0, cosine);
        }

        return open;
    }

    private static double Smooth(double low, double high, double x)
    {
        double t = Math.Clamp((x - low) / (high - low), 0, 1);
        return t * t * (3 - 2 * t);
    }
}
