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
    private readonly double[] channels;
    private readonly double[] channelGradients;
    private ScreenGradient<Real64> gradient;
    private FalloffGradient<Real64> falloff;

    public ReferenceBlenderAdjoint(ReferenceBlender forward, RenderOptions options, ImageGradient loss, double[] channelGradients)
    {
        this.forward = forward;
        this.options = options;
        int pixels = forward.Transmittance.Length;
        transmittance = [.. forward.Transmittance];
        behind = new double[pixels];
        this.channelGradients = channelGradients;
        channels = loss.Channels ?? new double[forward.Image.Channels.Length];
        color = loss.Color ?? new double[3 * pixels];
        depth = new double[pixels];
        for (int pixel = 0; pixel < pixels; pixel++)
        {
            Real64 ofDepth = loss.AccumulatedDepth?[pixel] ?? 0, coverage = loss.Alpha?[pixel] ?? 0;
            ExpectedDepthAdjoint.Add<Real64>(
                loss.ExpectedDepth?[pixel] ?? 0, forward.Image.AccumulatedDepth[pixel], 1 - transmittance[pixel], ref ofDepth, ref coverage);
            depth[pixel] = ofDepth.Value;
            behind[pixel] = transmittance[pixel] * (Dot(pixel, ReferenceBlender.BackgroundAt(options, pixel)) - coverage.Value);
        }
    }

    /// <summary>Place of the splat that is being undone in the order from front to back.</summary>
    public int Rank { get; set; }

    /// <summary>Undoes one splat in one pixel.</summary>
    public void Visit(in ReferenceSplat splat, int column, int row, double dx, double dy, double radius)
    {
        int pixel = row * forward.Image.Width + column;
        if (Rank >= forward.EndRank[pixel] || Math.Abs(dx) > radius || Math.Abs(dy) > radius) return;
        PixelFalloff here = PixelFalloff.Of(in splat, options, dx, dy);
        if (!here.Counts) return;
        double through = 1 - here.Alpha, before = transmittance[pixel] / through;
        double weight = here.Alpha * before;
        double own = Dot(pixel, splat.Color) + depth[pixel] * splat.Image.Depth.Value + AddChannels(pixel, splat.Index, weight);
        double alpha = before * own - behind[pixel] / through;
        transmittance[pixel] = before;
        behind[pixel] += weight * own;
        gradient.Color += new Vector3<Real64>(weight * color[3 * pixel], weight * color[3 * pixel + 1], weight * color[3 * pixel + 2]);
        gradient.Depth += weight * depth[pixel];
        if (!here.Capped) AddFalloff(in splat, here, alpha, dx, dy);
    }

    /// <summary>Takes the gradient of the splat that was undone, and starts the next at 0.</summary>
    public ScreenGradient<Real64> Take(in ReferenceSplat splat, out FalloffGradient<Real64> ofFalloff)
    {
        ScreenGradient<Real64> result = gradient;
        ofFalloff = falloff;
        falloff.Place(in splat.Conic, out result.U, out result.V);
        falloff.Conic(in splat.Conic, out result.ConicXX, out result.ConicXY, out result.ConicYY);
        gradient = default;
        falloff = default;
        return result;
    }

    /// <summary>Gradient with respect to what stands behind the splats: what is left of each pixel's light.</summary>
    public double[] Background()
    {
        double[] result = new double[color.Length];
        for (int i = 0; i < result.Length; i++) result[i] = forward.Transmittance[i / 3] * color[i];
        return result;
    }

    private void AddFalloff(in ReferenceSplat splat, PixelFalloff here, double alpha, double dx, double dy)
    {
        gradient.Opacity += (here.Exponential - options.TailFloor) * alpha;
        double sigma = -splat.BlendedOpacity * here.Exponential * alpha;
        double first = splat.Conic.L00.Value * dx + splat.Conic.L01.Value * dy, second = splat.Conic.L11.Value * dy;
        falloff.First += sigma * first;
        falloff.Second += sigma * second;
        falloff.FirstFirst += sigma * first * first;
        falloff.FirstSecond += sigma * first * second;
        falloff.SecondSecond += sigma * second * second;
    }

    // Adds to the gradient of a splat's channels; gives what they are worth to the loss in the pixel.
    private double AddChannels(int pixel, int splat, double weight)
    {
        int count = forward.Cloud.ChannelCount;
        double sum = 0;
        for (int channel = 0; channel < count; channel++)
        {
            double loss = channels[pixel * count + channel];
            sum += loss * forward.Cloud.Channels[splat * count + channel];
            channelGradients[splat * count + channel] += weight * loss;
        }

        return sum;
    }

    private double Dot(int pixel, Vector3<Real64> f) =>
        color[3 * pixel] * f.X.Value + color[3 * pixel + 1] * f.Y.Value + color[3 * pixel + 2] * f.Z.Value;
}
