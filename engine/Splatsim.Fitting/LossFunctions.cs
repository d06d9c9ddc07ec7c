using Splatsim.Mechanics;

namespace Splatsim.Fitting;

/// <summary>All losses. To add one: a file in <c>Losses/</c> and a line here.</summary>
public static class LossFunctions
{
    /// <summary>Every registered loss.</summary>
    public static IReadOnlyList<LossEntry> All { get; } =
    [
        new("l1", LossKind.Image, "mean absolute difference", t => new AbsoluteLoss(t)),
        new("l2", LossKind.Image, "mean squared difference", t => new SquaredLoss(t)),
        new("charbonnier", LossKind.Image, "absolute difference, smooth within 1e-3", t => new CharbonnierLoss(t)),
        new("dssim", LossKind.Image, "1 - structural similarity", t => new StructuralSimilarityLoss(t)) { TakesWeights = false },
        new("pyramid", LossKind.Image, "Charbonnier differences of the image at 1, 1/2, 1/4 and 1/8 of its size", t => new PyramidLoss(t)) { TakesWeights = false },
        new("feature", LossKind.Image, "differences of normalised features of a network, by default a bank of filters", t => new FeatureLoss(t)) { TakesWeights = false },
        new("mask", LossKind.Mask, "relative entropy of coverage and mask", t => new MaskLoss(t)),
        new("silhouette", LossKind.Mask, "1 - soft intersection over union", t => new SilhouetteLoss(t)) { IsZeroAtTarget = false },
        new("depth", LossKind.Depth, "differences of log depth, of which a common scale counts half", t => new DepthLoss(t)),
        new("flow", LossKind.Flow, "robust end-point distance", t => new FlowLoss(t)),
        new("tracks", LossKind.Tracks, "Huber distance of points to their counterparts", t => new TrackLoss(t)),
        new("chamfer", LossKind.Points, "squared distances to nearest points, both ways", t => new ChamferLoss(t)) { TakesWeights = false },
        new("sliced-wasserstein", LossKind.Points, "squared transport distance along 32 directions", t => new SlicedWassersteinLoss(t)) { TakesWeights = false },
        new("as-rigid-as-possible", LossKind.Body, "how far neighbourhoods are from having turned only", t => new RigidityLoss(t)) { TakesWeights = false },
        new("smoothness", LossKind.Field, "mean squared difference of neighbours", t => new SmoothnessLoss(t)) { IsZeroAtTarget = false, TakesWeights = false },
        new("total-variation", LossKind.Field, "mean length of the difference to neighbours", t => new TotalVariationLoss(t)) { IsZeroAtTarget = false, TakesWeights = false },
        new("plausibility", LossKind.Parameters, "half the squared distance from the expected, in standard deviations", t => new PlausibilityLoss(t)),
    ];

    /// <summary>The loss of a name.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">No loss has the name; the message lists the nearest.</exception>
    public static LossEntry Find(string name) =>
        All.FirstOrDefault(e => e.Name == name)
        ?? throw new ArgumentException($"there is no loss '{name}'; did you mean {string.Join(" or ", NearestNames.Of(name, All.Select(e => e.Name), 2))}?", nameof(name));
}
