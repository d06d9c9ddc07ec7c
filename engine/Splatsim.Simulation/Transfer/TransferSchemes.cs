namespace Splatsim.Simulation;

/// <summary>The registered transfer schemes. A new one is a file in <c>Schemes/</c>, a member of <see cref="TransferScheme"/> and a line here.</summary>
public static class TransferSchemes
{
    /// <summary>All schemes, the default first.</summary>
    public static IReadOnlyList<TransferSchemeEntry> All { get; } =
    [
        Entry<ApicScheme>(TransferScheme.Apic, "apic", "Keeps linear and angular momentum; little damping, no noise."),
        Entry<PicScheme>(TransferScheme.Pic, "pic", "Very damped and very stable; loses rotation."),
        Entry<FlipScheme>(TransferScheme.Flip, "flip", "Little damping, lively, noisier; blended with PIC by flipBlend."),
        Entry<RpicScheme>(TransferScheme.Rpic, "rpic", "APIC with damped shearing and stretching, for bodies that should calm down but go on turning."),
        Entry<TpicScheme>(TransferScheme.Tpic, "tpic", "A Taylor expansion per particle; APIC with the MLS gradient, its counterpart with the kernel gradient."),
        Entry<AsflipScheme>(TransferScheme.Asflip, "asflip", "Bodies and grains come apart easily; little damping."),
    ];

    /// <summary>The entry of a scheme.</summary>
    /// <exception cref="ArgumentException">It is not registered.</exception>
    public static TransferSchemeEntry Of(TransferScheme scheme) =>
        All.FirstOrDefault(e => e.Scheme == scheme) ?? throw new ArgumentException($"{scheme} is no registered transfer scheme", nameof(scheme));

    private static TransferSchemeEntry Entry<TScheme>(TransferScheme scheme, string key, string summary)
        where TScheme : struct, ITransferScheme =>
        new(scheme, key, summary, TScheme.NeedsVelocityBefore, visitor => visitor.Visit<TScheme>());
}
