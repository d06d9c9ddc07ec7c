using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Splatsim.Simulation;

/// <summary>What a saved state depends on beside itself, as a text per part: enough to tell that a setup is another one, and in what.</summary>
internal static class SetupIdentity
{
    /// <summary>The parts of a setup.</summary>
    public static IReadOnlyDictionary<string, string> Of(SimulationSetup setup)
    {
        ParticleSet particles = setup.Particles;
        GridDomain domain = setup.Domain;
        Dictionary<string, string> parts = new()
        {
            ["particle count"] = particles.Count.ToString(CultureInfo.InvariantCulture),
            ["initial particles"] = Digest(particles.X, particles.V, particles.F, particles.Mass, particles.RestVolume, Array.ConvertAll(particles.Material, m => (double)m)),
            ["tracers"] = setup.Tracers is { } tracers ? Digest(tracers.X) : "none",
            ["grid"] = string.Create(
                CultureInfo.InvariantCulture,
                $"{(domain.IsUnbounded ? "without bounds, " : string.Empty)}{domain.CountX} x {domain.CountY} x {domain.CountZ} of {domain.CellSize:R} m from {domain.Origin.X.Value:R} {domain.Origin.Y.Value:R} {domain.Origin.Z.Value:R}"),
            ["transfer"] = string.Create(
                CultureInfo.InvariantCulture,
                $"{setup.Transfer} {setup.Transfer.EffectiveFlipBlend:R} {setup.Transfer.Damping:R} {setup.Transfer.CompressedShift:R} {setup.Transfer.SeparatingShift:R}"),
            ["gravity"] = string.Create(CultureInfo.InvariantCulture, $"{setup.Gravity.X.Value:R} {setup.Gravity.Y.Value:R} {setup.Gravity.Z.Value:R}"),
            ["materials"] = string.Join("; ", setup.Materials.Select(Describe)),
            ["boundary types"] = string.Join("; ", setup.Boundaries.Select(b => b.GetType().Name)),
            ["force types"] = string.Join("; ", setup.Forces.Select(f => f.GetType().Name)),
            ["surface tension"] = FormattableString.Invariant($"{setup.SurfaceTension?.Coefficient ?? 0:R}"),
            ["event types"] = string.Join("; ", setup.Events.Select(e => e.GetType().Name)),
            ["rigid body count"] = setup.RigidBodies.Count.ToString(CultureInfo.InvariantCulture),
            ["step policy"] = string.Create(CultureInfo.InvariantCulture, $"{setup.StepPolicy.TimeStep:R} {setup.StepPolicy.CourantNumber:R}{(setup.StepPolicy.LocalSteps ? $" local up to {setup.StepPolicy.LargestStepRatio}" : string.Empty)}"),
        };
        // After the counts and types, so that the first difference that is found says most.
        foreach ((string name, object list) in (ReadOnlySpan<(string, object)>)
            [("Boundaries", setup.Boundaries), ("RigidBodies", setup.RigidBodies), ("Forces", setup.Forces), ("Events", setup.Events)])
        {
            foreach ((string path, string value) in ValueList.Of(name, list)) parts[path] = value;
        }

        return parts;
    }

    private static string Describe(Material material) =>
        $"{material.Law.Key}: " + string.Join(
            ", ", material.Parameters.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Key} {p.Value:R}"))
                .Concat(material.Animated.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => $"{a.Key} {Digest([.. a.Value.Times], [.. a.Value.Values])}")));

    private static string Digest(params ReadOnlySpan<double[]> parts)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (double[] part in parts) hash.AppendData(MemoryMarshal.AsBytes<double>(part));
        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
