using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>Reverse of <see cref="SplatShape"/>.</summary>
public static class SplatShapeAdjoint
{
    /// <summary>From the factor M = Q diag(exp(s)) back to the stored quaternion and log-scales.</summary>
    /// <remarks>The quaternion acts through its direction alone, so its gradient is orthogonal to it.</remarks>
    /// <param name="rotation">Quaternion as stored; need not be normalised.</param>
    /// <param name="logScale">Natural logarithms of the standard deviations.</param>
    /// <param name="factor">M of the forward pass.</param>
    /// <param name="gradient">Gradient with respect to M.</param>
    /// <param name="quaternion">Receives the gradient with respect to the stored quaternion.</param>
    /// <param name="scales">Receives the gradient with respect to the log-scales.</param>
    public static void Factor<T>(
        in Quaternion<T> rotation, in Vector3<T> logScale, in Matrix3x3<T> factor, in Matrix3x3<T> gradient,
        out Quaternion<T> quaternion, out Vector3<T> scales)
        where T : unmanaged, IReal<T>
    {
        scales = new(
            Vector3<T>.Dot(factor.Column0, gradient.Column0),
            Vector3<T>.Dot(factor.Column1, gradient.Column1),
            Vector3<T>.Dot(factor.Column2, gradient.Column2));
        // Gradient with respect to the rotation matrix Q.
        Vector3<T> a = T.Exp(logScale.X) * gradient.Column0, b = T.Exp(logScale.Y) * gradient.Column1, c = T.Exp(logScale.Z) * gradient.Column2;
        T two = T.FromDouble(2), inverse = T.One / T.Sqrt(rotation.SquaredNorm);
        T w = rotation.W * inverse, x = rotation.X * inverse, y = rotation.Y * inverse, z = rotation.Z * inverse;
        // Axial part, and sums across the diagonal.
        T yz = b.Z - c.Y, zx = c.X - a.Z, xy = a.Y - b.X;
        T sumYZ = b.Z + c.Y, sumZX = c.X + a.Z, sumXY = a.Y + b.X;
        T gw = two * (x * yz + y * zx + z * xy);
        T gx = two * (w * yz + y * sumXY + z * sumZX - two * x * (b.Y + c.Z));
        T gy = two * (w * zx + x * sumXY + z * sumYZ - two * y * (a.X + c.Z));
        T gz = two * (w * xy + x * sumZX + y * sumYZ - two * z * (a.X + b.Y));
        T along = gw * w + gx * x + gy * y + gz * z;
        quaternion = new((gw - along * w) * inverse, (gx - along * x) * inverse, (gy - along * y) * inverse, (gz - along * z) * inverse);
    }

    /// <summary>From the opacity back to its logit: o (1 - o) times its gradient.</summary>
    /// <param name="opacity">Opacity of the forward pass.</param>
    /// <param name="gradient">Gradient with respect to the opacity.</param>
    public static T Opacity<T>(T opacity, T gradient)
        where T : unmanaged, IReal<T> => opacity * (T.One - opacity) * gradient;
}
