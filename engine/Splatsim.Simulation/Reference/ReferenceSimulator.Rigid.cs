using Splatsim.Mathematics;

namespace Splatsim.Simulation;

// Rigid bodies, of particles and free.
internal sealed partial class ReferenceSimulator<T>
{
    void IRigidStore.Read(int particle, out Vector3<Real64> velocity, out Matrix3x3<Real64> affine)
    {
        velocity = Scalars.ToDouble(state.Velocity[particle]);
        affine = Scalars.ToDouble(in state.AffineVelocity[particle]);
    }

    void IRigidStore.Write(
        int particle, Vector3<Real64> position, Vector3<Real64> velocity, in Matrix3x3<Real64> affine, in Matrix3x3<Real64> deformation)
    {
        state.Position[particle] = Scalars.FromDouble<T>(position - Setup.Domain.Origin);
        state.Velocity[particle] = Scalars.FromDouble<T>(velocity);
        state.AffineVelocity[particle] = Scalars.FromDouble<T>(in affine);
        state.DeformationGradient[particle] = Scalars.FromDouble<T>(in deformation);
    }

    // Rigid bodies meet boundaries as a whole, so that their particles take the velocities from before.
    private void MoveRigid(SubstepWork substep)
    {
        if (!Rigid.Any) return;
        Hold(substep.Holds);
        Hold(StationaryNodes);
        BeforeRigid?.Invoke();
        T gradientScale = T.FromDouble(4 / Setup.Domain.CellSize);
        for (int p = 0; p < ParticleCount; p++)
            if (rigid[material[p]]) GatherVelocity(p, gradientScale, out _);
        Rigid.Step(this, substep, Fields, null);
    }

    private void MeetBodies(SubstepWork substep)
    {
        ScalarFields<Real64> fields = new(Fields);
        List<ContactedNode> nodes = [];
        foreach (GridContact<Real64> contact in substep.Contacts)
        {
            if (contact.Body == 0) continue;
            nodes.Clear();
            foreach (int node in grid.Touched)
            {
                // A thin body touches no node of its own side.
                if (contact.Wall != 0) break;
                double m = Scalars.ToDouble(grid.Mass[node]);
                (int i, int j, int k) = grid.NodeOf(node);
                Vector3<Real64> position = new(i, j, k);
                if (!(m > 0) || ContactShapes.Distance(in contact, in fields, position, out Vector3<Real64> normal).Value > contact.Tolerance.Value) continue;
                nodes.Add(new(node, m, FreeBodies.Arm(contact.Body, position, Setup.Domain), normal, Scalars.ToDouble(grid.Velocity[node])));
            }

            walls.Collect(in contact, FreeBodies, in fields, nodes);
            FreeBodies.Meet(contact.Body, nodes);
            foreach (ContactedNode node in nodes)
            {
                if (node.Index < 0) walls.Set(in node);
                else grid.Velocity[node.Index] = Scalars.FromDouble<T>(node.Velocity);
            }
        }
    }
}
