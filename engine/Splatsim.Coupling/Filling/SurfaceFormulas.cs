using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Coupling;

/// <summary>What one splat says in one cell, for the processor's lanes and a device's threads alike.</summary>
internal static class SurfaceFormulas
{
    /// <summary>Opacity times the Gaussian whose squared Mahalanobis distance is a dx^2 + b dx + c; 0 beyond the reach.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Weight<T>(T a, T b, T c, T opacity, T reach, T dx)
        where T : unmanaged, IReal<T>
    {
        T cutoff = T.FromDouble(Footprints.Cutoff), squared = T.FusedMultiplyAdd(T.FusedMultiplyAdd(a, dx, b), dx, c);
        Mask<T> inside = (squared < cutoff) & (T.Abs(dx) <= reach);
        return T.Select(inside, opacity * T.Exp(T.FromDouble(-0.5) * T.Min(squared, cutoff)), T.Zero);
    }

    /// <summary>Signed distance to the surface as a splat sees it [cells].</summary>
    /// <param name="role">What side of the surface it can speak of.</param>
    /// <param name="dx">Cell centre minus mean, along x.</param>
    /// <param name="normalX">Normal, along x.</param>
    /// <param name="across">What y and z add to the distance from the plane through the mean.</param>
    /// <param name="aside">What they add to the squared distance from the mean.</param>
    /// <param name="offset">How far outside the mean the surface lies.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Distance<T>(SurfaceRole role, T dx, T normalX, T across, T aside, T offset)
        where T : unmanaged, IReal<T>
    {
        T plane = T.FusedMultiplyAdd(normalX, dx, across);
        if (role == SurfaceRole.Sheet) plane = T.Abs(plane);
        if (role == SurfaceRole.Bead) plane = T.Sqrt(T.FusedMultiplyAdd(dx, dx, aside));
        return plane - offset;
    }
}
