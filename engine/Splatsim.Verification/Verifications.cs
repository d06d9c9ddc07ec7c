namespace Splatsim.Verification;

/// <summary>The registry of verifications. To add one: a file in Cases, and a line here.</summary>
public static class Verifications
{
    /// <summary>All cases, in the order of the report.</summary>
    public static IReadOnlyList<VerificationCase> All { get; } =
    [
        new FreeFall(),
        new SpinningCube(),
        new AxialBar(),
        new CollidingDisks(),
        new Cantilever(),
        new Bounce(),
        new DamBreak(),
        new SandColumn(),
        new Incline(),
        new ViscousChannel(),
        new BinghamPlug(),
        new ShearRelaxation(),
        new SnowPenetration(),
        new RigidMomentum(),
        new GoldenScenes(),
    ];

    /// <summary>The case of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message has all names.</exception>
    public static VerificationCase Find(string name) =>
        All.FirstOrDefault(c => string.Equals(c.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"there is no verification '{name}'; there are {string.Join(", ", All.Select(c => c.Name))}", nameof(name));
}
