using ILGPU;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>
/// The grid on a device: blocks of 4x4x4 nodes, stored only around matter. A node is four floats: momentum and mass while
/// matter is transferred, then velocity and mass in a second array.
/// </summary>
internal struct GridViews
{
    /// <summary>Nodes along the edge of a block.</summary>
    public const int BlockNodes = 4;

    /// <summary>Nodes of a block.</summary>
    public const int NodesPerBlock = 64;

    /// <summary>Stored block by place in the domain, or -1.</summary>
    public ArrayView<int> Directory;

    /// <summary>Place by stored block.</summary>
    public ArrayView<int> Places;

    /// <summary>Momentum [kg m/s] and mass [kg]; 0 except between a transfer and the update that follows it.</summary>
    public ArrayView<float> Momentum;

    /// <summary>Velocity [m/s] and mass [kg].</summary>
    public ArrayView<float> Velocity;

    /// <summary>
    /// Momentum, then velocity, without the forces of the substep, three numbers per node; for transfers that ask for it.
    /// </summary>
    public ArrayView<float> Before;

    /// <summary>Not 0 where <see cref="Before"/> is kept.</summary>
    public int KeepsBefore;

    /// <summary>Blocks along x.</summary>
    public int BlocksX;

    /// <summary>Blocks along y.</summary>
    public int BlocksY;

    /// <summary>Blocks along z.</summary>
    public int BlocksZ;

    /// <summary>Nodes along x.</summary>
    public int NodesX;

    /// <summary>Nodes along y.</summary>
    public int NodesY;

    /// <summary>Nodes along z.</summary>
    public int NodesZ;

    /// <summary>First node of a block along x.</summary>
    public readonly int FirstX(int place) => place / BlocksZ / BlocksY * BlockNodes;

    /// <summary>First node of a block along y.</summary>
    public readonly int FirstY(int place) => place / BlocksZ % BlocksY * BlockNodes;

    /// <summary>First node of a block along z.</summary>
    public readonly int FirstZ(int place) => place % BlocksZ * BlockNodes;

    /// <summary>Index of a stored node, or -1 where it lies outside or is not stored.</summary>
    public readonly int Find(int x, int y, int z)
    {
        int blockX = x >> 2, blockY = y >> 2, blockZ = z >> 2;
        bool inside = x >= 0 && y >= 0 && z >= 0 && blockX < BlocksX && blockY < BlocksY && blockZ < BlocksZ;
        int slot = inside ? Directory[(blockX * BlocksY + blockY) * BlocksZ + blockZ] : -1;
        return slot < 0 ? -1 : slot * NodesPerBlock + (((x & 3) << 4) | ((y & 3) << 2) | (z & 3));
    }

    /// <summary>True where all 27 nodes from a first one lie in the domain.</summary>
    public readonly bool Holds(int x, int y, int z) => Holds(x, y, z, 3);

    /// <summary>True where all nodes from a first one lie in the domain, so many along each axis.</summary>
    public readonly bool Holds(int x, int y, int z, int count) =>
        x >= 0 && y >= 0 && z >= 0 && x <= NodesX - count && y <= NodesY - count && z <= NodesZ - count;

    /// <summary>Velocity of a stored node.</summary>
    public readonly Vector3<Real32> VelocityOf(int node) =>
        new(new(Velocity[4L * node]), new(Velocity[4L * node + 1]), new(Velocity[4L * node + 2]));

    /// <summary>Replaces the velocity of a stored node.</summary>
    public readonly void SetVelocity(int node, Vector3<Real32> velocity)
    {
        Velocity[4L * node] = velocity.X.Value;
        Velocity[4L * node + 1] = velocity.Y.Value;
        Velocity[4L * node + 2] = velocity.Z.Value;
    }

    /// <summary>Where a stored node is [cells].</summary>
    public readonly Vector3<Real32> PositionOf(int node)
    {
        int place = Places[node / NodesPerBlock], local = node % NodesPerBlock;
        return new(new(FirstX(place) + (local >> 4)), new(FirstY(place) + ((local >> 2) & 3)), new(FirstZ(place) + (local & 3)));
    }

    /// <summary>What a stored node has without the forces of the substep.</summary>
    public readonly Vector3<Real32> BeforeOf(int node) =>
        new(new(Before[3L * node]), new(Before[3L * node + 1]), new(Before[3L * node + 2]));

    /// <summary>Velocity of a node; 0 where none is stored.</summary>
    public readonly Vector3<Real32> VelocityAt(int x, int y, int z)
    {
        int node = Find(x, y, z);
        return node < 0 ? default : VelocityOf(node);
    }

    /// <summary>Adds momentum and mass to a node; false where none is stored.</summary>
    public readonly bool AddAt(int x, int y, int z, Vector3<Real32> momentum, Real32 mass)
    {
        int node = Find(x, y, z);
        if (node < 0) return false;
        Atomic.Add(ref Momentum[4L * node], momentum.X.Value);
        Atomic.Add(ref Momentum[4L * node + 1], momentum.Y.Value);
        Atomic.Add(ref Momentum[4L * node + 2], momentum.Z.Value);
        Atomic.Add(ref Momentum[4L * node + 3], mass.Value);
        return true;
    }

    /// <summary>Adds momentum without forces to a node, as far as it is stored.</summary>
    public readonly void AddBeforeAt(int x, int y, int z, Vector3<Real32> momentum)
    {
        int node = Find(x, y, z);
        if (node < 0) return;
        Atomic.Add(ref Before[3L * node], momentum.X.Value);
        Atomic.Add(ref Before[3L * node + 1], momentum.Y.Value);
        Atomic.Add(ref Before[3L * node + 2], momentum.Z.Value);
    }

    /// <summary>Replaces momentum and mass of a stored node.</summary>
    public readonly void SetMomentum(int node, Vector3<Real32> momentum, Real32 mass)
    {
        Momentum[4L * node] = momentum.X.Value;
        Momentum[4L * node + 1] = momentum.Y.Value;
        Momentum[4L * node + 2] = momentum.Z.Value;
        Momentum[4L * node + 3] = mass.Value;
    }

    /// <summary>Replaces what a stored node has without forces.</summary>
    public readonly void SetBefore(int node, Vector3<Real32> value)
    {
        Before[3L * node] = value.X.Value;
        Before[3L * node + 1] = value.Y.Value;
        Before[3L * node + 2] = value.Z.Value;
    }
}
