using Splatsim.Compute;

namespace Splatsim.Simulation.Kernels;

/// <summary>A simulation that stays on a device: what moves with it can be computed there too, without a way through the host.</summary>
public interface IDeviceSimulation
{
    /// <summary>The device.</summary>
    ComputeDevice Device { get; }

    /// <summary>The grid that positions in cells count from.</summary>
    GridDomain Domain { get; }

    /// <summary>Number of particles.</summary>
    int ParticleCount { get; }

    /// <summary>Whether all tracers are on the device; those of rigid bodies follow paths that the host keeps.</summary>
    bool HoldsTracers { get; }

    /// <summary>The state of the last substep. Good until the next frame is simulated: a sort moves the buffers.</summary>
    /// <exception cref="DeviceException">The device was lost.</exception>
    MotionViews Motion();
}
