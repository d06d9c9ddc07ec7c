using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// TPIC: a particle carries the first-order Taylor expansion of the velocity field, v_p + L (x - x_p), with L the gradient that also
/// advances F. With the MLS gradient that is APIC.
/// </summary>
/// <remarks>Nakamura, Matsumura, Mizutani 2023, "Taylor particle-in-cell transfer and kernel correction for material point method".</remarks>
public readonly struct TpicScheme : ITransferScheme
{
    /// <inheritdoc/>
    public static bool NeedsVelocityBefore => false;

    /// <inheritdoc/>
    public static void Update<T>(
        in TransferSample<T> sample, in TransferNumbers<T> numbers,
        ref Vector3<T> velocity, out Matrix3x3<T> affine, out Vector3<T> drift)
        where T : unmanaged, IReal<T>
    {
        velocity = drift = sample.Velocity;
        affine = sample.Gradient;
    }

    /// <inheritdoc/>
    public static void UpdateAdjoint<T>(
        in TransferSample<T> sample, in TransferNumbers<T> numbers, in TransferCotangents<T> cotangents,
        out TransferSample<T> bySample, out Vector3<T> byVelocity)
        where T : unmanaged, IReal<T>
    {
        bySample = default;
        byVelocity = default;
        bySample.Velocity = cotangents.Velocity + cotangents.Drift;
        bySample.Gradient = cotangents.Affine;
    }
}
