using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>Newtonian viscosity: tau = J (2 eta dev D + zeta tr D I), D = (C + C^T)/2. Integrated explicitly.</summary>
internal static class Viscosity
{
    /// <summary>Shear viscosity, a parameter of the viscous laws.</summary>
    public static LawParameter Shear(double value) => new("shearViscosity", "Pa s", value, 0, 1e9, "Shear viscosity eta.");

    /// <summary>Bulk viscosity, a parameter of the viscous laws.</summary>
    public static LawParameter Bulk { get; } = new("bulkViscosity", "Pa s", 0, 0, 1e9, "Bulk viscosity zeta.");

    /// <summary>4/3 eta + zeta [Pa s]: what damps a sound wave, the fastest decay there is.</summary>
    public static double Explicit(double shear, double bulk) => 4.0 / 3.0 * shear + bulk;

    /// <summary>The viscous stress on top of an isotropic one.</summary>
    /// <param name="twoShear">2 eta.</param>
    /// <param name="dilatational">zeta - 2 eta/3.</param>
    /// <param name="c">C.</param>
    /// <param name="volumeRatio">J.</param>
    /// <param name="isotropic">Isotropic Kirchhoff stress.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SymmetricMatrix3x3<T> Stress<T>(T twoShear, T dilatational, in Matrix3x3<T> c, T volumeRatio, T isotropic)
        where T : unmanaged, IReal<T> =>
        (volumeRatio * twoShear * SymmetricMatrix3x3<T>.SymmetricPart(in c))
            .PlusIdentity(T.FusedMultiplyAdd(volumeRatio * dilatational, c.Trace, isotropic));

    /// <summary>Power of the viscous stress per rest volume [W/m^3]: J (2 eta D:D + (zeta - 2 eta/3) (tr D)^2).</summary>
    public static T Power<T>(T twoShear, T dilatational, in Matrix3x3<T> c, T volumeRatio)
        where T : unmanaged, IReal<T>
    {
        SymmetricMatrix3x3<T> d = SymmetricMatrix3x3<T>.SymmetricPart(in c);
        T shear = d.XY * d.XY + d.XZ * d.XZ + d.YZ * d.YZ, trace = d.Trace;
        T squares = d.XX * d.XX + d.YY * d.YY + d.ZZ * d.ZZ + shear + shear;
        return volumeRatio * T.FusedMultiplyAdd(twoShear, squares, dilatational * trace * trace);
    }
}
