using Splatsim.Mathematics;

namespace Splatsim.Splats;

/// <summary>The ground of a scene: the plane that carries many splats and has few below it.</summary>
/// <param name="Plane">The plane; its normal points up.</param>
/// <param name="InlierShare">Share of the considered splats that lie on the plane, 0 to 1.</param>
/// <param name="Tolerance">Half the thickness that counted as on the plane [scene units].</param>
public sealed record GroundPlane(Plane Plane, double InlierShare, double Tolerance)
{
    // Scoring 8192 splats tells shares apart to about 1 %, which is all that choosing among trials needs.
    private const int SampleSize = 8192;

    private const int RefinementCount = 5;

    /// <summary>Finds the ground; null when no plane within the tilt carries 3 splats.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="options">Up, tolerance, trials; null for the defaults.</param>
    /// <remarks>
    /// Fischler and Bolles 1981 (RANSAC) with the truncated quadratic score of MSAC (Torr and Zisserman 2000), less a
    /// penalty for splats below; every new best plane is refined by least squares. Half the trials pass through three
    /// random splats, half through one and along the horizon.
    /// </remarks>
    public static GroundPlane? Find(GaussianCloud cloud, GroundPlaneOptions? options = null)
    {
        options ??= new GroundPlaneOptions();
        Vector3<Real64> up = (options.Up ?? cloud.Frame.Up()).Normalized;
        if (!double.IsFinite(up.LengthSquared.Value)) throw new ArgumentException("up has no direction", nameof(options));
        Vector3<Real64>[] points = Points(cloud, options);
        if (points.Length < 3) return null;
        double tolerance = options.Tolerance ?? 0.005 * CloudBounds.Robust(cloud, 2, 98).Diagonal;
        if (!(tolerance > 0)) return null;
        Random random = new(options.Seed);
        random.Shuffle(points);
        Vector3<Real64>[] sample = points.Length > SampleSize ? points[..SampleSize] : points;
        double lowestCosine = Math.Cos(options.MaximumTilt);
        Plane? best = null;
        double bestScore = 0;
        for (int trial = 0; trial < options.TrialCount; trial++)
        {
            Vector3<Real64> a = Pick();
            Plane? candidate = trial % 2 == 0 ? Plane.Through(a, up) : ThroughThree(a, Pick(), Pick());
            Consider(candidate);
        }

        if (best is null) return null;
        // The last refinements use every splat, not the sample.
        Plane final = best.Value;
        for (int i = 0; i < RefinementCount; i++) final = Oriented(LeastSquares(points, final, tolerance)) ?? final;
        int inliers = points.Count(point => Math.Abs(final.Distance(point)) <= tolerance);
        return inliers < 3 ? null : new(final, (double)inliers / points.Length, tolerance);

        Vector3<Real64> Pick() => sample[random.Next(sample.Length)];

        Plane? Oriented(Plane? plane)
        {
            if (plane is not Plane found) return null;
            double cosine = Vector3<Real64>.Dot(found.Normal, up).Value;
            if (Math.Abs(cosine) < lowestCosine) return null;
            return cosine > 0 ? found : new(-found.Normal, -found.Offset);
        }

        void Consider(Plane? candidate)
        {
            for (int refinement = 0; refinement < RefinementCount; refinement++)
            {
                candidate = Oriented(candidate);
                if (candidate is not Plane plane) return;
                double score = Score(sample, plane, tolerance, options.PenaltyBelow);
                if (!(score > bestScore)) return;
                best = plane;
                bestScore = score;
                candidate = LeastSquares(sample, plane, tolerance);
            }
        }
    }

    /// <summary>The splats on the ground or below it.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="height">How far above the plane still counts as ground [scene units]; null takes the tolerance.</param>
    public SplatSelection Select(GaussianCloud cloud, double? height = null) =>
        Selections.ByPlane(cloud, Plane, double.NegativeInfinity, height ?? Tolerance);

    private static Vector3<Real64>[] Points(GaussianCloud cloud, GroundPlaneOptions options)
    {
        List<Vector3<Real64>> points = [];
        for (int splat = 0; splat < cloud.Count; splat++)
        {
            Vector3<Real64> mean = cloud.MeanOf(splat);
            if (cloud.OpacityOf(splat) >= options.MinimumOpacity && double.IsFinite(mean.LengthSquared.Value)) points.Add(mean);
        }

        return [.. points];
    }

    private static Plane? ThroughThree(in Vector3<Real64> a, in Vector3<Real64> b, in Vector3<Real64> c)
    {
        Vector3<Real64> normal = Vector3<Real64>.Cross(b - a, c - a);
        return normal.LengthSquared.Value > 0 ? Plane.Through(a, normal) : null;
    }

    private static double Score(Vector3<Real64>[] points, Plane plane, double tolerance, double penalty)
    {
        double score = 0, inverse = 1 / tolerance;
        foreach (ref readonly Vector3<Real64> point in points.AsSpan())
        {
            double distance = plane.Distance(point) * inverse;
            if (distance < -1) score -= penalty;
            else if (distance <= 1) score += 1 - distance * distance;
        }

        return score;
    }

    // Principal axes of the splats on the plane, those in its middle weighing most.
    private static Plane? LeastSquares(Vector3<Real64>[] points, Plane plane, double tolerance)
    {
        double total = 0;
        Vector3<Real64> sum = default;
        foreach (ref readonly Vector3<Real64> point in points.AsSpan())
        {
            double weight = Weight(point);
            total += weight;
            sum += new Real64(weight) * point;
        }

        if (!(total > 0)) return null;
        Vector3<Real64> centre = new Real64(1 / total) * sum;
        SymmetricMatrix3x3<Real64> spread = default;
        foreach (ref readonly Vector3<Real64> point in points.AsSpan())
        {
            double weight = Weight(point);
            if (weight == 0) continue;
            Vector3<Real64> offset = point - centre;
            spread += new Real64(weight)
                * SymmetricMatrix3x3<Real64>.SymmetricPart(Matrix3x3<Real64>.Outer(offset, offset));
        }

        SymmetricEigen.Decompose(in spread, out Matrix3x3<Real64> axes, out Vector3<Real64> values);
        // Splats on a line do not fix a plane.
        return values.Y.Value > 1e-9 * values.X.Value ? Plane.Through(centre, axes.Column2) : null;

        double Weight(in Vector3<Real64> point)
        {
            double distance = plane.Distance(point) / tolerance;
            return Math.Abs(distance) < 1 ? 1 - distance * distance : 0;
        }
    }
}
