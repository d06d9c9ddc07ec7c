using Splatsim.Compute;
using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Coupling;

/// <summary>
/// Turns the motion of material points (positions and total deformation gradients in simulation space) into moved splats
/// in splat space, frame after frame, without allocating.
/// </summary>
public sealed class SplatTransport
{
    private const int Chunk = 512;

    private readonly AlignedArray<float>[] rest;
    private readonly SceneFrame frame;
    private readonly AlignedArray<float>[] bounds;
    private readonly WorkerPool pool;
    private readonly Action<int, int> body;
    private double[] positions = [];
    private double[] gradients = [];

    /// <summary>Prepares the rest state.</summary>
    /// <param name="cloud">The capture.</param>
    /// <param name="indices">The splats that move, ascending; null for all. Point i of <see cref="Update"/> moves splat indices[i].</param>
    /// <param name="frame">Where simulation space lies.</param>
    /// <param name="clamp">Bounds of the drawn stretch of each splat of the cloud; null for 0.25 to 4.</param>
    /// <param name="pool">Who computes; null for <see cref="WorkerPool.Shared"/>.</param>
    /// <exception cref="ArgumentException">The indices do not ascend within the cloud, or the clamp is not a range.</exception>
    public SplatTransport(GaussianCloud cloud, int[]? indices, SceneFrame frame, Func<int, StretchClamp>? clamp = null, WorkerPool? pool = null)
        : this(cloud, indices, frame, clamp, pool, Lanes16.IsAccelerated)
    {
    }

    internal SplatTransport(GaussianCloud cloud, int[]? indices, SceneFrame frame, Func<int, StretchClamp>? clamp, WorkerPool? pool, bool wide)
    {
        this.frame = frame;
        this.pool = pool ?? WorkerPool.Shared;
        if (indices is { Length: > 0 } && indices[^1] >= cloud.Count)
            throw new ArgumentException($"splat {indices[^1]} is not one of the cloud's {cloud.Count}", nameof(indices));
        Splats = indices is null ? new DeformedSplats(cloud.Count) : new DeformedSplats(indices);
        bounds = new AlignedArray<float>[3];
        for (int column = 0; column < 3; column++) bounds[column] = new AlignedArray<float>(Splats.Count);
        rest = new AlignedArray<float>[6];
        for (int column = 0; column < 6; column++) rest[column] = new AlignedArray<float>(Splats.Count);
        for (int row = 0; row < Splats.Count; row++)
        {
            int splat = indices?[row] ?? row;
            StretchClamp own = clamp?.Invoke(splat) ?? StretchClamp.Default;
            own.Validate();
            (bounds[0][row], bounds[1][row], bounds[2][row]) = ((float)own.Minimum, (float)own.Maximum, own.ShrinksTorn ? 1 : 0);
            SymmetricMatrix3x3<Real64> sigma = cloud.CovarianceOf(splat);
            rest[0][row] = (float)sigma.XX.Value;
            rest[1][row] = (float)sigma.XY.Value;
            rest[2][row] = (float)sigma.XZ.Value;
            rest[3][row] = (float)sigma.YY.Value;
            rest[4][row] = (float)sigma.YZ.Value;
            rest[5][row] = (float)sigma.ZZ.Value;
            Splats.Set(row, cloud.MeanOf(splat), in sigma, Matrix3x3<Real64>.Identity);
        }

        body = wide ? MoveChunk<Lanes16> : MoveChunk<Lanes8>;
    }

    /// <summary>The moved splats: at rest until the first <see cref="Update"/>; the same object ever after.</summary>
    public DeformedSplats Splats { get; }

    /// <summary>Where simulation space lies.</summary>
    internal SceneFrame Frame => frame;

    /// <summary>Six columns: covariance at rest, xx, xy, xz, yy, yz, zz [scene units squared].</summary>
    internal IReadOnlyList<AlignedArray<float>> Rest => rest;

    /// <summary>Three columns: the numbers of <see cref="StretchBounds{T}"/>.</summary>
    internal IReadOnlyList<AlignedArray<float>> Bounds => bounds;

    /// <summary>Moves the splats.</summary>
    /// <param name="points">Positions [m], shape [3 Count], x y z per point.</param>
    /// <param name="totalGradients">Total deformation gradients, shape [9 Count], row-major per point.</param>
    /// <exception cref="ArgumentException">An array is too short.</exception>
    public void Update(double[] points, double[] totalGradients)
    {
        if (points.Length < 3 * Splats.Count) throw new ArgumentException($"{points.Length} coordinates for {Splats.Count} splats; 3 each are needed", nameof(points));
        if (totalGradients.Length < 9 * Splats.Count)
            throw new ArgumentException($"{totalGradients.Length} entries of gradients for {Splats.Count} splats; 9 each are needed", nameof(totalGradients));
        positions = points;
        gradients = totalGradients;
        pool.Run((Splats.Count + Chunk - 1) / Chunk, body);
        positions = gradients = [];
    }

