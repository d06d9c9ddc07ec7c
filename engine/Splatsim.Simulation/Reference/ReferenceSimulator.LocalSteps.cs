using Splatsim.Mathematics;

namespace Splatsim.Simulation;

// Particles that take several substeps at once; see SlowMotion.
internal sealed partial class ReferenceSimulator<T>
{
    private SlowNodes<T>[] slow = [];

    private bool IsSlow(int particle) => Levels.Of(material[particle]) > 0;

    protected override void LevelsChanged()
    {
        slow = [.. Levels.Slow.Select(level => new SlowNodes<T>(grid.Mass.Length, level))];
        tracers.Follow(slow.Length == 0 ? null : new(grid.Mass.Length, slow[^1].Level));
    }

    protected override void AdvanceDeformation(bool[] materials, double time)
    {
        for (int p = 0; p < ParticleCount; p++)
            if (materials[material[p]]) SlowMotion.Advance(in state.AffineVelocity[p], time, ref state.DeformationGradient[p]);
    }

    // Steps begin, and what all slow particles have at the nodes joins those of the substep.
    private void SlowToGrid(in HostNumbers<T> numbers, SubstepWork substep, T dt)
    {
        foreach (SlowNodes<T> nodes in slow)
            if (nodes.Level.IsStarting) nodes.Clear();
        for (int p = 0; p < ParticleCount; p++)
        {
            if (!Moves(p) || !IsSlow(p)) continue;
            SlowNodes<T> nodes = slow[Levels.Of(material[p]) - 1];
            if (nodes.Level.IsStarting) BeginStep(p, nodes, in numbers, substep, dt);
        }

        foreach (SlowNodes<T> nodes in slow) nodes.Push(grid);
    }

    private void FollowNodes()
    {
        foreach (SlowNodes<T> nodes in slow) nodes.Pull(grid);
        tracers.Pull(grid);
    }

    private void BeginStep(int p, SlowNodes<T> nodes, in HostNumbers<T> numbers, SubstepWork substep, T dt)
    {
        StepLevel level = nodes.Level;
        if (!Stencil<T>.TryCreate(toCells * state.Position[p], Setup.Domain, out Stencil<T> stencil)) throw Outside(p);
        ref Matrix3x3<T> c = ref state.AffineVelocity[p];
        T lead = T.FromDouble(level.Lead(substep.TimeStep));
        SymmetricMatrix3x3<T> kirchhoff = Respond(p, (Matrix3x3<T>.Identity + lead * c) * state.DeformationGradient[p], in c, T.FromDouble(level.Planned * substep.TimeStep));

        double dx = Setup.Domain.CellSize;
        Matrix3x3<T> affine = (mass[p] * cellSize) * c;
        MovingLeastSquares<T>.Scatter(grid, nodes.Momenta, in stencil, mass[p], state.Velocity[p], in affine);
        SlowMotion.PullBack(in kirchhoff, in c, lead, out Matrix3x3<T> pulled);
        affine = T.FromDouble(-substep.TimeStep * restVolume[p] * 4 / dx) * pulled;
        // Forces at particles act as often as ever; what they make of the velocity at the start is spread over the step.
        Vector3<T> pushed = state.Velocity[p];
        for (int i = 0; i < level.Planned && particleForces.Count > 0; i++) ApplyForces(p, in numbers, substep, dt, ref pushed);
        pushed = T.FromDouble(1.0 / level.Planned) * (pushed - state.Velocity[p]);
        MovingLeastSquares<T>.Scatter(grid, nodes.Impulses, in stencil, mass[p], pushed, in affine);
    }

    protected override void EndStep(int level)
    {
        SlowNodes<T> nodes = slow[level - 1];
        T lead = T.FromDouble(nodes.Level.Lead(Work.TimeStep)), gradientScale = T.FromDouble(4 / Setup.Domain.CellSize);
        T dt = T.FromDouble(Work.TimeStep);
        for (int p = 0; p < ParticleCount; p++)
        {
            if (!Moves(p) || Levels.Of(material[p]) != level) continue;
            Stencil<T>.TryCreate(toCells * state.Position[p], Setup.Domain, out Stencil<T> stencil);
            MovingLeastSquares<T>.Gather(grid, nodes.Paths, in stencil, out Vector3<T> path, out Matrix3x3<T> moment);
            Matrix3x3<T> displacement = (dt * gradientScale) * moment;
            SlowMotion.End(in displacement, in state.AffineVelocity[p], lead, ref state.DeformationGradient[p]);
            MovingLeastSquares<T>.Gather(grid, in stencil, out state.Velocity[p], out moment);
            state.AffineVelocity[p] = gradientScale * moment;
            state.Position[p] += dt * path;
        }

        tracers.EndStep(grid, nodes.Level, dt, gradientScale);
    }
}
