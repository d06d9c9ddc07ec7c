namespace Splatsim.Simulation.Fast;

// Blocks with particles near thin walls: what these read and what they give goes by way of arenas of their own, as forward.
internal sealed unsafe partial class ReverseEngine<TLanes, TTransfer>
{
    // What a pass reads from the nodes: velocities, derivatives, the velocities that rigid bodies met. All but the second sum in arenas.
    private enum Reading
    {
        Velocities,
        Derivatives,
        Met,
    }

    // Starts a block; whether walls are near its particles.
    private bool EnterWalls(int owner, int worker, Reading reading)
    {
        if (engine.Walls is not { } walls || !walls.IsParted(owner)) return false;
        WallScratch read = engine.Workers[worker].Walls, given = scratches[worker].Walls;
        walls.Enter(owner, read, gather: true);
        given.Begin(owner, read.NodeSides);
        return true;
    }

    private void LeaveWalls(int worker, Reading reading)
    {
        if (reading == Reading.Velocities) engine.Walls!.LeaveAdjoint(scratches[worker].Walls, scratches[worker].Arena);
    }

    // Chooses where a group reads and sums.
    private void Part(in ParticleGroup group, int packet, int worker, bool isParted, Reading reading)
    {
        KernelWorker own = engine.Workers[worker];
        ReverseScratch reverse = scratches[worker];
        reverse.Sides = null;
        reverse.Target = reverse.Arena;
        if (!isParted) return;
        if (!engine.Walls!.Load(in group, packet, own.Walls, own.Scratch.Velocities)) return;
        own.Scratch.Velocities = own.Walls.Arenas;
        reverse.Sides = own.Walls;

        // The same sets of sides in the same order: one place serves both.
        if (reading == Reading.Derivatives || !engine.Walls!.Load(in group, packet, reverse.Walls, null)) return;
        reverse.Sides = reverse.Walls;
        reverse.Target = reverse.Walls.Arenas;
    }
}
