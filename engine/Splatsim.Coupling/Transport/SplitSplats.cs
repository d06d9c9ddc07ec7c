using Splatsim.Splats;

namespace Splatsim.Coupling;

/// <summary>Splats of one frame, some of them replaced by several shorter ones.</summary>
/// <param name="Cloud">The capture; the parts of split splats follow at its end.</param>
/// <param name="Splats">The moved splats, parts included.</param>
/// <param name="Parents">The splat that each added row of the cloud came from.</param>
public sealed record SplitSplats(GaussianCloud Cloud, DeformedSplats Splats, int[] Parents);
