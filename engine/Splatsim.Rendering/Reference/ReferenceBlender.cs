using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>Front-to-back blending of single pixels in double precision.</summary>
internal sealed class ReferenceBlender
{
    private readonly ReferenceImage image;
    private readonly RenderOptions options;
    private readonly double[] transmittance;
    private readonly double[] largest;
    private readonly bool[] ended;

    public ReferenceBlender(ReferenceImage image, RenderOptions options)
    {
        this.image = image;
        this.options = options;
        transmittance = new double[image.Alpha.Length];
        largest = new double[image.Alpha.Length];
        ended = new bool[image.Alpha.Length];
        Array.Fill(transmittance, 1);
        Array.Fill(image.TopContributor, -1);
    }

    /// <summary>Blends one splat into one pixel, if its alpha there counts.</summary>
    public void Blend(in ReferenceSplat splat, int column, int row, double dx, double dy, double radius)
    {
        int pixel = row * image.Width + column;
        if (ended[pixel] || Math.Abs(dx) > radius || Math.Abs(dy) > radius) return;
        double sigma = splat.Conic.Sigma(dx, dy).Value;
        double alpha = Math.Min(options.AlphaCap, splat.BlendedOpacity * (Math.Exp(-sigma) - options.TailFloor));
        if (!(alpha >= options.AlphaMinimum)) return;
        double before = transmittance[pixel], after = before * (1 - alpha);
        if (after <= options.TransmittanceStop)
        {
            ended[pixel] = true;
            return;
        }

        double weight = alpha * before, depth = splat.Image.Depth.Value;
        image.Color[3 * pixel] += weight * splat.Color.X.Value;
        image.Color[3 * pixel + 1] += weight * splat.Color.Y.Value;
        image.Color[3 * pixel + 2] += weight * splat.Color.Z.Value;
        image.AccumulatedDepth[pixel] += weight * depth;
        image.BlendedCount[pixel]++;
        if (before > 0.5 && after <= 0.5) image.MedianDepth[pixel] = depth;
        if (weight > largest[pixel])
        {
            largest[pixel] = weight;
            image.TopContributor[pixel] = splat.Index;
        }

        transmittance[pixel] = after;
    }

    /// <summary>Puts the background behind and derives alpha and the expected depth.</summary>
    public void Finish()
    {
        Vector3<Real64> plain = options.Background;
        for (int pixel = 0; pixel < transmittance.Length; pixel++)
        {
            double rest = transmittance[pixel];
            ReadOnlySpan<float> picture = options.BackgroundImage is { } b ? b.Data.AsSpan(3 * pixel, 3) : default;
            image.Color[3 * pixel] += rest * (picture.IsEmpty ? plain.X.Value : picture[0]);
            image.Color[3 * pixel + 1] += rest * (picture.IsEmpty ? plain.Y.Value : picture[1]);
            image.Color[3 * pixel + 2] += rest * (picture.IsEmpty ? plain.Z.Value : picture[2]);
            image.Alpha[pixel] = 1 - rest;
            image.ExpectedDepth[pixel] = image.AccumulatedDepth[pixel] / Math.Max(1 - rest, 1e-10);
        }
    }
}
