using Splatsim.Simulation;

namespace Splatsim.Scenes;

/// <summary>What is kept of a frame beside its splats.</summary>
/// <param name="Time">Simulated time [s].</param>
/// <param name="Statistics">Sums over the particles.</param>
/// <param name="Substeps">How it was cut into substeps.</param>
internal sealed record FilmFrame(double Time, SimulationStatistics Statistics, SubstepStatistics Substeps);
