using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The quadratic B-spline as a kernel: three nodes per axis, continuous gradients.</summary>
/// <remarks>Steffen, Kirby, Berzins 2008, "Analysis and reduction of quadrature errors in the material point method".</remarks>
public readonly struct QuadraticKernel : ITransferKernel
{
    /// <inheritdoc/>
    public static int NodeCount => 3;

    /// <inheritdoc/>
    public static double InverseMoment => 4;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Base<T>(T x)
        where T : unmanaged, IReal<T> => QuadraticBSpline.Base(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Weights<T>(T f, out AxisWeights<T> weights)
        where T : unmanaged, IReal<T>
    {
        weights = default;
        QuadraticBSpline.Weights(f, out weights.W0, out weights.W1, out weights.W2);
        weights.G0 = f - T.FromDouble(1.5);
        weights.G1 = T.FromDouble(-2) * (f - T.One);
        weights.G2 = f - T.FromDouble(0.5);
    }
}
