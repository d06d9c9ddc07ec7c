using Splatsim.Formats;
using Splatsim.Mathematics;
using Splatsim.Simulation;

namespace Splatsim.Scenes;

/// <summary>Turns the forces of a scene file into those of the simulation.</summary>
internal sealed class ForceBuilder(SceneDescription scene, IReadOnlyList<int> particlesOfObject)
{
    public IReadOnlyList<IForce> Build()
    {
        List<IForce> result = [];
        foreach (ForceDescription force in scene.Forces.List)
        {
            try
            {
                result.Add(Build(force));
            }
            catch (SimulationSetupException exception)
            {
                throw new SceneFileException(scene.File, force.Path, exception.Message, "see the README of the scene file");
            }
        }

        return result;
    }

    private IForce Build(ForceDescription force)
    {
        TimeWindow window = new(force.Start, force.End);
        return force.Type switch
        {
            "gravity" => new GravityForce(Curve(force)) { Window = window },
            "wind" => new WindForce(Curve(force))
            {
                AirDensity = force.Density,
                DragCoefficient = force.DragCoefficient,
                Gusts = force.Gusts is { } g ? new WindGusts(g.Speed, g.Length, g.Seed, g.Count) : null,
                Group = Group(force),
                Window = window,
            },
            "attractor" => new AttractorForce(Path(force.Keys), force.Strength, force.Radius) { Window = window },
            "blast" => new BlastForce(force.Point, force.Strength, force.Radius, force.Start, force.Rate!.Value) { Decay = force.Decay, Window = window },
            "vortex" => new VortexForce(force.Point, force.Axis, force.Strength, force.Radius, force.Rate!.Value) { Window = window },
            "buoyancy" => new BuoyancyForce(new(0, force.Level, 0), Gravity(force), force.Density) { Group = Group(force), Window = window },
            "field" => new FieldForce(ReadField(force)) { Rate = force.Rate, Window = window },
            "damping" => new DampingForce(force.Rate ?? 0) { FactorPerSubstep = force.FactorPerSubstep, Group = Group(force), Window = window },
            "grab" => new GrabForce(Path(force.Keys), force.Radius, force.Strength, force.Decay) { Window = window },
            _ => throw new SceneFileException(scene.File, force.Path, $"\"{force.Type}\" is not a force", "see the schema of the scene file"),
        };
    }

    /// <summary>A path through keys: straight between them, at rest at one alone.</summary>
    public static MotionPath Path(IReadOnlyList<KeyDescription> keys) =>
        MotionPath.Keyframes([.. keys.Select(k => (k.Time, k.Value))]);

    private static VectorCurve Curve(ForceDescription force) => VectorCurve.Keyframes([.. force.Keys.Select(k => (k.Time, k.Value))]);

    private Vector3<Real64> Gravity(ForceDescription force) => scene.Forces.Gravity.LengthSquared.Value > 0
        ? scene.Forces.Gravity
        : throw new SceneFileException(scene.File, force.Path, "buoyancy without gravity", "set \"gravity\" in \"forces\"");

    private ParticleSelection? Group(ForceDescription force)
    {
        if (force.Object is not string name) return null;
        int first = 0;
        for (int i = 0; i < scene.Objects.Count; i++)
        {
            if (scene.Objects[i].Name == name) return ParticleSelection.Everything with { First = first, Count = particlesOfObject[i] };
            first += particlesOfObject[i];
        }

        throw new SceneFileException(
            scene.File, $"{force.Path}.object", $"\"{name}\" is no object of this scene", NearestName.Suggest(name, scene.Objects.Select(o => o.Name)));
    }

    private VectorField ReadField(ForceDescription force)
    {
        string file = scene.Resolve(force.File!);
        SafetensorsFile tensors = SafetensorsFile.Read(file);
        foreach (string name in (string[])["values", "origin", "spacing"])
        {
            if (!tensors.Tensors.ContainsKey(name))
                throw new SceneFileException(scene.File, $"{force.Path}.file", $"{file} has no tensor \"{name}\"", "give values [times, x, y, z, 3], origin [3], spacing [3], times [times]");
        }

        IReadOnlyList<long> shape = tensors.Tensors["values"].Shape;
        double[] origin = tensors.Doubles("origin"), spacing = tensors.Doubles("spacing");
        if (shape.Count != 5 || shape[4] != 3 || origin.Length != 3 || spacing.Length != 3)
            throw new SceneFileException(scene.File, $"{force.Path}.file", $"{file}: values have shape [{string.Join(", ", shape)}]", "give values [times, x, y, z, 3], origin [3], spacing [3]");
        double[] times = tensors.Tensors.ContainsKey("times") ? tensors.Doubles("times") : [0];
        return new VectorField(
            new(origin[0], origin[1], origin[2]), new(spacing[0], spacing[1], spacing[2]), (int)shape[1], (int)shape[2], (int)shape[3], times,
            tensors.Floats("values"));
    }
}
