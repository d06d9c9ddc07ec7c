using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// RPIC damping: as APIC, with C = (1 - d) C + d/2 (C - C^T). At d = 1 a particle keeps rigid motion only. Rotation is not damped, so angular
/// momentum is kept. The deformation follows the undamped gradient.
/// </summary>
/// <remarks>Jiang et al. 2015, sec. 5.1 (rigid particle-in-cell); damping as in PhysGaussian (Xie et al. 2024), key rpic_damping.</remarks>
public readonly struct RpicScheme : ITransferScheme
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
        T half = T.FromDouble(0.5) * numbers.Damping;
        affine = (T.One - numbers.Damping) * sample.Affine + half * (sample.Affine - sample.Affine.Transposed);
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
        T half = T.FromDouble(0.5) * numbers.Damping;
        bySample.Affine = (T.One - numbers.Damping) * cotangents.Affine + half * (cotangents.Affine - cotangents.Affine.Transposed);
    }
}
