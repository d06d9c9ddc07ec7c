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
        Matrix3x3<T>.Replace(clamped, in nothing.F, ref F);
        Matrix3x3<T>.Replace(clamped, in nothing.C, ref C);
        LawHistory<T>.Replace(clamped, in nothing.History, ref History);
        LawSeeds.Replace(clamped, in nothing.Prepared, ref Prepared);
    }
}
