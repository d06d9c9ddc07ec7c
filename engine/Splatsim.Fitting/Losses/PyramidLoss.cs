namespace Splatsim.Fitting;

/// <summary>
/// The mean of a loss over an image and its halvings: at the coarse levels things that have moved by several pixels still
/// overlap, which widens the range from which a fit finds its way.
/// </summary>
public sealed class PyramidLoss : ILoss
{
    private readonly LossTarget target;
    private readonly ILoss[] levels;

    /// <summary>Halves the target.</summary>
    /// <param name="target">What was observed; without weights.</param>
    /// <param name="levelCount">Levels, the full size included; fewer where the image gets down to one pixel.</param>
    /// <param name="create">The loss of a level; Charbonnier when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one level.</exception>
    public PyramidLoss(LossTarget target, int levelCount = 4, Func<LossTarget, ILoss>? create = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(levelCount, 1);
        this.target = target.WithoutWeights("pyramid");
        create ??= t => new CharbonnierLoss(t);
        List<ILoss> made = [];
        FeatureMap image = new(target.Width, target.Height, target.Channels, target.Values);
        for (int level = 0; level < levelCount; level++)
        {
            made.Add(create(new LossTarget(image.Width, image.Height, image.Channels, image.Values)));
            if (image.Width == 1 && image.Height == 1) break;
            image = Halving.Down(image);
        }

        levels = [.. made];
    }

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> predicted, Span<double> gradient)
    {
        target.Fits("pyramid", predicted, gradient);
        FeatureMap[] images = new FeatureMap[levels.Length], gradients = new FeatureMap[levels.Length];
        double sum = 0;
        for (int level = 0; level < levels.Length; level++)
        {
            images[level] = level == 0 ? new(target.Width, target.Height, target.Channels, predicted.ToArray()) : Halving.Down(images[level - 1]);
            gradients[level] = images[level] with { Values = new double[images[level].Values.Length] };
            sum += levels[level].Evaluate(images[level].Values, gradients[level].Values);
        }

        for (int level = levels.Length - 1; level > 0; level--) Halving.AddUp(gradients[level], gradients[level - 1]);
        for (int i = 0; i < gradient.Length; i++) gradient[i] = gradients[0].Values[i] / levels.Length;
        return sum / levels.Length;
    }
}
