using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// The silhouette of particles as a flow sees it, shared out among those that lie foremost: every particle is a square of the edge of
/// its volume's cube, drawn on a raster across the flow with half that edge; each square of the raster belongs to the particle
/// that the flow meets first. Right for solid bodies and for sheets one particle thick.
/// </summary>
internal sealed class ExposedAreas
{
    private const int RasterPerEdge = 2;
    private const long LargestRaster = 1 << 24;

    private double[] depths = [];
    private int[] owners = [];

    /// <summary>Adds the area of each exposed particle to its entry.</summary>
    /// <param name="particles">The particles.</param>
    /// <param name="members">Those that count; others neither have areas nor give shelter.</param>
    /// <param name="flow">Velocity of the flow relative to them [m/s]; 0 exposes nothing.</param>
    /// <param name="areas">Area by particle [m^2].</param>
    public void Find(IParticleAccess particles, int[] members, Vector3<Real64> flow, float[] areas)
    {
        double speed = flow.Length.Value;
        if (!(speed > 1e-12)) return;
        Vector3<Real64> along = new Real64(1 / speed) * flow;
        (Vector3<Real64> right, Vector3<Real64> up) = Across(along);
        double lowX = double.PositiveInfinity, lowY = lowX, highX = double.NegativeInfinity, highY = highX, volumes = 0;
        int count = 0;
        foreach (int p in members)
        {
            if (!particles.IsActive(p)) continue;
            Vector3<Real64> x = particles.PositionOf(p);
            double half = 0.5 * Math.Cbrt(particles.RestVolumeOf(p)), a = Vector3<Real64>.Dot(x, right).Value, b = Vector3<Real64>.Dot(x, up).Value;
            (lowX, highX) = (Math.Min(lowX, a - half), Math.Max(highX, a + half));
            (lowY, highY) = (Math.Min(lowY, b - half), Math.Max(highY, b + half));
            volumes += particles.RestVolumeOf(p);
            count++;
        }

        if (count == 0 || !(volumes > 0) || !double.IsFinite(highX - lowX + highY - lowY)) return;
        double edge = Math.Cbrt(volumes / count) / RasterPerEdge;
        edge = Math.Max(edge, Math.Sqrt((highX - lowX) * (highY - lowY) / LargestRaster));
        // A square whose middle a particle covers is its: rounding must not decide for particles that line up with the raster.
        int width = (int)((highX - lowX) / edge) + 1, height = (int)((highY - lowY) / edge) + 1;
        Clear(width * height);
        foreach (int p in members)
        {
            if (!particles.IsActive(p)) continue;
            Vector3<Real64> x = particles.PositionOf(p);
            double half = 0.5 * Math.Cbrt(particles.RestVolumeOf(p)), depth = Vector3<Real64>.Dot(x, along).Value;
            double a = Vector3<Real64>.Dot(x, right).Value - lowX, b = Vector3<Real64>.Dot(x, up).Value - lowY;
            int fromX = First((a - half) / edge), toX = Math.Min(First((a + half) / edge), width);
            int fromY = First((b - half) / edge), toY = Math.Min(First((b + half) / edge), height);
            for (int i = fromX; i < toX; i++)
            {
                for (int j = fromY; j < toY; j++)
                {
                    if (!(depth < depths[i * height + j])) continue;
                    depths[i * height + j] = depth;
                    owners[i * height + j] = p;
                }
            }
        }

        for (int i = 0; i < width * height; i++)
            if (owners[i] >= 0) areas[owners[i]] += (float)(edge * edge);
    }

    // The first square whose middle lies at or beyond a coordinate.
    private static int First(double coordinate) => Math.Max(0, (int)Math.Ceiling(coordinate - 0.5 - 1e-6));

    private static (Vector3<Real64> Right, Vector3<Real64> Up) Across(Vector3<Real64> along)
    {
        double x = Math.Abs(along.X.Value), y = Math.Abs(along.Y.Value), z = Math.Abs(along.Z.Value);
        Vector3<Real64> other = x <= y && x <= z ? new(1, 0, 0) : y <= z ? new(0, 1, 0) : new(0, 0, 1);
        Vector3<Real64> right = Vector3<Real64>.Cross(other, along).Normalized;
        return (right, Vector3<Real64>.Cross(along, right));
    }

    private void Clear(int length)
    {
        if (depths.Length < length) (depths, owners) = (new double[length], new int[length]);
        Array.Fill(depths, double.PositiveInfinity, 0, length);
        Array.Fill(owners, -1, 0, length);
    }
}
