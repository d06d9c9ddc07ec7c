using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// Massless points carried by the grid velocity, each with its own total deformation: x += dt v, F += dt (grad v) F,
/// where grad v = (4/dx^2) sum w_i v_i d_i^T.
/// </summary>
public sealed class TracerSet
{
    /// <summary>Allocates tracers at the origin with F = I.</summary>
    /// <param name="count">Number of tracers, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public TracerSet(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Count = count;
        X = new double[3 * count];
        F = new double[9 * count];
        for (int p = 0; p < count; p++) F[9 * p] = F[9 * p + 4] = F[9 * p + 8] = 1;
    }

    /// <summary>Number of tracers.</summary>
    public int Count { get; }

    /// <summary>Positions [m], shape [Count, 3].</summary>
    public double[] X { get; }

    /// <summary>Total deformation gradients since the start, shape [Count, 3, 3], row-major.</summary>
    public double[] F { get; }

    /// <summary>
    /// Material of the rigid body that carries a tracer instead of the grid, -1 for none, shape [Count]; null where no body does.
    /// </summary>
    public int[]? Carriers { get; set; }

    /// <summary>One position.</summary>
    /// <param name="tracer">Index of the tracer.</param>
    public Vector3<Real64> Position(int tracer) => new(X[3 * tracer], X[3 * tracer + 1], X[3 * tracer + 2]);

    /// <summary>Tracers at given points.</summary>
    /// <param name="positions">Positions [m], shape [count, 3].</param>
    /// <exception cref="ArgumentException">The length is not a multiple of 3.</exception>
    public static TracerSet At(ReadOnlySpan<double> positions)
    {
        if (positions.Length % 3 != 0)
            throw new ArgumentException($"{positions.Length} values are not whole points", nameof(positions));
        TracerSet set = new(positions.Length / 3);
        positions.CopyTo(set.X);
        return set;
    }
}
