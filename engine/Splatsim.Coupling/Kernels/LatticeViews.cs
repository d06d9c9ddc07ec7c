using ILGPU;

namespace Splatsim.Coupling.Kernels;

/// <summary>The jittered lattice of a filling on a device, in units of cells.</summary>
internal struct LatticeViews
{
    /// <summary>First lattice point of each cell along x and y, and one more.</summary>
    public ArrayView<int> FirstX, FirstY;

    /// <summary>The cell of each layer along z.</summary>
    public ArrayView<int> CellZ;

    /// <summary>Signed distance of every cell to the surface [cells].</summary>
    public ArrayView<float> Distances;

    /// <summary>Spacing of the points [cells].</summary>
    public float Spacing;

    /// <summary>Jitter, as a share of the spacing.</summary>
    public float Jitter;

    /// <summary>Height below which there is no matter [cells].</summary>
    public float Floor;

    /// <summary>Seed of the jitter.</summary>
    public ulong Seed;
}
