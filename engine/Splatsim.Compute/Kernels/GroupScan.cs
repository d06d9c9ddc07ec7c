using ILGPU;

namespace Splatsim.Compute;

/// <summary>Prefix sums across the threads of a group, by shared memory and barriers alone, so that every device has it.</summary>
public static class GroupScan
{
    /// <summary>Sum of the values of the threads before this one. All threads of the group must call.</summary>
    /// <param name="shared">One element per thread.</param>
    /// <param name="value">This thread's value.</param>
    public static int Exclusive(ArrayView<int> shared, int value)
    {
        int thread = Group.IdxX;
        shared[thread] = value;
        Group.Barrier();
        for (int offset = 1; offset < Group.DimX; offset *= 2)
        {
            int before = thread >= offset ? shared[thread - offset] : 0;
            Group.Barrier();
            shared[thread] += before;
            Group.Barrier();
        }

        return shared[thread] - value;
    }
}
