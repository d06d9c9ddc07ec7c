using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>Reverse of <see cref="ReferenceBlender"/>: splats come back to front, every pixel undoes its blending.</summary>
/// <remarks>
/// dL/dalpha = T f.G - behind/(1 - alpha), where f is the splat's colour and depth, G the loss's gradient there, and behind the
/// part of the loss that is seen through the splat.
/// </remarks>
internal sealed class ReferenceBlenderAdjoint : IPixelVisitor
{
    private readonly ReferenceBlender forward;
    private readonly RenderOptions options;
    private readonly double[] transmittance;
    private readonly double[] behind;
    private readonly double[] color;
    private readonly double[] depth;
    private ScreenGradient<Real64> gradient;

    public ReferenceBlenderAdjoint(ReferenceBlender forward, RenderOptions options, ImageGradient loss)
    {
        this.forward = forward;
        this.options = options;
        int pixels = forward.Transmittance.Length;
        transmittance = [.. forward.Transmittance];
        behind = new double[pixels];
        color = loss.Color ?? new double[3 * pixels];
        depth = new double[pixels];
        for (int pixel = 0; pixel < pixels; pixel++)
        {
            double alpha = 1 - transmittance[pixel], expected = loss.ExpectedDepth?[pixel] ?? 0;
            double divisor = Math.Max(alpha, ReferenceBlender.SmallestAlpha);
            depth[pixel] = (loss.AccumulatedDepth?[pixel] ?? 0) + expected / divisor;
            double coverage = loss.Alpha?[pixel] ?? 0;
            if (alpha > ReferenceBlender.SmallestAlpha)
                coverage -= expected * forward.Image.AccumulatedDepth[pixel] / (alpha * alpha);
            behind[pixel] = transmittance[pixel] * (Dot(pixel, ReferenceBlender.BackgroundAt(options, pixel)) - coverage);
        }
    }

    /// <summary>Place of the splat that is being undone in the order from front to back.</summary>
    public int Rank { get; set; }

    /// <summary>Undoes one splat in one pixel.</summary>
    public void Visit(in ReferenceSplat splat, int column, int row, double dx, double dy, double radius)
    {
        int pixel = row * forward.Image.Width + column;
        if (Rank >= forward.EndRank[pixel] || Math.Abs(dx) > radius || Math.Abs(dy) > radius) return;
        PixelFalloff falloff = PixelFalloff.Of(in splat, options, dx, dy);
        if (!falloff.Counts) return;
        double through = 1 - falloff.Alpha, before = transmittance[pixel] / through;
        double weight = falloff.Alpha * before;
        double own = Dot(pixel, splat.Color) + depth[pixel] * splat.Image.Depth.Value;
        double alpha = before * own - behind[pixel] / through;
        transmittance[pixel] = before;
        behind[pixel] += weight * own;
        gradient.Color += new Vector3<Real64>(weight * color[3 * pixel], weight * color[3 * pixel + 1], weight * color[3 * pixel + 2]);
        gradient.Depth += weight * depth[pixel];
        if (!falloff.Capped) AddFalloff(in splat, falloff, alpha, dx, dy);
    }

    /// <summary>Takes the gradient of the splat that was undone, and starts the next at 0.</summary>
    public ScreenGradient<Real64> Take()
    {
        ScreenGradient<Real64> result = gradient;
        gradient = default;
        return result;
    }

    /// <summary>Gradient with respect to what stands behind the splats: what is left of each pixel's light.</summary>
    public double[] Background()
    {
        double[] result = new double[color.Length];
        for (int i = 0; i < result.Length; i++) result[i] = forward.Transmittance[i / 3] * color[i];
        return result;
    }

    private void AddFalloff(in ReferenceSplat splat, PixelFalloff falloff, double alpha, double dx, double dy)
    {
        gradient.Opacity += (falloff.Exponential - options.TailFloor) * alpha;
        double sigma = -splat.BlendedOpacity * falloff.Exponential * alpha;
        gradient.ConicXX += 0.5 * sigma * dx * dx;
        gradient.ConicXY += sigma * dx * dy;
        gradient.ConicYY += 0.5 * sigma * dy * dy;
        // K d = L^T (L d).
        double first = splat.Conic.L00.Value * dx + splat.Conic.L01.Value * dy, second = splat.Conic.L11.Value * dy;
        gradient.U += sigma * (splat.Conic.L00.Value * first);
        gradient.V += sigma * (splat.Conic.L01.Value * first + splat.Conic.L11.Value * second);
    }

    private double Dot(int pixel, Vector3<Real64> f) =>
        color[3 * pixel] * f.X.Value + color[3 * pixel + 1] * f.Y.Value + color[3 * pixel + 2] * f.Z.Value;
}
