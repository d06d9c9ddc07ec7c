using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>How a force formula reads numbers of variable count: from arrays, from lanes (a gather), or from a GPU's memory.</summary>
/// <typeparam name="T">The number.</typeparam>
public interface IForceNumbers<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>A number of <see cref="SubstepWork.Numbers"/>, the same for every lane.</summary>
    /// <param name="index">Its index.</param>
    T Number(int index);

    /// <summary>A value of a field, each lane its own.</summary>
    /// <param name="field">Index of the field.</param>
    /// <param name="first">Where the time slice starts.</param>
    /// <param name="index">Where the value lies in the slice: a whole number below 2^24, exact in every precision.</param>
    T Value(int field, int first, T index);
}
