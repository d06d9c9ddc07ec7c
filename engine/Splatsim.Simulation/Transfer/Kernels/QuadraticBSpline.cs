using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The quadratic B-spline that connects a particle to three nodes per axis.</summary>
/// <remarks>Steffen, Kirby, Berzins 2008; its second moment is dx^2/4 everywhere, hence the 4/dx^2 of MLS-MPM and APIC.</remarks>
public static class QuadraticBSpline
{
    /// <summary>The first of the three nodes.</summary>
    /// <param name="x">Coordinate in cells from node 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Base<T>(T x)
        where T : unmanaged, IReal<T> => T.Floor(x - T.FromDouble(0.5));

    /// <summary>Weights of the three nodes.</summary>
    /// <param name="f">Distance to the first node in cells, 0.5 to 1.5.</param>
    /// <param name="w0">Weight of the first node.</param>
    /// <param name="w1">Weight of the second.</param>
    /// <param name="w2">Weight of the third.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Weights<T>(T f, out T w0, out T w1, out T w2)
        where T : unmanaged, IReal<T>
    {
        T half = T.FromDouble(0.5);
        T below = T.FromDouble(1.5) - f, middle = f - T.One, above = f - half;
        w0 = half * below * below;
        w1 = T.FromDouble(0.75) - middle * middle;
        w2 = half * above * above;
    }
}
