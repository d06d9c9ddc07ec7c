namespace Splatsim.Simulation;

/// <summary>
/// How particles and grid exchange mass, momentum and forces. The default, APIC with the MLS gradient and the quadratic kernel, is
/// the fast path of every back end; anything else is as exact but slower.
/// </summary>
public sealed record TransferOptions
{
    /// <summary>Share of FLIP that is used where none is given.</summary>
    public const double DefaultFlipBlend = 0.95;

    /// <summary>Share of FLIP in ASFLIP that is used where none is given, as its authors use.</summary>
    public const double DefaultAsflipBlend = 0.99;

    /// <summary>APIC, MLS, quadratic.</summary>
    public static TransferOptions Default { get; } = new();

    /// <summary>What particles keep.</summary>
    public TransferScheme Scheme { get; init; } = TransferScheme.Apic;

    /// <summary>Forces and rate of deformation.</summary>
    public TransferGradient Gradient { get; init; } = TransferGradient.MovingLeastSquares;

    /// <summary>Weights.</summary>
    public TransferKernel Kernel { get; init; } = TransferKernel.Quadratic;

    /// <summary>Share alpha of FLIP, 0 to 1; null takes the scheme's default. For <see cref="TransferScheme.Flip"/> and <see cref="TransferScheme.Asflip"/>.</summary>
    public double? FlipBlend { get; init; }

    /// <summary>Damping of stretching and shearing per substep, 0 (APIC) to 1 (rigid motion only). For <see cref="TransferScheme.Rpic"/>.</summary>
    public double Damping { get; init; }

    /// <summary>Share of the FLIP difference by which compressed matter moves, 0 to 1. For <see cref="TransferScheme.Asflip"/>.</summary>
    public double CompressedShift { get; init; }

    /// <summary>Share of the FLIP difference by which separating matter moves, 0 to 1. For <see cref="TransferScheme.Asflip"/>.</summary>
    public double SeparatingShift { get; init; } = 1;

    /// <summary>The share of FLIP that is used.</summary>
    public double EffectiveFlipBlend => FlipBlend ?? (Scheme == TransferScheme.Asflip ? DefaultAsflipBlend : DefaultFlipBlend);

    /// <summary>dx^2 over the second moment of the kernel: 4 or 3.</summary>
    public double InverseMoment => Kernel == TransferKernel.Cubic ? CubicKernel.InverseMoment : QuadraticKernel.InverseMoment;

    /// <summary>
    /// Whether the choice computes what the fast path computes. TPIC with the MLS gradient is APIC, and so is RPIC without damping.
    /// </summary>
    public bool IsAffineDefault =>
        Gradient == TransferGradient.MovingLeastSquares && Kernel == TransferKernel.Quadratic
        && (Scheme is TransferScheme.Apic or TransferScheme.Tpic || Scheme == TransferScheme.Rpic && Damping == 0);

    /// <summary>A blend of FLIP and PIC.</summary>
    /// <param name="blend">Share of FLIP, 0 to 1.</param>
    public static TransferOptions Flip(double blend = DefaultFlipBlend) => new() { Scheme = TransferScheme.Flip, FlipBlend = blend };

    /// <summary>APIC with damped affine motion.</summary>
    /// <param name="damping">0 (APIC) to 1 (rigid motion only).</param>
    public static TransferOptions Rpic(double damping) => new() { Scheme = TransferScheme.Rpic, Damping = damping };

    /// <summary>Affine, separable FLIP.</summary>
    /// <param name="blend">Share of FLIP, 0 to 1.</param>
    public static TransferOptions Asflip(double blend = DefaultAsflipBlend) => new() { Scheme = TransferScheme.Asflip, FlipBlend = blend };

    /// <inheritdoc/>
    public override string ToString()
    {
        string scheme = TransferSchemes.Of(Scheme).Key;
        string gradient = Gradient == TransferGradient.KernelGradient ? ", kernel gradient" : string.Empty;
        string kernel = Kernel == TransferKernel.Cubic ? ", cubic" : string.Empty;
        return scheme + gradient + kernel;
    }
}
