using ILGPU;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>
/// The adjoint of surface tension: a formula's own derivative at every node, then linear stages that are gathered in the opposite order. Derivatives
/// lie in the place of the nodes' momenta and masses, as in <see cref="NodeAdjointKernels"/>.
/// </summary>
internal static class TensionAdjointKernels
{
    // The adjoint looks at a block and those around it: four nodes around, whose colours make the gradients two nodes around.
    private const int Reach = 3, Wide = Reach * GridViews.BlockNodes, WideVolume = Wide * Wide * Wide;

    private const int Middle = GridViews.BlockNodes + 4, MiddleVolume = Middle * Middle * Middle;

    /// <summary>
    /// The adjoint of the last stage: derivatives by the velocities of nodes become those by what the surface is at each, which
    /// <see cref="Collect"/> carries to the masses that it is made of.
    /// </summary>
    /// <param name="grid">The grid, with derivatives in the place of momenta.</param>
    /// <param name="tension">The surface; takes derivatives by colour, gradients and divergence, and by the strength.</param>
    public static void Answer(GridViews grid, TensionViews tension)
    {
        ArrayView<float> colors = SharedMemory.Allocate<float>(TensionStages.Volume), scratch = SharedMemory.Allocate<float>(TensionStages.Volume);
        ArrayView<float> normals = SharedMemory.Allocate<float>(4 * TensionStages.InnerVolume);
        GridViews masses = grid;
        masses.Momentum = tension.Masses;
        TensionStages.Prepare(in masses, tension.PerFullNode, colors, scratch, normals);
        for (int n = Group.IdxX; n < GridViews.NodesPerBlock; n += TensionStages.GroupSize)
        {
            int node = Grid.IdxX * GridViews.NodesPerBlock + n;
            Vector3<Real32> bar = new(new(grid.Momentum[4L * node]), new(grid.Momentum[4L * node + 1]), new(grid.Momentum[4L * node + 2]));
            TensionStages.Surface(scratch, normals, n, out Real32 color, out Vector3<Real32> normal, out Vector3<Real32> gradient, out Real32 divergence);
            bool isMoved = tension.Masses[4L * node + 3] > 0;
            // One loop over all inputs, whose end is known at run time only: the formula is there once.
            int inputs = tension.StrengthStep.Value >= 0 ? TensionViews.PerFull : 0;
            for (int input = 0; input < inputs; input++)
            {
                Vector3<Dual<Real32>> change = SurfaceTensionForces.Acceleration(
                    Along(color, input == TensionViews.Color), Along(normal, input - TensionViews.Normal), Along(gradient, input - TensionViews.Gradient),
                    Along(divergence, input == TensionViews.Divergence), Along(tension.StrengthStep, input == TensionViews.Strength));
                Real32 slope = bar.X * change.X.Tangent + bar.Y * change.Y.Tangent + bar.Z * change.Z.Tangent;
                tension.Bars[(long)TensionViews.Width * node + input] = isMoved ? slope.Value : 0;
            }
        }
    }

