using ILGPU;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>What happens to every node in one substep.</summary>
internal struct NodeViews
{
    /// <summary>Forces at nodes, in their order.</summary>
    public ArrayView<GridForce<Real32>> Forces;

    /// <summary>How many.</summary>
    public int ForceCount;

    /// <summary>Numbers that forces refer to.</summary>
    public ForceViews Numbers;

    /// <summary>Contacts, in their order.</summary>
    public ArrayView<GridContact<Real32>> Contacts;

    /// <summary>How many.</summary>
    public int ContactCount;

    /// <summary>Fields that contacts refer to.</summary>
    public FieldViews Fields;

    /// <summary>Not 0 where surface tension has laid down its part in the place of the velocities.</summary>
    public int HasTension;

    /// <summary>dt g [m/s].</summary>
    public Vector3<Real32> GravityStep;

    /// <summary>dt [s].</summary>
    public Real32 TimeStep;
}
