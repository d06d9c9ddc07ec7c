using ILGPU;

namespace Splatsim.Simulation.Kernels;

/// <summary>The end of sums over a launch; see <see cref="GroupSums"/>.</summary>
internal static class SumKernels
{
    /// <summary>One group per number adds up the groups' parts.</summary>
    /// <param name="parts">The parts.</param>
    /// <param name="sums">Takes the sums.</param>
    public static void Finish(ArrayView<float> parts, ArrayView<float> sums)
    {
        ArrayView<float> shared = GroupSums.Allocate();
        float sum = 0;
        for (int group = Group.IdxX; group < GroupSums.Groups; group += GroupSums.GroupSize) sum += parts[(long)Grid.IdxX * GroupSums.Groups + group];
        shared[Group.IdxX] = sum;
        GroupSums.Halve(shared);
        if (Group.IdxX == 0) sums[Grid.IdxX] = shared[0];
    }
}
