using ILGPU;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>
/// The adjoint of a substep where thin walls are near: what a particle or tracer says of a node goes to that of its own side, and the walls'
/// response is reversed there. See <see cref="WallKernels"/> for the substep itself.
/// </summary>
internal static class WallAdjointKernels
{
    /// <summary>See <see cref="TransferAdjointKernels"/>.</summary>
    public static void Take(
        Index1D index, ParticleViews particles, GridViews grid, StepNumbers step, GeneralNumbers<Real32> numbers, CotangentViews bars,
        ArrayView<float> staged, WallViews walls) => TransferAdjointKernels.Take<QuadraticKernel, ApicScheme, NodesOfASide>(
            index.X, in particles, in grid, in step, in numbers, in bars, staged, TransferAdjointKernels.StagedColumns,
            new(walls, particles.Identifier[index]));

    /// <summary>One node, or what it is to one side of walls, adds up what the particles around say of it; see <see cref="TransferAdjointKernels"/>.</summary>
    public static void Collect(
        Index1D index, ParticleViews particles, GridViews grid, GeneralNumbers<Real32> numbers, ArrayView<float> staged, ArrayView<int> cells,
        int laws, WallViews walls) => TransferAdjointKernels.Collect<QuadraticKernel, NodesOfASide>(
            index.X, in particles, in grid, in numbers, staged, cells, laws, walls.StoredBlocks, new(walls));

    /// <summary>Both at once in any order; see <see cref="TransferAdjointKernels"/>. Particles near walls go to the grid directly.</summary>
    public static void Scatter(
        ParticleViews particles, GridViews grid, StepNumbers step, GeneralNumbers<Real32> numbers, CotangentViews bars, ArrayView<int> chunkStarts,
        WallViews walls) => TransferAdjointKernels.Scatter<QuadraticKernel, ApicScheme, NodesOfASide>(
            in particles, in grid, grid.Before, in step, in numbers, in bars, chunkStarts, new(walls));

    /// <summary>See <see cref="TransferAdjointKernels"/>.</summary>
    public static void Give(
        Index1D index, ParticleViews particles, GridViews grid, StepNumbers step, GeneralNumbers<Real32> numbers, ArrayView<float> impulses,
        CotangentViews bars, ArrayView<float> byStress, WallViews walls) => TransferAdjointKernels.Give<QuadraticKernel, ApicScheme, NodesOfASide>(
            index.X, in particles, in grid, grid.Before, in step, in numbers, impulses, in bars, byStress, new(walls, particles.Identifier[index]));

    /// <summary>See <see cref="TracerAdjointKernels"/>; tracers are counted after the particles.</summary>
    public static void TakeTracers(
        Index1D index, ArrayView<float> data, ArrayView<long> places, int count, GridViews grid, StepNumbers step, GeneralNumbers<Real32> numbers,
        ArrayView<float> bars, ArrayView<float> staged, ArrayView<float> sizes, WallViews walls, int particleCount) =>
        TracerAdjointKernels.Take<QuadraticKernel, NodesOfASide>(
            index.X, data, places, count, in grid, in step, in numbers, bars, staged, sizes, new(walls, particleCount + index.X));

    /// <summary>See <see cref="TracerAdjointKernels"/>.</summary>
    public static void ScatterTracers(
        Index1D index, ArrayView<float> data, ArrayView<long> places, int count, GridViews grid, GeneralNumbers<Real32> numbers, ArrayView<float> staged,
        WallViews walls, int particleCount) => TracerAdjointKernels.Scatter<QuadraticKernel, NodesOfASide>(
            index.X, data, places, count, in grid, in numbers, staged, new(walls, particleCount + index.X));

    /// <summary>See <see cref="TracerAdjointKernels"/>.</summary>
    public static void ScatterTracersWhole(
        Index1D index, ArrayView<float> data, ArrayView<long> places, int count, GridViews grid, GeneralNumbers<Real32> numbers, ArrayView<float> staged,
        Real32 scale, ArrayView<long> sums, WallViews walls, int particleCount) => TracerAdjointKernels.ScatterWhole<QuadraticKernel, NodesOfASide>(
            index.X, data, places, count, in grid, in numbers, staged, scale, sums, new(walls, particleCount + index.X));

    /// <summary>What nodes with an imposed velocity are to the sides of walls; see <see cref="NodeAdjointKernels.Release"/>.</summary>
    public static void Release(Index1D index, GridViews grid, ArrayView<long> nodes, ArrayView<float> velocities, WallViews walls)
    {
        int node = grid.FindLinear(nodes[index]);
        if (node < 0) return;
        int walled = walls.Walled[node / GridViews.NodesPerBlock];
        if (walled < 0) return;
        for (int sided = walls.FirstSided[walled]; sided < walls.FirstSided[walled + 1]; sided++)
            grid.SetMomentum((walls.StoredBlocks + sided) * GridViews.NodesPerBlock + node % GridViews.NodesPerBlock, default, Real32.Zero);
    }

    /// <summary>What one wall did to the nodes behind it.</summary>
    /// <param name="grid">The grid, with derivatives by velocities in place of momenta.</param>
    /// <param name="work">The substep.</param>
    /// <param name="faces">What acted.</param>
    /// <param name="transferred">Momenta and masses before the update.</param>
    /// <param name="nodes">Number of nodes of the sided blocks.</param>
    /// <param name="wall">Which wall, from 0; those after it have been reversed.</param>
    /// <param name="slot">Place of its sums.</param>
    /// <param name="parts">Takes the sums of the derivatives by the contact's numbers.</param>
    public static void Respond(
        GridViews grid, NodeViews work, WallFaceViews faces, ArrayView<float> transferred, int nodes, int wall, int slot, ArrayView<float> parts)
    {
        ArrayView<float> shared = GroupSums.Allocate();
        ContactCotangents<Real32> sum = default;
        for (int i = GroupSums.Thread; i < nodes; i += GroupSums.Threads)
        {
            int node = faces.FirstNode + i, end = faces.First[i + 1], first = faces.First[i];
            Vector3<Real32> bar = NodeAdjointKernels.Bar(in grid, node);
            if (first == end || !NodeAdjointKernels.HasMass(transferred, node) || NodeAdjointKernels.IsZero(bar)) continue;
            Vector3<Real32> place = grid.PositionOf(node);
            Vector3<Real32> velocity = NodeAdjointKernels.Before(in work, transferred, node, place, work.ForceCount, work.ContactCount);
            for (; first < end && faces.Walls[first] < wall; first++)
            {
                GridContact<Real32> earlier = faces.Contacts[faces.Walls[first]];
                velocity = GridContacts.Allowed(in earlier, faces.Normal(first), place, velocity);
            }

            while (end > first && faces.Walls[end - 1] > wall) end--;
            GridContact<Real32> contact = faces.Contacts[wall];
            WallResponse.AllowedAdjoint(in contact, faces, first, end, place, velocity, ref bar, ref sum);
            NodeAdjointKernels.Set(in grid, node, bar);
        }

        NodeAdjointKernels.Put(shared, parts, slot, in sum);
    }
}
