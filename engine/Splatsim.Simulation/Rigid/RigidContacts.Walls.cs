using Splatsim.Mathematics;

namespace Splatsim.Simulation;

// Contacts of bodies with thin walls. Where points and walls are is found in double.
internal sealed partial class RigidContacts<T>
{
    // Numbers of the contacts of a wall's edges, beyond those of bodies' points.
    private const int FirstEdge = 1 << 24;

    /// <summary>Adds the contacts of a body with a wall at rest or on a path.</summary>
    /// <param name="contact">The wall.</param>
    /// <param name="body">Number of the body in the order of <see cref="Add"/>.</param>
    /// <param name="walls">The walls.</param>
    /// <param name="form">The form of the body.</param>
    /// <param name="scene">The substep.</param>
    public void MeetWall(in GridContact<T> contact, int body, RigidWalls walls, RigidForm form, in RigidScene<T> scene)
    {
        RigidSkin<T> skin = new(contact.Mode, contact.Friction, contact.Restitution);
        Point common = new()
        {
            Body = body,
            Other = -1,
            Friction = skin.Grip,
            IsBilateral = contact.Mode is ContactMode.Sticky or ContactMode.Slip,
        };
        MeetWall(in contact, common, skin.Restitution, walls, form, in scene);
    }

    /// <summary>Adds the contacts of a body with a free wall. The slipperier and the duller of the two surfaces count.</summary>
    /// <param name="contact">The wall.</param>
    /// <param name="body">Number of the body in the order of <see cref="Add"/>.</param>
    /// <param name="other">Number of the free body that the wall is.</param>
    /// <param name="own">The surface of the body.</param>
    /// <param name="others">The surface of the wall.</param>
    /// <param name="walls">The walls.</param>
    /// <param name="form">The form of the body.</param>
    /// <param name="scene">The substep.</param>
    public void MeetWall(
        in GridContact<T> contact, int body, int other, RigidSkin<T> own, RigidSkin<T> others, RigidWalls walls, RigidForm form, in RigidScene<T> scene)
    {
        Point common = new()
        {
            Body = body,
            Other = other,
            Friction = T.Min(own.Grip, others.Grip),
            IsBilateral = own.Mode == ContactMode.Sticky && others.Mode == ContactMode.Sticky,
        };
        MeetWall(in contact, common, T.Min(own.Restitution, others.Restitution), walls, form, in scene);
    }

    private void MeetWall(in GridContact<T> contact, Point common, T restitution, RigidWalls walls, RigidForm form, in RigidScene<T> scene)
    {
        RigidMover<T> body = movers[common.Body];
        double dx = scene.Domain.CellSize, radius = Scalars.ToDouble(body.Radius);
        Vector3<T> center = scene.ToCells(body.State.Position);
        // A wall on a path comes towards bodies at rest.
        double wallSpeed = common.Other >= 0 ? movers[common.Other].FastestPoint
            : Scalars.ToDouble(GridContacts.SurfaceVelocity(in contact, center)).Length.Value
                + Math.Sqrt(Scalars.ToDouble(in contact.VelocityGradient).SquaredNorm.Value) * body.Reach / dx;
        double ahead = radius + scene.TimeStep * (body.FastestPoint + wallSpeed);
        if (!walls.MayReach(contact.Wall, Scalars.ToDouble(center), (body.Reach + ahead) / dx)) return;
        for (int i = 0; i < body.Arms.Length / 3; i++) MeetFaces(in contact, common with { Number = i }, restitution, ahead, walls, form, in scene);
        MeetEdges(in contact, common, restitution, ahead, walls, form, in scene);
    }

    // A point of the body is held on the side of the wall that it came from.
    private void MeetFaces(
        in GridContact<T> contact, Point common, T restitution, double ahead, RigidWalls walls, RigidForm form, in RigidScene<T> scene)
    {
        RigidMover<T> body = movers[common.Body];
        double dx = scene.Domain.CellSize, radius = Scalars.ToDouble(body.Radius);
        Vector3<T> arm = body.Turn * body.ArmOf(common.Number);
        Vector3<Real64> place = Scalars.ToDouble(scene.ToCells(body.State.Position + arm));
        if (walls.SiteOf(contact.Wall, place, form.OwnerOf(common.Number), out bool isInFront) is not { } site) return;
        Real64 side = isInFront ? 1 : -1;
        double height = (side * site.Height).Value;
        if (height * dx - radius > ahead) return;
        // Who is beyond an edge from where several faces meet is beyond each of them.
        if (site.Faces is not { } faces || height > 0)
        {
            Add(in contact, side * site.Normal, height, in scene);
            return;
        }

        foreach (Vector3<Real64> face in faces) Add(in contact, side * face, height * Vector3<Real64>.Dot(site.Normal, face).Value, in scene);

        void Add(in GridContact<T> of, Vector3<Real64> normal, double above, in RigidScene<T> within)
        {
            Vector3<Real64> bottom = place - new Real64(radius / dx) * normal;
            if (!form.Faces(common.Number, bottom, -normal)) return;
            Vector3<T> direction = Scalars.FromDouble<T>(normal);
            Point point = common with { Arm = arm - body.Radius * direction, Normal = direction, Surface = SurfaceAt(in of, common.Other, bottom) };
            Touch(point, T.FromDouble(above * dx - radius), restitution, in within);
        }
    }

    // An edge of the wall touches the body between the body's points.
    private void MeetEdges(
        in GridContact<T> contact, Point common, T restitution, double ahead, RigidWalls walls, RigidForm form, in RigidScene<T> scene)
    {
        RigidMover<T> body = movers[common.Body];
        double dx = scene.Domain.CellSize;
        Vector3<Real64> origin = Scalars.ToDouble(contact.Point), center = Scalars.ToDouble(scene.ToCells(body.State.Position));
        Matrix3x3<Real64> turn = contact.IsTurned == 0 ? Matrix3x3<Real64>.Identity : Scalars.ToDouble(in contact.Rotation).Transposed;
        double within = (body.Reach + ahead) / dx;
        ReadOnlySpan<Vector3<Real64>> edges = walls.EdgesOf(contact.Wall);
        for (int i = 0; i < edges.Length; i++)
        {
            Vector3<Real64> place = origin + turn * edges[i];
            if ((place - center).LengthSquared.Value > within * within) continue;
            double gap = form.Distance(place, out Vector3<Real64> outward) * dx;
            if (!(gap <= ahead - Scalars.ToDouble(body.Radius))) continue;
            Vector3<T> arm = Scalars.FromDouble<T>(new Real64(dx) * (place - center) - new Real64(gap) * outward);
            Point point = common with
            {
                Number = FirstEdge + i,
                Arm = arm,
                Normal = Scalars.FromDouble<T>(-outward),
                Surface = SurfaceAt(in contact, common.Other, place),
            };
            Touch(point, T.FromDouble(gap), restitution, in scene);
        }
    }

    private static Vector3<T> SurfaceAt(in GridContact<T> contact, int other, Vector3<Real64> place) =>
        other < 0 ? GridContacts.SurfaceVelocity(in contact, Scalars.FromDouble<T>(place)) : default;
}
