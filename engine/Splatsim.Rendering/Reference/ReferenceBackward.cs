using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Rendering;

/// <summary>
/// Exact gradients of the reference rasterizer in double precision: the derivative of every formula on the branch that the
/// forward pass took. Which splats count in a pixel, their order and where a pixel ends are held. Simple and slow.
/// </summary>
/// <remarks>Kerbl et al. 2023, appendix A; pose and compensation as in gsplat (Ye et al. 2025).</remarks>
public static class ReferenceBackward
{
    /// <summary>Draws a cloud and takes the gradient of a loss back to everything it is drawn from.</summary>
    /// <param name="cloud">The splats, moved ones included.</param>
    /// <param name="camera">A pinhole camera.</param>
    /// <param name="options">Image formation.</param>
    /// <param name="loss">Gradient of the loss with respect to the frame's planes.</param>
    /// <exception cref="ArgumentException">
    /// The camera is not a pinhole camera, a plane has another size than the frame, or an option does not fit.
    /// </exception>
    public static RenderGradient Differentiate(ReferenceCloud cloud, Camera camera, RenderOptions options, ImageGradient loss)
    {
        if (camera.Projection != CameraProjection.Pinhole)
        {
            throw new ArgumentException(
                $"gradients are taken through pinhole cameras, not {camera.Projection} ones; draw the frame that enters the loss with a pinhole camera", nameof(camera));
        }

        loss.Validate(camera.Width, camera.Height);
        ReferenceFrame frame = ReferenceFrame.Draw(cloud, camera, options);
        ReferenceBlenderAdjoint blender = new(frame.Blender, options, loss);
        RenderGradient result = new(cloud.Count, cloud.ShCoefficientCount);
        ReferenceSplatAdjoint adjoint = new(cloud, camera, options, result);
        for (int rank = frame.Order.Length - 1; rank >= 0; rank--)
        {
            ref readonly ReferenceSplat splat = ref frame.Order[rank];
            blender.Rank = rank;
            ReferenceFootprint.Visit(in splat, options, camera, blender);
            result.Screen[splat.Index] = blender.Take();
            adjoint.Add(in splat, in result.Screen[splat.Index]);
        }

        adjoint.Finish();
        Background(blender.Background(), options, result);
        return result;
    }

    private static void Background(double[] pixels, RenderOptions options, RenderGradient result)
    {
        if (options.BackgroundImage is not null)
        {
            result.BackgroundImage = pixels;
            return;
        }

        Vector3<Real64> sum = default;
        for (int i = 0; i < pixels.Length; i += 3) sum += new Vector3<Real64>(pixels[i], pixels[i + 1], pixels[i + 2]);
        result.Background = sum;
    }
}
