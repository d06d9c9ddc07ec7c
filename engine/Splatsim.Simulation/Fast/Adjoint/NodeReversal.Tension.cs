using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

// Surface tension: nodes' accelerations follow from the masses of all nodes around, in the blocks next to theirs too. A block of nodes is a patch.
// Each patch keeps what it says about the masses around, which every block then collects in one order.
internal sealed unsafe partial class NodeReversal<TLanes>
{
    private readonly SurfaceTensionSums? tension;
    private readonly SurfacePatchAdjoint[] patches = [];
    private readonly Action<int, int> patchTask, spreadTask;
    private double[] byAccelerations = [], byPatchMasses = [];
    private PatchSums[] patchSums = [];

    /// <summary>Adds the derivatives by the coefficient of surface tension and by the liquid's density in the last substep.</summary>
    public void AddTension(ParameterSums sums)
    {
        if (tension is null) return;
        (double byCoefficient, double byDensity) = (0, 0);
        for (int block = 0; block < grid.Places.Count; block++)
        {
            byCoefficient += patchSums[block].ByCoefficient;
            byDensity += patchSums[block].ByDensity;
        }

        tension.AddTo(sums, byCoefficient, byDensity);
    }

    private void BeginTension()
    {
        if (tension is null || patchSums.Length >= grid.Places.Count) return;
        int room = grid.Places.Count + grid.Places.Count / 8;
        byAccelerations = new double[checked(3 * BlockVolume * room)];
        byPatchMasses = new double[checked(SurfacePatchAdjoint.MassCount * room)];
        patchSums = new PatchSums[room];
    }

    // What the tension adds to the velocities of a block, in rows; with the masses of its nodes.
    private void FindTension(Scratch scratch, int block, int worker)
    {
        float* nodes = stackalloc float[NodeFloats];
        float* velocities = grid.Nodes.Pointer + (long)block * NodeFloats;
        for (int i = 0; i < BlockVolume; i++) (nodes[4 * i], nodes[4 * i + 1], nodes[4 * i + 2], nodes[4 * i + 3]) = (0, 0, 0, velocities[4 * i + 3]);
        update.Tension![worker].Apply(grid, grid.Places[block], nodes, (float)timeStep);
        for (int i = 0; i < BlockVolume; i++)
            for (int axis = 0; axis < 3; axis++) scratch.TensionRows[axis * BlockVolume + i] = nodes[4 * i + axis];
    }

    // u = p/m + dt (g + a).
    private void KeepByAccelerations(int block, float* bars)
    {
        Span<double> target = byAccelerations.AsSpan(3 * BlockVolume * block, 3 * BlockVolume);
        for (int i = 0; i < BlockVolume; i++)
            for (int axis = 0; axis < 3; axis++) target[3 * i + axis] = timeStep * bars[4 * i + axis];
    }

    private void ReverseTension()
    {
        if (tension is null) return;
        pool.Run(Tasks, patchTask);
        pool.Run(Tasks, spreadTask);
    }

    private void EachPatch(int task, int worker)
    {
        Span<double> masses = stackalloc double[SurfacePatchAdjoint.MassCount];
        int end = Math.Min((task + 1) * BlocksPerTask, grid.Places.Count);
        for (int block = task * BlocksPerTask; block < end; block++)
        {
            SurfacePatchAdjoint patch = patches[worker];
            masses.Clear();
            (int x, int y, int z) = BlockGrid.Coordinates(grid.Places[block]);
            for (int side = 0; side < 27; side++)
            {
                (int dx, int dy, int dz) = (side / 9 - 1, side / 3 % 3 - 1, side % 3 - 1);
                int other = grid.BlockAt(x + dx, y + dy, z + dz);
                if (other < 0) continue;
                float* from = grid.Nodes.Pointer + (long)other * NodeFloats + 3;
                foreach ((int node, int index) in PatchNodes.Of(dx, dy, dz)) masses[index] = from[4 * node];
            }

            bool acts = patch.Reverse(
                masses, byAccelerations.AsSpan(3 * BlockVolume * block, 3 * BlockVolume),
                byPatchMasses.AsSpan(SurfacePatchAdjoint.MassCount * block, SurfacePatchAdjoint.MassCount));
            patchSums[block] = new(acts, patch.ByCoefficient, patch.ByDensity);
        }
    }

    // A block is around the patches next to it as they are around it.
    private void EachSpread(int task, int worker)
    {
        Span<double> sums = stackalloc double[BlockVolume];
        int end = Math.Min((task + 1) * BlocksPerTask, grid.Places.Count);
        for (int block = task * BlocksPerTask; block < end; block++)
        {
            sums.Clear();
            (int x, int y, int z) = BlockGrid.Coordinates(grid.Places[block]);
            for (int side = 0; side < 27; side++)
            {
                (int dx, int dy, int dz) = (side / 9 - 1, side / 3 % 3 - 1, side % 3 - 1);
                int other = grid.BlockAt(x + dx, y + dy, z + dz);
                if (other < 0 || !patchSums[other].Acts) continue;
                ReadOnlySpan<double> by = byPatchMasses.AsSpan(SurfacePatchAdjoint.MassCount * other, SurfacePatchAdjoint.MassCount);
                foreach ((int node, int index) in PatchNodes.Of(-dx, -dy, -dz)) sums[node] += by[index];
            }

            float* bars = nodes.Pointer + (long)block * NodeFloats;
            for (int i = 0; i < BlockVolume; i++)
                if (grid.Nodes.Pointer[(long)block * NodeFloats + 4 * i + 3] > 0) bars[4 * i + 3] += (float)sums[i];
        }
    }

    private readonly record struct PatchSums(bool Acts, double ByCoefficient, double ByDensity);
}
