namespace Splatsim.Fitting;

/// <summary>
/// Squared distance of features that are scaled to length 1 at every place, mean over places and layers: what LPIPS computes, with
/// any network. A flat neighbourhood, whose features are nearly 0, counts little.
/// </summary>
/// <remarks>Zhang et al. 2018, "The unreasonable effectiveness of deep features as a perceptual metric", eq. 1, without learned weights.</remarks>
public sealed class FeatureLoss : ILoss
{
    // Length of features below which a place counts as flat.
    private const double Flat = 1e-2;

    private readonly LossTarget target;
    private readonly IFeatureNetwork network;
    private readonly FeatureMap[] observed;

    /// <summary>Takes the target's features.</summary>
    /// <param name="target">What was observed; without weights.</param>
    /// <param name="network">The network; a <see cref="FilterBank"/> when null.</param>
    public FeatureLoss(LossTarget target, IFeatureNetwork? network = null)
    {
        this.target = target.WithoutWeights("feature");
        this.network = network ?? new FilterBank();
        observed = [.. this.network.Forward(Image(target.Values)).Select(Normalised)];
    }

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> predicted, Span<double> gradient)
    {
        target.Fits("feature", predicted, gradient);
        FeatureMap image = Image(predicted.ToArray());
        IReadOnlyList<FeatureMap> features = network.Forward(image);
        FeatureMap[] gradients = new FeatureMap[features.Count];
        double sum = 0;
        for (int layer = 0; layer < features.Count; layer++)
        {
            gradients[layer] = features[layer] with { Values = new double[features[layer].Values.Length] };
            sum += Layer(features[layer], observed[layer], gradients[layer].Values, 1.0 / (features.Count * features[layer].Width * features[layer].Height));
        }

        network.Backward(image, features, gradients).Values.CopyTo(gradient);
        return sum;
    }

    private FeatureMap Image(double[] values) => new(target.Width, target.Height, target.Channels, values);

    private static double Layer(FeatureMap features, FeatureMap observed, double[] gradient, double weight)
    {
        double[] normal = Normalised(features).Values;
        double sum = 0;
        for (int place = 0; place < normal.Length; place += features.Channels)
        {
            double along = 0;
            for (int c = 0; c < features.Channels; c++)
            {
                double difference = normal[place + c] - observed.Values[place + c];
                sum += difference * difference;
                along += difference * normal[place + c];
            }

            // n = f / sqrt(|f|^2 + e^2): dn = (I - n n^T) df / length.
            double scale = 2 * weight / Length(features, place);
            for (int c = 0; c < features.Channels; c++)
                gradient[place + c] = scale * (normal[place + c] - observed.Values[place + c] - along * normal[place + c]);
        }

        return weight * sum;
    }

    private static FeatureMap Normalised(FeatureMap features)
    {
        double[] result = new double[features.Values.Length];
        for (int place = 0; place < result.Length; place += features.Channels)
        {
            double length = Length(features, place);
            for (int c = 0; c < features.Channels; c++) result[place + c] = features.Values[place + c] / length;
        }

        return features with { Values = result };
    }

    private static double Length(FeatureMap features, int place)
    {
        double squared = Flat * Flat;
        for (int c = 0; c < features.Channels; c++) squared += features.Values[place + c] * features.Values[place + c];
        return Math.Sqrt(squared);
    }
}
