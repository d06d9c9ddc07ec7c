using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// ASFLIP: APIC with a share alpha of FLIP's difference k = v_p - sum w u_i (u: the nodes' velocity before forces acted),
/// <code>
///   v_p = sum w v_i + alpha k,   x_p += dt (sum w v_i + beta alpha k),
/// </code>
/// where beta is <see cref="TransferOptions.SeparatingShift"/> where matter is not compressed and
/// <see cref="TransferOptions.CompressedShift"/> where it is. Particles that fly apart need not follow the grid that they share, so bodies come apart easily;
/// what is pressed together moves with the grid and cannot be interpenetrated.
/// </summary>
/// <remarks>
/// Fei, Guo, Wu, Huang, Gao 2021, "Revisiting Integration in the Material Point Method", sec. 5 and alg. 1. Compressed is ln det F + dt tr L below -0.001,
/// as in the authors' published program. Linear momentum is kept to rounding.
/// </remarks>
public readonly struct AsflipScheme : ITransferScheme
{
    private const double CompressedBelow = -1e-3, SmallestVolumeRatio = 1e-15;

    /// <inheritdoc/>
    public static bool NeedsVelocityBefore => true;

    /// <inheritdoc/>
    public static void Update<T>(
        in TransferSample<T> sample, in TransferNumbers<T> numbers,
        ref Vector3<T> velocity, out Matrix3x3<T> affine, out Vector3<T> drift)
        where T : unmanaged, IReal<T>
    {
        Vector3<T> kept = numbers.FlipBlend * (velocity - sample.Before);
        T shift = Shift(in sample, in numbers);
        velocity = sample.Velocity + kept;
        drift = sample.Velocity + shift * kept;
        affine = sample.Affine;
    }

    /// <inheritdoc/>
    public static void UpdateAdjoint<T>(
        in TransferSample<T> sample, in TransferNumbers<T> numbers, in TransferCotangents<T> cotangents,
        out TransferSample<T> bySample, out Vector3<T> byVelocity)
        where T : unmanaged, IReal<T>
    {
        bySample = default;
        T shift = Shift(in sample, in numbers);
        byVelocity = numbers.FlipBlend * (cotangents.Velocity + shift * cotangents.Drift);
        bySample.Velocity = cotangents.Velocity + cotangents.Drift;
        bySample.Before = -byVelocity;
        bySample.Affine = cotangents.Affine;
    }

    // A choice: it has no derivative.
    private static T Shift<T>(in TransferSample<T> sample, in TransferNumbers<T> numbers)
        where T : unmanaged, IReal<T>
    {
        T strain = T.Log(T.Max(sample.VolumeRatio, T.FromDouble(SmallestVolumeRatio))) + sample.TimeStep * sample.Gradient.Trace;
        return T.Select(strain < T.FromDouble(CompressedBelow), numbers.CompressedShift, numbers.SeparatingShift);
    }
}
