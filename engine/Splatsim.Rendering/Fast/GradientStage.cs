using Splatsim.Compute;
using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Rendering;

/// <summary>Reverse of <see cref="ProjectionStage{T}"/>: from what the tiles left of each splat back to its parameters and the camera.</summary>
internal sealed unsafe class GradientStage<T>
    where T : unmanaged, ILanes<T>
{
    // Floats of a worker: sums and presence, moved columns in and out, tails of the cloud's columns in and out.
    private static readonly int Scratch = (PairGatherer.Rows + 1 + 2 * (ColumnTable.MovedLength + 1) + 2 * ColumnTable.MaximumLength) * T.LaneCount;

    private readonly Action<int, int> pinhole;
    private readonly Action<int, int> orthographic;
    private readonly Action<int, int> equirectangular;
    private readonly ColumnTable inputs = new();
    private readonly ColumnTable outputs = new();
    private AlignedArray<float> scratch = new(0);
    private double[] cameras = [];
    private CameraView<T> view;
    private FrameRecord record = null!;
    private SplatStore store = null!;
    private SplatGradient result = null!;
    private PairGatherer pairs;
    private int channels;
    private int degree;
    private bool antialiased;
    private bool hasHarmonics;

    public GradientStage()
    {
        pinhole = Chunk<PinholeModel>;
        orthographic = Chunk<OrthographicModel>;
        equirectangular = Chunk<EquirectangularModel>;
    }

    /// <summary>Writes every number of the result but the background.</summary>
    public void Run(FrameRecord frame, SplatStore splats, PairTable table, int channelCount, SplatGradient gradient, WorkerPool pool)
    {
        (record, store, result, channels) = (frame, splats, gradient, channelCount);
        RenderOptions options = frame.Options!;
        Camera camera = frame.Camera!;
        pairs = new PairGatherer(splats, table, channelCount);
        view = CameraView<T>.Of(camera, options);
        antialiased = options.Antialiased;
        hasHarmonics = options.ScalarColor is null;
        degree = hasHarmonics ? Math.Min(frame.Cloud!.Degree, options.MaximumDegree) : 0;
        inputs.Set(frame.Cloud!, frame.Deformed, degree);
        outputs.Set(gradient.Cloud, gradient.Deformed, degree);
        if (scratch.Length < Scratch * pool.WorkerCount) scratch = new AlignedArray<float>(Scratch * pool.WorkerCount);
        if (cameras.Length < CameraSums.Length * splats.ChunkCount) cameras = new double[CameraSums.Length * splats.ChunkCount];
        pool.Run(splats.ChunkCount, camera.Projection switch
        {
            CameraProjection.Pinhole => pinhole,
            CameraProjection.Orthographic => orthographic,
            CameraProjection.Equirectangular => equirectangular,
            _ => throw new ArgumentOutOfRangeException(nameof(frame), camera.Projection, "unknown camera projection"),
        });
        gradient.Camera = CameraSums.Total(cameras.AsSpan(0, CameraSums.Length * splats.ChunkCount));
        gradient.Camera.Pose(camera.Rotation, camera.Translation, out Vector3<Real64> omega, out Vector3<Real64> v);
        (gradient.PoseRotation, gradient.PoseTranslation) = (omega, v);
        GC.KeepAlive(frame.Cloud);
        GC.KeepAlive(frame.Deformed);
        GC.KeepAlive(gradient);
        (record, store, result, pairs) = (null!, null!, null!, default);
    }

    private void Chunk<TCamera>(int chunk, int worker)
        where TCamera : struct, ICameraModel
    {
        int lanes = T.LaneCount;
        float* sums = scratch.Pointer + (long)worker * Scratch;
        float* movedScratch = sums + (PairGatherer.Rows + 1) * lanes;
        float* movedOut = movedScratch + (ColumnTable.MovedLength + 1) * lanes;
        float* tail = movedOut + (ColumnTable.MovedLength + 1) * lanes, tailOut = tail + ColumnTable.MaximumLength * lanes;
        float** table = stackalloc float*[2 * ColumnTable.MaximumLength + ColumnTable.MovedLength + 1];
        float** output = table + ColumnTable.MaximumLength, movedTable = output + ColumnTable.MaximumLength;
        int start = chunk * SplatStore.ChunkSize, end = Math.Min(record.Cloud!.Count, start + SplatStore.ChunkSize);
        int slot = chunk * store.ChunkCapacity, slotEnd = slot + store.ChunkCounts[chunk], columnCount = inputs.Length;
        inputs.CopyTo(table, start);
        outputs.CopyTo(output, start);
        ClearUnread(start, end - start);
        MovedLanes moved = record.Deformed is null ? default : new MovedLanes(inputs, record.Deformed, movedTable, movedScratch);
        if (record.Deformed is not null) moved.Seek(start);
        CameraGradient<T> camera = default;
        for (int index = start; index < end; index += lanes)
        {
            int count = Math.Min(lanes, end - index);
            if (count < lanes) ColumnTable.StageTail<T>(table, columnCount, count, tail);
            if (count < lanes) for (int column = 0; column < columnCount; column++) output[column] = tailOut + column * lanes;
            int row = moved.Row, movedCount = record.Deformed is null ? 0 : moved.Gather(index, count, lanes);
            uint bits = pairs.Sum(ref slot, slotEnd, index, count, lanes, sums, channels > 0 ? result.Channels!.Values.Pointer : null);
            if (bits == 0)
            {
                for (int column = 0; column < columnCount; column++) T.Zero.Store(output[column]);
                new Span<float>(movedOut, ColumnTable.MovedLength * lanes).Clear();
            }
            else
            {
                float* present = sums + PairGatherer.Rows * lanes;
                for (int lane = 0; lane < lanes; lane++) present[lane] = (bits >> lane) & 1;
                LaneGradient<T> bundle = new(sums, table, output, movedCount > 0 ? movedTable : null, movedOut, movedCount < count);
                if (degree > 0) ColumnTable.PrefetchHarmonics(table, columnCount);
                if (degree > 0) ColumnTable.PrefetchHarmonics(output, columnCount);
                Bundle<TCamera>(ref bundle, ref camera);
            }

            if (movedCount > 0) WriteMoved(movedOut, row, movedCount, index);
            if (count < lanes) WriteTail(tailOut, columnCount, index, count);
            for (int column = 0; column < columnCount; column++)
            {
                table[column] += lanes;
                output[column] += lanes;
            }

        }

        CameraSums.Reduce(in camera, cameras.AsSpan(CameraSums.Length * chunk, CameraSums.Length));
    }

    // What no bundle writes: harmonics that are not drawn, channels before they are added to.
    private void ClearUnread(int start, int count)
    {
        IReadOnlyList<AlignedArray<float>> harmonics = result.Cloud.ShColumns;
        for (int column = inputs.Length - ColumnTable.Harmonics; column < harmonics.Count; column++) harmonics[column].Span.Slice(start, count).Clear();
        if (result.Channels is { } kept) kept.Values.Span.Slice(start * kept.ChannelCount, count * kept.ChannelCount).Clear();
    }

    private void WriteTail(float* tail, int columnCount, int index, int count)
    {
        float** target = stackalloc float*[ColumnTable.MaximumLength];
        outputs.CopyTo(target, index);
        for (int column = 0; column < columnCount; column++)
            new ReadOnlySpan<float>(tail + column * T.LaneCount, count).CopyTo(new Span<float>(target[column], count));
    }

    private void WriteMoved(float* source, int row, int count, int index)
    {
        int lanes = T.LaneCount;
        int[]? indices = record.Deformed!.Indices;
        for (int column = 0; column < ColumnTable.MovedLength; column++)
        {
            float* target = outputs.Moved(column) + row, values = source + column * lanes;
            if (count == lanes) T.Load(values).Store(target);
            else for (int i = 0; i < count; i++) target[i] = values[indices is null ? i : indices[row + i] - index];
        }
    }

    private void Bundle<TCamera>(ref LaneGradient<T> bundle, ref CameraGradient<T> camera)
        where TCamera : struct, ICameraModel
    {
        bundle.Load(antialiased);
        bundle.Shape<TCamera>(in view);
        CameraGradient<T> own = default;
        bundle.Place<TCamera>(in view, ref own);
        if (hasHarmonics) bundle.Harmonics<TCamera>(in view, degree, ref own);
        else bundle.NoColor();
        bundle.WriteMean();
        CameraSums.Add(ref camera, in own, bundle.Present);
    }
}
