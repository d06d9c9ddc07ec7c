using Splatsim.Compute;
using Splatsim.Coupling;
using Splatsim.Mathematics;
using Splatsim.Simulation;
using Splatsim.Splats;

namespace Splatsim.Scenes;

/// <summary>Builds the simulation of a scene: frame, selection, materials, filling, binding, grid.</summary>
internal static class SceneBuilder
{
    // Shares of the preparation time, for progress.
    private const double SelectionShare = 0.1, FillingShare = 0.8;

    // Free cells below the ground, so that matter that rests on it has all its nodes.
    private const int CellsBelowGround = 4;

    public static SceneRun Build(Scene scene, IProgress<double>? progress, CancellationToken cancellation)
    {
        SceneDescription description = scene.Description;
        List<string> notes = [.. scene.Notes];
        WorkerPool pool = description.Solver.Threads > 0 ? new WorkerPool(description.Solver.Threads) : WorkerPool.Shared;
        ResolvedFrame resolved = FrameResolver.Resolve(description, scene.Cloud, notes.Add);
        IReadOnlyList<int[]> selections = ObjectSelector.Select(description, scene.Cloud, resolved);
        Lift(scene, selections, resolved.Frame);
        progress?.Report(SelectionShare);

        double cellSize = description.Solver.CellSize ?? CellSize(scene, selections, resolved.Frame, description.Solver.Resolution);
        MaterialResolver materials = new(scene, cellSize, notes.Add);
        List<ParticleSet> parts = [];
        using ObjectFilling filling = new(description.Solver, notes.Add);
        for (int i = 0; i < selections.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            ObjectDescription body = description.Objects[i];
            double? closedBy = body.Offset.Y.Value == 0 ? resolved.GroundHeight : null;
            ParticleSet part = BodyBuilder.Build(
                scene, body, selections[i], resolved.Frame, cellSize, body.Fill ? closedBy : null, filling,
                progress is null ? null : new PartOf(progress, SelectionShare, FillingShare, i, selections.Count), cancellation);
            materials.Assign(part, body, selections[i], resolved.Frame);
            BodyBuilder.Start(part, p => materials.Materials[part.Material[p]].MassDensity, body);
            RigidObjects.Follow(description, body, part, materials);
            parts.Add(part);
        }

        ParticleSet particles = ParticleSet.Join([.. parts]);
        double ground = GroundHeight(description, particles, resolved.GroundHeight, notes.Add);
        IReadOnlyList<IForce> forces = new ForceBuilder(description, [.. parts.Select(p => p.Count)]).Build();
        EventBuilder events = new(description, cellSize, materials);
        IReadOnlyList<IParticleEvent> happenings = events.Build(ref particles);
        int captured = scene.Cloud.Count;
        GaussianCloud cloud = EmittedSplats.Append(scene.Cloud, events.Emitters, particles, resolved.Frame);
        scene = Scene.Of(description, cloud, scene.Notes);
        int[] moving = [.. selections.SelectMany(s => s).Order(), .. Enumerable.Range(captured, cloud.Count - captured)];
        GridDomain domain = Domain(description, particles, cellSize, ground) with { IsUnbounded = description.Solver.Unbounded };
        BindingKind kind = description.Solver.Binding switch
        {
            "particles" => BindingKind.Particles,
            "nearest" => BindingKind.Nearest,
            _ => BindingKind.Tracers,
        };
        SplatBinding binding = SplatBinding.Create(
            kind, scene.Cloud, moving, resolved.Frame, particles.X, cellSize, new SplatBindingOptions
            {
                Pool = pool,
                EmittedCount = cloud.Count - captured,
                Clamp = Clamps(description, materials.Materials, parts, selections, captured),
            });
        ColliderBuilder colliders = new(scene, domain, resolved.Frame, particles, moving, pool, notes.Add, cancellation);
        SimulationSetup setup = new()
        {
            Domain = domain,
            Particles = particles,
            Materials = materials.Materials,
            Gravity = description.Forces.Gravity,
            Boundaries =
            [
                .. BoundaryBuilder.Build(colliders, domain, ground),
                .. HeldBase(description, parts, domain),
            ],
            Forces = forces,
            SurfaceTension = description.Forces.SurfaceTension > 0 ? new SurfaceTensionOptions(description.Forces.SurfaceTension) : null,
            RigidBodies = colliders.BuildBodies(),
            Events = happenings,
            Transfer = description.Solver.Transfer,
            TracksDissipation = description.Solver.TracksDissipation,
            Tracers = RigidObjects.Carry(binding.Tracers, particles, materials.Materials),
            StepPolicy = new StepPolicy
            {
                TimeStep = description.Solver.TimeStep,
                CourantNumber = description.Solver.Courant,
                LocalSteps = description.Solver.LocalSteps,
                LargestStepRatio = description.Solver.LargestStepRatio,
            },
            Backend = BackendOf(description.Solver),
            Device = description.Solver.Device,
            Strict = description.Solver.Strict,
            Workers = pool,
        };
        progress?.Report(1);
        return new SceneRun(scene, resolved.Frame, ground, setup, binding, pool, moving, selections, notes);
    }

    private static SimulationBackend BackendOf(SolverDescription solver) =>
        solver.Reference ? SimulationBackend.Reference
        : solver.Device.Kind == DeviceKind.Cpu ? SimulationBackend.Automatic
        : SimulationBackend.Device;

