using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Tests;

/// <summary>Skins of splats over shapes of known volume, as a capture would have them: flat disks on the surface.</summary>
internal static class Shapes
{
    private const float OpacityLogit = 1.5f;

    /// <summary>Volume of a ball of radius r: 4/3 pi r^3.</summary>
    public static GaussianCloud Sphere(double radius, int count, Func<Vector3<Real64>, bool>? keep = null)
    {
        double spread = Math.Sqrt(4 * Math.PI * radius * radius / count);
        List<Disk> disks = [];
        foreach (Vector3<Real64> d in Directions(count))
            if (keep is null || keep(d)) disks.Add(new((Real64)radius * d, d, spread));
        return Build(disks);
    }

    /// <summary>Volume of a torus about y: 2 pi^2 R r^2.</summary>
    public static GaussianCloud Torus(double major, double minor, int count)
    {
        double area = 4 * Math.PI * Math.PI * major * minor, spread = Math.Sqrt(area / count);
        int around = (int)(2 * Math.PI * major / spread), tube = (int)(2 * Math.PI * minor / spread);
        List<Disk> disks = [];
        for (int i = 0; i < around; i++)
        {
            for (int j = 0; j < tube; j++)
            {
                double u = 2 * Math.PI * (i + 0.5 * (j & 1)) / around, v = 2 * Math.PI * j / tube;
                Vector3<Real64> normal = new(Math.Cos(u) * Math.Cos(v), Math.Sin(v), Math.Sin(u) * Math.Cos(v));
                disks.Add(new(new Vector3<Real64>(major * Math.Cos(u), 0, major * Math.Sin(u)) + (Real64)minor * normal, normal, spread));
            }
        }

        return Build(disks);
    }

    /// <summary>A box with a box-shaped cavity; both skins are seen. Volume = outer - inner.</summary>
    public static GaussianCloud HollowBox(double outer, double inner, double spread)
    {
        List<Disk> disks = [];
        AddBox(disks, outer, spread, 1);
        if (inner > 0) AddBox(disks, inner, spread, -1);
        return Build(disks);
    }

    /// <summary>A half ball with a concentric hollow, open at the top: volume 2/3 pi (R^3 - r^3).</summary>
    public static GaussianCloud Bowl(double outer, double inner, double spread)
    {
        List<Disk> disks = [];
        foreach (double radius in (ReadOnlySpan<double>)[outer, inner])
        {
            if (radius == 0) continue;
            foreach (Vector3<Real64> d in Directions((int)(4 * Math.PI * radius * radius / (spread * spread))))
                if (d.Y.Value < 0) disks.Add(new((Real64)radius * d, radius == outer ? d : -d, spread));
        }

        for (double r = inner + 0.5 * spread; inner > 0 && r < outer; r += spread)
        {
            int n = (int)(2 * Math.PI * r / spread);
            for (int k = 0; k < n; k++)
                disks.Add(new(new(r * Math.Cos(2 * Math.PI * k / n), 0, r * Math.Sin(2 * Math.PI * k / n)), new(0, 1, 0), spread));
        }

        return Build(disks);
    }

    /// <summary>A square sheet in the plane y = 0.</summary>
    public static GaussianCloud Sheet(double side, double spread)
    {
        List<Disk> disks = [];
        int n = (int)(side / spread);
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                disks.Add(new(new((i + 0.5) / n * side, 0, (j + 0.5) / n * side), new(0, 1, 0), spread));
        return Build(disks);
    }

    /// <summary>Equally spread directions (Fibonacci).</summary>
    public static IEnumerable<Vector3<Real64>> Directions(int count)
    {
        for (int i = 0; i < count; i++)
        {
            double y = 1 - 2 * (i + 0.5) / count, r = Math.Sqrt(1 - y * y), angle = 2.399963229728653 * i;
            yield return new(r * Math.Cos(angle), y, r * Math.Sin(angle));
        }
    }

    private static void AddBox(List<Disk> disks, double side, double spread, int outward)
    {
        int n = (int)Math.Ceiling(side / spread);
        for (int axis = 0; axis < 3; axis++)
        {
            for (int sign = -1; sign <= 1; sign += 2)
            {
                for (int i = 0; i < n; i++)
                {
                    for (int j = 0; j < n; j++)
                    {
                        double u = ((i + 0.5) / n - 0.5) * side, v = ((j + 0.5) / n - 0.5) * side, w = sign * side / 2;
                        double s = sign * outward;
                        disks.Add(axis switch
                        {
                            0 => new(new(w, u, v), new(s, 0, 0), spread),
                            1 => new(new(u, w, v), new(0, s, 0), spread),
                            _ => new(new(u, v, w), new(0, 0, s), spread),
                        });
                    }
                }
            }
        }
    }

    // Flat Gaussians: 0.6 of the spacing along the surface, a tenth of that across it.
    private static GaussianCloud Build(List<Disk> disks)
    {
        GaussianCloud cloud = new(disks.Count, 0);
        for (int i = 0; i < disks.Count; i++)
        {
            Disk d = disks[i];
            cloud.X[i] = (float)d.Mean.X.Value;
            cloud.Y[i] = (float)d.Mean.Y.Value;
            cloud.Z[i] = (float)d.Mean.Z.Value;
            Vector3<Real64> side = Math.Abs(d.Normal.X.Value) > 0.6 ? new(0, 1, 0) : new(1, 0, 0);
            Vector3<Real64> u = Vector3<Real64>.Cross(d.Normal, side).Normalized, v = Vector3<Real64>.Cross(d.Normal, u);
            Quaternion<Real64> q = Quaternion<Real64>.FromMatrix(Matrix3x3<Real64>.FromColumns(u, v, d.Normal));
            cloud.RotationW[i] = (float)q.W.Value;
            cloud.RotationX[i] = (float)q.X.Value;
            cloud.RotationY[i] = (float)q.Y.Value;
            cloud.RotationZ[i] = (float)q.Z.Value;
            cloud.LogScaleX[i] = cloud.LogScaleY[i] = (float)Math.Log(0.6 * d.Spread);
            cloud.LogScaleZ[i] = (float)Math.Log(0.06 * d.Spread);
            cloud.OpacityLogit[i] = OpacityLogit;
        }

        return cloud;
    }

    private readonly record struct Disk(Vector3<Real64> Mean, Vector3<Real64> Normal, double Spread);
}
