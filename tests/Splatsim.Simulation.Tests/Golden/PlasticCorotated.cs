using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Tests;

/// <summary>The plasticine of warp-mpm: the von Mises return map in Hencky strain, then the stress of a fixed corotated body.</summary>
internal readonly struct PlasticCorotated : ILaw
{
    public const string Key = "plastic-corotated";

    public static LawDescription Description { get; } = new(
        Key, "Test law.", "zeshunzong/warp-mpm",
        [LawParameter.YoungsModulus, LawParameter.PoissonsRatio, new("yieldStress", "Pa", 1e3, 1, 1e9, "sigma_y")], []);

    public static void Prepare<T>(in LawParameters<T> user, out LawParameters<T> prepared)
        where T : unmanaged, IReal<T>
    {
        prepared = default;
        Lame.FromYoung(user.P0, user.P1, out prepared.P0, out prepared.P1);
        prepared.P2 = user.P2;
    }

    public static void InitialHistory<T>(in LawParameters<T> prepared, out LawHistory<T> history)
        where T : unmanaged, IReal<T> => history = default;

    public static void Update<T>(
        ref Matrix3x3<T> f, in Matrix3x3<T> c, in LawParameters<T> prepared, ref LawHistory<T> history, T timeStep,
        out SymmetricMatrix3x3<T> kirchhoff, out Mask<T> clamped)
        where T : unmanaged, IReal<T>
    {
        SingularValues.Decompose(in f, out Matrix3x3<T> u, out Vector3<T> s, out Matrix3x3<T> v);
        Vector3<T> strain = new(T.Log(s.X), T.Log(s.Y), T.Log(s.Z));
        T mean = T.FromDouble(1.0 / 3.0) * (strain.X + strain.Y + strain.Z);
        Vector3<T> deviator = new(strain.X - mean, strain.Y - mean, strain.Z - mean);
        T norm = T.Max(T.Sqrt(deviator.LengthSquared), T.FromDouble(1e-12));
        // |dev tau| = 2 mu |e|, at most sqrt(2/3) sigma_y.
        T radius = T.FromDouble(Math.Sqrt(2.0 / 3.0)) * prepared.P2 / (prepared.P0 + prepared.P0);
        T kept = T.Min(T.One, radius / norm);
        Vector3<T> returned = new(T.Exp(mean + kept * deviator.X), T.Exp(mean + kept * deviator.Y), T.Exp(mean + kept * deviator.Z));
        f = u * Matrix3x3<T>.Diagonal(returned.X, returned.Y, returned.Z) * v.Transposed;
        LawHistory<T> none = default;
        FixedCorotated.Principal(in returned, in prepared, ref none, timeStep, out _, out Vector3<T> tau);
        Matrix3x3<T> stress = u * Matrix3x3<T>.Diagonal(tau.X, tau.Y, tau.Z) * u.Transposed;
        kirchhoff.XX = stress.M00;
        kirchhoff.XY = stress.M01;
        kirchhoff.XZ = stress.M02;
        kirchhoff.YY = stress.M11;
        kirchhoff.YZ = stress.M12;
        kirchhoff.ZZ = stress.M22;
        clamped = StretchLimits.None<T>();
    }

    public static T EnergyDensity<T>(in Matrix3x3<T> f, in LawParameters<T> prepared, in LawHistory<T> history)
        where T : unmanaged, IReal<T> => T.Zero;

    public static double WaveModulus(in LawParameters<Real64> user) => Lame.WaveModulus(user.P0.Value, user.P1.Value);
}
