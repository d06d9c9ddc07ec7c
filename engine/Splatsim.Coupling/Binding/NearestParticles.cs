using Splatsim.Compute;
using Splatsim.Mathematics;

namespace Splatsim.Coupling;

/// <summary>
/// Points that follow the k particles nearest to them at rest: mean and total gradient are the best affine fit (moving
/// least squares) of where those particles went. Exact for every affine motion, and independent of the law's elastic F.
/// </summary>
/// <remarks>The formula is <see cref="AffineFit{T}"/>.</remarks>
public sealed class NearestParticles
{
    private const int Chunk = 1024;

    // Smallest over largest eigenvalue of B below which the neighbours count as a plane (a spread of 1 to 30).
    private const double Planar = 1e-3;

    private readonly int[] neighbours;
    private readonly double[] weights;
    private readonly Bound[] bound;
    private readonly double[] rest;
    private readonly double[] points;
    private ParticleSearch? search;

    /// <summary>Binds points to particles at rest.</summary>
    /// <param name="points">Points [m], x y z each, shape [3N].</param>
    /// <param name="particles">Particles at rest [m], shape [3M]; kept, not copied.</param>
    /// <param name="neighbourCount">k, at least 4.</param>
    /// <param name="pool">Who computes; null for <see cref="WorkerPool.Shared"/>.</param>
    /// <exception cref="ArgumentException">There are fewer particles than k, or k is below 4.</exception>
    public NearestParticles(double[] points, double[] particles, int neighbourCount = 8, WorkerPool? pool = null)
    {
        if (neighbourCount < 4) throw new ArgumentException($"{neighbourCount} neighbours do not fix a deformation; use 4 or more", nameof(neighbourCount));
        if (particles.Length < 3 * neighbourCount)
            throw new ArgumentException($"{particles.Length / 3} particles cannot give {neighbourCount} neighbours; fill the body more densely", nameof(particles));
        Count = points.Length / 3;
        NeighbourCount = neighbourCount;
        (rest, this.points) = (particles, points);
        neighbours = new int[Count * neighbourCount];
        weights = new double[Count * neighbourCount];
        bound = new Bound[Count];
        ParticleSearch near = new(particles);
        (pool ?? WorkerPool.Shared).Run((Count + Chunk - 1) / Chunk, (chunk, _) =>
        {
            Span<double> squared = stackalloc double[neighbourCount];
            for (int i = chunk * Chunk; i < Math.Min(Count, (chunk + 1) * Chunk); i++)
            {
                near.Nearest(points[3 * i], points[3 * i + 1], points[3 * i + 2], neighbours.AsSpan(i * neighbourCount, neighbourCount), squared);
                Bind(i, squared);
            }
        });
    }

    /// <summary>Number of points.</summary>
    public int Count { get; }

    /// <summary>k.</summary>
    public int NeighbourCount { get; }

    /// <summary>The particles that point i follows, nearest first.</summary>
    public ReadOnlySpan<int> Neighbours(int point) => neighbours.AsSpan(point * NeighbourCount, NeighbourCount);

    /// <summary>Their weights; sum 1.</summary>
    public ReadOnlySpan<double> Weights(int point) => weights.AsSpan(point * NeighbourCount, NeighbourCount);

    /// <summary>
    /// Matter was cut: a point goes on with the particle that is nearest to it at rest, and follows the nearest ones that no cut keeps from that one.
    /// </summary>
    /// <param name="areParted">Whether a cut has come between two particles.</param>
    /// <param name="pool">Who computes; null for <see cref="WorkerPool.Shared"/>.</param>
    public void Part(Func<int, int, bool> areParted, WorkerPool? pool = null)
    {
        search ??= new ParticleSearch(rest);
        (pool ?? WorkerPool.Shared).Run((Count + Chunk - 1) / Chunk, (chunk, _) =>
        {
            for (int i = chunk * Chunk; i < Math.Min(Count, (chunk + 1) * Chunk); i++) Part(search, i, areParted);
        });
    }

