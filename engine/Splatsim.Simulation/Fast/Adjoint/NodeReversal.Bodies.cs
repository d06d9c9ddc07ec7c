using Splatsim.Mathematics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

// Free bodies have met the nodes after everything else. Numbers of nodes are those of NodeUpdate: through the blocks of nodes, then through those
// behind walls.
internal sealed unsafe partial class NodeReversal<TLanes> : IMetNodes
{
    private readonly Dictionary<long, double> byMasses = [];

    /// <summary>The free bodies; null for none.</summary>
    public MetBodies? Bodies { get; set; }

    (int I, int J, int K) IMetNodes.PlaceOf(long node)
    {
        int block = (int)(node / NodeFloats), i = (int)(node % NodeFloats) / 4;
        if (block >= grid.Places.Count) block = update.Walls!.Blocks[block - grid.Places.Count].Block;
        (int x, int y, int z) = BlockGrid.Coordinates(grid.Places[block]);
        return (BlockNodes * x + i / (BlockNodes * BlockNodes), BlockNodes * y + i / BlockNodes % BlockNodes, BlockNodes * z + i % BlockNodes);
    }

    Vector3<Real64> IMetNodes.ByVelocity(long node)
    {
        float* bar = BarOf(node);
        return new(bar[0], bar[1], bar[2]);
    }

    void IMetNodes.Answer(long node, Vector3<Real64> byVelocity, double byMass)
    {
        float* bar = BarOf(node);
        (bar[0], bar[1], bar[2]) = ((float)byVelocity.X.Value, (float)byVelocity.Y.Value, (float)byVelocity.Z.Value);
        byMasses[node] = byMasses.GetValueOrDefault(node) + byMass;
    }

    private void RunWithBodies(MetBodies bodies)
    {
        pool.Run(Tasks, takeTask);
        pool.Run(SideTasks, takeSideTask);
        byMasses.Clear();
        bodies.Meet(this);
        GoBack(bodies.Meetings);
        pool.Run(Tasks, finishTask);
        pool.Run(SideTasks, finishSideTask);
        foreach ((long node, double byMass) in byMasses) BarOf(node)[3] += (float)byMass;
    }

    // To the velocities before the bodies came: they say what the momenta were. Behind walls momenta are kept.
    private void GoBack(IReadOnlyList<RigidMeeting> meetings)
    {
        for (int m = meetings.Count - 1; m >= 0; m--)
        {
            foreach (ref readonly ContactedNode node in meetings[m].Nodes.AsSpan())
            {
                if (node.Index / NodeFloats >= grid.Places.Count) continue;
                float* velocity = grid.Nodes.Pointer + node.Index;
                (velocity[0], velocity[1], velocity[2]) = ((float)node.Velocity.X.Value, (float)node.Velocity.Y.Value, (float)node.Velocity.Z.Value);
            }
        }
    }

    private float* BarOf(long node)
    {
        int block = (int)(node / NodeFloats);
        return block < grid.Places.Count ? nodes.Pointer + node : update.Walls!.Blocks[block - grid.Places.Count].Nodes + node % NodeFloats;
    }
}
