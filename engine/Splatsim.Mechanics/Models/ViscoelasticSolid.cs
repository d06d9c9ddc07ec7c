using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// A viscoelastic solid: a corotated body and a Maxwell branch side by side. It is stiff at first, gives way as the branch relaxes,
/// and comes back to its shape.
/// </summary>
/// <remarks>
/// The two branches of Liu et al. 2024, "Physics3D", with the branch's stress in the axes of b_N and taken from the relaxed
/// strain: see <see cref="ViscousBranch"/>. Prepared: mu, lambda, mu_N, lambda_N, alpha, beta.
/// </remarks>
public readonly struct ViscoelasticSolid : ILaw
{
    /// <inheritdoc/>
    public static LawDescription Description { get; } = new(
        "viscoelastic-solid",
        "Memory foam, tissue, tyre rubber: stiff to a blow, soft to a push, always back to its shape.",
        "Reese and Govindjee 1998, A theory of finite viscoelasticity and numerical aspects, sec. 4; two branches as in Liu et al. 2024, Physics3D",
        [
            LawParameter.YoungsModulus,
            LawParameter.PoissonsRatio,
            new("branchShearModulus", "Pa", 5e4, 0, 1e13, "mu_N of the branch.")
            {
                Role = LawParameterRole.Stiffness,
            },
            new("branchLameModulus", "Pa", 5e4, 0, 1e13, "lambda_N of the branch.")
            {
                Role = LawParameterRole.Stiffness,
            },
            new("deviatoricViscosity", "Pa s", 1e4, 1e-6, 1e15, "eta_d: relaxation time of shear times 2 mu_N."),
            new("volumetricViscosity", "Pa s", 1e4, 1e-6, 1e15, "eta_v: relaxation time of volume times 2/3 (2 mu_N + 3 lambda_N)."),
        ],
        [
            new("branchXX", "1", "b_N of the branch, xx; starts at 1."),
            new("branchXY", "1", "b_N of the branch, xy; starts at 0."),
            new("branchXZ", "1", "b_N of the branch, xz; starts at 0."),
            new("branchYY", "1", "b_N of the branch, yy; starts at 1."),
            new("branchYZ", "1", "b_N of the branch, yz; starts at 0."),
            new("branchZZ", "1", "b_N of the branch, zz; starts at 1."),
        ])
    {
        IsRateDependent = true,
    };

    /// <inheritdoc/>
    public static void Prepare<T>(in LawParameters<T> user, out LawParameters<T> prepared)
        where T : unmanaged, IReal<T>
    {
        prepared = default;
        Lame.FromYoung(user.P0, user.P1, out prepared.P0, out prepared.P1);
        T twoMu = user.P2 + user.P2, third = T.FromDouble(1.0 / 3.0);
        prepared.P2 = user.P2;
        prepared.P3 = user.P3;
        prepared.P4 = twoMu / user.P4;
        T volumetric = T.FromDouble(2.0 / 9.0) * T.FusedMultiplyAdd(T.FromDouble(3), user.P3, twoMu) / user.P5;
        prepared.P5 = volumetric - third * prepared.P4;
    }

    /// <inheritdoc/>
    public static void InitialHistory<T>(in LawParameters<T> prepared, out LawHistory<T> history)
        where T : unmanaged, IReal<T> => history = ViscousBranch.Rest<T>();

    /// <inheritdoc/>
    public static void Update<T>(
        ref Matrix3x3<T> f, in Matrix3x3<T> c, in LawParameters<T> prepared, ref LawHistory<T> history, T timeStep,
        out SymmetricMatrix3x3<T> kirchhoff, out Mask<T> clamped)
        where T : unmanaged, IReal<T>
    {
        SymmetricMatrix3x3<T> carried = ViscousBranch.Carried(in history, in c, timeStep);
        Vector3<T> rates = new(prepared.P4, prepared.P5, T.Zero);
        FixedCorotated.Update(ref f, in c, in prepared, ref history, timeStep, out SymmetricMatrix3x3<T> solid, out _);
        clamped = ViscousBranch.Relax(
            in carried, prepared.P2, prepared.P3, in rates, timeStep, ref history, out SymmetricMatrix3x3<T> branch);
        kirchhoff = solid + branch;
    }

    /// <inheritdoc/>
    public static void UpdateAdjoint<TLaw, T>(
        in Matrix3x3<T> f, in Matrix3x3<T> c, in LawParameters<T> prepared, in LawHistory<T> before, T timeStep,
        in LawCotangents<T> cotangents, out LawGradient<T> gradient)
        where TLaw : struct, ILaw
        where T : unmanaged, IReal<T>
    {
        LawCotangents<T> ofSolid = cotangents;
        ofSolid.History = default;
        FixedCorotated.UpdateAdjoint<FixedCorotated, T>(in f, in c, in prepared, in before, timeStep, in ofSolid, out gradient);
        Vector3<T> rates = new(prepared.P4, prepared.P5, T.Zero);
        SymmetricMatrix3x3<T> carried = ViscousBranch.Carried(in before, in c, timeStep), strain = ViscousBranch.Strain(in before);
        LawHistory<T> after = before;
        Mask<T> clamped = ViscousBranch.Relax(in carried, prepared.P2, prepared.P3, in rates, timeStep, ref after, out _);
        // The history holds each entry beside the diagonal once, the tensor twice.
        T half = T.FromDouble(0.5), two = T.FromDouble(2);
        LawHistory<T> h = cotangents.History;
        SymmetricMatrix3x3<T> byRelaxed = new(h.H0, half * h.H1, half * h.H2, h.H3, half * h.H4, h.H5);
        SymmetricMatrix3x3<T> byCarried = ViscousBranchAdjoint.Relax(
            in carried, prepared.P2, prepared.P3, in rates, timeStep, in byRelaxed, in cotangents.Kirchhoff, ref gradient);
        Matrix3x3<T> growth = Matrix3x3<T>.Identity + timeStep * c, turned = growth.Transposed;
        gradient.C = (two * timeStep) * (byCarried.Full * growth * strain.Full);
        SymmetricMatrix3x3<T> byStrain = SymmetricMatrix3x3<T>.Congruence(in turned, in byCarried);
        gradient.History.H0 = byStrain.XX;
        gradient.History.H1 = two * byStrain.XY;
        gradient.History.H2 = two * byStrain.XZ;
        gradient.History.H3 = byStrain.YY;
        gradient.History.H4 = two * byStrain.YZ;
        gradient.History.H5 = byStrain.ZZ;
        gradient.Silence(clamped);
    }

    /// <inheritdoc/>
    public static T EnergyDensity<T>(in Matrix3x3<T> f, in LawParameters<T> prepared, in LawHistory<T> history)
        where T : unmanaged, IReal<T>
    {
        SymmetricMatrix3x3<T> strain = ViscousBranch.Strain(in history);
        return FixedCorotated.EnergyDensity(in f, in prepared, in history)
            + ViscousBranch.Energy(in strain, prepared.P2, prepared.P3);
    }

    /// <inheritdoc/>
    public static T ViscousWork<T>(
        in Matrix3x3<T> f, in Matrix3x3<T> c, in LawParameters<T> prepared, in LawHistory<T> before, T timeStep)
        where T : unmanaged, IReal<T>
    {
        SymmetricMatrix3x3<T> carried = ViscousBranch.Carried(in before, in c, timeStep), strain = ViscousBranch.Strain(in before);
        return ViscousBranch.Energy(in carried, prepared.P2, prepared.P3) - ViscousBranch.Energy(in strain, prepared.P2, prepared.P3);
    }

    /// <inheritdoc/>
    /// <remarks>Before the branch relaxes.</remarks>
    public static double WaveModulus(in LawParameters<Real64> user) =>
        Lame.WaveModulus(user.P0.Value, user.P1.Value) + 2 * user.P2.Value + user.P3.Value;
}
