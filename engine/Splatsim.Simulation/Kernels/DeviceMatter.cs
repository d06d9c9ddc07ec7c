using Splatsim.Compute;

namespace Splatsim.Simulation.Kernels;

/// <summary>What the parts of the device back end work on together.</summary>
/// <param name="Device">The device.</param>
/// <param name="Particles">The particles.</param>
/// <param name="Grid">The grid.</param>
/// <param name="Sorter">Their order and chunks.</param>
/// <param name="Notes">What the host is told.</param>
internal sealed record DeviceMatter(
    ComputeDevice Device, DeviceParticles Particles, DeviceGrid Grid, DeviceSorter Sorter, DeviceNotes Notes);
