using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Simple bodies of regularly placed particles, for tests, benchmarks and samples.</summary>
public static class ParticleLattices
{
    /// <summary>
    /// Particles at the centres of small cubes that fill a box; each stands for one cube. Order: z fastest, x slowest.
    /// </summary>
    /// <param name="minimum">Lower corner [m].</param>
    /// <param name="countX">Particles along x.</param>
    /// <param name="countY">Particles along y.</param>
    /// <param name="countZ">Particles along z.</param>
    /// <param name="spacing">Edge of the small cubes [m]; half a cell gives 8 particles per cell.</param>
    /// <param name="massDensity">Mass density [kg/m^3].</param>
    /// <param name="material">Material index of all particles.</param>
    public static ParticleSet Box(
        Vector3<Real64> minimum, int countX, int countY, int countZ, double spacing, double massDensity, int material = 0)
    {
        ParticleSet set = new(checked(countX * countY * countZ));
        double volume = spacing * spacing * spacing;
        int p = 0;
        for (int i = 0; i < countX; i++)
        {
            for (int j = 0; j < countY; j++)
            {
                for (int k = 0; k < countZ; k++, p++)
                {
                    set.X[3 * p] = minimum.X.Value + (i + 0.5) * spacing;
                    set.X[3 * p + 1] = minimum.Y.Value + (j + 0.5) * spacing;
                    set.X[3 * p + 2] = minimum.Z.Value + (k + 0.5) * spacing;
                }
            }
        }

        Array.Fill(set.Mass, massDensity * volume);
        Array.Fill(set.RestVolume, volume);
        Array.Fill(set.Material, material);
        return set;
    }

    /// <summary>Gives particles the velocity of a rigid motion, with its affine part.</summary>
    /// <param name="particles">The particles that are changed.</param>
    /// <param name="velocity">Velocity of the pivot [m/s].</param>
    /// <param name="angularVelocity">Angular velocity [rad/s].</param>
    /// <param name="pivot">Point that moves with <paramref name="velocity"/> [m].</param>
    /// <param name="material">The material of those that move; null for all.</param>
    public static void SetRigidVelocity(
        ParticleSet particles, Vector3<Real64> velocity, Vector3<Real64> angularVelocity, Vector3<Real64> pivot, int? material = null)
    {
        double wx = angularVelocity.X.Value, wy = angularVelocity.Y.Value, wz = angularVelocity.Z.Value;
        ReadOnlySpan<double> spin = [0, -wz, wy, wz, 0, -wx, -wy, wx, 0];
        for (int p = 0; p < particles.Count; p++)
        {
            if (material is int moving && particles.Material[p] != moving) continue;
            Vector3<Real64> v = velocity + Vector3<Real64>.Cross(angularVelocity, particles.Position(p) - pivot);
            particles.V[3 * p] = v.X.Value;
            particles.V[3 * p + 1] = v.Y.Value;
            particles.V[3 * p + 2] = v.Z.Value;
            spin.CopyTo(particles.C.AsSpan(9 * p, 9));
        }
    }
}
