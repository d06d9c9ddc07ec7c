using Splatsim.Coupling;
using Splatsim.Mathematics;
using Splatsim.Simulation;

namespace Splatsim.Scenes;

/// <summary>Makes the particles of one object: filled body, masses, initial motion.</summary>
internal static class BodyBuilder
{
    private const double FaintestMatter = 0.02;

    /// <summary>Fills an object with particles of one material.</summary>
    public static ParticleSet Build(
        Scene scene, ObjectDescription body, int[] splats, SceneFrame frame, double cellSize, double? ground, ObjectFilling filling,
        IProgress<double>? progress, CancellationToken cancellation)
    {
        SolverDescription solver = scene.Description.Solver;
        FillingOptions options = new()
        {
            CellSize = cellSize,
            ParticlesPerCell = body.ParticlesPerCell,
            Seed = (ulong)solver.Seed,
            // Faint splats move with the body, but matter is where the opaque ones are.
            MinimumOpacity = Math.Max(FaintestMatter, body.Selection.MinimumOpacity),
            FloorHeight = ground,
        };
        FilledBody filled = filling.Fill(scene.Cloud, splats, frame, options, progress, cancellation);
        if (solver.Binding == "particles") filled = SplatParticles.Join(scene.Cloud, splats, frame, filled, cellSize);
        ParticleSet particles = new(filled.Count);
        filled.Positions.CopyTo(particles.X, 0);
        filled.Volumes.CopyTo(particles.RestVolume, 0);
        return particles;
    }

    /// <summary>Sets masses and the initial velocity field v + w x (x - centre), whose gradient is C.</summary>
    public static void Start(ParticleSet particles, Func<int, double> massDensity, ObjectDescription body)
    {
        double mass = 0;
        Vector3<Real64> center = default;
        for (int p = 0; p < particles.Count; p++)
        {
            particles.Mass[p] = massDensity(p) * particles.RestVolume[p];
            mass += particles.Mass[p];
            center += (Real64)particles.Mass[p] * particles.Position(p);
        }

        center = (Real64)(mass > 0 ? 1 / mass : 0) * center;
        Vector3<Real64> w = body.AngularVelocity;
        for (int p = 0; p < particles.Count; p++)
        {
            Vector3<Real64> v = body.Velocity + Vector3<Real64>.Cross(w, particles.Position(p) - center);
            (particles.V[3 * p], particles.V[3 * p + 1], particles.V[3 * p + 2]) = (v.X.Value, v.Y.Value, v.Z.Value);
            Span<double> c = particles.C.AsSpan(9 * p, 9);
            (c[1], c[2], c[3]) = (-w.Z.Value, w.Y.Value, w.Z.Value);
            (c[5], c[6], c[7]) = (-w.X.Value, -w.Y.Value, w.X.Value);
        }
    }
}
