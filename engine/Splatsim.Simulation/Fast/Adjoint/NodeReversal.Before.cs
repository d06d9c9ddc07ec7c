using System.Runtime.Intrinsics;
using Splatsim.Mathematics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

// Velocities without the forces of the substep, for transfers that keep some of the difference: u = p/m, and nothing else happens to them.
internal sealed unsafe partial class NodeReversal<TLanes>
{
    /// <summary>After <see cref="Run"/>: from derivatives by the velocities without forces to those by the momenta without forces; those by masses are added.</summary>
    /// <param name="byVelocity">Arenas of derivatives by velocities.</param>
    /// <param name="result">Receives the derivatives by momenta of each block of nodes.</param>
    public void RunBefore(AlignedArray<float> byVelocity, AlignedArray<float> result) => pool.Run(Tasks, (task, _) =>
    {
        int end = Math.Min((task + 1) * BlocksPerTask, grid.Places.Count);
        for (int block = task * BlocksPerTask; block < end; block++)
        {
            long first = (long)block * NodeFloats;
            float* before = result.Pointer + first, bars = nodes.Pointer + first, heavy = grid.Nodes.Pointer + first, velocities = grid.NodesBefore.Pointer + first;
            GridKernels.Collect(grid.Sources(block), byVelocity.Pointer, grid.Zeros.Pointer, before);
            KeepHeavy(heavy, before);
            for (int i = 0; i < NodeFloats; i += 4)
            {
                if (!(heavy[i + 3] > 0)) continue;
                Vector128<float> byMomentum = Vector128.Load(before + i) / Vector128.Create(heavy[i + 3]);
                byMomentum.Store(before + i);
                // Derivatives have no fourth number.
                bars[i + 3] -= Vector128.Dot(byMomentum, Vector128.Load(velocities + i));
            }
        }
    });
}
