using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// The hardening of a Cam-clay step: its change of alpha less the one that the ellipse of the changed alpha asks for. See <see cref="CamClay"/>.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
internal readonly struct EllipseResidual<T> : IResidual<T>
    where T : unmanaged, IReal<T>
{
    private const double SmallestPressure = 1e-5, LargestPressure = 0.49, LargestExponent = 20;

    private readonly T bulk, slope, cohesion, factor, alpha, pressure, shear, logarithm;

    /// <summary>Takes a trial state.</summary>
    /// <param name="prepared">Coefficients of <see cref="CamClay"/>.</param>
    /// <param name="alpha">Hardening before the step.</param>
    /// <param name="pressure">Trial pressure [Pa].</param>
    /// <param name="norm">Norm of the trial deviator of stress [Pa].</param>
    /// <param name="logarithm">Trial ln J.</param>
    public EllipseResidual(in LawParameters<T> prepared, T alpha, T pressure, T norm, T logarithm)
    {
        bulk = prepared.P1;
        slope = prepared.P2;
        cohesion = prepared.P3;
        factor = prepared.P4;
        this.alpha = alpha;
        this.pressure = pressure;
        // (1 + 2 beta) q^2.
        shear = T.FromDouble(1.5) * norm * norm * (T.One + cohesion + cohesion);
        this.logarithm = logarithm;
    }

    /// <inheritdoc/>
    public Dual<T> At(Dual<T> x) => x - Hardening(x);

    /// <summary>Growth of alpha that the ellipse after a change asks for; 0 inside of it.</summary>
    public Dual<T> Hardening(Dual<T> change)
    {
        Dual<T> reach = Dual<T>.Min(Reach(change), Dual<T>.One), centre = Centre(Strength(change));
        Dual<T> crossing = centre + reach * (new Dual<T>(pressure, T.Zero) - centre);
        Dual<T> square = Dual<T>.One - Dual<T>.FromDouble(2) * crossing / new Dual<T>(bulk, T.Zero);
        Dual<T> grown = new Dual<T>(logarithm, T.Zero) - Dual<T>.FromDouble(0.5) * Dual<T>.Log(square);
        return Dual<T>.Select(reach < Dual<T>.One, grown, Dual<T>.Zero);
    }

    /// <summary>Where the line from the centre to the trial state crosses the ellipse: below 1 outside of it.</summary>
    public Dual<T> Reach(Dual<T> change)
    {
        Dual<T> strength = Strength(change), away = new Dual<T>(slope, T.Zero) * (new Dual<T>(pressure, T.Zero) - Centre(strength));
        Dual<T> least = new(T.FromDouble(1e-16) * bulk * bulk, T.Zero);
        Dual<T> distance = Dual<T>.Sqrt(Dual<T>.Max(new Dual<T>(shear, T.Zero) + away * away, least));
        return new Dual<T>(slope, T.Zero) * Radius(strength) / distance;
    }

    /// <summary>The returned pressure, and the share of the deviator that is kept.</summary>
    public void Return(T change, out T returned, out T keep)
    {
        Dual<T> at = new(change, T.Zero);
        T strength = Strength(at).Value;
        returned = T.Min(T.Max(pressure, -cohesion * strength), strength);
        T off = returned - Centre(new Dual<T>(strength, T.Zero)).Value, radius = Radius(new Dual<T>(strength, T.Zero)).Value;
        T allowed = slope * slope * T.Max((radius - off) * (radius + off), T.Zero);
        Mask<T> outside = shear > allowed;
        T share = T.Sqrt(T.Select(outside, allowed / T.Select(outside, shear, T.One), T.One));
        keep = T.Select(returned < pressure | returned > pressure, T.Zero, share);
    }

    // p0.
    private Dual<T> Strength(Dual<T> change)
    {
        Dual<T> packed = Dual<T>.Max(-(new Dual<T>(alpha, T.Zero) + change), Dual<T>.Zero);
        Dual<T> power = Dual<T>.Exp(Dual<T>.Min(new Dual<T>(factor, T.Zero) * packed, Dual<T>.FromDouble(LargestExponent)));
        Dual<T> sinh = Dual<T>.FromDouble(0.5) * (power - Dual<T>.One / power);
        Dual<T> relative = Dual<T>.Min(Dual<T>.FromDouble(SmallestPressure) + sinh, Dual<T>.FromDouble(LargestPressure));
        return new Dual<T>(bulk, T.Zero) * relative;
    }

    private Dual<T> Centre(Dual<T> strength) => new Dual<T>(T.FromDouble(0.5) * (T.One - cohesion), T.Zero) * strength;

    private Dual<T> Radius(Dual<T> strength) => new Dual<T>(T.FromDouble(0.5) * (T.One + cohesion), T.Zero) * strength;
}
