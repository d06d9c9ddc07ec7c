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

    /// <summary>Stored block by index in the domain, or a hash table of stored blocks where <see cref="Mask"/> is not 0; -1 where there is none.</summary>
    public ArrayView<int> Directory;

    /// <summary>Entries of the hash table less one, a power of two less one; 0 where every block of the domain has an entry.</summary>
    public int Mask;

    /// <summary>Blocks that keys of a sort tell apart: those of the domain, or the stored ones where there is a hash table.</summary>
    public int Groups;

    /// <summary><see cref="BlockPlace"/> by stored block.</summary>
    public ArrayView<long> Places;

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

    /// <summary>The block after the last along x.</summary>
    public int BlocksX;

    /// <summary>The same along y.</summary>
    public int BlocksY;

    /// <summary>The same along z.</summary>
    public int BlocksZ;

    /// <summary>The first node along every axis: 0, or far before it in a domain without bounds.</summary>
    public int FirstNode;

    /// <summary>The node after the last along x.</summary>
    public int NodesX;

    /// <summary>The same along y.</summary>
    public int NodesY;

    /// <summary>The same along z.</summary>
    public int NodesZ;

    /// <summary>First node of a block along x.</summary>
    public readonly int FirstX(long place) => BlockPlace.X(place) * BlockNodes;

    /// <summary>First node of a block along y.</summary>
    public readonly int FirstY(long place) => BlockPlace.Y(place) * BlockNodes;

    /// <summary>First node of a block along z.</summary>
    public readonly int FirstZ(long place) => BlockPlace.Z(place) * BlockNodes;

    /// <summary>Index of a stored node, or -1 where it lies outside or is not stored.</summary>
    public readonly int Find(int x, int y, int z)
    {
        int slot = FindBlock(x >> 2, y >> 2, z >> 2);
        return slot < 0 ? -1 : slot * NodesPerBlock + (((x & 3) << 4) | ((y & 3) << 2) | (z & 3));
    }

    /// <summary>Number of a stored block, or -1 where it lies outside or is not stored.</summary>
    public readonly int FindBlock(int x, int y, int z)
    {
        bool isHashed = Mask != 0;
        if (!isHashed && !HasBlock(x, y, z)) return -1;
        long place = BlockPlace.Of(x, y, z);
        int at = isHashed ? BlockPlace.Hash(place) & Mask : IndexOf(x, y, z);
        int slot;
        while (true)
        {
            slot = Directory[at];
            if (!isHashed || slot < 0 || Places[slot] == place) break;
            at = (at + 1) & Mask;
        }

        return slot;
    }

    /// <summary>Index of a block in a domain that has an entry for each.</summary>
    public readonly int IndexOf(int x, int y, int z) => (x * BlocksY + y) * BlocksZ + z;

    /// <summary>True where a block has nodes in the domain.</summary>
    public readonly bool HasBlock(int x, int y, int z)
    {
        int first = FirstNode / BlockNodes;
        return x >= first && y >= first && z >= first && x < BlocksX && y < BlocksY && z < BlocksZ;
    }

    /// <summary>True where all 27 nodes from a first one lie in the domain.</summary>
    public readonly bool Holds(int x, int y, int z) => Holds(x, y, z, 3);

    /// <summary>True where all nodes from a first one lie in the domain, so many along each axis.</summary>
    public readonly bool Holds(int x, int y, int z, int count) =>
        x >= FirstNode && y >= FirstNode && z >= FirstNode && x <= NodesX - count && y <= NodesY - count && z <= NodesZ - count;

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

    /// <summary>Indices of a stored node along the axes.</summary>
    public readonly void Locate(int node, out int x, out int y, out int z)
    {
        long place = Places[node / NodesPerBlock];
        int local = node % NodesPerBlock;
        (x, y, z) = (FirstX(place) + (local >> 4), FirstY(place) + ((local >> 2) & 3), FirstZ(place) + (local & 3));
    }

    /// <summary>Where a stored node is [cells].</summary>
    public readonly Vector3<Real32> PositionOf(int node)
    {
        Locate(node, out int x, out int y, out int z);
        return new(new(x), new(y), new(z));
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
    public readonly bool AddAt(int x, int y, int z, Vector3<Real32> momentum, Real32 mass) => Add(Find(x, y, z), momentum, mass);

    /// <summary>Adds momentum and mass to a stored node; false where its index is -1.</summary>
    public readonly bool Add(int node, Vector3<Real32> momentum, Real32 mass)
    {
        if (node < 0) return false;
        Atomic.Add(ref Momentum[4L * node], momentum.X.Value);
        Atomic.Add(ref Momentum[4L * node + 1], momentum.Y.Value);
        Atomic.Add(ref Momentum[4L * node + 2], momentum.Z.Value);
        Atomic.Add(ref Momentum[4L * node + 3], mass.Value);
        return true;
    }

    /// <summary>Index of a stored node by its linear index in the domain, or -1 where it is not stored.</summary>
    public readonly int FindLinear(long linear)
    {
        int countY = NodesY - FirstNode, countZ = NodesZ - FirstNode;
        int z = (int)(linear % countZ), y = (int)(linear / countZ % countY), x = (int)(linear / countZ / countY);
        return Find(x + FirstNode, y + FirstNode, z + FirstNode);
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
