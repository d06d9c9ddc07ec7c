using Splatsim.Coupling;

namespace Splatsim.Fitting;

/// <summary>
/// Mean squared distance of predicted points to the nearest observed one, plus the same the other way round. The two sets may have
/// different numbers of points.
/// </summary>
/// <remarks>Fan, Su and Guibas 2017, "A point set generation network", section 4.2. Which point is nearest is held.</remarks>
public sealed class ChamferLoss : ILoss
{
    private readonly LossTarget target;
    private readonly ParticleSearch observed;

    /// <summary>Sorts the observed points.</summary>
    /// <param name="target">Points, three channels [m]; finite, without weights.</param>
    public ChamferLoss(LossTarget target)
    {
        this.target = target.WithChannels("chamfer", 3).WithoutWeights("chamfer");
        PointSets.RequireFinite("chamfer", target.Values);
        observed = new ParticleSearch(target.Values);
    }

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> predicted, Span<double> gradient)
    {
        int count = PointSets.Count("chamfer", predicted, gradient, 3);
        double[] points = predicted.ToArray();
        PointSets.RequireFinite("chamfer", points);
        gradient.Clear();
        double sum = 0;
        for (int i = 0; i < count; i++) sum += Pair(points, i, Nearest(observed, points, i), 1.0 / count, gradient);
        ParticleSearch search = new(points);
        for (int j = 0; j < target.Places; j++) sum += Pair(points, Nearest(search, target.Values, j), j, 1.0 / target.Places, gradient);
        return sum;
    }

    private double Pair(double[] points, int i, int j, double weight, Span<double> gradient)
    {
        double squared = 0;
        for (int axis = 0; axis < 3; axis++)
        {
            double difference = points[3 * i + axis] - target.Values[3 * j + axis];
            squared += difference * difference;
            gradient[3 * i + axis] += 2 * weight * difference;
        }

        return weight * squared;
    }

    private static int Nearest(ParticleSearch search, double[] points, int i)
    {
        int found = 0;
        double squared = 0;
        search.Nearest(points[3 * i], points[3 * i + 1], points[3 * i + 2], new Span<int>(ref found), new Span<double>(ref squared));
        return found;
    }
}
