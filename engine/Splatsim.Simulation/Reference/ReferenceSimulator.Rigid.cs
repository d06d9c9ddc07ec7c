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
            Collect(in contact, FreeBodies.States[contact.Body - 1].Position, in fields, nodes);
            FreeBodies.Meet(in contact, nodes);
            foreach (ContactedNode node in nodes)
            {
                if (node.Index < 0) walls.Set(in node);
                else grid.Velocity[node.Index] = Scalars.FromDouble<T>(node.Velocity);
            }
        }
    }

    // The nodes with matter that a contact reaches; those behind thin walls have numbers below 0. A thin body touches no node of its own side.
    private void Collect(in GridContact<Real64> contact, Vector3<Real64> center, in ScalarFields<Real64> fields, List<ContactedNode> target)
    {
        for (int t = 0; t < (contact.Wall == 0 ? grid.Touched.Count : 0); t++)
        {
            int node = grid.Touched[t];
            double m = Scalars.ToDouble(grid.Mass[node]);
            (int i, int j, int k) = grid.NodeOf(node);
            Vector3<Real64> position = new(i, j, k);
            if (!(m > 0) || ContactShapes.Distance(in contact, in fields, position, out Vector3<Real64> normal).Value > contact.Tolerance.Value) continue;
            Vector3<Real64> arm = Setup.Domain.Origin + new Real64(Setup.Domain.CellSize) * position - center;
            target.Add(new(node, m, arm, normal, Scalars.ToDouble(grid.Velocity[node])));
        }

        walls.Collect(in contact, center, FreeBodies.Shares, target);
    }
}