    /// <summary>Where the points are now.</summary>
    /// <param name="particles">Particles now [m], shape [3M].</param>
    /// <param name="points">Receives positions [m], shape [3 Count].</param>
    /// <param name="gradients">Receives total deformation gradients, shape [9 Count], row-major.</param>
    /// <param name="pool">Who computes; null for <see cref="WorkerPool.Shared"/>.</param>
    /// <exception cref="ArgumentException">There are not as many particles as at rest.</exception>
    public void Follow(double[] particles, double[] points, double[] gradients, WorkerPool? pool = null)
    {
        if (particles.Length != rest.Length)
            throw new ArgumentException($"{particles.Length / 3} particles now, {rest.Length / 3} at rest; they must be the same ones", nameof(particles));
        (pool ?? WorkerPool.Shared).Run((Count + Chunk - 1) / Chunk, (chunk, _) =>
        {
            for (int i = chunk * Chunk; i < Math.Min(Count, (chunk + 1) * Chunk); i++) Follow(i, particles, points, gradients);
        });
    }

    /// <summary>The reverse of <see cref="Follow(double[], double[], double[], WorkerPool?)"/> for one point.</summary>
    /// <param name="point">The point.</param>
    /// <param name="particles">Particles now [m], shape [3M].</param>
    /// <param name="byPoint">Derivative by the point's position.</param>
    /// <param name="byGradient">Derivative by its deformation gradient.</param>
    /// <param name="byParticles">Derivatives by the particles' positions, added to, shape [3M].</param>
    internal void FollowAdjoint(
        int point, double[] particles, in Vector3<Real64> byPoint, in Matrix3x3<Real64> byGradient, double[] byParticles)
    {
        ref readonly Bound b = ref bound[point];
        Matrix3x3<Real64> moment = MomentOf(point, particles, out _), byMoment = b.Fit.SolveAdjoint(in moment, in byPoint, in byGradient);
        ReadOnlySpan<int> near = Neighbours(point);
        for (int n = 0; n < near.Length; n++)
        {
            // The weighted rest offsets sum to zero: what the mean adds to A cancels.
            Vector3<Real64> change = (Real64)Weights(point)[n] * (byPoint + byMoment * (At(rest, near[n]) - b.Mean));
            byParticles[3 * near[n]] += change.X.Value;
            byParticles[3 * near[n] + 1] += change.Y.Value;
            byParticles[3 * near[n] + 2] += change.Z.Value;
        }
    }

    /// <summary>One of the particles that a point follows, at rest, from the weighted mean of them [m].</summary>
    internal Vector3<Real64> RestOf(int point, int neighbour) => At(rest, Neighbours(point)[neighbour]) - bound[point].Mean;

    /// <summary>How a point follows.</summary>
    internal AffineFit<Real64> FitOf(int point) => bound[point].Fit;

    private void Part(ParticleSearch near, int point, Func<int, int, bool> areParted)
    {
        Span<int> found = neighbours.AsSpan(point * NeighbourCount, NeighbourCount);
        int owner = found[0], kept = 0;
        foreach (int particle in found)
            if (!areParted(owner, particle)) kept++;
        if (kept == found.Length) return;
        Span<double> squared = stackalloc double[NeighbourCount];
        Vector3<Real64> x = At(points, point);
        kept = near.Nearest(x.X.Value, x.Y.Value, x.Z.Value, found, squared, particle => !areParted(owner, particle));
        // A piece of fewer particles than are followed: the nearest one stands for the rest.
        for (; kept < found.Length; kept++) (found[kept], squared[kept]) = (found[0], squared[0]);
        Bind(point, squared);
    }

