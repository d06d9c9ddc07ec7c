namespace Splatsim.Verification;

/// <summary>How much a verification spends.</summary>
public enum VerificationResolution
{
    /// <summary>The coarsest grid and the shortest time at which the bands mean something: a second or so per case.</summary>
    Quick,

    /// <summary>The resolutions and ranges of the sources.</summary>
    Full,
}
