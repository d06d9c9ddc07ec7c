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
    /// <param name="camera">The camera.</param>
    /// <param name="options">Image formation.</param>
    /// <param name="loss">Gradient of the loss with respect to the frame's planes.</param>
    /// <exception cref="ArgumentException">
    /// A plane has another size than the frame, or an option does not fit.
    /// </exception>
    public static RenderGradient Differentiate(ReferenceCloud cloud, Camera camera, RenderOptions options, ImageGradient loss)
    {
        loss.Validate(camera.Width, camera.Height, cloud.ChannelCount);
        Differentiator differentiator = new(cloud, camera, options, loss);
        CameraModels.Accept(camera.Projection, ref differentiator);
        return differentiator.Result;
    }

    private readonly struct Differentiator(ReferenceCloud cloud, Camera camera, RenderOptions options, ImageGradient loss) : ICameraModelVisitor
    {
        public readonly RenderGradient Result = new(cloud.Count, cloud.ShCoefficientCount, cloud.ChannelCount);

        public void Visit<TCamera>()
            where TCamera : struct, ICameraModel
        {
            ReferenceFrame frame = ReferenceFrame.Draw(cloud, camera, options);
            ReferenceBlenderAdjoint blender = new(frame.Blender, options, loss, Result.Channels);
            ReferenceSplatAdjoint<TCamera> adjoint = new(cloud, camera, options, Result);
            for (int rank = frame.Order.Length - 1; rank >= 0; rank--)
            {
                ref readonly ReferenceSplat splat = ref frame.Order[rank];
                blender.Rank = rank;
                ReferenceFootprint.Visit(in splat, options, camera, blender);
                Result.Screen[splat.Index] = blender.Take(in splat, out FalloffGradient<Real64> falloff);
                adjoint.Add(in splat, in Result.Screen[splat.Index], in falloff);
            }

            adjoint.Finish();
            Background(blender.Background(), options, Result);
        }
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
