using Splatsim.Imaging;
using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Rendering;

/// <summary>
/// The constants of image formation. The defaults are gsplat's classic definition; others imitate other renderers.
/// Immutable; use <c>with</c> to vary one.
/// </summary>
public sealed record RenderOptions
{
    /// <summary>The defaults.</summary>
    public static RenderOptions Default { get; } = new();

    /// <summary>Splats at or before this depth are not drawn [scene units].</summary>
    public double Near { get; init; } = 0.01;

    /// <summary>Splats at or beyond this depth are not drawn [scene units].</summary>
    public double Far { get; init; } = 1e10;

    /// <summary>Variance added to both image axes [px^2]; at least 0.</summary>
    public double LowPass { get; init; } = 0.3;

    /// <summary>True to lower the opacity by what the low pass adds to a splat's area.</summary>
    /// <remarks>Yu et al. 2024, "Mip-Splatting", eq. 9.</remarks>
    public bool Antialiased { get; init; }

    /// <summary>Smallest factor of the antialiased mode.</summary>
    public double MinimumCompensation { get; init; } = 0.005;

    /// <summary>Largest alpha of one splat in one pixel, in (0, 1].</summary>
    public double AlphaCap { get; init; } = 0.99;

    /// <summary>Smaller alphas are skipped; in [1e-6, 1).</summary>
    public double AlphaMinimum { get; init; } = 1.0 / 255;

    /// <summary>A pixel ends before the splat that would bring its transmittance to this or below; in [0, 1).</summary>
    public double TransmittanceStop { get; init; } = 1e-4;

    /// <summary>How far from its mean a splat is drawn.</summary>
    public SplatExtent Extent { get; init; } = SplatExtent.Exact;

    /// <summary>Taken off the falloff before the opacity: alpha = o (exp(-sigma) - floor); in [0, 1). PlayCanvas uses exp(-4.5).</summary>
    public double TailFloor { get; init; }

    /// <summary>Blending order.</summary>
    public SplatOrder Order { get; init; } = SplatOrder.Depth;

    /// <summary>Spherical harmonics above this degree are ignored; 0 to 3.</summary>
    public int MaximumDegree { get; init; } = ShColor.MaximumDegree;

    /// <summary>Background colour, red, green, blue.</summary>
    public Vector3<Real64> Background { get; init; }

    /// <summary>A picture behind the splats, of the target's size and three channels, or null for the plain colour.</summary>
    public FloatImage? BackgroundImage { get; init; }

    /// <summary>Colours splats by a number each instead of by their harmonics; null to draw the capture's colours.</summary>
    public ScalarColoring? ScalarColor { get; init; }

    /// <summary>What splats carry and frames show beside colour (flow, positions, masks); null for nothing.</summary>
    public SplatChannels? Channels { get; init; }

    /// <summary>The options that a cloud asks for: antialiased for clouds that were trained so, else the defaults.</summary>
    /// <param name="cloud">The cloud.</param>
    public static RenderOptions For(GaussianCloud cloud) =>
        cloud.RenderModel == RenderModel.Antialiased ? Default with { Antialiased = true } : Default;

    /// <summary>Refuses values outside their ranges.</summary>
    /// <exception cref="ArgumentException">A value is outside its range; the message names it and the range.</exception>
    internal void Validate(int splats, Camera camera, int width, int height)
    {
        Require(Near < Far, nameof(Near), Near, "below Far");
        Require(LowPass >= 0, nameof(LowPass), LowPass, "at least 0");
        Require(MinimumCompensation is >= 0 and <= 1, nameof(MinimumCompensation), MinimumCompensation, "in [0, 1]");
        Require(AlphaCap is > 0 and <= 1, nameof(AlphaCap), AlphaCap, "in (0, 1]");
        Require(AlphaMinimum is >= 1e-6 and < 1, nameof(AlphaMinimum), AlphaMinimum, "in [1e-6, 1)");
        Require(TransmittanceStop is >= 0 and < 1, nameof(TransmittanceStop), TransmittanceStop, "in [0, 1)");
        Require(TailFloor is >= 0 and < 1, nameof(TailFloor), TailFloor, "in [0, 1)");
        Require(MaximumDegree is >= 0 and <= ShColor.MaximumDegree, nameof(MaximumDegree), MaximumDegree, "0 to 3");
        if (camera.Width != width || camera.Height != height)
            throw new ArgumentException($"the camera is {camera.Width} x {camera.Height} px but the target {width} x {height} px; make them equal");
        if (width > MaximumSize || height > MaximumSize)
            throw new ArgumentException($"images are at most {MaximumSize} px wide and high, not {width} x {height}; render in parts");
        if (camera.Projection != CameraProjection.Equirectangular && !(camera.Fx > 0 && camera.Fy > 0))
            throw new ArgumentException($"focal lengths must be positive, not {camera.Fx} and {camera.Fy}");
        if (BackgroundImage is { } image && (image.Width != width || image.Height != height || image.Channels != 3))
        {
            throw new ArgumentException(
                $"the background image is {image.Width} x {image.Height} x {image.Channels} but must be {width} x {height} x 3; resize it");
        }

        if (ScalarColor is { } coloring && coloring.Values.Length != splats)
            throw new ArgumentException($"scalar colouring has {coloring.Values.Length} values for {splats} splats; give one per splat");
        Channels?.Validate(splats);
    }

    // Pixel boxes are kept in 16-bit numbers and compared as signed ones.
    private const int MaximumSize = short.MaxValue;

    private static void Require(bool holds, string name, double value, string range)
    {
        if (!holds) throw new ArgumentException($"render option {name} is {value:R} but must be {range}", name);
    }
}
