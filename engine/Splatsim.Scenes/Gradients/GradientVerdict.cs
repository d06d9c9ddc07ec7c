namespace Splatsim.Scenes;

/// <summary>What came of comparing an adjoint with finite differences.</summary>
public enum GradientVerdict
{
    /// <summary>They agree.</summary>
    Right,

    /// <summary>Both are 0: the parameter does not act within the horizon.</summary>
    NoEffect,

    /// <summary>They differ, and the runs of the differences took other branches (yield, contact, stick) than the one in the middle: no step is free of that. Or slopes to either side of the value differ: it lies on a kink.</summary>
    KinkCrossed,

    /// <summary>They differ, the differences disagree among themselves, and small changes grow by orders of magnitude within the horizon.</summary>
    Chaos,

    /// <summary>The differences cannot say: they disagree among themselves, or no step of both signs fits the parameter's range.</summary>
    Unresolved,

    /// <summary>Differences that cross no branch agree among themselves, and the adjoint is something else: it is wrong.</summary>
    Wrong,
}
