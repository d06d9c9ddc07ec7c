namespace Splatsim.Simulation.Kernels;

/// <summary>A particle outran the blocks stored around it; the frame is done again with more frequent sorts.</summary>
internal sealed class ParticleLostException(double time)
    : SimulationException("a particle moved several cells between two sorts", "use a shorter time step", time);
