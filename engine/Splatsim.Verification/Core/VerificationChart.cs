using Splatsim.Plots;

namespace Splatsim.Verification;

/// <summary>A picture of ours beside the truth.</summary>
/// <param name="Name">Name of its file, without ending.</param>
/// <param name="Chart">The chart.</param>
public sealed record VerificationChart(string Name, Chart Chart);
