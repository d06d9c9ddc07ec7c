using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>What a particle takes from the grid. Static and generic over the number; all back ends call the same formula.</summary>
public interface ITransferScheme
{
    /// <summary>Whether the scheme asks for <see cref="TransferSample{T}.Before"/>. A constant.</summary>
    static abstract bool NeedsVelocityBefore { get; }

    /// <summary>Ends a substep for one particle.</summary>
    /// <param name="sample">The grid at the particle.</param>
    /// <param name="numbers">The choice's numbers.</param>
    /// <param name="velocity">The particle's velocity v_p [m/s], old on entry, new on exit.</param>
    /// <param name="affine">C, the affine velocity that goes to the grid with the particle's next momentum [1/s].</param>
    /// <param name="drift">The velocity that moves the particle: x += dt drift [m/s].</param>
    static abstract void Update<T>(
        in TransferSample<T> sample, in TransferNumbers<T> numbers,
        ref Vector3<T> velocity, out Matrix3x3<T> affine, out Vector3<T> drift)
        where T : unmanaged, IReal<T>;

    /// <summary>The adjoint of <see cref="Update"/>.</summary>
    /// <param name="sample">The grid at the particle, for schemes that choose by it.</param>
    /// <param name="numbers">The choice's numbers.</param>
    /// <param name="cotangents">Derivatives of a loss by what the update returned.</param>
    /// <param name="bySample">Derivatives by the sample; a choice has none.</param>
    /// <param name="byVelocity">Derivatives by the old velocity.</param>
    static abstract void UpdateAdjoint<T>(
        in TransferSample<T> sample, in TransferNumbers<T> numbers, in TransferCotangents<T> cotangents,
        out TransferSample<T> bySample, out Vector3<T> byVelocity)
        where T : unmanaged, IReal<T>;
}
