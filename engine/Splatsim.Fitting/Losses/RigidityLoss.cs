using Splatsim.Coupling;
using Splatsim.Mathematics;

namespace Splatsim.Fitting;

/// <summary>
/// How far neighbourhoods are from having turned only: the mean over edges of |(p_j - p_i) - R_i (r_j - r_i)|^2, R_i the rotation
/// that fits the neighbourhood of point i best. In squares of the points' unit.
/// </summary>
/// <remarks>
/// Sorkine and Alexa 2007, "As-rigid-as-possible surface modeling", eq. 3, equal weights. The best rotation is a minimum, so the
/// loss's derivative through it is 0.
/// </remarks>
public sealed class RigidityLoss : ILoss
{
    private readonly LossTarget target;
    private readonly int[] neighbours;
    private readonly int count;

    /// <summary>Finds neighbours at rest.</summary>
    /// <param name="target">Points at rest, three channels [m]; finite, without weights, at least 2.</param>
    /// <param name="neighbourCount">Neighbours of a point; fewer where there are fewer points.</param>
    /// <exception cref="ArgumentException">There is one point only.</exception>
    public RigidityLoss(LossTarget target, int neighbourCount = 8)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(neighbourCount, 1);
        this.target = target.WithChannels("as-rigid-as-possible", 3).WithoutWeights("as-rigid-as-possible");
        PointSets.RequireFinite("as-rigid-as-possible", target.Values);
        if (target.Places < 2) throw new ArgumentException("one point has no neighbours to be rigid with", nameof(target));
        count = Math.Min(neighbourCount, target.Places - 1);
        neighbours = new int[target.Places * count];
        ParticleSearch search = new(target.Values);
        int[] found = new int[count + 1];
        double[] squared = new double[count + 1];
        for (int i = 0; i < target.Places; i++)
        {
            search.Nearest(target.Values[3 * i], target.Values[3 * i + 1], target.Values[3 * i + 2], found, squared);
            int kept = 0;
            foreach (int j in found)
                if (j != i && kept < count) neighbours[i * count + kept++] = j;
        }
    }

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> predicted, Span<double> gradient)
    {
        target.Fits("as-rigid-as-possible", predicted, gradient);
        gradient.Clear();
        double sum = 0, weight = 1.0 / neighbours.Length;
        for (int i = 0; i < target.Places; i++)
        {
            Matrix3x3<Real64> correlation = default;
            foreach (int j in neighbours.AsSpan(i * count, count))
                correlation += Matrix3x3<Real64>.Outer(Edge(predicted, i, j), Edge(target.Values, i, j));
            PolarDecomposition.Rotation(in correlation, out Matrix3x3<Real64> rotation);
            foreach (int j in neighbours.AsSpan(i * count, count))
            {
                Vector3<Real64> off = Edge(predicted, i, j) - rotation * Edge(target.Values, i, j);
                sum += weight * off.LengthSquared.Value;
                Add(gradient, j, off, 2 * weight);
                Add(gradient, i, off, -2 * weight);
            }
        }

        return sum;
    }

    private static Vector3<Real64> Edge(ReadOnlySpan<double> points, int from, int to) =>
        new(points[3 * to] - points[3 * from], points[3 * to + 1] - points[3 * from + 1], points[3 * to + 2] - points[3 * from + 2]);

    private static void Add(Span<double> gradient, int point, Vector3<Real64> v, double scale)
    {
        gradient[3 * point] += scale * v.X.Value;
        gradient[3 * point + 1] += scale * v.Y.Value;
        gradient[3 * point + 2] += scale * v.Z.Value;
    }
}
