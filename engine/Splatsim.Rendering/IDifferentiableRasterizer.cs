namespace Splatsim.Rendering;

/// <summary>A rasterizer that takes the gradient of a loss from its last frame back to what the frame was drawn from.</summary>
public interface IDifferentiableRasterizer : IRasterizer
{
    /// <summary>
    /// Takes the gradient of a loss from the last frame back to everything that it was drawn from: the derivative of every
    /// formula on the branch that the frame took; which splats count in a pixel, their order and where a pixel ends are held.
    /// </summary>
    /// <param name="loss">Gradient with respect to the frame's planes.</param>
    /// <param name="result">Receives the gradient; every number of it is written. The frame's inputs must be as they were.</param>
    /// <exception cref="InvalidOperationException">The last frame was not kept.</exception>
    /// <exception cref="ArgumentException">A plane does not fit the frame, or the result does not fit the splats.</exception>
    /// <exception cref="RenderSetupException">The frame has something that this rasterizer does not differentiate.</exception>
    void Backward(TargetGradient loss, SplatGradient result);
}
