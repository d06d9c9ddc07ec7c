using Splatsim.Mathematics;

namespace Splatsim.Coupling;

/// <summary>A <see cref="StretchClamp"/> as numbers, one clamp per lane.</summary>
/// <typeparam name="T">The number.</typeparam>
public struct StretchBounds<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>Least stretch.</summary>
    public T Minimum;

    /// <summary>Greatest stretch.</summary>
    public T Maximum;

    /// <summary>1 where torn splats shrink, else 0.</summary>
    public T ShrinksTorn;

    /// <summary>The same clamp in every lane.</summary>
    public static StretchBounds<T> From(StretchClamp clamp) => new()
    {
        Minimum = T.FromDouble(clamp.Minimum),
        Maximum = T.FromDouble(clamp.Maximum),
        ShrinksTorn = T.FromDouble(clamp.ShrinksTorn ? 1 : 0),
    };

    /// <summary>The stretch that is drawn.</summary>
    /// <param name="stretch">The stretch of the matter.</param>
    public readonly T Apply(T stretch)
    {
        T held = T.Min(T.Max(stretch, Minimum), Maximum);
        T torn = T.Max(T.One, Maximum * Maximum / T.Max(stretch, Maximum));
        return T.Select(stretch > Maximum & ShrinksTorn > T.Zero, torn, held);
    }
}
