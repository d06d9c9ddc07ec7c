using Splatsim.Mathematics;

namespace Splatsim.Splats;

/// <summary>
/// Which axes change sign between two frames, and what that does to a splat: positions are multiplied by S, quaternion
/// parts and harmonics by the signs here. Works for reflections too, where no rotation would do.
/// </summary>
/// <remarks>f'(d) = f(S d); every basis function is even or odd in each of x, y and z, so a flip only changes signs.</remarks>
/// <param name="X">True when x changes sign.</param>
/// <param name="Y">True when y changes sign.</param>
/// <param name="Z">True when z changes sign.</param>
public readonly record struct AxisFlip(bool X, bool Y, bool Z)
{
    // Per basis function, degree 0 to 4: bit 0 = odd in x, bit 1 = odd in y, bit 2 = odd in z.
    private static readonly byte[] Parity =
    [
        0,
        2, 4, 1,
        3, 6, 0, 5, 0,
        2, 7, 2, 4, 1, 4, 1,
        3, 6, 3, 6, 0, 5, 0, 5, 0,
    ];

    /// <summary>True when nothing changes.</summary>
    public bool IsIdentity => !X && !Y && !Z;

    /// <summary>The signs S as a diagonal matrix.</summary>
    public Matrix3x3<Real64> Matrix => Matrix3x3<Real64>.Diagonal(Sign(X), Sign(Y), Sign(Z));

    /// <summary>Signs of the x, y and z parts of a quaternion (w keeps its sign).</summary>
    public (float X, float Y, float Z) RotationSigns => (Sign(Y != Z), Sign(X != Z), Sign(X != Y));

    private int Bits => (X ? 1 : 0) | (Y ? 2 : 0) | (Z ? 4 : 0);

    /// <summary>The flip that leads from one frame to another.</summary>
    /// <param name="from">Frame of the values.</param>
    /// <param name="to">Wanted frame.</param>
    public static AxisFlip Between(CoordinateFrame from, CoordinateFrame to)
    {
        int bits = BitsFromRightDownForward(from) ^ BitsFromRightDownForward(to);
        return new((bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0);
    }

    /// <summary>Sign of one harmonic coefficient under the flip, +1 or -1.</summary>
    /// <param name="coefficient">Index of the basis function, 0 to 24.</param>
    public float ShSign(int coefficient) =>
        Sign((System.Numerics.BitOperations.PopCount((uint)(Parity[coefficient] & Bits)) & 1) != 0);

    private static float Sign(bool flipped) => flipped ? -1f : 1f;

    private static int BitsFromRightDownForward(CoordinateFrame frame) => frame switch
    {
        CoordinateFrame.RightDownForward => 0,
        CoordinateFrame.RightUpBack => 6,
        CoordinateFrame.RightUpForward => 2,
        CoordinateFrame.LeftUpForward => 3,
        _ => throw new ArgumentOutOfRangeException(nameof(frame), frame, "unknown frame"),
    };
}