    // The neighbours are known, with the squares of their distances.
    private void Bind(int point, ReadOnlySpan<double> squared)
    {
        Vector3<Real64> x = At(points, point);
        Span<int> found = neighbours.AsSpan(point * NeighbourCount, NeighbourCount);
        Span<double> weight = weights.AsSpan(point * NeighbourCount, NeighbourCount);
        // Gaussian of half the reach, the farthest at exp(-2).
        double reach = double.Epsilon, total = 0;
        foreach (double distance in squared) reach = Math.Max(reach, distance);
        for (int n = 0; n < found.Length; n++) total += weight[n] = Math.Exp(-2 * squared[n] / reach);
        Vector3<Real64> mean = default;
        for (int n = 0; n < found.Length; n++)
        {
            weight[n] /= total;
            mean += (Real64)weight[n] * At(rest, found[n]);
        }

        Matrix3x3<Real64> moment = default;
        for (int n = 0; n < found.Length; n++)
        {
            Vector3<Real64> d = At(rest, found[n]) - mean;
            moment += (Real64)weight[n] * Matrix3x3<Real64>.Outer(d, d);
        }

        bound[point] = Invert(in moment, mean, x - mean);
    }

    private static Bound Invert(in Matrix3x3<Real64> moment, Vector3<Real64> mean, Vector3<Real64> offset)
    {
        double size = moment.Trace.Value;
        Matrix3x3<Real64> scaled = (Real64)(size > 0 ? 1 / size : 1) * moment;
        SymmetricMatrix3x3<Real64> symmetric = SymmetricMatrix3x3<Real64>.SymmetricPart(in scaled);
        SymmetricEigen.Decompose(in symmetric, out Matrix3x3<Real64> axes, out Vector3<Real64> value);
        bool planar = value.Z.Value < Planar * value.X.Value;
        double least = 1e-12;
        Vector3<Real64> inverse = new(
            1 / (size * Math.Max(value.X.Value, least)), 1 / (size * Math.Max(value.Y.Value, least)),
            planar ? 0 : 1 / (size * value.Z.Value));
        return new Bound
        {
            Mean = mean,
            Fit = new()
            {
                Offset = offset,
                Inverse = SymmetricMatrix3x3<Real64>.FromPrincipal(in axes, in inverse),
                First = axes.Column0,
                Second = axes.Column1,
                Normal = planar ? axes.Column2 : default,
            },
        };
    }

    private void Follow(int point, double[] particles, double[] points, double[] gradients)
    {
        ref readonly Bound b = ref bound[point];
        Matrix3x3<Real64> moment = MomentOf(point, particles, out Vector3<Real64> mean);
        b.Fit.Solve(in moment, out Vector3<Real64> offset, out Matrix3x3<Real64> f);
        Vector3<Real64> x = mean + offset;
        points[3 * point] = x.X.Value;
        points[3 * point + 1] = x.Y.Value;
        points[3 * point + 2] = x.Z.Value;
        Span<double> g = gradients.AsSpan(9 * point, 9);
        (g[0], g[1], g[2]) = (f.M00.Value, f.M01.Value, f.M02.Value);
        (g[3], g[4], g[5]) = (f.M10.Value, f.M11.Value, f.M12.Value);
        (g[6], g[7], g[8]) = (f.M20.Value, f.M21.Value, f.M22.Value);
    }

    // A, and the weighted mean of the particles.
    private Matrix3x3<Real64> MomentOf(int point, double[] particles, out Vector3<Real64> mean)
    {
        ReadOnlySpan<int> near = Neighbours(point);
        ReadOnlySpan<double> weight = Weights(point);
        mean = default;
        for (int n = 0; n < near.Length; n++) mean += (Real64)weight[n] * At(particles, near[n]);
        Matrix3x3<Real64> moment = default;
        for (int n = 0; n < near.Length; n++)
            AffineFit<Real64>.Add(At(rest, near[n]) - bound[point].Mean, At(particles, near[n]) - mean, weight[n], ref moment);
        return moment;
    }

    private static Vector3<Real64> At(double[] values, int index) => new(values[3 * index], values[3 * index + 1], values[3 * index + 2]);

    private struct Bound
    {
        public Vector3<Real64> Mean;
        public AffineFit<Real64> Fit;
    }
}
