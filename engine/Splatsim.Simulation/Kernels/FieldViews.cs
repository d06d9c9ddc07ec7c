using ILGPU;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>Fields that contacts read, in a device's memory, one after the other.</summary>
internal struct FieldViews : IFieldReader<Real32>
{
    /// <summary>All values.</summary>
    public ArrayView<float> Values;

    /// <summary>By field: first value, nodes along y, nodes along z.</summary>
    public ArrayView<int> Shapes;

    /// <inheritdoc/>
    public readonly Real32 Read(int field, Real32 x, Real32 y, Real32 z)
    {
        int countY = Shapes[3 * field + 1], countZ = Shapes[3 * field + 2];
        return new(Values[Shapes[3 * field] + ((int)x.Value * countY + (int)y.Value) * countZ + (int)z.Value]);
    }
}
