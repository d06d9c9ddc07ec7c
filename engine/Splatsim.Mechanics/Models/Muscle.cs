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
            .. FibreElastic.Description.Parameters,
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
        FibreElastic.Prepare(in user, out prepared);
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
        FibreElastic.Update(ref f, in c, in prepared, ref history, timeStep, out kirchhoff, out clamped);
        Vector3<T> along = f * new Vector3<T>(prepared.P3, prepared.P4, prepared.P5);
        Fibres.Add(prepared.P7, in along, ref kirchhoff);
    }

    /// <inheritdoc/>
    public static void UpdateAdjoint<TLaw, T>(
        in Matrix3x3<T> f, in Matrix3x3<T> c, in LawParameters<T> prepared, in LawHistory<T> before, T timeStep,
        in LawCotangents<T> cotangents, out LawGradient<T> gradient)
        where TLaw : struct, ILaw
        where T : unmanaged, IReal<T>
    {
        NeoHookean.UpdateAdjoint<NeoHookean, T>(in f, in c, in prepared, in before, timeStep, in cotangents, out gradient);
        gradient.Prepared.P7 = FibreElastic.AddFibres(in f, in prepared, prepared.P7, in cotangents.Kirchhoff, ref gradient);
        gradient.Silence(gradient.Clamped);
    }

    /// <inheritdoc/>
    public static T EnergyDensity<T>(in Matrix3x3<T> f, in LawParameters<T> prepared, in LawHistory<T> history)
        where T : unmanaged, IReal<T>
    {
        Vector3<T> along = f * new Vector3<T>(prepared.P3, prepared.P4, prepared.P5);
        T energy = FibreElastic.EnergyDensity(in f, in prepared, in history);
        return T.FusedMultiplyAdd(T.FromDouble(0.5) * prepared.P7, along.LengthSquared - T.One, energy);
    }

    /// <inheritdoc/>
    public static double WaveModulus(in LawParameters<Real64> user) =>
        Lame.WaveModulus(user.P0.Value, user.P1.Value) + user.P2.Value + user.P7.Value;
}
