using ILGPU;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>Derivatives by the nodes that free rigid colliders have met, which the host reverses; they lie in the place of the nodes' momenta and masses.</summary>
internal static class BodyAdjointKernels
{
    /// <summary>Numbers of a node that is read: derivatives by its velocity, and its indices.</summary>
    public const int ReadWidth = 6;

    /// <summary>Numbers of a node that is answered: derivatives by its velocity before, and by its mass.</summary>
    public const int AnswerWidth = 4;

    /// <summary>Brings what the nodes' velocities after the contacts say.</summary>
    /// <param name="index">Which of the nodes.</param>
    /// <param name="grid">The grid.</param>
    /// <param name="nodes">The stored nodes.</param>
    /// <param name="values">Takes <see cref="ReadWidth"/> numbers of each.</param>
    public static void Read(Index1D index, GridViews grid, ArrayView<int> nodes, ArrayView<float> values)
    {
        int node = nodes[index];
        Vector3<Real32> place = grid.PositionOf(node);
        for (int k = 0; k < 3; k++) values[ReadWidth * index.X + k] = grid.Momentum[4L * node + k];
        values[ReadWidth * index.X + 3] = place.X.Value;
        values[ReadWidth * index.X + 4] = place.Y.Value;
        values[ReadWidth * index.X + 5] = place.Z.Value;
    }

    /// <summary>Replaces that by what the velocities before say, and adds what the masses do.</summary>
    /// <param name="index">Which of the nodes.</param>
    /// <param name="grid">The grid.</param>
    /// <param name="nodes">The stored nodes, each once.</param>
    /// <param name="values"><see cref="AnswerWidth"/> numbers of each.</param>
    public static void Answer(Index1D index, GridViews grid, ArrayView<int> nodes, ArrayView<float> values)
    {
        int node = nodes[index];
        for (int k = 0; k < 3; k++) grid.Momentum[4L * node + k] = values[AnswerWidth * index.X + k];
        grid.Momentum[4L * node + 3] += values[AnswerWidth * index.X + 3];
    }
}
