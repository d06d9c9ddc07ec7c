using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// APIC: v = sum w v_i, C = K/dx^2 sum w v_i d_i^T. Keeps linear and angular momentum to rounding and damps little.
/// </summary>
/// <remarks>Jiang, Schroeder, Selle, Teran, Stomakhin 2015, "The Affine Particle-In-Cell Method".</remarks>
public readonly struct ApicScheme : ITransferScheme
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
        affine = sample.Affine;
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
        bySample.Affine = cotangents.Affine;
    }
}
