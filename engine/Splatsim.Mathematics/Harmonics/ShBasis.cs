using System.Runtime.CompilerServices;

namespace Splatsim.Mathematics;

/// <summary>
/// Real spherical harmonics in the order and signs of 3D Gaussian splatting, per degree. Arguments are unit vectors.
/// </summary>
/// <remarks>Sloan 2008, "Stupid Spherical Harmonics Tricks", appendix A2; signs as in Kerbl et al. 2023.</remarks>
public static class ShBasis
{
    /// <summary>The constant of degree 0: 1/2 sqrt(1/pi). Colour = 0.5 + B0 k_0 for a splat without direction.</summary>
    public const double Constant = 0.28209479177387814;

    /// <summary>Degree 1: coefficients 1 to 3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void First<T>(in Vector3<T> d, out T b1, out T b2, out T b3)
        where T : unmanaged, IReal<T>
    {
        T p = T.FromDouble(0.4886025119029199);
        b1 = -(p * d.Y);
        b2 = p * d.Z;
        b3 = -(p * d.X);
    }

    /// <summary>Degree 2: coefficients 4 to 8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Second<T>(in Vector3<T> d, out T b4, out T b5, out T b6, out T b7, out T b8)
        where T : unmanaged, IReal<T>
    {
        T r = T.FromDouble(1.0925484305920792);
        T xx = d.X * d.X, yy = d.Y * d.Y, zz = d.Z * d.Z;
        b4 = r * (d.X * d.Y);
        b5 = -(r * (d.Y * d.Z));
        b6 = T.FromDouble(0.31539156525252005) * (zz + zz - xx - yy);
        b7 = -(r * (d.X * d.Z));
        b8 = T.FromDouble(0.5462742152960396) * (xx - yy);
    }

    /// <summary>Degree 3: coefficients 9 to 15.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Third<T>(
        in Vector3<T> d, out T b9, out T b10, out T b11, out T b12, out T b13, out T b14, out T b15)
        where T : unmanaged, IReal<T>
    {
        T s = T.FromDouble(0.5900435899266435);
        T w = T.FromDouble(0.4570457994644658);
        T three = T.FromDouble(3);
        T xx = d.X * d.X, yy = d.Y * d.Y, zz = d.Z * d.Z;
        T four = T.FromDouble(4) * zz - xx - yy;
        b9 = -(s * (d.Y * (three * xx - yy)));
        b10 = T.FromDouble(2.890611442640554) * (d.X * d.Y * d.Z);
        b11 = -(w * (d.Y * four));
        b12 = T.FromDouble(0.3731763325901154) * (d.Z * (zz + zz - three * (xx + yy)));
        b13 = -(w * (d.X * four));
        b14 = T.FromDouble(1.445305721320277) * (d.Z * (xx - yy));
        b15 = -(s * (d.X * (xx - three * yy)));
    }

    /// <summary>Degree 4: coefficients 16 to 24, written to <paramref name="basis"/>. Kept in files, not drawn.</summary>
    public static void Fourth<T>(in Vector3<T> d, Span<T> basis)
        where T : unmanaged, IReal<T>
    {
        T xx = d.X * d.X, yy = d.Y * d.Y, zz = d.Z * d.Z;
        T one = T.One, three = T.FromDouble(3), seven = T.FromDouble(7);
        T a = T.FromDouble(1.7701307697799304), b = T.FromDouble(0.6690465435572892);
        basis[0] = T.FromDouble(2.5033429417967046) * (d.X * d.Y * (xx - yy));
        basis[1] = -(a * (d.Y * d.Z * (three * xx - yy)));
        basis[2] = T.FromDouble(0.9461746957575601) * (d.X * d.Y * (seven * zz - one));
        basis[3] = -(b * (d.Y * d.Z * (seven * zz - three)));
        basis[4] = T.FromDouble(0.10578554691520431) * (zz * (T.FromDouble(35) * zz - T.FromDouble(30)) + three);
        basis[5] = -(b * (d.X * d.Z * (seven * zz - three)));
        basis[6] = T.FromDouble(0.47308734787878004) * ((xx - yy) * (seven * zz - one));
        basis[7] = -(a * (d.X * d.Z * (xx - three * yy)));
        basis[8] = T.FromDouble(0.6258357354491761) * (xx * (xx - three * yy) - yy * (three * xx - yy));
    }

    /// <summary>All functions up to a degree: (degree + 1)^2 values.</summary>
    /// <param name="d">Unit direction.</param>
    /// <param name="degree">0 to 4.</param>
    /// <param name="basis">Receives the values; at least (degree + 1)^2 long.</param>
    /// <exception cref="ArgumentOutOfRangeException">The degree is not 0 to 4.</exception>
    public static void Evaluate<T>(in Vector3<T> d, int degree, Span<T> basis)
        where T : unmanaged, IReal<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(degree);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(degree, 4);
        basis[0] = T.FromDouble(Constant);
        if (degree >= 1) First(in d, out basis[1], out basis[2], out basis[3]);
        if (degree >= 2) Second(in d, out basis[4], out basis[5], out basis[6], out basis[7], out basis[8]);
        if (degree >= 3)
            Third(in d, out basis[9], out basis[10], out basis[11], out basis[12], out basis[13], out basis[14], out basis[15]);
        if (degree >= 4) Fourth(in d, basis[16..]);
    }
}
