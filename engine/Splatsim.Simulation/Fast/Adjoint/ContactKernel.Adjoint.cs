using System.Runtime.InteropServices;
using Splatsim.Mathematics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

// The same contacts in reverse.
internal sealed unsafe partial class ContactKernel<TLanes>
{
    /// <summary>Contacts of the substep.</summary>
    public int Count => lanes.Count;

    /// <summary>Lists the contacts that may affect a block, in their order.</summary>
    /// <param name="x">First node along x.</param>
    /// <param name="y">First node along y.</param>
    /// <param name="z">First node along z.</param>
    /// <param name="touching">Receives their numbers.</param>
    public void List(int x, int y, int z, List<int> touching)
    {
        touching.Clear();
        ReadOnlySpan<GridContact<Real64>> own = CollectionsMarshal.AsSpan(exact);
        for (int i = 0; i < own.Length; i++)
            if (ContactReach.Touches(in own[i], table, in exactFields, x, y, z, BlockNodes)) touching.Add(i);
    }

    /// <summary>Applies one contact to lanes of nodes.</summary>
    public void Apply(int contact, Vector3<TLanes> node, ref Vector3<TLanes> velocity) =>
        GridContacts.Apply(in CollectionsMarshal.AsSpan(lanes)[contact], in fields, node, ref velocity);

    /// <summary>The adjoint of one contact for lanes of nodes.</summary>
    /// <param name="contact">Its number.</param>
    /// <param name="node">Indices of the nodes as numbers [cells].</param>
    /// <param name="before">Velocities before the contact [m/s].</param>
    /// <param name="cotangent">Derivatives by the velocities after it; replaced by those by the velocities before.</param>
    /// <param name="sum">Derivatives by the contact, added to.</param>
    public void Reverse(
        int contact, Vector3<TLanes> node, Vector3<TLanes> before, ref Vector3<TLanes> cotangent, ref ContactCotangents<Real64> sum)
    {
        ContactCotangents<TLanes> own = default;
        GridContactsAdjoint.Apply(in CollectionsMarshal.AsSpan(lanes)[contact], in fields, node, before, ref cotangent, ref own);
        sum.Friction += LaneSums.Total(own.Friction);
        sum.Restitution += LaneSums.Total(own.Restitution);
        sum.Velocity += LaneSums.Total(own.Velocity);
        sum.VelocityGradient += LaneSums.Total(in own.VelocityGradient);
        sum.Point += LaneSums.Total(own.Point);
        sum.Turn += LaneSums.Total(own.Turn);
    }
}
