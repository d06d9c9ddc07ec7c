using System.Runtime.CompilerServices;
using Splatsim.Compute;
using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Rendering;

/// <summary>First stage of a frame: every splat of the cloud to a record, chunk by chunk, lanes of splats at a time.</summary>
internal sealed unsafe class ProjectionStage<T>
    where T : unmanaged, ILanes<T>
{
    private static readonly int LaneScratch =
        (RecordPacker.ScratchRows + ColumnTable.MovedLength + 1 + ColumnTable.MaximumLength) * T.LaneCount;

    private readonly Action<int, int> pinhole;
    private readonly Action<int, int> orthographic;
    private readonly Action<int, int> equirectangular;
    private readonly Action<int, int> compact;
    private readonly ColumnTable columns = new();
    private AlignedArray<float> scratch = new(0);
    private CameraView<T> view;
    private ImageConstants<T> constants;
    private SplatStore store = null!;
    private GaussianCloud cloud = null!;
    private DeformedSplats? deformed;
    private ScalarColoring? coloring;
    private int degree;

    public ProjectionStage()
    {
        pinhole = Chunk<PinholeModel>;
        orthographic = Chunk<OrthographicModel>;
        equirectangular = Chunk<EquirectangularModel>;
        compact = (chunk, _) => store.Compact(chunk);
    }

    /// <summary>Fills the store.</summary>
    public void Run(GaussianCloud splats, DeformedSplats? moved, Camera camera, RenderOptions options, SplatStore target, WorkerPool pool)
    {
        (cloud, deformed, store, coloring) = (splats, moved, target, options.ScalarColor);
        degree = coloring is null ? Math.Min(splats.Degree, options.MaximumDegree) : 0;
        view = CameraView<T>.Of(camera, options);
        constants = ImageConstants<T>.Of(camera, options);
        columns.Set(splats, moved, degree);
        if (scratch.Length < LaneScratch * pool.WorkerCount) scratch = new AlignedArray<float>(LaneScratch * pool.WorkerCount);
        bool panorama = camera.Projection == CameraProjection.Equirectangular;
        store.Reserve(splats.Count, panorama ? 3 : 1);
        pool.Run(store.ChunkCount, camera.Projection switch
        {
            CameraProjection.Pinhole => pinhole,
            CameraProjection.Orthographic => orthographic,
            CameraProjection.Equirectangular => equirectangular,
            _ => throw new ArgumentOutOfRangeException(nameof(camera), camera.Projection, "unknown camera projection"),
        });
        store.Accumulate();
        pool.Run(store.ChunkCount, compact);
        GC.KeepAlive(splats);
        GC.KeepAlive(moved);
        (cloud, deformed, coloring) = (null!, null, null);
    }

    private void Chunk<TCamera>(int chunk, int worker)
        where TCamera : struct, ICameraModel
    {
        int lanes = T.LaneCount;
        float* packing = scratch.Pointer + worker * LaneScratch;
        float* movedScratch = packing + RecordPacker.ScratchRows * lanes;
        float* tail = movedScratch + (ColumnTable.MovedLength + 1) * lanes;
        float** table = stackalloc float*[ColumnTable.MaximumLength + ColumnTable.MovedLength + 1];
        float** movedTable = table + ColumnTable.MaximumLength;
        int start = chunk * SplatStore.ChunkSize, end = Math.Min(cloud.Count, start + SplatStore.ChunkSize);
        int slot = chunk * store.ChunkCapacity, first = slot;
        int columnCount = columns.Length;
        columns.CopyTo(table, start);
        MovedLanes moved = deformed is null ? default : new MovedLanes(columns, deformed, movedTable, movedScratch);
        if (deformed is not null) moved.Seek(start);
        Unsafe.SkipInit(out LaneSplats<T> splats);
        for (int index = start; index < end; index += lanes)
        {
            int count = Math.Min(lanes, end - index);
            if (count < lanes) ColumnTable.StageTail<T>(table, columnCount, count, tail);
            int movedCount = deformed is null ? 0 : moved.Gather(index, count, lanes);
            if (Geometry<TCamera>(table, movedCount > 0 ? movedTable : null, movedCount < count, ref splats, out Vector3<T> direction))
            {
                splats.Shape(in constants, T.Load(table[ColumnTable.OpacityLogit]));
                uint present = uint.MaxValue >> (32 - count);
                if ((T.Bits(splats.Visible) & present) != 0)
                {
                    if (degree > 0) ColumnTable.PrefetchHarmonics(table, columnCount);
                    Color(table, index, count, in direction, ref splats);
                    for (int copy = -TCamera.Period; copy <= TCamera.Period; copy++)
                    {
                        T u = copy == 0 ? splats.Image.U : splats.Image.U + T.FromDouble(copy) * constants.Width;
                        uint bits = T.Bits(splats.Box(in constants, u)) & present;
                        if (bits != 0) slot = RecordPacker.Append(in splats, u, bits, index, store, slot, packing);
                    }
                }
            }

            for (int column = 0; column < columnCount; column++) table[column] += lanes;
        }

        store.ChunkCounts[chunk] = slot - first;
    }

    // False when no lane is between near and far.
    private bool Geometry<TCamera>(float** table, float** moved, bool anyAtRest, ref LaneSplats<T> splats, out Vector3<T> direction)
        where TCamera : struct, ICameraModel
    {
        Vector3<T> mean = new(T.Load(table[0]), T.Load(table[1]), T.Load(table[2]));
        Mask<T> isMoved = T.Zero <= T.Zero;
        if (moved is not null)
        {
            if (anyAtRest) isMoved = T.Load(moved[ColumnTable.MovedLength]) > T.Zero;
            mean.X = T.Select(isMoved, T.Load(moved[0]), mean.X);
            mean.Y = T.Select(isMoved, T.Load(moved[1]), mean.Y);
            mean.Z = T.Select(isMoved, T.Load(moved[2]), mean.Z);
        }

        Place<TCamera>(in view, in mean, out splats.Image, out Vector3<T> gradientU, out Vector3<T> gradientV);
        direction = default;
        if (!T.Any(splats.Image.Visible)) return false;
        ScreenCovariance<T> covariance = default;
        if (anyAtRest) RestCovariance(table, in gradientU, in gradientV, out covariance);
        direction = TCamera.Direction(in view, in mean);
        if (moved is not null) ReplaceMoved(moved, isMoved, in gradientU, in gradientV, degree > 0, ref covariance, ref direction);
        splats.Image.SetCovariance(in view, in covariance);
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Place<TCamera>(
        in CameraView<T> view, in Vector3<T> mean, out ProjectedSplat<T> image, out Vector3<T> gradientU, out Vector3<T> gradientV)
        where TCamera : struct, ICameraModel =>
        ProjectedSplat<T>.Place<TCamera>(in view, in mean, out image, out gradientU, out gradientV);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RestCovariance(
        float** table, in Vector3<T> gradientU, in Vector3<T> gradientV, out ScreenCovariance<T> covariance)
    {
        float** c = table + ColumnTable.Rotation;
        SplatShape.Factor(
            new Quaternion<T>(T.Load(c[0]), T.Load(c[1]), T.Load(c[2]), T.Load(c[3])),
            new Vector3<T>(T.Load(c[4]), T.Load(c[5]), T.Load(c[6])),
            out Matrix3x3<T> factor);
        ScreenCovariance<T>.FromFactor(in gradientU, in gradientV, in factor, out covariance);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ReplaceMoved(
        float** moved, Mask<T> isMoved, in Vector3<T> gradientU, in Vector3<T> gradientV,
        bool turn, ref ScreenCovariance<T> covariance, ref Vector3<T> direction)
    {
        float** s = moved + ColumnTable.MovedCovariance;
        SymmetricMatrix3x3<T> sigma = new(T.Load(s[0]), T.Load(s[1]), T.Load(s[2]), T.Load(s[3]), T.Load(s[4]), T.Load(s[5]));
        ScreenCovariance<T>.FromCovariance(in gradientU, in gradientV, in sigma, out ScreenCovariance<T> own);
        covariance.XX = T.Select(isMoved, own.XX, covariance.XX);
        covariance.XY = T.Select(isMoved, own.XY, covariance.XY);
        covariance.YY = T.Select(isMoved, own.YY, covariance.YY);
        covariance.Determinant = T.Select(isMoved, own.Determinant, covariance.Determinant);
        if (!turn) return;
        float** r = moved + ColumnTable.MovedRotation;
        Vector3<T> turned =
            direction.X * new Vector3<T>(T.Load(r[0]), T.Load(r[1]), T.Load(r[2]))
            + direction.Y * new Vector3<T>(T.Load(r[3]), T.Load(r[4]), T.Load(r[5]))
            + direction.Z * new Vector3<T>(T.Load(r[6]), T.Load(r[7]), T.Load(r[8]));
        direction.X = T.Select(isMoved, turned.X, direction.X);
        direction.Y = T.Select(isMoved, turned.Y, direction.Y);
        direction.Z = T.Select(isMoved, turned.Z, direction.Z);
    }

    private void Color(float** table, int index, int count, in Vector3<T> direction, ref LaneSplats<T> splats)
    {
        if (coloring is null)
        {
            ShColor.Evaluate(in direction, degree, new LaneHarmonics<T>(table + ColumnTable.Harmonics), out splats.Color);
        }
        else
        {
            int lanes = T.LaneCount;
            float* colors = stackalloc float[3 * lanes];
            for (int lane = 0; lane < count; lane++)
                coloring.Evaluate(index + lane, out colors[lane], out colors[lanes + lane], out colors[2 * lanes + lane]);
            splats.Color = new(T.Load(colors), T.Load(colors + lanes), T.Load(colors + 2 * lanes));
        }

        splats.ClampColor();
    }
}
