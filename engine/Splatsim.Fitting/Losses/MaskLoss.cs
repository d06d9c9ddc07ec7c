namespace Splatsim.Fitting;

/// <summary>
/// Relative entropy of a mask and the coverage that is drawn: t ln(t/p) + (1 - t) ln((1 - t)/(1 - p)), which is cross entropy less
/// what even the mask itself would have, so that it is 0 where they agree.
/// </summary>
/// <remarks>Coverage is kept within 1e-4 of 0 and 1: a renderer ends pixels there, and logarithms end too.</remarks>
/// <param name="target">The mask, 0 to 1, one channel.</param>
public sealed class MaskLoss(LossTarget target) : PlaceLoss(target.WithChannels("mask", 1), "mask")
{
    private const double Edge = 1e-4;

    private protected override double At(ReadOnlySpan<double> predicted, ReadOnlySpan<double> observed, Span<double> gradient)
    {
        double t = Math.Clamp(observed[0], Edge, 1 - Edge), p = Math.Clamp(predicted[0], Edge, 1 - Edge);
        gradient[0] = p == predicted[0] ? (p - t) / (p * (1 - p)) : 0;
        return t * Math.Log(t / p) + (1 - t) * Math.Log((1 - t) / (1 - p));
    }
}
