using ILGPU;

namespace Splatsim.Simulation.Kernels;

/// <summary>What a loss says about a state, added to the derivatives by it.</summary>
internal static class CotangentKernels
{
    /// <summary>Adds one number.</summary>
    /// <param name="index">Number, row by row.</param>
    /// <param name="rows">Receives it.</param>
    /// <param name="values">The numbers.</param>
    /// <param name="width">Numbers of a row.</param>
    /// <param name="first">First of those that are added to.</param>
    /// <param name="part">How many of a row are added to.</param>
    public static void Add(Index1D index, ArrayView<float> rows, ArrayView<float> values, int width, int first, int part)
    {
        long row = index.X / part;
        rows[width * row + first + index.X % part] += values[index];
    }
}
