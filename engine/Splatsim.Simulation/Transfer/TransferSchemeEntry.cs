namespace Splatsim.Simulation;

/// <summary>A registered transfer scheme.</summary>
/// <param name="Scheme">Its number.</param>
/// <param name="Key">Its name in scene files.</param>
/// <param name="Summary">What it is good for.</param>
/// <param name="NeedsVelocityBefore">Whether the nodes' velocities before forces are kept, which takes a second set of grid blocks.</param>
/// <param name="Visit">Calls a visitor with the scheme's type.</param>
public sealed record TransferSchemeEntry(
    TransferScheme Scheme, string Key, string Summary, bool NeedsVelocityBefore, Action<ITransferSchemeVisitor> Visit);
