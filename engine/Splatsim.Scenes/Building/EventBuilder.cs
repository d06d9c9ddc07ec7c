using Splatsim.Mathematics;
using Splatsim.Simulation;

namespace Splatsim.Scenes;

/// <summary>Turns the impulses and events of a scene file into those of the simulation; emitters append their particles.</summary>
internal sealed class EventBuilder(SceneDescription scene, double cellSize, MaterialResolver materials)
{
    private readonly List<(EventDescription Description, EmitterEvent Emitter)> emitters = [];

    /// <summary>The emitters, in the order of their particles.</summary>
    public IReadOnlyList<(EventDescription Description, EmitterEvent Emitter)> Emitters => emitters;

    /// <summary>Makes the events.</summary>
    /// <param name="particles">The particles of the objects; those of emitters are appended.</param>
    public IReadOnlyList<IParticleEvent> Build(ref ParticleSet particles)
    {
        List<IParticleEvent> result = [.. scene.Forces.Impulses.Select(Build)];
        foreach (EventDescription happening in scene.Events)
        {
            try
            {
                result.Add(Build(happening, ref particles));
            }
            catch (SimulationSetupException exception)
            {
                throw new SceneFileException(scene.File, happening.Path, exception.Message, "see the README of the scene file");
            }
        }

        return result;
    }

    private static ImpulseEvent Build(ImpulseDescription impulse) => new(
        Box(impulse.Region), impulse.Force,
        new TimeWindow(impulse.Start, impulse.SubstepCount is null ? impulse.Start + impulse.Duration : double.PositiveInfinity))
    {
        IsTotal = !impulse.PerParticle,
        SubstepCount = impulse.SubstepCount,
        ChoosesAtStart = impulse.ChoosesAtStart,
    };

    private IParticleEvent Build(EventDescription happening, ref ParticleSet particles)
    {
        TimeWindow window = new(happening.Start, happening.End);
        switch (happening.Type)
        {
            case "pin":
                return new RigidMotionEvent(Shape(happening.Region), MotionPath.Linear(default, happening.Velocity, happening.Start), window);
            case "velocity":
                if (happening.Region is { Size: null })
                    throw new SceneFileException(scene.File, happening.Path, "a velocity of a sphere or cylinder", "give it a \"box\"");
                return new VelocityEvent(Box(happening.Region), happening.Velocity)
                {
                    AngularVelocity = happening.AngularVelocity,
                    Pivot = happening.Point,
                    Time = happening.Start,
                };
            case "grip":
                return new RigidMotionEvent(Shape(happening.Region), Path(happening), window)
                {
                    AngularVelocity = happening.AngularVelocity,
                    HoldsNodes = happening.HoldsNodes,
                    ChoosesAtStart = happening.ChoosesAtStart,
                };
            case "release":
                return new LayerReleaseEvent(happening.Axis, happening.First, happening.Last, happening.Layers, window)
                {
                    IsMirrored = happening.IsMirrored,
                    HoldsNodes = happening.HoldsNodes,
                };
            case "cut":
                return new CutEvent(Path(happening), happening.Axis, happening.Normal, happening.Kerf, window)
                {
                    Friction = happening.Friction,
                    Length = happening.Length,
                    Depth = happening.Depth,
                    Period = happening.Period,
                };
            case "emitter":
                return Emitter(happening, window, ref particles);
            default:
                return new SinkEvent(Shape(happening.Region), window) { Period = happening.Period };
        }
    }

    // One key is a place that the velocity moves on from.
    private static MotionPath Path(EventDescription happening) => happening.Keys.Count == 1
        ? MotionPath.Linear(happening.Keys[0].Value, happening.Velocity, happening.Start)
        : ForceBuilder.Path(happening.Keys);

    private EmitterEvent Emitter(EventDescription happening, TimeWindow window, ref ParticleSet particles)
    {
        double spacing = cellSize / Math.Cbrt(happening.ParticlesPerCell);
        Nozzle nozzle = happening.Radius > 0
            ? Nozzle.Disc(happening.Point, happening.Axis, happening.Radius, spacing)
            : Nozzle.Rectangle(happening.Point, happening.Axis, happening.Width, happening.Height, spacing);
        // Nothing is emitted after the last frame, so nothing is kept ready for it.
        double end = Math.Min(window.End, scene.Time.FrameCount / scene.Time.FramesPerSecond);
        window = new(window.Start, Math.Max(end, window.Start));
        ObjectDescription body = new() { Name = "emitter", Selection = new(), Material = happening.Material!, Path = happening.Path };
        int material = materials.Add(body);
        EmitterEvent emitter = EmitterEvent.AddTo(
            ref particles, nozzle, happening.Speed, window, material, materials.Materials[material].MassDensity, happening.ParticlesPerSecond);
        emitters.Add((happening, emitter));
        return emitter;
    }

    private static ParticleRegion Box(RegionDescription? region) => region is { Size: Vector3<Real64> size }
        ? ParticleRegion.Around(region.Center, (Real64)0.5 * size)
        : ParticleRegion.Everything;

    private static ParticleShape Shape(RegionDescription? region)
    {
        if (region is null) return ParticleShape.Everything;
        if (region.Size is not null) return ParticleShape.Box(Box(region));
        return region.Height > 0
            ? ParticleShape.Cylinder(region.Center, region.Axis, 0.5 * region.Height, region.Radius)
            : ParticleShape.Ball(region.Center, region.Radius);
    }
}
