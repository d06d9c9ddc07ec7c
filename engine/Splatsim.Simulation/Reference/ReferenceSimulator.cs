using System.Runtime.InteropServices;
using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Simulation;

/// <summary>
/// The definition of a substep, one particle after the other: by default MLS-MPM (Hu et al. 2018, "A Moving Least Squares Material
/// Point Method") with APIC (Jiang et al. 2015) and quadratic B-splines. Positions are kept relative to the domain's
/// origin, so that a scene far from it loses no precision.
/// </summary>
/// <typeparam name="T">The number: one lane of 32 or 64 bits.</typeparam>
internal sealed partial class ReferenceSimulator<T> : SimulatorBase, IRigidStore
    where T : unmanaged, IReal<T>
{
    private readonly MaterialKernel<T>[] kernels;
    private readonly bool[] stationary;
    private readonly bool[] rigid;
    private readonly int[] material;
    private readonly T[] mass;
    private readonly double[] restVolume;
    private readonly bool[] wasClamped;
    private readonly ReferenceGrid<T> grid;
    private readonly ReferenceSurfaceTension<T>? tension;
    private readonly ReferenceTracers<T> tracers;
    private readonly ReferenceWalls<T> walls;
    private readonly ReferencePieces<T> pieces;
    private readonly List<GridForce<T>> nodeForces = [];
    private readonly List<GridForce<T>> particleForces = [];
    private readonly ReferenceTransfer<T>? general;
    private readonly T toCells;
    private readonly T cellSize;
    private ReferenceState<T> state;
    private ReferenceState<T> saved;
    private int clampedCount;
    private int firstClamped = -1;

    public ReferenceSimulator(SimulationSetup setup)
        : base(setup)
    {
        ParticleSet particles = setup.Particles;
        toCells = T.FromDouble(1 / setup.Domain.CellSize);
        cellSize = T.FromDouble(setup.Domain.CellSize);
        kernels = [.. setup.Materials.Select(MaterialKernel<T>.For)];
        stationary = [.. setup.Materials.Select(m => m.IsStationary)];
        rigid = [.. setup.Materials.Select(m => m.IsRigid)];
        material = [.. particles.Material];
        mass = [.. particles.Mass.Select((m, p) => T.FromDouble(m * RigidGroups.MassFactor(setup.Materials[particles.Material[p]])))];
        restVolume = [.. particles.RestVolume];
        wasClamped = new bool[particles.Count];
        general = ReferenceTransfer<T>.For(setup.Transfer, setup.Domain);
        grid = new(setup.Domain, general?.NeedsVelocityBefore ?? false);
        tracers = new(setup, toCells, general);
        walls = new(Walls, grid);
        pieces = new(Pieces, grid);
        state = ReferenceState<T>.From(particles, setup.Domain.Origin, kernels, general is not null);
        saved = new(particles.Count, general is not null);
        if (setup.SurfaceTension is { } options) tension = ReferenceSurfaceTension<T>.Of(options, options.Density(setup), setup.Domain);
        for (int p = 0; p < particles.Count; p++)
            if (!Moves(p)) (state.Velocity[p], state.AffineVelocity[p], state.VelocityGradient[p]) = (default, default, default);
        Rigid.Write(this);
    }

    public override string Description =>
        $"reference back end, {(typeof(T) == typeof(Real32) ? "single" : "double")} precision, {Setup.Transfer}, one thread, dense grid of {Setup.Domain}";

    protected override int ClampedCount => clampedCount;

    protected override int FirstClamped => firstClamped;

    /// <summary>The grid after the last substep, for tests.</summary>
    internal ReferenceGrid<T> Grid => grid;

    /// <summary>Nodes of at most this mass [kg] stand still: 0 here, but some published programs have one; for tests.</summary>
    internal T NodeMassThreshold { get; set; } = T.Zero;

    /// <summary>Called between the transfer to the grid and its update, for tests.</summary>
    internal Action? AfterParticleToGrid { get; set; }

    /// <summary>Counts the branches that were taken, when not null.</summary>
    internal BranchLog<T>? Branches { get; set; }

    /// <summary>Kirchhoff stress of every particle in the last substep, kept when not null; for tests.</summary>
    internal SymmetricMatrix3x3<T>[]? Stresses { get; set; }

    protected override double MaximumSpeed()
    {
        EndSteps();
        double largest = 0;
        foreach (Vector3<T> v in state.Velocity) largest = Math.Max(largest, Scalars.ToDouble(v).LengthSquared.Value);
        return Math.Sqrt(largest);
    }

    protected override void BeginFrame()
    {
        EndSteps();
        state.CopyTo(saved);
        tracers.Save();
        Array.Clear(wasClamped);
        clampedCount = 0;
        firstClamped = -1;
    }

    protected override void EndFrame()
    {
        EndSteps();
        for (int p = 0; p < ParticleCount; p++)
        {
            if (!state.IsFinite(p)) throw NotFinite(p);
            if (!Setup.Domain.Holds(PositionOf(p), Setup.Transfer.Kernel))
                throw new ParticleLeftDomainException(Time, p, PositionOf(p), Setup.Domain);
        }
    }

    protected override void RestoreFrame()
    {
        (state, saved) = (saved, state);
        tracers.Restore();
    }

    protected override void Substep(SubstepWork substep)
    {
        double timeStep = substep.TimeStep;
        T dt = T.FromDouble(timeStep);
        Branches?.Begin(SubstepCount);
        BeforeForces?.Invoke();
        grid.Clear();
        nodeForces.Clear();
        particleForces.Clear();
        foreach (GridForce<Real64> force in substep.Forces)
            (force.Site == ForceSite.Nodes ? nodeForces : particleForces).Add(GridForce<T>.From(in force));
        HostNumbers<T> numbers = new(substep);
        if (Walls.Any) FindSides();
        pieces.Clear();
        for (int p = 0; p < ParticleCount; p++)
        {
            if (!Moves(p) || IsSlow(p)) continue;
            ApplyForces(p, in numbers, substep, dt, ref state.Velocity[p]);
            ParticleToGrid(p, timeStep, dt);
        }

        if (Levels.Any) SlowToGrid(in numbers, substep, dt);
        AfterParticleToGrid?.Invoke();
        UpdateGrid(dt, substep);
        T gradientScale = T.FromDouble(4 / Setup.Domain.CellSize);
        for (int p = 0; p < ParticleCount; p++)
            if (Moves(p) && !rigid[material[p]] && !IsSlow(p)) GridToParticle(p, dt, gradientScale);
        if (Levels.Any) FollowNodes();
        else tracers.Advance(grid, walls, pieces, dt, gradientScale);
    }

    private bool Moves(int particle) => !stationary[material[particle]] && IsActive(particle);

    private void ApplyForces(int p, in HostNumbers<T> numbers, SubstepWork substep, T dt, ref Vector3<T> velocity)
    {
        if (particleForces.Count == 0 || !T.Any(mass[p] > T.Zero)) return;
        foreach (ref readonly GridForce<T> force in CollectionsMarshal.AsSpan(particleForces))
        {
            T weight = force.Weights < 0 ? T.One : T.FromDouble(substep.Weights[force.Weights].Values[p]);
            GridForces.Apply(in force, in numbers, toCells * state.Position[p], mass[p], weight, dt, ref velocity);
        }
    }

    private void ParticleToGrid(int p, double timeStep, T dt)
    {
        Vector3<T> x = state.Position[p];
        Stencil<T> stencil = default;
        bool inside = general?.Holds(toCells * x) ?? Stencil<T>.TryCreate(toCells * x, Setup.Domain, out stencil);
        if (!inside) throw Outside(p);
        ref Matrix3x3<T> c = ref state.VelocityGradient[p];
        SymmetricMatrix3x3<T> kirchhoff = Respond(p, (Matrix3x3<T>.Identity + dt * c) * state.DeformationGradient[p], in c, dt);
        if (general is not null)
        {
            SymmetricMatrix3x3<T> impulse = T.FromDouble(-timeStep * restVolume[p]) * kirchhoff;
            general.Scatter(grid, toCells * x, mass[p], state.Velocity[p], in state.AffineVelocity[p], in impulse);
            return;
        }

        double dx = Setup.Domain.CellSize;
        // A = -dt V0 (4/dx^2) tau + m C; distances are in cells, so one factor dx is taken in here.
        T stressScale = T.FromDouble(-timeStep * restVolume[p] * 4 / dx);
        Matrix3x3<T> affine = (stressScale * kirchhoff).Full + (mass[p] * cellSize) * c;
        if (walls.AreNear(p)) MovingLeastSquares<T>.Scatter(grid, walls.NodesOf(p), in stencil, mass[p], state.Velocity[p], in affine);
        else if (pieces.PieceOf(p) is > 0 and int piece) MovingLeastSquares<T>.Scatter(grid, pieces.NodesOf(piece), in stencil, mass[p], state.Velocity[p], in affine);
        else MovingLeastSquares<T>.Scatter(grid, in stencil, mass[p], state.Velocity[p], in affine);
    }

    // What the law makes of a trial F over a time: F and the history that it returns are the particle's, its stress [Pa] acts.
    private SymmetricMatrix3x3<T> Respond(int p, Matrix3x3<T> trial, in Matrix3x3<T> c, T duration)
    {
        MaterialKernel<T> law = kernels[material[p]];
        Matrix3x3<T> f = trial;
        LawHistory<T> before = state.History[p];
        law.Update(ref f, in c, ref state.History[p], duration, out SymmetricMatrix3x3<T> kirchhoff, out bool clamped);
        state.DeformationGradient[p] = f;
        if (Setup.TracksDissipation)
            Dissipated += restVolume[p] * law.Dissipated(in trial, in f, in c, in before, in state.History[p], duration);
        if (clamped) Count(p);
        Branches?.AddLaw(p, in trial, in f, clamped);
        if (Stresses is not null) Stresses[p] = kirchhoff;
        return kirchhoff;
    }

    private void UpdateGrid(T dt, SubstepWork substep)
    {
        HostNumbers<T> numbers = new(substep);
        tension?.Find(grid);
        Vector3<T> gravityStep = dt * Scalars.FromDouble<T>(Setup.Gravity);
        GridContact<T>[] contacts = [.. substep.Contacts.Select(c => GridContact<T>.From(in c, Setup.Domain))];
        ScalarFields<T> fields = new(Fields);
        foreach (int node in grid.Touched)
        {
            if (grid.VelocityBefore.Length > 0)
            {
                T m = grid.Mass[node];
                grid.VelocityBefore[node] = T.Any(m > NodeMassThreshold) ? (T.One / m) * grid.VelocityBefore[node] : default;
            }

            grid.Velocity[node] = Accelerated(node, grid.Mass[node], grid.Velocity[node]);
        }

        walls.Each(Accelerated);
        pieces.Each(Accelerated);
        pieces.Meet(substep.TimeStep);
        MoveRigid(substep);
        foreach (int node in grid.Touched) grid.Velocity[node] = Met(node, grid.Velocity[node]);
        if (Branches is not null)
            foreach (ref readonly WallNode<T> side in walls.Nodes) Branches.AddSide(in side);
        walls.Each((node, _, velocity) => Met(node, velocity));
        walls.Respond(Setup.Domain, Branches);
        pieces.Each((node, _, velocity) => Met(node, velocity));
        if (FreeBodies.Any) MeetBodies(substep);
        Hold(substep.Holds);
        Hold(StationaryNodes);

        Vector3<T> Accelerated(int node, T m, Vector3<T> momentum)
        {
            if (!T.Any(m > NodeMassThreshold)) return default;
            Vector3<T> velocity = (T.One / m) * momentum + gravityStep, position = PositionOfNode(node);
            if (tension is not null) velocity += dt * tension.AccelerationOf(node);
            foreach (ref readonly GridForce<T> force in CollectionsMarshal.AsSpan(nodeForces))
                GridForces.Apply(in force, in numbers, position, m, T.One, dt, ref velocity);
            return velocity;
        }

        Vector3<T> Met(int node, Vector3<T> velocity)
        {
            Vector3<T> position = PositionOfNode(node);
            for (int c = 0; c < contacts.Length; c++)
            {
                if (contacts[c].Body != 0 || contacts[c].Wall != 0) continue;
                Vector3<T> before = velocity;
                GridContacts.Apply(in contacts[c], in fields, position, ref velocity);
                Branches?.AddContact(node, c, in contacts[c], position, before, velocity);
            }

            return velocity;
        }
    }

    private void FindSides()
    {
        walls.Clear();
        if (!Walls.AreDue(SubstepCount)) return;
        for (int p = 0; p < ParticleCount; p++)
            if (Moves(p)) walls.Update(p, toCells * state.Position[p]);
        tracers.FindSides(walls);
    }

    private Vector3<T> PositionOfNode(int node)
    {
        (int i, int j, int k) = grid.NodeOf(node);
        return new(T.FromDouble(i), T.FromDouble(j), T.FromDouble(k));
    }

    private void Hold(NodeHolds holds)
    {
        walls.Hold(holds);
        pieces.Hold(holds);
        foreach ((long node, Vector3<Real64> velocity) in holds.Nodes)
            if (grid.IsTouched(node)) grid.Velocity[node] = Scalars.FromDouble<T>(velocity);
    }

    private void GridToParticle(int p, T dt, T gradientScale)
    {
        if (general is not null)
        {
            general.Gather(grid, toCells * state.Position[p], out TransferSample<T> sample);
            sample.VolumeRatio = state.DeformationGradient[p].Determinant;
            sample.TimeStep = dt;
            general.Update(in sample, ref state.Velocity[p], out state.AffineVelocity[p], out Vector3<T> drift);
            state.VelocityGradient[p] = sample.Gradient;
            state.Position[p] += dt * drift;
            return;
        }

        GatherVelocity(p, gradientScale, out Vector3<T> velocity);
        state.Position[p] += dt * velocity;
    }

    private void GatherVelocity(int p, T gradientScale, out Vector3<T> velocity)
    {
        Stencil<T>.TryCreate(toCells * state.Position[p], Setup.Domain, out Stencil<T> stencil);
        Matrix3x3<T> moment;
        if (walls.AreNear(p)) MovingLeastSquares<T>.Gather(grid, walls.NodesOf(p), in stencil, out velocity, out moment);
        else if (pieces.PieceOf(p) is > 0 and int piece) MovingLeastSquares<T>.Gather(grid, pieces.NodesOf(piece), in stencil, out velocity, out moment);
        else MovingLeastSquares<T>.Gather(grid, in stencil, out velocity, out moment);
        state.Velocity[p] = velocity;
        state.AffineVelocity[p] = gradientScale * moment;
    }

    private SimulationException Outside(int p) =>
        state.IsFinite(p) ? new ParticleLeftDomainException(Time, p, PositionOf(p), Setup.Domain) : NotFinite(p);

    private NonFiniteParticleException NotFinite(int p) =>
        new(Time, p, Scalars.ToDouble(saved.Position[p]) + Setup.Domain.Origin, Setup.Materials[material[p]].Name);

    private void Count(int p)
    {
        if (wasClamped[p]) return;
        wasClamped[p] = true;
        clampedCount++;
        if (firstClamped < 0 || p < firstClamped) firstClamped = p;
    }
}
