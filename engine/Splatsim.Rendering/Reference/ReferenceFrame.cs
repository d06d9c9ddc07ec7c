using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Rendering;

/// <summary>A frame in double precision with what its derivatives need: the splats in their order and the state of every pixel.</summary>
internal sealed class ReferenceFrame
{
    private ReferenceFrame(ReferenceSplat[] order, ReferenceBlender blender)
    {
        Order = order;
        Blender = blender;
    }

    /// <summary>The splats that are drawn, front first.</summary>
    public ReferenceSplat[] Order { get; }

    /// <summary>The pixels after the last splat.</summary>
    public ReferenceBlender Blender { get; }

    /// <summary>Draws a cloud.</summary>
    public static ReferenceFrame Draw(ReferenceCloud cloud, Camera camera, RenderOptions options)
    {
        options.Validate(cloud.Count, camera, camera.Width, camera.Height);
        // Stable, so that equal depths go by index.
        ReferenceSplat[] order = [.. ReferenceRasterizer.Project(cloud, camera, options)
            .Where(s => s.Visible && IsFinite(s.Color) && s.BlendedOpacity >= options.AlphaMinimum)
            .OrderBy(s => options.Order == SplatOrder.Distance ? s.Image.Distance.Value : s.Image.Depth.Value)];
        ReferenceBlender blender = new(new ReferenceImage(camera.Width, camera.Height, cloud.ChannelCount), cloud, options);
        for (int rank = 0; rank < order.Length; rank++)
        {
            blender.Rank = rank;
            ReferenceFootprint.Visit(in order[rank], options, camera, blender);
        }

        blender.Finish();
        return new ReferenceFrame(order, blender);
    }

    private static bool IsFinite(Vector3<Real64> v) =>
        double.IsFinite(v.X.Value) && double.IsFinite(v.Y.Value) && double.IsFinite(v.Z.Value);
}
