namespace Splatsim.Simulation;

/// <summary>
/// Which of its branches a simulation has taken so far. Derivatives are those of the branches that acted: two runs on different sides of
/// one have a kink between them, and differences across it are no derivative.
/// </summary>
/// <param name="Flowing">Particles times substeps in which a law returned another deformation than it was given: yield, tips, flow.</param>
/// <param name="Contacts">Nodes times substeps in which a boundary changed a velocity.</param>
/// <param name="Sticking">Those among them that took the boundary's own velocity.</param>
/// <param name="Clamped">Particles times substeps whose stretch was lifted to the smallest one.</param>
/// <param name="RigidContacts">Points and nodes times substeps that hold or push rigid bodies.</param>
/// <param name="Signature">A hash: the same for runs that take the same branches, and all but certainly another for others.</param>
public readonly record struct BranchCounts(long Flowing, long Contacts, long Sticking, long Clamped, long RigidContacts, ulong Signature)
{
    /// <summary>Which counts differ from those of another run, as "contacts 120 to 118"; "when each acts" where only the order does.</summary>
    /// <param name="other">The other run.</param>
    public string DifferenceTo(BranchCounts other)
    {
        List<string> parts = [];
        Add("flowing", Flowing, other.Flowing);
        Add("contacts", Contacts, other.Contacts);
        Add("sticking", Sticking, other.Sticking);
        Add("clamped", Clamped, other.Clamped);
        Add("rigid contacts", RigidContacts, other.RigidContacts);
        if (parts.Count == 0 && Signature != other.Signature) parts.Add("when each acts");
        return string.Join(", ", parts);

        void Add(string name, long here, long there)
        {
            if (here != there) parts.Add(FormattableString.Invariant($"{name} {here} to {there}"));
        }
    }
}
