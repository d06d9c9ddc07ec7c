using ILGPU;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>
/// The stages of surface tension in shared memory, by all threads of a group: cubes of values, [x][y][z], of some width. The same steps as those
/// of <see cref="SurfaceTensionPatch{T}"/>.
/// </summary>
internal static class TensionStages
{
    /// <summary>Threads of a group.</summary>
    public const int GroupSize = 128;

    /// <summary>Colours that the nodes of a block need.</summary>
    public const int Volume = Width * Width * Width;

    /// <summary>Nodes with a gradient along an axis: those of the block and one around.</summary>
    public const int Inner = SurfaceTensionPatch<Real32>.Nodes + 2;

    /// <summary>Nodes with a gradient.</summary>
    public const int InnerVolume = Inner * Inner * Inner;

    private const int Width = SurfaceTensionPatch<Real32>.Width, Around = SurfaceTensionPatch<Real32>.Around;

    /// <summary>One axis of the smoothing. Ends keep what they have: nothing inside depends on them.</summary>
    public static void SmoothAlong(ArrayView<float> from, ArrayView<float> to, int stride, int width)
    {
        for (int n = Group.IdxX; n < width * width * width; n += GroupSize)
        {
            int end = n / stride % width;
            bool isEnd = end == 0 || end == width - 1;
            to[n] = isEnd ? from[n] : SurfaceTensionForces.Smooth(new Real32(from[n - stride]), new Real32(from[n]), new Real32(from[n + stride])).Value;
        }
    }

    /// <summary>All three axes, between barriers; what comes out is in the second view.</summary>
    public static void Smooth(ArrayView<float> values, ArrayView<float> smoothed, int width)
    {
        Group.Barrier();
        SmoothAlong(values, smoothed, width * width, width);
        Group.Barrier();
        SmoothAlong(smoothed, values, width, width);
        Group.Barrier();
        SmoothAlong(values, smoothed, 1, width);
        Group.Barrier();
    }

    /// <summary>Central differences along the three axes.</summary>
    public static Vector3<Real32> Differences(ArrayView<float> values, int at, int strideX, int strideY) =>
        new(Difference(values, at, strideX), Difference(values, at, strideY), Difference(values, at, 1));

    /// <summary>A central difference.</summary>
    public static Real32 Difference(ArrayView<float> values, int at, int stride) =>
        SurfaceTensionForces.Difference(new Real32(values[at - stride]), new Real32(values[at + stride]));

    /// <summary>Smoothed colours around the group's block, and gradients with their magnitudes one node around it.</summary>
    /// <param name="grid">The grid, with masses.</param>
    /// <param name="perFullNode">1 over the mass of a full node [1/kg].</param>
    /// <param name="colors">Room for <see cref="Volume"/> numbers.</param>
    /// <param name="scratch">Takes the smoothed colours.</param>
    /// <param name="normals">Takes gradients and magnitudes, four times <see cref="InnerVolume"/>.</param>
    public static void Prepare(in GridViews grid, Real32 perFullNode, ArrayView<float> colors, ArrayView<float> scratch, ArrayView<float> normals)
    {
        long place = grid.Places[Grid.IdxX];
        int firstX = grid.FirstX(place), firstY = grid.FirstY(place), firstZ = grid.FirstZ(place);
        for (int n = Group.IdxX; n < Volume; n += GroupSize)
        {
            int node = grid.Find(
                firstX + n / (Width * Width) - Around, firstY + n / Width % Width - Around, firstZ + n % Width - Around);
            Real32 mass = node < 0 ? Real32.Zero : new(grid.Momentum[4L * node + 3]);
            colors[n] = SurfaceTensionForces.Color(mass, perFullNode).Value;
        }

        Smooth(colors, scratch, Width);
        for (int n = Group.IdxX; n < InnerVolume; n += GroupSize)
        {
            int at = SurfaceTensionPatch<Real32>.Index(n / (Inner * Inner) - 1, n / Inner % Inner - 1, n % Inner - 1);
            Vector3<Real32> normal = Differences(scratch, at, Width * Width, Width);
            normals[n] = normal.X.Value;
            normals[InnerVolume + n] = normal.Y.Value;
            normals[2 * InnerVolume + n] = normal.Z.Value;
            normals[3 * InnerVolume + n] = Norms.Safe(in normal).Value;
        }

        Group.Barrier();
    }

    /// <summary>What the surface is at a node of the block.</summary>
    public static void Surface(
        ArrayView<float> smoothed, ArrayView<float> normals, int n, out Real32 color, out Vector3<Real32> normal, out Vector3<Real32> gradient,
        out Real32 divergence)
    {
        int x = n >> 4, y = (n >> 2) & 3, z = n & 3, at = ((x + 1) * Inner + y + 1) * Inner + z + 1;
        normal = new(new(normals[at]), new(normals[InnerVolume + at]), new(normals[2 * InnerVolume + at]));
        divergence = Difference(normals, at, Inner * Inner) + Difference(normals, InnerVolume + at, Inner)
            + Difference(normals, 2 * InnerVolume + at, 1);
        gradient = Differences(normals, 3 * InnerVolume + at, Inner * Inner, Inner);
        color = new(smoothed[SurfaceTensionPatch<Real32>.Index(x, y, z)]);
    }
}
