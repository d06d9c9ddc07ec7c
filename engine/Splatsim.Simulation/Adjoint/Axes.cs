using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Components of a vector by number, for derivatives one axis at a time.</summary>
internal static class Axes
{
    /// <summary>The unit vector of an axis; the zero vector for a number that is none.</summary>
    public static Vector3<T> Unit<T>(int axis)
        where T : unmanaged, IReal<T> =>
        new(axis == 0 ? T.One : T.Zero, axis == 1 ? T.One : T.Zero, axis == 2 ? T.One : T.Zero);

    /// <summary>Replaces one component.</summary>
    public static void Set<T>(ref Vector3<T> v, int axis, T value)
        where T : unmanaged, IReal<T>
    {
        if (axis == 0) v.X = value;
        else if (axis == 1) v.Y = value;
        else v.Z = value;
    }
}