    private unsafe void MoveChunk<T>(int chunk, int worker)
        where T : unmanaged, ILanes<T>
    {
        float* buffer = stackalloc float[24 * T.LaneCount];
        int end = Math.Min(Splats.Count, (chunk + 1) * Chunk);
        for (int row = chunk * Chunk; row < end; row += T.LaneCount)
        {
            int count = Math.Min(T.LaneCount, end - row);
            Gather(row, count, T.LaneCount, buffer);
            Deform<T>(buffer);
            Scatter(row, count, T.LaneCount, buffer);
        }
    }

    // Buffer columns: 9 of the gradient, 6 of the covariance, 3 of the bounds; lanes past the end repeat the last splat.
    private unsafe void Gather(int row, int count, int lanes, float* buffer)
    {
        for (int lane = 0; lane < lanes; lane++)
        {
            int from = row + Math.Min(lane, count - 1);
            for (int entry = 0; entry < 9; entry++) buffer[entry * lanes + lane] = (float)gradients[9 * from + entry];
            for (int column = 0; column < 6; column++) buffer[(9 + column) * lanes + lane] = rest[column][from];
            for (int column = 0; column < 3; column++) buffer[(15 + column) * lanes + lane] = bounds[column][from];
        }

        for (int lane = 0; lane < count; lane++)
        {
            int p = 3 * (row + lane);
            Vector3<Real64> mean = frame.ToSplats(new(positions[p], positions[p + 1], positions[p + 2]));
            Splats.X[row + lane] = (float)mean.X.Value;
            Splats.Y[row + lane] = (float)mean.Y.Value;
            Splats.Z[row + lane] = (float)mean.Z.Value;
        }
    }

    private unsafe void Deform<T>(float* buffer)
        where T : unmanaged, ILanes<T>
    {
        int n = T.LaneCount;
        Matrix3x3<T> f = Matrix3x3<T>.FromRows(
            new(T.Load(buffer), T.Load(buffer + n), T.Load(buffer + 2 * n)),
            new(T.Load(buffer + 3 * n), T.Load(buffer + 4 * n), T.Load(buffer + 5 * n)),
            new(T.Load(buffer + 6 * n), T.Load(buffer + 7 * n), T.Load(buffer + 8 * n)));
        float* c = buffer + 9 * n;
        SymmetricMatrix3x3<T> sigma = new(
            T.Load(c), T.Load(c + n), T.Load(c + 2 * n), T.Load(c + 3 * n), T.Load(c + 4 * n), T.Load(c + 5 * n));
        Matrix3x3<T> axes = Axes<T>();
        SplatDeformation.Turn(in axes, in f, out Matrix3x3<T> turned);
        StretchBounds<T> clamp;
        clamp.Minimum = T.Load(buffer + 15 * n);
        clamp.Maximum = T.Load(buffer + 16 * n);
        clamp.ShrinksTorn = T.Load(buffer + 17 * n);
        SplatDeformation.Apply(in turned, in sigma, in clamp, out SymmetricMatrix3x3<T> moved, out Matrix3x3<T> r);
        r.M00.Store(buffer);
        r.M01.Store(buffer + n);
        r.M02.Store(buffer + 2 * n);
        r.M10.Store(buffer + 3 * n);
        r.M11.Store(buffer + 4 * n);
        r.M12.Store(buffer + 5 * n);
        r.M20.Store(buffer + 6 * n);
        r.M21.Store(buffer + 7 * n);
        r.M22.Store(buffer + 8 * n);
        moved.XX.Store(c);
        moved.XY.Store(c + n);
        moved.XZ.Store(c + 2 * n);
        moved.YY.Store(c + 3 * n);
        moved.YZ.Store(c + 4 * n);
        moved.ZZ.Store(c + 5 * n);
    }

    private Matrix3x3<T> Axes<T>()
        where T : unmanaged, ILanes<T>
    {
        Matrix3x3<Real64> m = frame.Rotation;
        return Matrix3x3<T>.FromRows(Broadcast<T>(m.Row0), Broadcast<T>(m.Row1), Broadcast<T>(m.Row2));
    }

    private static Vector3<T> Broadcast<T>(Vector3<Real64> v)
        where T : unmanaged, ILanes<T> => new(T.FromDouble(v.X.Value), T.FromDouble(v.Y.Value), T.FromDouble(v.Z.Value));

    private unsafe void Scatter(int row, int count, int lanes, float* buffer)
    {
        for (int entry = 0; entry < 9; entry++)
            new ReadOnlySpan<float>(buffer + entry * lanes, count).CopyTo(Splats.Rotation[entry].Span[row..]);
        for (int column = 0; column < 6; column++)
            new ReadOnlySpan<float>(buffer + (9 + column) * lanes, count).CopyTo(Splats.Covariance[column].Span[row..]);
    }
}
