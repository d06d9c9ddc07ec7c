namespace Splatsim.Fitting;

/// <summary>Mean of sqrt(|d|^2 + e^2) - e over pixels, d the difference of two displacements: the end-point error, smooth at 0.</summary>
/// <remarks>Weigh with what two-way consistency and coverage say of each pixel. Sun, Roth and Black 2014, section 3.</remarks>
/// <param name="target">Displacements, two channels [px].</param>
/// <param name="width">e [px].</param>
public sealed class FlowLoss(LossTarget target, double width = 0.01) : PlaceLoss(target.WithChannels("flow", 2), "flow")
{
    private readonly double width = width > 0 ? width : throw new ArgumentOutOfRangeException(nameof(width), width, "must be positive");

    private protected override double At(ReadOnlySpan<double> predicted, ReadOnlySpan<double> observed, Span<double> gradient)
    {
        double x = predicted[0] - observed[0], y = predicted[1] - observed[1], root = Math.Sqrt(x * x + y * y + width * width);
        (gradient[0], gradient[1]) = (x / root, y / root);
        return root - width;
    }
}
