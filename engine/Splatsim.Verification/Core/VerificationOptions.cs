using Splatsim.Compute;

namespace Splatsim.Verification;

/// <summary>How verifications run.</summary>
public sealed record VerificationOptions
{
    /// <summary>How much is spent.</summary>
    public VerificationResolution Resolution { get; init; } = VerificationResolution.Quick;

    /// <summary>The engine to verify; null lets each case choose: exact laws run in double and on the fast one.</summary>
    public VerificationEngine? Engine { get; init; }

    /// <summary>Threads of the fast engine; null takes the shared pool. Results do not depend on it.</summary>
    public WorkerPool? Workers { get; init; }

    /// <summary>The folder of independent results; null where there is none. Cases that need it are skipped by name.</summary>
    public string? GoldenFolder { get; init; }
}
