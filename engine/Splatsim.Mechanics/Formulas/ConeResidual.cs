using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>How far a deviator stays outside the hardened cone: flow - (norm + slope(q + flow) trace).</summary>
/// <typeparam name="T">The number.</typeparam>
internal readonly struct ConeResidual<T> : IResidual<T>
    where T : unmanaged, IReal<T>
{
    // Between almost no friction and almost a wall.
    private const double SmallestAngle = 1e-3, LargestAngle = 1.4;

    private readonly T stiffness, final, rate, decay, deficit, cone, before, norm, trace;

    /// <summary>Takes the coefficients of <see cref="DruckerPragerHardening"/>.</summary>
    /// <param name="prepared">Coefficients.</param>
    /// <param name="flow">q before the step.</param>
    /// <param name="norm">Norm of the trial deviator.</param>
    /// <param name="trace">Trace of the trial strain, gained volume included.</param>
    public ConeResidual(in LawParameters<T> prepared, T flow, T norm, T trace)
    {
        stiffness = prepared.P2;
        final = prepared.P3;
        rate = prepared.P4;
        decay = prepared.P5;
        deficit = prepared.P6;
        cone = prepared.P7;
        before = flow;
        this.norm = norm;
        this.trace = trace;
    }

    /// <inheritdoc/>
    public Dual<T> At(Dual<T> x) => x - new Dual<T>(norm, T.Zero) - Slope(x) * new Dual<T>(trace, T.Zero);

    /// <summary>Slope of the cone after some more flow.</summary>
    public Dual<T> Slope(Dual<T> flow)
    {
        Dual<T> q = new Dual<T>(before, T.Zero) + flow;
        Dual<T> angle = new Dual<T>(rate, T.Zero) * q - new Dual<T>(deficit, T.Zero);
        angle = new Dual<T>(final, T.Zero) + angle * Dual<T>.Exp(new Dual<T>(-decay, T.Zero) * q);
        angle = Dual<T>.Min(Dual<T>.Max(angle, Dual<T>.FromDouble(SmallestAngle)), Dual<T>.FromDouble(LargestAngle));
        Sines.Of(angle, out Dual<T> sine, out _);
        return new Dual<T>(stiffness, T.Zero) * FrictionCone.Alpha(sine, new Dual<T>(cone, T.Zero));
    }
}
