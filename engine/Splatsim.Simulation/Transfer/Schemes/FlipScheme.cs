using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// FLIP blended with PIC: v_p = sum w v_i + alpha (v_p - sum w u_i), where u is the velocity of the nodes before forces acted: a share alpha of
/// what the grid cannot show stays with the particle. Particles move with the grid. Keeps linear momentum.
/// </summary>
/// <remarks>Brackbill, Ruppel 1986, "FLIP"; blend: Zhu, Bridson 2005, "Animating sand as a fluid", sec. 3.2.</remarks>
public readonly struct FlipScheme : ITransferScheme
{
    /// <inheritdoc/>
    public static bool NeedsVelocityBefore => true;

    /// <inheritdoc/>
    public static void Update<T>(
        in TransferSample<T> sample, in TransferNumbers<T> numbers,
        ref Vector3<T> velocity, out Matrix3x3<T> affine, out Vector3<T> drift)
        where T : unmanaged, IReal<T>
    {
        Vector3<T> kept = velocity - sample.Before;
        drift = sample.Velocity;
        velocity = sample.Velocity + numbers.FlipBlend * kept;
        affine = default;
    }

    /// <inheritdoc/>
    public static void UpdateAdjoint<T>(
        in TransferSample<T> sample, in TransferNumbers<T> numbers, in TransferCotangents<T> cotangents,
        out TransferSample<T> bySample, out Vector3<T> byVelocity)
        where T : unmanaged, IReal<T>
    {
        bySample = default;
        byVelocity = numbers.FlipBlend * cotangents.Velocity;
        bySample.Velocity = cotangents.Velocity + cotangents.Drift;
        bySample.Before = -byVelocity;
    }
}
