using ILGPU;

namespace Splatsim.Compute;

/// <summary>Sums across the threads of a group in one order, by shared memory and barriers alone, so that every device has it.</summary>
public static class GroupSum
{
    /// <summary>The sum of the values of all threads; all threads of the group must call, and all receive it.</summary>
    /// <param name="shared">One element per thread; free again when this returns.</param>
    /// <param name="value">This thread's value.</param>
    public static float Of(ArrayView<float> shared, float value)
    {
        int thread = Group.IdxX;
        shared[thread] = value;
        Group.Barrier();
        for (int half = Group.DimX / 2; half > 0; half /= 2)
        {
            if (thread < half) shared[thread] += shared[thread + half];
            Group.Barrier();
        }

        float sum = shared[0];
        Group.Barrier();
        return sum;
    }
}
