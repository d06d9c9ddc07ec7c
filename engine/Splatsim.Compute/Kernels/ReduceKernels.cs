using ILGPU;

namespace Splatsim.Compute;

/// <summary>Largest and smallest values of arrays.</summary>
internal static class ReduceKernels
{
    /// <summary>Threads of a group.</summary>
    public const int GroupSize = 256;

    /// <summary>Each group's largest value; NaN counts as the largest.</summary>
    public static void Maximum(ArrayView<float> data, ArrayView<float> largest, int length)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(GroupSize);
        int thread = Group.IdxX;
        float value = float.NegativeInfinity;
        for (int i = Grid.IdxX * GroupSize + thread; i < length; i += Grid.DimX * GroupSize) value = Larger(value, data[i]);
        shared[thread] = value;
        Group.Barrier();
        for (int half = GroupSize / 2; half > 0; half /= 2)
        {
            if (thread < half) shared[thread] = Larger(shared[thread], shared[thread + half]);
            Group.Barrier();
        }

        if (thread == 0) largest[Grid.IdxX] = shared[0];
    }

    // The hardware's maximum drops NaN.
    private static float Larger(float left, float right) => left >= right || float.IsNaN(left) ? left : right;
}
