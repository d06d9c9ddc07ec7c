using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// Muscle: a neo-Hookean body whose fibres pull along themselves with activation times the largest active stress, besides their own
/// stiffness. Animate the activation to move a body.
/// </summary>
/// <remarks>
/// tau = mu (b - I) + lambda ln J I + (k/2 (I4 - 1) + T a) a a^T: the active part does not depend on the length and has the energy
/// T a/2 (I4 - 1). Prepared: as <see cref="FibreElastic"/>, then T a.
/// </remarks>
public readonly struct Muscle : ILaw
{
    /// <inheritdoc/>
    public static LawDescription Description { get; } = new(
        "muscle",
        "Muscle: soft tissue with fibres that pull when they are activated.",
        "Blemker, Pinsky, Delp 2005, A 3D model of muscle (active fibre stress), with a constant force-length relation; Holzapfel 2000, sec. 6.7",
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
            new("activeStress", "Pa", 1e5, 0, 1e12, "Largest active tension T.")
            {
                Role = LawParameterRole.Stiffness,
            },
            new("activation", "1", 0, 0, 1, "Share a of the active tension that is called up.") { Role = LawParameterRole.Drive },
        ],
        [])
    {
        Rule = values => Fibres.Rule(values, 3),
        // By the active tension, which acts on the deformed fibre.
        Stiffens = true,
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
        prepared.P7 = user.P7 * user.P8;
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
        T tension = T.FusedMultiplyAdd(prepared.P2, Fibres.Elongation(in along, prepared.P6), prepared.P7);
        Fibres.Add(tension, in along, ref kirchhoff);
    }

    /// <inheritdoc/>
    public static T EnergyDensity<T>(in Matrix3x3<T> f, in LawParameters<T> prepared, in LawHistory<T> history)
        where T : unmanaged, IReal<T>
    {
        Vector3<T> along = f * new Vector3<T>(prepared.P3, prepared.P4, prepared.P5);
        T elongation = Fibres.Elongation(in along, prepared.P6);
        T energy = NeoHookean.EnergyDensity(in f, in prepared, in history);
        energy = T.FusedMultiplyAdd(T.FromDouble(0.25) * prepared.P2, elongation * elongation, energy);
        return T.FusedMultiplyAdd(T.FromDouble(0.5) * prepared.P7, along.LengthSquared - T.One, energy);
    }

    /// <inheritdoc/>
    public static double WaveModulus(in LawParameters<Real64> user) =>
        Lame.WaveModulus(user.P0.Value, user.P1.Value) + user.P2.Value + user.P7.Value;
}