    /// <summary>
    /// The adjoint of the stages before it: a node gathers from around what its mass did to the surface. In the same order in every run.
    /// </summary>
    /// <param name="grid">The grid; derivatives by masses are added.</param>
    /// <param name="tension">What <see cref="Answer"/> has laid down; takes derivatives by the mass of a full node.</param>
    public static void Collect(GridViews grid, TensionViews tension)
    {
        ArrayView<int> blocks = SharedMemory.Allocate<int>(Reach * Reach * Reach);
        ArrayView<float> colors = SharedMemory.Allocate<float>(WideVolume), scratch = SharedMemory.Allocate<float>(WideVolume);
        ArrayView<float> byNormals = SharedMemory.Allocate<float>(3 * MiddleVolume);
        long place = grid.Places[Grid.IdxX];
        for (int n = Group.IdxX; n < Reach * Reach * Reach; n += TensionStages.GroupSize)
            blocks[n] = grid.FindBlock(BlockPlace.X(place) + n / (Reach * Reach) - 1, BlockPlace.Y(place) + n / Reach % Reach - 1, BlockPlace.Z(place) + n % Reach - 1);
        Group.Barrier();
        for (int n = Group.IdxX; n < WideVolume; n += TensionStages.GroupSize)
        {
            int node = NodeOf(blocks, n);
            Real32 mass = node < 0 ? Real32.Zero : new(tension.Masses[4L * node + 3]);
            colors[n] = SurfaceTensionForces.Color(mass, tension.PerFullNode).Value;
        }

        TensionStages.Smooth(colors, scratch, Wide);
        for (int n = Group.IdxX; n < MiddleVolume; n += TensionStages.GroupSize)
        {
            int at = Index(n / (Middle * Middle) + 2, n / Middle % Middle + 2, n % Middle + 2, Wide);
            Vector3<Real32> normal = TensionStages.Differences(scratch, at, Wide * Wide, Wide);
            Real32 byMagnitude = Opposite(in tension, blocks, TensionViews.Gradient, at, Wide * Wide) + Opposite(in tension, blocks, TensionViews.Gradient + 1, at, Wide)
                + Opposite(in tension, blocks, TensionViews.Gradient + 2, at, 1);
            Vector3<Real32> by = new(
                tension.BarOf(NodeOf(blocks, at), TensionViews.Normal), tension.BarOf(NodeOf(blocks, at), TensionViews.Normal + 1),
                tension.BarOf(NodeOf(blocks, at), TensionViews.Normal + 2));
            by += new Vector3<Real32>(
                Opposite(in tension, blocks, TensionViews.Divergence, at, Wide * Wide), Opposite(in tension, blocks, TensionViews.Divergence, at, Wide),
                Opposite(in tension, blocks, TensionViews.Divergence, at, 1));
            int axes = byMagnitude.Value != 0 ? 3 : 0;
            for (int axis = 0; axis < axes; axis++)
            {
                Vector3<Dual<Real32>> along = Along(normal, axis);
                by += (byMagnitude * Norms.Safe(in along).Tangent) * Axes.Unit<Real32>(axis);
            }

            byNormals[n] = by.X.Value;
            byNormals[MiddleVolume + n] = by.Y.Value;
            byNormals[2 * MiddleVolume + n] = by.Z.Value;
        }

        Group.Barrier();
        for (int n = Group.IdxX; n < TensionStages.InnerVolume; n += TensionStages.GroupSize)
        {
            int x = n / (TensionStages.Inner * TensionStages.Inner), y = n / TensionStages.Inner % TensionStages.Inner, z = n % TensionStages.Inner, at = Index(x + 1, y + 1, z + 1, Middle);
            // A difference at either side has the value between with the opposite signs.
            Real32 by = tension.BarOf(NodeOf(blocks, Index(x + 3, y + 3, z + 3, Wide)), TensionViews.Color) - TensionStages.Difference(byNormals, at, Middle * Middle)
                - TensionStages.Difference(byNormals, MiddleVolume + at, Middle) - TensionStages.Difference(byNormals, 2 * MiddleVolume + at, 1);
            colors[n] = by.Value;
        }

        // The smoothing is its own adjoint.
        TensionStages.Smooth(colors, scratch, TensionStages.Inner);
        for (int n = Group.IdxX; n < GridViews.NodesPerBlock; n += TensionStages.GroupSize)
        {
            int node = Grid.IdxX * GridViews.NodesPerBlock + n;
            Real32 by = new(scratch[Index((n >> 4) + 1, ((n >> 2) & 3) + 1, (n & 3) + 1, TensionStages.Inner)]), mass = new(tension.Masses[4L * node + 3]);
            grid.Momentum[4L * node + 3] += (by * SurfaceTensionForces.Color(Along(mass, true), Along(tension.PerFullNode, false)).Tangent).Value;
            tension.Bars[(long)TensionViews.Width * node + TensionViews.PerFull] =
                (by * SurfaceTensionForces.Color(Along(mass, false), Along(tension.PerFullNode, true)).Tangent).Value;
        }
    }

    /// <summary>Adds up the derivatives by the strength and by the mass of a full node.</summary>
    /// <param name="tension">What the others have laid down.</param>
    /// <param name="nodes">Number of stored nodes.</param>
    /// <param name="slot">Place of the sums.</param>
    /// <param name="number">First of the two numbers.</param>
    /// <param name="parts">Takes the sums of groups.</param>
    public static void Sum(TensionViews tension, int nodes, int slot, int number, ArrayView<float> parts)
    {
        ArrayView<float> shared = GroupSums.Allocate();
        Real32 byStrength = Real32.Zero, byPerFull = Real32.Zero;
        for (int node = GroupSums.Thread; node < nodes; node += GroupSums.Threads)
        {
            byStrength += tension.BarOf(node, TensionViews.Strength);
            byPerFull += tension.BarOf(node, TensionViews.PerFull);
        }

        GroupSums.Put(shared, parts, slot, number, byStrength);
        GroupSums.Put(shared, parts, slot, number + 1, byPerFull);
    }

    /// <summary>Adds what surface tension gives to momenta.</summary>
    /// <param name="index">Stored node.</param>
    /// <param name="before">Momenta and masses.</param>
    /// <param name="changes">Changes of velocities, four numbers a node.</param>
    /// <param name="after">Takes momenta and masses.</param>
    public static void Push(Index1D index, ArrayView<float> before, ArrayView<float> changes, ArrayView<float> after)
    {
        long at = 4L * index.X;
        float mass = before[at + 3];
        for (int k = 0; k < 3; k++) after[at + k] = before[at + k] + mass * changes[at + k];
        after[at + 3] = mass;
    }

    private static int Index(int x, int y, int z, int width) => (x * width + y) * width + z;

    // Stored node by its place in three blocks along each axis, or -1.
    private static int NodeOf(ArrayView<int> blocks, int at)
    {
        int x = at / (Wide * Wide), y = at / Wide % Wide, z = at % Wide;
        int block = blocks[((x >> 2) * Reach + (y >> 2)) * Reach + (z >> 2)];
        return block < 0 ? -1 : block * GridViews.NodesPerBlock + (((x & 3) << 4) | ((y & 3) << 2) | (z & 3));
    }

    // What differences to either side say of the value between.
    private static Real32 Opposite(in TensionViews tension, ArrayView<int> blocks, int column, int at, int stride) => SurfaceTensionForces.Difference(
        tension.BarOf(NodeOf(blocks, at + stride), column), tension.BarOf(NodeOf(blocks, at - stride), column));

    private static Dual<Real32> Along(Real32 value, bool isInput) => new(value, isInput ? Real32.One : Real32.Zero);

    private static Vector3<Dual<Real32>> Along(Vector3<Real32> v, int axis) =>
        new(Along(v.X, axis == 0), Along(v.Y, axis == 1), Along(v.Z, axis == 2));
}