    private static IReadOnlyList<IGridBoundary> HeldBase(SceneDescription scene, IReadOnlyList<ParticleSet> bodies, GridDomain domain)
    {
        if (scene.HeldBase <= 0) return [];
        double lowest = bodies.SelectMany(b => Enumerable.Range(0, b.Count).Select(p => b.X[3 * p + 2])).DefaultIfEmpty(0).Min();
        Vector3<Real64> low = domain.Origin, high = domain.Maximum;
        return [new PinnedRegion(new(low.X, low.Y, lowest), new(high.X, high.Y, lowest + scene.HeldBase))];
    }

    // An object that starts elsewhere than it was captured: the cloud itself moves, so that everything after agrees.
    private static void Lift(Scene scene, IReadOnlyList<int[]> selections, SceneFrame frame)
    {
        for (int i = 0; i < selections.Count; i++)
        {
            Vector3<Real64> offset = scene.Description.Objects[i].Offset;
            if (offset.LengthSquared.Value == 0) continue;
            Vector3<Real64> shift = (Real64)(1 / frame.MetersPerUnit) * frame.DirectionToSplats(offset);
            foreach (int splat in selections[i])
            {
                scene.Cloud.X[splat] += (float)shift.X.Value;
                scene.Cloud.Y[splat] += (float)shift.Y.Value;
                scene.Cloud.Z[splat] += (float)shift.Z.Value;
            }
        }
    }

    private static double CellSize(Scene scene, IReadOnlyList<int[]> selections, SceneFrame frame, int resolution)
    {
        (Vector3<Real64> low, Vector3<Real64> high) = Bounds(
            selections.SelectMany(s => s).Select(i => frame.ToSimulation(scene.Cloud.MeanOf(i))));
        Vector3<Real64> size = high - low;
        double longest = Math.Max(size.X.Value, Math.Max(size.Y.Value, size.Z.Value));
        return Math.Max(longest, 1e-6) / resolution;
    }

    // The ground of the capture; without one the lowest point of what moves, if the scene asks for a ground at all.
    private static double GroundHeight(SceneDescription scene, ParticleSet particles, double? found, Action<string> note)
    {
        if (found is double height) return height;
        double lowest = double.PositiveInfinity;
        for (int p = 0; p < particles.Count; p++) lowest = Math.Min(lowest, particles.X[3 * p + 1]);
        if (scene.Boundaries.Any(b => b.Type == "ground"))
            note(FormattableString.Invariant($"ground: none was found; it is put under the lowest particle, at {lowest:F3} m"));
        return lowest;
    }

    private static GridDomain Domain(SceneDescription scene, ParticleSet particles, double cellSize, double ground)
    {
        if (scene.Solver.DomainMinimum is Vector3<Real64> minimum && scene.Solver.DomainMaximum is Vector3<Real64> maximum)
            return GridDomain.Around(minimum, maximum, cellSize);
        (Vector3<Real64> low, Vector3<Real64> high) = Bounds(Enumerable.Range(0, particles.Count).Select(particles.Position));
        Vector3<Real64> size = high - low;
        Real64 room = Math.Max(size.X.Value, Math.Max(size.Y.Value, size.Z.Value));
        low -= new Vector3<Real64>(room, room, room);
        high += new Vector3<Real64>(room, room, room);
        // Nothing falls below a floor: no room is kept there.
        if (Floor(scene, ground) is double height && height - CellsBelowGround * cellSize > low.Y.Value)
            low = new(low.X, height - CellsBelowGround * cellSize, low.Z);
        return GridDomain.Around(low, high, cellSize);
    }

    private static double? Floor(SceneDescription scene, double ground)
    {
        foreach (BoundaryDescription boundary in scene.Boundaries)
        {
            if (boundary.Type == "ground") return ground;
            if (boundary.Type == "plane" && boundary.Normal.Y.Value > 0.99) return boundary.Point.Y.Value;
        }

        return null;
    }

    internal static AxisAlignedBox Bounds(IEnumerable<Vector3<Real64>> points)
    {
        double lx = double.PositiveInfinity, ly = lx, lz = lx, hx = double.NegativeInfinity, hy = hx, hz = hx;
        foreach (Vector3<Real64> p in points)
        {
            (lx, hx) = (Math.Min(lx, p.X.Value), Math.Max(hx, p.X.Value));
            (ly, hy) = (Math.Min(ly, p.Y.Value), Math.Max(hy, p.Y.Value));
            (lz, hz) = (Math.Min(lz, p.Z.Value), Math.Max(hz, p.Z.Value));
        }

        return new(new(lx, ly, lz), new(hx, hy, hz));
    }

    private sealed class PartOf(IProgress<double> whole, double start, double span, int part, int parts) : IProgress<double>
    {
        public void Report(double value) => whole.Report(start + span * (part + value) / parts);
    }

    // Splats of liquids, and drops or grains that an emitter makes, stay round; others may stretch as far as they are split.
    private static Func<int, StretchClamp>? Clamps(
        SceneDescription description, IReadOnlyList<Material> materials, List<ParticleSet> parts, IReadOnlyList<int[]> selections,
        int captured)
    {
        if (!description.Render.SplitStretched) return null;
        bool[] isLiquid = new bool[captured];
        for (int body = 0; body < selections.Count; body++)
        {
            if (parts[body].Count == 0 || !materials[parts[body].Material[0]].Law.Description.IsLiquid) continue;
            foreach (int splat in selections[body]) isLiquid[splat] = true;
        }

        return splat => splat >= captured || isLiquid[splat] ? StretchClamp.Liquid : StretchClamp.Splitting;
    }
}
