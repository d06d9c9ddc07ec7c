using ILGPU;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>The faces of walls that act on the nodes of sided blocks, in the order in which they act.</summary>
internal struct WallFaceViews : IWallFaces<Real32>
{
    /// <summary>By node of the sided blocks: its first face; then the number of all.</summary>
    public ArrayView<int> First;

    /// <summary>By face: number of its wall, from 0.</summary>
    public ArrayView<int> Walls;

    /// <summary>By face: its unit normal towards the side that the matter is on, three numbers each.</summary>
    public ArrayView<float> Normals;

    /// <summary>The walls' contacts by number.</summary>
    public ArrayView<GridContact<Real32>> Contacts;

    /// <summary>Index of the first node of the first sided block.</summary>
    public int FirstNode;

    /// <summary>The normal of a face.</summary>
    public readonly Vector3<Real32> Normal(int face) =>
        new(new(Normals[3L * face]), new(Normals[3L * face + 1]), new(Normals[3L * face + 2]));
}
