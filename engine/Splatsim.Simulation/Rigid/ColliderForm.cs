using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The form of a free rigid collider.</summary>
/// <param name="first">Whose side of walls its first point has; the others follow.</param>
internal sealed class ColliderForm(int first) : RigidForm
{
    // How far outside a point is probed [cells], and what counts as outside there: at a face that is seen from the side it is 0.
    private const double Probe = 0.05, Outside = 0.2;

    private readonly List<GridContact<Real64>> contacts = [];
    private FieldTable fields = FieldTable.Empty;

    /// <summary>Takes the body's contacts of a substep.</summary>
    /// <param name="body">Number of the body, from 1.</param>
    /// <param name="work">The substep.</param>
    /// <param name="table">The fields that contacts name.</param>
    public void Begin(int body, SubstepWork work, FieldTable table)
    {
        fields = table;
        contacts.Clear();
        foreach (GridContact<Real64> contact in work.Contacts)
            if (contact.Body == body && contact.Wall == 0) contacts.Add(contact);
    }

    public override double Distance(Vector3<Real64> place, out Vector3<Real64> normal)
    {
        ScalarFields<Real64> table = new(fields);
        (double nearest, normal) = (double.PositiveInfinity, default);
        foreach (GridContact<Real64> contact in contacts)
        {
            double distance = ContactShapes.Distance(in contact, in table, place, out Vector3<Real64> own).Value;
            if (distance < nearest) (nearest, normal) = (distance, own);
        }

        return nearest;
    }

    public override bool Faces(int point, Vector3<Real64> place, Vector3<Real64> direction) =>
        Distance(place + new Real64(Probe) * direction, out _) > Outside * Probe;

    public override int OwnerOf(int point) => first + point;
}
