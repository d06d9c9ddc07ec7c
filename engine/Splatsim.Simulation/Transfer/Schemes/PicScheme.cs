using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// PIC: v = sum w v_i and nothing more. Keeps linear momentum; whatever turns or shears within a cell is lost in every
/// substep, so it is very damped.
/// </summary>
/// <remarks>Harlow 1964, "The particle-in-cell computing method for fluid dynamics".</remarks>
public readonly struct PicScheme : ITransferScheme
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
        affine = default;
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
    }
}
