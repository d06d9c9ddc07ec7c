using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>Transversely isotropic elasticity: a neo-Hookean body with one family of fibres, which turn with it.</summary>
/// <remarks>
/// tau = mu (b - I) + lambda ln J I + k/2 (I4 - 1) a a^T, a = F m. Prepared: mu, lambda, k/2, unit direction, 1 where fibres carry
/// compression.
/// </remarks>
public readonly struct FibreElastic : ILaw
{
    /// <inheritdoc/>
    public static LawDescription Description { get; } = new(
        "fibre-elastic",
        "Elastic body with fibres in one direction: wood, tendon, leaf veins, reinforced rubber.",
        "Holzapfel 2000, Nonlinear Solid Mechanics, sec. 6.7 (standard reinforcing model) on Bonet and Wood 2008, eq. 6.27",
        [
            LawParameter.YoungsModulus,
            LawParameter.PoissonsRatio,
            new("fibreStiffness", "Pa", 1e5, 0, 1e13, "Modulus that the fibres add along their direction.")
            {
                Role = LawParameterRole.Stiffness,
            },
            new("directionX", "1", 1, -1, 1, "Fibre direction in the body at rest, x; need not be of unit length."),
            new("directionY", "1", 0, -1, 1, "Fibre direction in the body at rest, y."),
            new("directionZ", "1", 0, -1, 1, "Fibre direction in the body at rest, z."),
            LawParameter.Option("fibreCompression", "Whether fibres carry compression or buckle.", "carry", "buckle"),
        ],
        [])
    {
        Rule = values => Fibres.Rule(values, 3),
    };

    /// <inheritdoc/>
    public static void Prepare<T>(in LawParameters<T> user, out LawParameters<T> prepared)
        where T : unmanaged, IReal<T>
    {
        prepared = default;
        Lame.FromYoung(user.P0, user.P1, out prepared.P0, out prepared.P1);
        Vector3<T> direction = Fibres.Normalized(user.P3, user.P4, user.P5);
        prepared.P2 = T.FromDouble(0.5) * user.P2;
        prepared.P3 = direction.X;
        prepared.P4 = direction.Y;
        prepared.P5 = direction.Z;
        prepared.P6 = T.Select(user.P6 > T.FromDouble(0.5), T.Zero, T.One);
    }

    /// <inheritdoc/>
    public static void InitialHistory<T>(in LawParameters<T> prepared, out LawHistory<T> history)
        where T : unmanaged, IReal<T> => history = default;

    /// <inheritdoc/>
    public static void Update<T>(
        ref Matrix3x3<T> f, in Matrix3x3<T> c, in LawParameters<T> prepared, ref LawHistory<T> history, T timeStep,
        out SymmetricMatrix3x3<T> kirchhoff, out Mask<T> clamped)
        where T : unmanaged, IReal<T>
    {
        NeoHookean.Update(ref f, in c, in prepared, ref history, timeStep, out kirchhoff, out clamped);
        Vector3<T> along = f * new Vector3<T>(prepared.P3, prepared.P4, prepared.P5);
        T tension = prepared.P2 * Fibres.Elongation(in along, prepared.P6);
        Fibres.Add(tension, in along, ref kirchhoff);
    }

    /// <inheritdoc/>
    public static void UpdateAdjoint<TLaw, T>(
        in Matrix3x3<T> f, in Matrix3x3<T> c, in LawParameters<T> prepared, in LawHistory<T> before, T timeStep,
        in LawCotangents<T> cotangents, out LawGradient<T> gradient)
        where TLaw : struct, ILaw
        where T : unmanaged, IReal<T>
    {
        NeoHookean.UpdateAdjoint<NeoHookean, T>(in f, in c, in prepared, in before, timeStep, in cotangents, out gradient);
        AddFibres(in f, in prepared, T.Zero, in cotangents.Kirchhoff, ref gradient);
        gradient.Silence(gradient.Clamped);
    }

    /// <summary>Adds what the fibres' stress makes of the derivatives by F and by the coefficients.</summary>
    /// <param name="f">Trial F.</param>
    /// <param name="prepared">The coefficients.</param>
    /// <param name="active">Tension besides that of the fibres' stiffness.</param>
    /// <param name="byKirchhoff">Derivatives by the stress.</param>
    /// <param name="gradient">Added to.</param>
    /// <returns>Derivative by the active tension.</returns>
    internal static T AddFibres<T>(
        in Matrix3x3<T> f, in LawParameters<T> prepared, T active, in SymmetricMatrix3x3<T> byKirchhoff, ref LawGradient<T> gradient)
        where T : unmanaged, IReal<T>
    {
        Matrix3x3<T> lifted = f;
        StretchLimits.PositiveVolume(ref lifted, out _, out _);
        Vector3<T> direction = new(prepared.P3, prepared.P4, prepared.P5), along = lifted * direction;
        T elongation = Fibres.Elongation(in along, prepared.P6);
        T byTension = Fibres.AddAdjoint(T.FusedMultiplyAdd(prepared.P2, elongation, active), in along, in byKirchhoff, out Vector3<T> byAlong);
        T slope = T.Select(along.LengthSquared > T.One, T.One, prepared.P6);
        byAlong += (byTension * prepared.P2 * (slope + slope)) * along;
        gradient.F += Matrix3x3<T>.Outer(byAlong, direction);
        gradient.Prepared.P2 += elongation * byTension;
        Vector3<T> byDirection = lifted.Transposed * byAlong;
        gradient.Prepared.P3 += byDirection.X;
        gradient.Prepared.P4 += byDirection.Y;
        gradient.Prepared.P5 += byDirection.Z;
        gradient.Prepared.P6 += prepared.P2 * T.Min(along.LengthSquared - T.One, T.Zero) * byTension;
        return byTension;
    }

    /// <inheritdoc/>
    public static T EnergyDensity<T>(in Matrix3x3<T> f, in LawParameters<T> prepared, in LawHistory<T> history)
        where T : unmanaged, IReal<T>
    {
        Vector3<T> along = f * new Vector3<T>(prepared.P3, prepared.P4, prepared.P5);
        T elongation = Fibres.Elongation(in along, prepared.P6);
        T energy = NeoHookean.EnergyDensity(in f, in prepared, in history);
        energy = T.FusedMultiplyAdd(T.FromDouble(0.25) * prepared.P2, elongation * elongation, energy);
        return energy;
    }

    /// <inheritdoc/>
    public static double WaveModulus(in LawParameters<Real64> user) =>
        Lame.WaveModulus(user.P0.Value, user.P1.Value) + user.P2.Value;
}
