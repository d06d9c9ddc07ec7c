using Splatsim.Splats;

namespace Splatsim.Rendering;

/// <summary>What draws clouds that lie in the memory of the host: the processor's rasterizer, or a device's.</summary>
public interface IRasterizer
{
    /// <summary>Draws a cloud of which all or some splats have moved.</summary>
    /// <param name="cloud">The splats; those with values that are not finite are not drawn.</param>
    /// <param name="deformed">Mean, covariance and rotation of the moved splats, or null for none.</param>
    /// <param name="camera">The camera; its size is the target's.</param>
    /// <param name="options">Image formation.</param>
    /// <param name="target">Receives the planes that it has.</param>
    /// <exception cref="ArgumentException">An option is outside its range or does not fit the cloud or the target.</exception>
    /// <exception cref="RenderSetupException">Something is asked for that this rasterizer does not do.</exception>
    void Render(GaussianCloud cloud, DeformedSplats? deformed, Camera camera, RenderOptions options, RenderTarget target);
}
