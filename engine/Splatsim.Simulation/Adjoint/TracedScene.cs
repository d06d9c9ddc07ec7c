using System.Runtime.InteropServices;
using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>All contacts of a substep as rigid bodies meet them, traced.</summary>
internal sealed class TracedScene
{
    private readonly SubstepWork work;
    private readonly FieldTable fields;
    private readonly double gravity;
    private readonly TracedContact?[] boundaries;
    private readonly GridContact<Traced>[] contacts;

    /// <summary>The contacts of boundaries, and those of free bodies, which follow them.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="work">The substep.</param>
    /// <param name="fields">The fields that contacts name.</param>
    /// <param name="gravity">Length of gravity [m/s^2].</param>
    /// <param name="start">Free bodies when they described themselves.</param>
    /// <param name="motions">Free bodies, traced.</param>
    public TracedScene(
        Trace trace, SubstepWork work, FieldTable fields, double gravity, IReadOnlyList<RigidState> start, RigidMotion<Traced>[] motions)
    {
        (this.work, this.fields, this.gravity) = (work, fields, gravity);
        boundaries = new TracedContact?[work.Contacts.Count];
        contacts = new GridContact<Traced>[boundaries.Length];
        ReadOnlySpan<GridContact<Real64>> all = CollectionsMarshal.AsSpan(work.Contacts);
        for (int c = 0; c < all.Length; c++)
        {
            int body = all[c].Body - 1;
            if (all[c].Wall != 0)
            {
                contacts[c] = GridContact<Traced>.From(in all[c], work.Domain);
            }
            else if (body >= 0)
            {
                contacts[c] = motions.Length == 0 ? GridContact<Traced>.From(in all[c], work.Domain) : TracedContact.Follow(in all[c], start[body], in motions[body], work.Domain);
            }
            else
            {
                boundaries[c] = new(trace, in all[c], work.Domain);
                contacts[c] = boundaries[c]!.Contact;
            }
        }
    }

    /// <summary>The substep for rigid bodies.</summary>
    public RigidScene<Traced> Scene => new(contacts, work, fields, gravity);

    /// <summary>Adds the derivatives by boundaries that a reversed trace has found.</summary>
    public void AddTo(Trace trace, Span<ContactCotangents<Real64>> sums)
    {
        for (int c = 0; c < boundaries.Length; c++) boundaries[c]?.AddTo(trace, ref sums[c]);
    }
}
