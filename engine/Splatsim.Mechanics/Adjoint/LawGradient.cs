using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>Derivatives of a loss by what a law's update takes.</summary>
/// <typeparam name="T">The number.</typeparam>
public struct LawGradient<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>By the trial F, entry by entry.</summary>
    public Matrix3x3<T> F;

    /// <summary>By C where the law reads it [s].</summary>
    public Matrix3x3<T> C;

    /// <summary>By the prepared coefficients.</summary>
    public LawParameters<T> Prepared;

    /// <summary>By the history before the substep.</summary>
    public LawHistory<T> History;

    /// <summary>
    /// Set where a stretch was lifted to <see cref="StretchLimits.Minimum"/>. All derivatives are 0 there: what was lifted does not
    /// follow its trial state.
    /// </summary>
    public Mask<T> Clamped;

    /// <summary>Sets every derivative to 0 where the update lifted a stretch.</summary>
    /// <param name="clamped">Where.</param>
    internal void Silence(Mask<T> clamped)
    {
        Clamped = clamped;
        if (!T.Any(clamped)) return;
        LawGradient<T> nothing = default;
        Replace(clamped, in nothing, ref this);
    }

    /// <summary>Lane by lane: takes the derivatives of another gradient where the mask is set.</summary>
    internal static void Replace(Mask<T> where, in LawGradient<T> other, ref LawGradient<T> target)
    {
        Matrix3x3<T>.Replace(where, in other.F, ref target.F);
        Matrix3x3<T>.Replace(where, in other.C, ref target.C);
        LawHistory<T>.Replace(where, in other.History, ref target.History);
        LawSeeds.Replace(where, in other.Prepared, ref target.Prepared);
    }
}
