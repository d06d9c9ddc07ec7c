using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>A substep's numbers for formulas of one lane on the host.</summary>
/// <typeparam name="T">A number of one lane.</typeparam>
/// <param name="work">The substep.</param>
internal readonly struct HostNumbers<T>(SubstepWork work) : IForceNumbers<T>
    where T : unmanaged, IReal<T>
{
    public T Number(int index) => T.FromDouble(work.Numbers[index]);

    public T Value(int field, int first, T index) => T.FromDouble(work.Fields[field].Values[first + (int)Scalars.ToDouble(index)]);
}
