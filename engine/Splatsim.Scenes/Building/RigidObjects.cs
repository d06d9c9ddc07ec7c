using Splatsim.Coupling;
using Splatsim.Mathematics;
using Splatsim.Simulation;

namespace Splatsim.Scenes;

/// <summary>Rigid objects: their paths, and the splats that they carry.</summary>
internal static class RigidObjects
{
    /// <summary>Gives the material of an object its path.</summary>
    /// <exception cref="SceneFileException">The object is not rigid.</exception>
    public static void Follow(SceneDescription scene, ObjectDescription body, ParticleSet particles, MaterialResolver materials)
    {
        if (body.Motion.Count == 0) return;
        int material = particles.Count == 0 ? -1 : particles.Material[0];
        if (material < 0 || !materials.Materials[material].IsRigid)
        {
            throw new SceneFileException(
                scene.File, $"{body.Path}.motion", $"\"{body.Name}\" is not rigid", "use \"material\": { \"law\": \"rigid\" }, or push it with a moving boundary");
        }

        Vector3<Real64> center = default;
        for (int p = 0; p < particles.Count; p++) center += new Real64(1.0 / particles.Count) * particles.Position(p);
        MotionKey[] keys = [.. body.Motion.Select(k => new MotionKey(k.Time, center + k.Position, k.Turn.ToQuaternion()))];
        materials.Follow(material, MotionPath.Keyframes(keys.AsSpan()));
    }

    /// <summary>Tracers whose nearest particle is rigid move with its body.</summary>
    public static TracerSet? Carry(TracerSet? tracers, ParticleSet particles, IReadOnlyList<Material> materials)
    {
        if (tracers is null || !materials.Any(m => m.IsRigid)) return tracers;
        ParticleSearch search = new(particles.X);
        tracers.Carriers = new int[tracers.Count];
        Span<int> found = stackalloc int[1];
        Span<double> squared = stackalloc double[1];
        for (int t = 0; t < tracers.Count; t++)
        {
            search.Nearest(tracers.X[3 * t], tracers.X[3 * t + 1], tracers.X[3 * t + 2], found, squared);
            int material = particles.Material[found[0]];
            tracers.Carriers[t] = materials[material].IsRigid ? material : -1;
        }

        return tracers;
    }
}
