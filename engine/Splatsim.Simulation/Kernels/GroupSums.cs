using ILGPU;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>
/// Sums of derivatives over all threads of a launch, in a fixed order: each thread adds up what it meets, a group adds up its threads by halves
/// in shared memory, and <see cref="SumKernels.Finish"/> the groups.
/// </summary>
internal static class GroupSums
{
    /// <summary>Threads of a group.</summary>
    public const int GroupSize = 64;

    /// <summary>Numbers of one sum: those of a contact, the longest.</summary>
    public const int Width = 20;

    /// <summary>Number of groups: fixed, so that sums do not depend on the device.</summary>
    public const int Groups = 512;

    /// <summary>Index of the thread in the launch.</summary>
    public static int Thread => Grid.IdxX * GroupSize + Group.IdxX;

    /// <summary>Threads of the launch.</summary>
    public const int Threads = Groups * GroupSize;

    /// <summary>Room in shared memory for one number of every thread.</summary>
    public static ArrayView<float> Allocate() => SharedMemory.Allocate<float>(GroupSize);

    /// <summary>Sums three numbers over the group; all threads take part.</summary>
    public static void Put(ArrayView<float> shared, ArrayView<float> parts, int slot, int number, Vector3<Real32> value)
    {
        Put(shared, parts, slot, number, value.X);
        Put(shared, parts, slot, number + 1, value.Y);
        Put(shared, parts, slot, number + 2, value.Z);
    }

    /// <summary>Sums one number over the group; all threads take part.</summary>
    /// <param name="shared">From <see cref="Allocate"/>.</param>
    /// <param name="parts">Takes the sum of the group, <see cref="Groups"/> of them per number.</param>
    /// <param name="slot">Which sum.</param>
    /// <param name="number">Which of its numbers.</param>
    /// <param name="value">The thread's part.</param>
    public static void Put(ArrayView<float> shared, ArrayView<float> parts, int slot, int number, Real32 value)
    {
        shared[Group.IdxX] = value.Value;
        Halve(shared);
        if (Group.IdxX == 0) parts[((long)slot * Width + number) * Groups + Grid.IdxX] = shared[0];
        Group.Barrier();
    }

    /// <summary>Adds up all threads' numbers into the first.</summary>
    public static void Halve(ArrayView<float> shared)
    {
        Group.Barrier();
        for (int half = GroupSize / 2; half > 0; half /= 2)
        {
            if (Group.IdxX < half) shared[Group.IdxX] += shared[Group.IdxX + half];
            Group.Barrier();
        }
    }
}
