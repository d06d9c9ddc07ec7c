using ILGPU;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>
/// Surface tension, one group per stored block of nodes: the same steps as those of <see cref="SurfaceTensionPatch{T}"/>, in shared memory.
/// </summary>
internal static class TensionKernels
{
    /// <summary>Threads of a group.</summary>
    public const int GroupSize = 128;

    private const int Width = SurfaceTensionPatch<Real32>.Width, Volume = Width * Width * Width, Around = SurfaceTensionPatch<Real32>.Around;

    // Nodes with a gradient: those of the block and one around.
    private const int Inner = SurfaceTensionPatch<Real32>.Nodes + 2, InnerVolume = Inner * Inner * Inner;

    /// <summary>Lays down dt times the acceleration of every node, where the velocities will be.</summary>
    /// <param name="grid">The grid, with masses of this substep and velocities that nobody needs any more.</param>
    /// <param name="perFullNode">1 over the mass of a full node [1/kg].</param>
    /// <param name="strengthStep">dt times 2 sigma / (rho dx^2) [m/s].</param>
    public static void Find(GridViews grid, Real32 perFullNode, Real32 strengthStep)
    {
        ArrayView<float> colors = SharedMemory.Allocate<float>(Volume), scratch = SharedMemory.Allocate<float>(Volume);
        ArrayView<float> normals = SharedMemory.Allocate<float>(4 * InnerVolume);
        long place = grid.Places[Grid.IdxX];
        int firstX = grid.FirstX(place), firstY = grid.FirstY(place), firstZ = grid.FirstZ(place);
        for (int n = Group.IdxX; n < Volume; n += GroupSize)
        {
            int node = grid.Find(
                firstX + n / (Width * Width) - Around, firstY + n / Width % Width - Around, firstZ + n % Width - Around);
            Real32 mass = node < 0 ? Real32.Zero : new(grid.Momentum[4L * node + 3]);
            colors[n] = SurfaceTensionForces.Color(mass, perFullNode).Value;
        }

        Group.Barrier();
        SmoothAlong(colors, scratch, Width * Width);
        Group.Barrier();
        SmoothAlong(scratch, colors, Width);
        Group.Barrier();
        SmoothAlong(colors, scratch, 1);
        Group.Barrier();
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
        for (int n = Group.IdxX; n < GridViews.NodesPerBlock; n += GroupSize)
        {
            int x = n >> 4, y = (n >> 2) & 3, z = n & 3, at = ((x + 1) * Inner + y + 1) * Inner + z + 1;
            Vector3<Real32> normal = new(new(normals[at]), new(normals[InnerVolume + at]), new(normals[2 * InnerVolume + at]));
            Real32 divergence = Difference(normals, at, Inner * Inner) + Difference(normals, InnerVolume + at, Inner)
                + Difference(normals, 2 * InnerVolume + at, 1);
            Vector3<Real32> gradient = Differences(normals, 3 * InnerVolume + at, Inner * Inner, Inner);
            Real32 color = new(scratch[SurfaceTensionPatch<Real32>.Index(x, y, z)]);
            Vector3<Real32> change = SurfaceTensionForces.Acceleration(color, normal, gradient, divergence, strengthStep);
            grid.SetVelocity(Grid.IdxX * GridViews.NodesPerBlock + n, change);
        }
    }

    private static Vector3<Real32> Differences(ArrayView<float> values, int at, int strideX, int strideY) =>
        new(Difference(values, at, strideX), Difference(values, at, strideY), Difference(values, at, 1));

    private static Real32 Difference(ArrayView<float> values, int at, int stride) =>
        SurfaceTensionForces.Difference(new Real32(values[at - stride]), new Real32(values[at + stride]));

    // Ends keep what they have: nothing inside depends on them.
    private static void SmoothAlong(ArrayView<float> from, ArrayView<float> to, int stride)
    {
        for (int n = Group.IdxX; n < Volume; n += GroupSize)
        {
            int end = n / stride % Width;
            bool isEnd = end == 0 || end == Width - 1;
            to[n] = isEnd ? from[n] : SurfaceTensionForces.Smooth(new Real32(from[n - stride]), new Real32(from[n]), new Real32(from[n + stride])).Value;
        }
    }
}
