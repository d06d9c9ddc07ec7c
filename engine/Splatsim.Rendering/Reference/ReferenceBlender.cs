using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>Front-to-back blending of single pixels in double precision.</summary>
internal sealed class ReferenceBlender : IPixelVisitor
{
    private readonly RenderOptions options;
    private readonly double[] largest;

    public ReferenceBlender(ReferenceImage image, ReferenceCloud cloud, RenderOptions options)
    {
        Image = image;
        Cloud = cloud;
        this.options = options;
        Transmittance = new double[image.Alpha.Length];
        EndRank = new int[image.Alpha.Length];
        largest = new double[image.Alpha.Length];
        Array.Fill(Transmittance, 1);
        Array.Fill(EndRank, int.MaxValue);
        Array.Fill(image.TopContributor, -1);
    }

    /// <summary>The picture that is blended into.</summary>
    public ReferenceImage Image { get; }

    /// <summary>The splats, of which the channels are read.</summary>
    public ReferenceCloud Cloud { get; }

    /// <summary>What is left of the light from behind, per pixel.</summary>
    public double[] Transmittance { get; }

    /// <summary>Rank of the splat before which a pixel ended, per pixel; <see cref="int.MaxValue"/> where none did.</summary>
    public int[] EndRank { get; }

    /// <summary>Place of the splat that is being blended in the order from front to back.</summary>
    public int Rank { get; set; }

    /// <summary>Blends one splat into one pixel, if its alpha there counts.</summary>
    public void Visit(in ReferenceSplat splat, int column, int row, double dx, double dy, double radius)
    {
        int pixel = row * Image.Width + column;
        if (EndRank[pixel] != int.MaxValue || Math.Abs(dx) > radius || Math.Abs(dy) > radius) return;
        PixelFalloff falloff = PixelFalloff.Of(in splat, options, dx, dy);
        if (!falloff.Counts) return;
        double before = Transmittance[pixel], after = before * (1 - falloff.Alpha);
        if (after <= options.TransmittanceStop)
        {
            EndRank[pixel] = Rank;
            return;
        }

        double weight = falloff.Alpha * before, depth = splat.Image.Depth.Value;
        Image.Color[3 * pixel] += weight * splat.Color.X.Value;
        Image.Color[3 * pixel + 1] += weight * splat.Color.Y.Value;
        Image.Color[3 * pixel + 2] += weight * splat.Color.Z.Value;
        Image.AccumulatedDepth[pixel] += weight * depth;
        int channels = Cloud.ChannelCount;
        for (int channel = 0; channel < channels; channel++)
            Image.Channels[pixel * channels + channel] += weight * Cloud.Channels[splat.Index * channels + channel];
        Image.BlendedCount[pixel]++;
        if (before > 0.5 && after <= 0.5) Image.MedianDepth[pixel] = depth;
        if (weight > largest[pixel])
        {
            largest[pixel] = weight;
            Image.TopContributor[pixel] = splat.Index;
        }

        Transmittance[pixel] = after;
    }

    /// <summary>Puts the background behind and derives alpha and the expected depth.</summary>
    public void Finish()
    {
        for (int pixel = 0; pixel < Transmittance.Length; pixel++)
        {
            double rest = Transmittance[pixel];
            Vector3<Real64> background = BackgroundAt(options, pixel);
            Image.Color[3 * pixel] += rest * background.X.Value;
            Image.Color[3 * pixel + 1] += rest * background.Y.Value;
            Image.Color[3 * pixel + 2] += rest * background.Z.Value;
            Image.Alpha[pixel] = 1 - rest;
            Image.ExpectedDepth[pixel] = Image.AccumulatedDepth[pixel] / Math.Max(1 - rest, ExpectedDepthAdjoint.SmallestWeight);
        }
    }

    /// <summary>What stands behind a pixel: the picture's colour, or the plain one.</summary>
    public static Vector3<Real64> BackgroundAt(RenderOptions options, int pixel)
    {
        if (options.BackgroundImage is not { } picture) return options.Background;
        ReadOnlySpan<float> color = picture.Data.AsSpan(3 * pixel, 3);
        return new(color[0], color[1], color[2]);
    }
}
