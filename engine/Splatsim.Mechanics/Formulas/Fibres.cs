using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// One family of fibres: stress along a = F m, where m is the direction at rest. a turns and stretches with the matter.
/// </summary>
/// <remarks>
/// The standard reinforcing model, psi = k/8 (I4 - 1)^2 with I4 = |F m|^2: tau = k/2 (I4 - 1) a a^T, so that k is the fibres' small-strain
/// modulus. Holzapfel 2000, "Nonlinear Solid Mechanics", sec. 6.7.
/// </remarks>
internal static class Fibres
{
    /// <summary>What a rule says of a direction without length, or null.</summary>
    /// <param name="values">User values.</param>
    /// <param name="first">Position of the direction's x.</param>
    public static (string Key, string Problem)? Rule(IReadOnlyList<double> values, int first) =>
        values[first] == 0 && values[first + 1] == 0 && values[first + 2] == 0
            ? ("directionX", "the fibre direction has no length; give directionX, directionY or directionZ a value") : null;

    /// <summary>The direction with unit length.</summary>
    public static Vector3<T> Normalized<T>(T x, T y, T z)
        where T : unmanaged, IReal<T>
    {
        T scale = T.One / T.Sqrt(x * x + y * y + z * z);
        return new(scale * x, scale * y, scale * z);
    }

    /// <summary>Adds tension a a^T to a stress.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add<T>(T tension, in Vector3<T> along, ref SymmetricMatrix3x3<T> kirchhoff)
        where T : unmanaged, IReal<T>
    {
        Vector3<T> pull = tension * along;
        kirchhoff.XX = T.FusedMultiplyAdd(pull.X, along.X, kirchhoff.XX);
        kirchhoff.XY = T.FusedMultiplyAdd(pull.X, along.Y, kirchhoff.XY);
        kirchhoff.XZ = T.FusedMultiplyAdd(pull.X, along.Z, kirchhoff.XZ);
        kirchhoff.YY = T.FusedMultiplyAdd(pull.Y, along.Y, kirchhoff.YY);
        kirchhoff.YZ = T.FusedMultiplyAdd(pull.Y, along.Z, kirchhoff.YZ);
        kirchhoff.ZZ = T.FusedMultiplyAdd(pull.Z, along.Z, kirchhoff.ZZ);
    }

    /// <summary>The adjoint of <see cref="Add"/>.</summary>
    /// <param name="tension">The tension.</param>
    /// <param name="along">F m.</param>
    /// <param name="byKirchhoff">Derivatives by the stress.</param>
    /// <param name="byAlong">Derivatives by a, the tension held: 2 t K a.</param>
    /// <returns>The derivative by the tension: a . K a.</returns>
    public static T AddAdjoint<T>(T tension, in Vector3<T> along, in SymmetricMatrix3x3<T> byKirchhoff, out Vector3<T> byAlong)
        where T : unmanaged, IReal<T>
    {
        Vector3<T> pulled = byKirchhoff.Full * along;
        byAlong = (tension + tension) * pulled;
        return Vector3<T>.Dot(along, pulled);
    }

    /// <summary>I4 - 1, or what of it is tension where fibres buckle.</summary>
    /// <param name="along">F m.</param>
    /// <param name="compression">1 where fibres carry compression, else 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Elongation<T>(in Vector3<T> along, T compression)
        where T : unmanaged, IReal<T>
    {
        T elongation = along.LengthSquared - T.One;
        return T.FusedMultiplyAdd(compression, T.Min(elongation, T.Zero), T.Max(elongation, T.Zero));
    }
}
