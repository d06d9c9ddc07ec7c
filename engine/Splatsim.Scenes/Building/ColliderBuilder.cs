using Splatsim.Compute;
using Splatsim.Coupling;
using Splatsim.Formats;
using Splatsim.Mathematics;
using Splatsim.Simulation;

namespace Splatsim.Scenes;

/// <summary>Makes the colliders of a scene: forms, meshes from files, and the part of the capture that does not move.</summary>
internal sealed class ColliderBuilder(
    Scene scene, GridDomain domain, SceneFrame frame, ParticleSet particles, int[] moving, WorkerPool pool, Action<string> note,
    CancellationToken cancellation)
{
    // What a field of distances resolves of a form, and how much of a captured skin is solid, in cells of the grid.
    private const double SamplesPerCell = 2, ThicknessInCells = 2;

    // Around a cup: with so many it differs from a circle by 0.1 % of its radius.
    private const int CupSides = 64;

    /// <summary>The scene.</summary>
    public Scene Scene => scene;

    /// <summary>Makes one collider.</summary>
    /// <exception cref="SceneFileException">Its file or its place in the capture cannot be used.</exception>
    public IGridBoundary Build(BoundaryDescription boundary, ColliderDescription collider)
    {
        ContactSurface surface = new(BoundaryBuilder.Mode(boundary), boundary.Friction, boundary.Restitution);
        try
        {
            return new Collider(Shape(boundary.Type, collider), Path(boundary, collider), surface) { Window = new(boundary.Start, boundary.End) };
        }
        catch (Exception error) when (error is SplatFormatException or SimulationSetupException or FillingException)
        {
            throw new SceneFileException(scene.Description.File, collider.Path, error.Message, $"change this {boundary.Type}");
        }
    }

    /// <summary>The colliders that move freely.</summary>
    public IReadOnlyList<RigidBody> BuildBodies() =>
    [
        .. scene.Description.Boundaries.Where(b => b.Collider?.Mass is not null).Select(b => new RigidBody(
            Shape(b.Type, b.Collider!), b.Collider!.Mass!.Value, new(BoundaryBuilder.Mode(b), b.Friction, b.Restitution))
        {
            Position = b.Collider.Position,
            Orientation = b.Collider.Turn.ToQuaternion(),
            Velocity = b.Velocity,
            AngularVelocity = b.Collider.AngularVelocity,
        }),
    ];

    private static MotionPath Path(BoundaryDescription boundary, ColliderDescription collider)
    {
        if (collider.Keys.Count == 0)
            return MotionPath.Steady(collider.Position, collider.Turn.ToQuaternion(), boundary.Velocity, collider.AngularVelocity, boundary.Start);
        MotionKey[] keys = [.. collider.Keys.Select(k => new MotionKey(k.Time, k.Position, k.Turn.ToQuaternion()))];
        return MotionPath.Keyframes(keys.AsSpan());
    }

    private ColliderShape Shape(string type, ColliderDescription collider) => type switch
    {
        "box" => new BoxShape((Real64)0.5 * collider.Size, collider.Inside),
        "sphere" => new SphereShape(collider.Radius, collider.Inside),
        "capsule" => new CapsuleShape(collider.Radius, 0.5 * collider.Height - collider.Radius, collider.Inside),
        "cylinder" => new CylinderShape(collider.Radius, 0.5 * collider.Height, collider.Inside),
        "heightfield" => new HeightfieldShape(
            collider.CountX, collider.Heights.Count / collider.CountX, collider.Spacing!.Value, collider.Heights),
        "mesh" => Mesh(collider),
        "plate" => new PlateShape(0.5 * collider.Size.X.Value, 0.5 * collider.Size.Z.Value),
        "disk" => new DiskShape(collider.Radius),
        "cup" => new SheetShape(ThinMeshes.Cup(collider.Radius, collider.Height, CupSides)),
        "tray" => new SheetShape(ThinMeshes.OpenBox(collider.Size)),
        "sheet" => Sheet(collider),
        _ => Splats(collider),
    };

    private SheetShape Sheet(ColliderDescription collider)
    {
        string path = scene.Description.Resolve(collider.File!);
        SheetShape sheet = new(MeshFiles.Read(path, cancellation).Moved(x => (Real64)collider.Scale * x));
        note(FormattableString.Invariant(
            $"sheet {System.IO.Path.GetFileName(path)}: {sheet.Mesh.TriangleCount} triangles without thickness, {(sheet.IsClosed ? "closed" : "open")}"));
        return sheet;
    }

    private DistanceShape Mesh(ColliderDescription collider)
    {
        string path = scene.Description.Resolve(collider.File!);
        TriangleMesh mesh = MeshFiles.Read(path, cancellation).Moved(x => (Real64)collider.Scale * x);
        GridField field = MeshDistance.Sample(mesh, Spacing(collider), pool);
        note(FormattableString.Invariant(
            $"mesh {System.IO.Path.GetFileName(path)}: {mesh.TriangleCount} triangles, {(field.Maximum - field.Origin).X.Value:g3} x {(field.Maximum - field.Origin).Y.Value:g3} x {(field.Maximum - field.Origin).Z.Value:g3} m with its margin, distances every {field.Spacing:g3} m"));
        return new(field, collider.Inside);
    }

    private DistanceShape Splats(ColliderDescription collider)
    {
        bool[] moves = new bool[scene.Cloud.Count];
        foreach (int splat in moving) moves[splat] = true;
        int[] rest = [.. Enumerable.Range(0, moves.Length).Where(i => !moves[i])];
        SplatColliderOptions options = new()
        {
            Minimum = domain.Origin,
            Maximum = domain.Maximum,
            Spacing = Spacing(collider),
            Thickness = collider.Thickness ?? ThicknessInCells * domain.CellSize,
            MinimumOpacity = collider.MinimumOpacity,
            Pool = pool,
        };
        GridField field = SplatCollider.Build(scene.Cloud, rest, frame, particles.X, options, cancellation);
        note(FormattableString.Invariant($"splats: {rest.Length} that do not move are a collider, distances every {field.Spacing:g3} m"));
        return new(field);
    }

    private double Spacing(ColliderDescription collider) => collider.Spacing ?? domain.CellSize / SamplesPerCell;
}
