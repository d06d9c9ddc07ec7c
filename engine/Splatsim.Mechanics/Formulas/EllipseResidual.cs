using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// The hardening of a Cam-clay step: its change of alpha less the one that the ellipse of the changed alpha asks for. See <see cref="CamClay"/>.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
internal struct EllipseResidual<T> : IResidual<T>
    where T : unmanaged, IReal<T>
{
    private const double SmallestPressure = 1e-5, LargestPressure = 0.49, LargestExponent = 20;

    private T bulk, slope, cohesion, factor, alpha, pressure, shear, logarithm;

    /// <summary>Takes a trial state.</summary>
    /// <param name="prepared">Coefficients of <see cref="CamClay"/>.</param>
    /// <param name="alpha">Hardening before the step.</param>
    /// <param name="pressure">Trial pressure [Pa].</param>
    /// <param name="norm">Norm of the trial deviator of stress [Pa].</param>
    /// <param name="logarithm">Trial ln J.</param>
    /// <param name="residual">Written in place: a constructor clears and copies.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Create(in LawParameters<T> prepared, T alpha, T pressure, T norm, T logarithm, out EllipseResidual<T> residual)
    {
        residual.bulk = prepared.P1;
        residual.slope = prepared.P2;
        residual.cohesion = prepared.P3;
        residual.factor = prepared.P4;
        residual.alpha = alpha;
        residual.pressure = pressure;
        // (1 + 2 beta) q^2.
        residual.shear = T.FromDouble(1.5) * norm * norm * (T.One + prepared.P3 + prepared.P3);
        residual.logarithm = logarithm;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void At(T x, out T value, out T derivative)
    {
        value = x - Hardening(x, out derivative, out _);
        derivative = T.One - derivative;
    }

    /// <summary>Growth of alpha that the ellipse after a change asks for; 0 inside of it.</summary>
    /// <param name="change">Change of alpha.</param>
    /// <param name="derivative">Derivative of the growth by it.</param>
    /// <param name="outside">Whether the trial state is outside the ellipse.</param>
    public readonly T Hardening(T change, out T derivative, out Mask<T> outside)
    {
        T strength = Strength(change, out T strengthening), half = T.FromDouble(0.5);
        T centre = Centre(strength), centreSlope = Centre(strengthening), radius = Radius(strength), radiusSlope = Radius(strengthening);
        // The line from the centre to the trial state crosses the ellipse at the share reach of its length.
        T along = pressure - centre, away = slope * along, square = T.FusedMultiplyAdd(away, away, shear), least = T.FromDouble(1e-16) * bulk * bulk;
        T squareSlope = T.Select(square > least, -(slope * away * (centreSlope + centreSlope)), T.Zero);
        square = T.Max(square, least);
        T distance = T.Sqrt(square), reach = slope * radius / distance;
        T reachSlope = slope * radiusSlope / distance - half * reach * squareSlope / square;
        outside = reach < T.One;
        reach = T.Min(reach, T.One);
        T crossing = T.FusedMultiplyAdd(reach, along, centre);
        T crossingSlope = T.FusedMultiplyAdd(reachSlope, along, T.FusedMultiplyAdd(-reach, centreSlope, centreSlope));
        T squaredRatio = T.One - (crossing + crossing) / bulk;
        derivative = T.Select(outside, crossingSlope / (bulk * squaredRatio), T.Zero);
        return T.Select(outside, T.FusedMultiplyAdd(-half, T.Log(squaredRatio), logarithm), T.Zero);
    }

    /// <summary>The returned pressure, and the share of the deviator that is kept.</summary>
    public readonly void Return(T change, out T returned, out T keep)
    {
        T strength = Strength(change, out _);
        returned = T.Min(T.Max(pressure, -cohesion * strength), strength);
        T off = returned - Centre(strength), radius = Radius(strength);
        T allowed = slope * slope * T.Max((radius - off) * (radius + off), T.Zero);
        Mask<T> beyond = shear > allowed;
        T share = T.Sqrt(T.Select(beyond, allowed / T.Select(beyond, shear, T.One), T.One));
        keep = T.Select(returned < pressure | returned > pressure, T.Zero, share);
    }

    // p0 and its derivative.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly T Strength(T change, out T derivative)
    {
        T half = T.FromDouble(0.5), packed = -(alpha + change), exponent = factor * T.Max(packed, T.Zero), limit = T.FromDouble(LargestExponent);
        T power = T.Exp(T.Min(exponent, limit)), inverse = T.One / power;
        T relative = T.FusedMultiplyAdd(half, power - inverse, T.FromDouble(SmallestPressure)), largest = T.FromDouble(LargestPressure);
        Mask<T> grows = packed > T.Zero & exponent < limit & relative < largest;
        derivative = T.Select(grows, -half * bulk * factor * (power + inverse), T.Zero);
        return bulk * T.Min(relative, largest);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly T Centre(T strength) => T.FromDouble(0.5) * (T.One - cohesion) * strength;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly T Radius(T strength) => T.FromDouble(0.5) * (T.One + cohesion) * strength;
}
