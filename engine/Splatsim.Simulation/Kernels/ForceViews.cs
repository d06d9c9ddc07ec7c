using ILGPU;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>Numbers of variable count that forces refer to, in a device's memory.</summary>
internal struct ForceViews : IForceNumbers<Real32>
{
    /// <summary>Numbers of the substep.</summary>
    public ArrayView<float> Numbers;

    /// <summary>Values of all fields, one after the other.</summary>
    public ArrayView<float> Values;

    /// <summary>First value by field.</summary>
    public ArrayView<long> Starts;

    /// <inheritdoc/>
    public readonly Real32 Number(int index) => new(Numbers[index]);

    /// <inheritdoc/>
    public readonly Real32 Value(int field, int first, Real32 index) => new(Values[Starts[field] + first + (int)index.Value]);
}
