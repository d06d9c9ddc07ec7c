using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>How far a deviator stays outside the hardened cone: flow - (norm + slope(q + flow) trace).</summary>
/// <typeparam name="T">The number.</typeparam>
internal struct ConeResidual<T> : IResidual<T>
    where T : unmanaged, IReal<T>
{
    // Between almost no friction and almost a wall.
    private const double SmallestAngle = 1e-3, LargestAngle = 1.4;

    private T stiffness, final, rate, decay, deficit, cone, before, norm, trace;

    /// <summary>Takes the coefficients of <see cref="DruckerPragerHardening"/>.</summary>
    /// <param name="prepared">Coefficients.</param>
    /// <param name="flow">q before the step.</param>
    /// <param name="norm">Norm of the trial deviator.</param>
    /// <param name="trace">Trace of the trial strain, gained volume included.</param>
    /// <param name="residual">Written in place: a constructor clears and copies.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Create(in LawParameters<T> prepared, T flow, T norm, T trace, out ConeResidual<T> residual)
    {
        residual.stiffness = prepared.P2;
        residual.final = prepared.P3;
        residual.rate = prepared.P4;
        residual.decay = prepared.P5;
        residual.deficit = prepared.P6;
        residual.cone = prepared.P7;
        residual.before = flow;
        residual.norm = norm;
        residual.trace = trace;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void At(T x, out T value, out T derivative)
    {
        T slope = Slope(x, out T change);
        value = x - norm - slope * trace;
        derivative = T.FusedMultiplyAdd(-change, trace, T.One);
    }

    /// <summary>Slope of the cone after some more flow, and its derivative by that.</summary>
    public readonly T Slope(T flow, out T derivative)
    {
        T q = before + flow, grown = T.FusedMultiplyAdd(rate, q, -deficit), fading = T.Exp(-decay * q);
        T angle = T.FusedMultiplyAdd(grown, fading, final), growth = T.FusedMultiplyAdd(-decay, grown, rate) * fading;
        T smallest = T.FromDouble(SmallestAngle), largest = T.FromDouble(LargestAngle);
        growth = T.Select(angle > smallest & angle < largest, growth, T.Zero);
        Sines.Of(T.Min(T.Max(angle, smallest), largest), out T sine, out T cosine);
        derivative = stiffness * FrictionCone.AlphaDerivative(sine, cone) * cosine * growth;
        return stiffness * FrictionCone.Alpha(sine, cone);
    }
}
