using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// Where an emitter lets matter out: a disc or a rectangle across its axis, filled with a square lattice of particles that each stand
/// for a cube of one spacing. All layers that it emits are alike.
/// </summary>
public sealed class Nozzle
{
    private readonly Vector3<Real64>[] places;

    private Nozzle(Vector3<Real64> center, Vector3<Real64> axis, double halfWidth, double halfHeight, double spacing, bool round)
    {
        Center = ForceChecks.Finite("Nozzle.Center", center);
        Axis = ForceChecks.Direction("Nozzle.Axis", axis);
        Spacing = ForceChecks.Positive("Nozzle.Spacing", spacing, "m");
        ForceChecks.Positive("Nozzle.HalfSize", halfWidth, "m");
        ForceChecks.Positive("Nozzle.HalfSize", halfHeight, "m");
        double x = Math.Abs(Axis.X.Value), y = Math.Abs(Axis.Y.Value), z = Math.Abs(Axis.Z.Value);
        Vector3<Real64> other = x <= y && x <= z ? new(1, 0, 0) : y <= z ? new(0, 1, 0) : new(0, 0, 1);
        Vector3<Real64> right = Vector3<Real64>.Cross(other, Axis).Normalized, up = Vector3<Real64>.Cross(Axis, right);
        int columns = Math.Max(1, (int)Math.Round(2 * halfWidth / spacing)), rows = Math.Max(1, (int)Math.Round(2 * halfHeight / spacing));
        List<Vector3<Real64>> found = [];
        for (int i = 0; i < columns; i++)
        {
            for (int j = 0; j < rows; j++)
            {
                double a = (i - 0.5 * (columns - 1)) * spacing, b = (j - 0.5 * (rows - 1)) * spacing;
                if (round && a * a + b * b > halfWidth * halfWidth && columns * rows > 1) continue;
                found.Add(center + new Real64(a) * right + new Real64(b) * up);
            }
        }

        places = [.. found];
    }

    /// <summary>Middle of the opening [m].</summary>
    public Vector3<Real64> Center { get; }

    /// <summary>Unit vector along which matter leaves.</summary>
    public Vector3<Real64> Axis { get; }

    /// <summary>Distance of the lattice's points [m].</summary>
    public double Spacing { get; }

    /// <summary>Particles of a layer.</summary>
    public int ParticlesPerLayer => places.Length;

    /// <summary>A round opening.</summary>
    /// <param name="center">Its middle [m].</param>
    /// <param name="axis">Direction in which matter leaves.</param>
    /// <param name="radius">Its radius [m].</param>
    /// <param name="spacing">Distance of particles [m].</param>
    /// <exception cref="SimulationSetupException">A number that cannot be meant.</exception>
    public static Nozzle Disc(Vector3<Real64> center, Vector3<Real64> axis, double radius, double spacing) =>
        new(center, axis, radius, radius, spacing, round: true);

    /// <summary>A rectangular opening; its width lies across the coordinate axis that the nozzle's axis is least along.</summary>
    /// <param name="center">Its middle [m].</param>
    /// <param name="axis">Direction in which matter leaves.</param>
    /// <param name="width">Its width [m].</param>
    /// <param name="height">Its height [m].</param>
    /// <param name="spacing">Distance of particles [m].</param>
    /// <exception cref="SimulationSetupException">A number that cannot be meant.</exception>
    public static Nozzle Rectangle(Vector3<Real64> center, Vector3<Real64> axis, double width, double height, double spacing) =>
        new(center, axis, 0.5 * width, 0.5 * height, spacing, round: false);

    /// <summary>Place of a particle of any layer [m].</summary>
    /// <param name="index">From 0 to below <see cref="ParticlesPerLayer"/>.</param>
    public Vector3<Real64> Place(int index) => places[index];
}
