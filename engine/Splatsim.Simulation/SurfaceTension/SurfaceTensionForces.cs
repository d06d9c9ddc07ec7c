using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The formulas of surface tension on the grid, written once for every number. Derivatives are per cell.</summary>
public static class SurfaceTensionForces
{
    /// <summary>
    /// Gradients below this are no surface: inside a liquid the colour varies by as much because particles are not evenly spread.
    /// The force sets in linearly from here to twice as much [1/cell].
    /// </summary>
    public const double LeastGradient = 0.05;

    /// <summary>Colour of a node: how full it is, at most 1.</summary>
    /// <param name="mass">Its mass [kg].</param>
    /// <param name="perFullNode">1 over the mass of a full node, density times the cell's volume [1/kg].</param>
    public static T Color<T>(T mass, T perFullNode)
        where T : unmanaged, IReal<T> => T.Min(mass * perFullNode, T.One);

    /// <summary>One axis of the smoothing: (1, 2, 1)/4.</summary>
    /// <param name="before">The colour before.</param>
    /// <param name="here">The colour here.</param>
    /// <param name="after">The colour after.</param>
    public static T Smooth<T>(T before, T here, T after)
        where T : unmanaged, IReal<T> => T.FromDouble(0.25) * (before + after) + T.FromDouble(0.5) * here;

    /// <summary>Central difference.</summary>
    /// <param name="before">The value before.</param>
    /// <param name="after">The value after.</param>
    public static T Difference<T>(T before, T after)
        where T : unmanaged, IReal<T> => T.FromDouble(0.5) * (after - before);

    /// <summary>
    /// The acceleration, (2 sigma / rho) kappa n with n = grad c and kappa = -div(n/|n|). The force sigma kappa n per volume is
    /// shared out by density, 2 c rather than 1, which leaves its integral across the surface the same and light nodes calm.
    /// </summary>
    /// <remarks>
    /// The curvature is that of the surface itself, c = 1/2, rather than of the level through the node, which lies
    /// d = (1/2 - c)/|n| outside: with the radius 2/kappa of a ball, kappa / (1 - kappa d/2). The surface is several cells thick, and the
    /// force sits on its inner side.
    /// </remarks>
    /// <param name="color">Smoothed colour here.</param>
    /// <param name="normal">n here [1/cell].</param>
    /// <param name="magnitudeGradient">Gradient of |n| [1/cell^2].</param>
    /// <param name="divergence">div n [1/cell^2].</param>
    /// <param name="strength">2 sigma / (rho dx^2) [m/s^2].</param>
    public static Vector3<T> Acceleration<T>(T color, Vector3<T> normal, Vector3<T> magnitudeGradient, T divergence, T strength)
        where T : unmanaged, IReal<T>
    {
        // kappa n = [(n/|n|) . grad |n| - div n] n/|n|: nothing is divided by the square of a small gradient.
        T magnitude = Norms.Safe(in normal);
        Mask<T> some = magnitude > T.Zero;
        Vector3<T> unit = (T.One / T.Select(some, magnitude, T.One)) * normal;
        T curvature = Vector3<T>.Dot(unit, magnitudeGradient) - divergence;
        T share = T.One / T.Select(some, magnitude * magnitude, T.One);
        T shift = T.FromDouble(0.5) * curvature * (T.FromDouble(0.5) - color) * share;
        curvature = curvature / T.Min(T.Max(T.One - shift, T.FromDouble(0.5)), T.FromDouble(2));
        T onset = T.Min(T.Max(magnitude * T.FromDouble(1 / LeastGradient) - T.One, T.Zero), T.One);
        return (strength * onset * curvature) * unit;
    }
}
