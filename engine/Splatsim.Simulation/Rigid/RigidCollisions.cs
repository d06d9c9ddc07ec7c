using System.Runtime.InteropServices;
using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// Rigid bodies of particles and free thin colliders, which meet each other and boundaries at once: what lies on a plate that lies on a floor
/// is carried through.
/// </summary>
/// <param name="setup">The setup.</param>
/// <param name="bodies">The free colliders.</param>
/// <param name="walls">The walls that these are.</param>
/// <param name="shares">What of the nodes' masses is rigid.</param>
internal sealed class RigidCollisions(SimulationSetup setup, RigidBodies bodies, RigidWalls walls, RigidShares shares)
{
    // How much heavier than it is a body on a path is to what it meets.
    private const double Unyielding = 1e9;

    private readonly RigidContacts<Real64> contacts = new();

    /// <summary>The step of all bodies of particles, after their chunks are summed. The free colliders get momenta, and move later.</summary>
    public void Step(IReadOnlyList<RigidGroup> groups, SubstepWork work, FieldTable fields)
    {
        shares.Find(groups);
        ReadOnlySpan<GridContact<Real64>> all = CollectionsMarshal.AsSpan(work.Contacts);
        RigidScene<Real64> scene = new(all, work, fields, setup.Gravity.Length.Value);
        contacts.Clear();
        foreach (RigidGroup group in groups)
        {
            RigidMotion<Real64> motion = group.Path is null ? group.Gathered : group.MotionOnPath(work);
            contacts.Add(group.MoverOf(in motion, group.Path is null ? 1 : Unyielding), in scene);
        }

        for (int b = 0; b < bodies.States.Count; b++) contacts.Add(bodies.MoverOf(b), in scene);
        foreach (ref readonly GridContact<Real64> contact in all)
        {
            if (contact.Wall == 0 || contact.Body == 0) continue;
            RigidSkin<Real64> skin = bodies.SkinOf(contact.Body - 1);
            for (int g = 0; g < groups.Count; g++)
            {
                ParticleForm form = groups[g].FormIn(work.Domain);
                // Rigid matter has no surface of its own.
                contacts.MeetWall(in contact, g, groups.Count + contact.Body - 1, skin, skin, walls, form, in scene);
            }
        }

        contacts.Solve();
        for (int g = 0; g < groups.Count; g++) groups[g].Take(contacts.StateOf(g), work);
        for (int b = 0; b < bodies.States.Count; b++) bodies.Take(b, contacts.StateOf(groups.Count + b));
    }
}
