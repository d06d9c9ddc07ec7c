namespace Splatsim.Fitting;

/// <summary>Turns images into features whose differences say more about how alike things look than those of pixels.</summary>
public interface IFeatureNetwork
{
    /// <summary>The features of an image, one map per layer.</summary>
    /// <param name="image">Colours, nominally 0 to 1.</param>
    IReadOnlyList<FeatureMap> Forward(FeatureMap image);

    /// <summary>Reverse of <see cref="Forward"/>.</summary>
    /// <param name="image">The image of the forward pass.</param>
    /// <param name="features">Its features.</param>
    /// <param name="gradients">Gradients with respect to them, each of its map's shape.</param>
    /// <returns>The gradient with respect to the image.</returns>
    FeatureMap Backward(FeatureMap image, IReadOnlyList<FeatureMap> features, IReadOnlyList<FeatureMap> gradients);
}
