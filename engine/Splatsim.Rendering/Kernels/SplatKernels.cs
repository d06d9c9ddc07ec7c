using ILGPU;
using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Rendering.Kernels;

/// <summary>A frame on a device: projection and colour, tile lists, blending; the formulas are those of the processor.</summary>
internal static class SplatKernels
{
    /// <summary>Threads of a group: one per pixel of a tile.</summary>
    public const int GroupSize = FrameViews.TileSize * FrameViews.TileSize;

    // Widens boxes so that rounding never leaves out a pixel; the alpha test decides [px].
    private const float BoxGuard = 1e-2f;

    /// <summary>Projects and colours one splat, at rest or moved, seen by a pinhole camera.</summary>
    public static void Project(
        Index1D index, SplatViews splats, MovedViews moved, CameraView<Real32> view, FrameViews frame, ArrayView<uint> keys, ArrayView<int> order)
    {
        int i = index.X;
        order[i] = i;
        keys[i] = uint.MaxValue;
        for (int k = 0; k < 4; k++) frame.Tiles[4 * i + k] = k < 2 ? 0 : -1;
        if (!moved.Find(i, splats.Count, out int splat, out int row)) return;
        Vector3<Real32> mean = row < 0 ? splats.GetVector(SplatViews.Mean, splat) : moved.GetVector(MovedColumns.Mean, row);
        ProjectedSplat<Real32>.Place<PinholeModel>(in view, in mean, out ProjectedSplat<Real32> image, out Vector3<Real32> gradientU, out Vector3<Real32> gradientV);
        if (!Real32.Any(image.Visible)) return;
        ScreenCovariance<Real32> covariance;
        Vector3<Real32> direction = PinholeModel.Direction(in view, in mean);
        if (row < 0)
        {
            Vector3<Real32> logScale = splats.GetVector(SplatViews.LogScale, splat);
            SplatShape.Factor(splats.GetRotation(splat), in logScale, out Matrix3x3<Real32> factor);
            ScreenCovariance<Real32>.FromFactor(in gradientU, in gradientV, in factor, out covariance);
        }
        else
        {
            SymmetricMatrix3x3<Real32> sigma = moved.Covariance(row);
            ScreenCovariance<Real32>.FromCovariance(in gradientU, in gradientV, in sigma, out covariance);
            direction = moved.TurnBack(row, direction);
        }

        image.SetCovariance(in view, in covariance);
        Real32 opacity = SplatShape.Opacity(row < 0 ? splats.Get(SplatViews.OpacityLogit, splat) : moved.Get(MovedColumns.OpacityLogit, row));
        if (frame.Antialiased != 0) opacity *= image.Compensation;
        if (!Real32.Any(image.Visible) || !(opacity.Value >= frame.AlphaMinimum.Value)) return;
        ViewHarmonics source = default;
        source.Splats = splats;
        source.Index = splat;
        Vector3<Real32> color;
        if (splats.HasColors != 0) color = splats.GetColor(splat);
        else ShColor.EvaluateInline(in direction, splats.Degree, in source, out color);
        float sum = color.X.Value + color.Y.Value + color.Z.Value;
        // Half of d^T K d at which alpha falls to its minimum.
        Real32 reach = -Real32.Log(frame.AlphaMinimum / opacity + frame.TailFloor);
        if (!(sum - sum == 0) || !(reach.Value >= 0)) return;
        float halfWidth = Real32.Sqrt((reach + reach) * image.XX).Value + BoxGuard;
        float halfHeight = Real32.Sqrt((reach + reach) * image.YY).Value + BoxGuard;
        int left = PixelFrom(image.U.Value - halfWidth), right = PixelTo(image.U.Value + halfWidth, frame.Width);
        int top = PixelFrom(image.V.Value - halfHeight), bottom = PixelTo(image.V.Value + halfHeight, frame.Height);
        if (left > right || top > bottom) return;
        frame.Tiles[4 * i] = left / FrameViews.TileSize;
        frame.Tiles[4 * i + 1] = top / FrameViews.TileSize;
        frame.Tiles[4 * i + 2] = right / FrameViews.TileSize;
        frame.Tiles[4 * i + 3] = bottom / FrameViews.TileSize;
        ConicFactor<Real32> conic = ConicFactor<Real32>.Of(in image, Real32.One);
        Put(in frame, FrameViews.U, i, image.U);
        Put(in frame, FrameViews.V, i, image.V);
        Put(in frame, FrameViews.L00, i, conic.L00);
        Put(in frame, FrameViews.L01, i, conic.L01);
        Put(in frame, FrameViews.L11, i, conic.L11);
        Put(in frame, FrameViews.Opacity, i, opacity);
        Put(in frame, FrameViews.Color, i, Real32.Max(color.X, Real32.Zero));
        Put(in frame, FrameViews.Color + 1, i, Real32.Max(color.Y, Real32.Zero));
        Put(in frame, FrameViews.Color + 2, i, Real32.Max(color.Z, Real32.Zero));
        Put(in frame, FrameViews.Depth, i, image.Depth);
        keys[i] = Ascending((frame.ByDistance != 0 ? image.Distance : image.Depth).Value);
    }

    /// <summary>Tiles that each splat touches, in depth order.</summary>
    public static void CountTiles(Index1D index, FrameViews frame, ArrayView<uint> keys, ArrayView<int> order, ArrayView<int> counts)
    {
        int i = index.X;
        bool last = i == frame.Count || keys[i] == uint.MaxValue;
        // Sorted keys: what is not drawn comes last.
        if (last && (i == 0 || keys[i - 1] != uint.MaxValue)) frame.Notes[FrameViews.VisibleNote] = i;
        if (last)
        {
            counts[i] = 0;
            return;
        }

        int splat = order[i];
        int across = frame.Tiles[4 * splat + 2] - frame.Tiles[4 * splat] + 1, down = frame.Tiles[4 * splat + 3] - frame.Tiles[4 * splat + 1] + 1;
        counts[i] = across > 0 && down > 0 ? across * down : 0;
    }

    /// <summary>What the host will be told: one thread.</summary>
    public static void Note(Index1D index, FrameViews frame, MovedViews moved, ArrayView<int> before)
    {
        frame.Notes[FrameViews.PairsNote] = before[frame.Count];
        frame.Notes[FrameViews.AppendedNote] = moved.Count > 0 ? moved.Appended[0] : 0;
    }

    /// <summary>One pair (tile, splat) per touched tile, in depth order, as far as there is room.</summary>
    public static void ListPairs(
        Index1D index, FrameViews frame, ArrayView<int> order, ArrayView<int> before, ArrayView<uint> tiles, ArrayView<int> splats, int room)
    {
        int at = before[index], end = before[index + 1];
        if (at == end || end > room) return;
        int splat = order[index];
        for (int y = frame.Tiles[4 * splat + 1]; y <= frame.Tiles[4 * splat + 3]; y++)
        {
            for (int x = frame.Tiles[4 * splat]; x <= frame.Tiles[4 * splat + 2]; x++)
            {
                tiles[at] = (uint)(y * frame.TilesX + x);
                splats[at] = splat;
                at++;
            }
        }
    }

    /// <summary>First pair of each tile and the one after its last, in entries that are zero. Places without a pair have no tile.</summary>
    public static void ListRanges(Index1D index, ArrayView<uint> tiles, int count, ArrayView<int> ranges)
    {
        if (tiles[index] == uint.MaxValue) return;
        int i = index.X, tile = (int)tiles[i];
        if (i == 0 || tiles[i - 1] != tiles[i]) ranges[2 * tile] = i;
        if (i == count - 1 || tiles[i + 1] != tiles[i]) ranges[2 * tile + 1] = i + 1;
    }

    /// <summary>Blends a tile front to back, one thread per pixel, a batch of splats at a time through shared memory.</summary>
    public static void Blend(
        FrameViews frame, MovedViews moved, int cloud, ArrayView<int> ranges, ArrayView<int> splats, ChannelViews channels, PlaneViews planes)
    {
        ArrayView<float> batch = SharedMemory.Allocate<float>(FrameViews.Columns * GroupSize);
        ArrayView<int> owners = SharedMemory.Allocate<int>(GroupSize);
        ArrayView<int> going = SharedMemory.Allocate<int>(1);
        int tile = Grid.IdxX, thread = Group.IdxX;
        int column = tile % frame.TilesX * FrameViews.TileSize + thread % FrameViews.TileSize;
        int row = tile / frame.TilesX * FrameViews.TileSize + thread / FrameViews.TileSize;
        bool inside = column < frame.Width && row < frame.Height;
        int start = ranges[2 * tile], end = ranges[2 * tile + 1], pixel = row * frame.Width + column, last = 0;
        Real32 transmittance = Real32.One, depthSum = Real32.Zero, weightSum = Real32.Zero;
        Vector3<Real32> sum = default;
        bool ended = !inside;
        if (inside) for (int channel = 0; channel < channels.Count; channel++) planes.Channels[(long)pixel * channels.Count + channel] = 0f;
        Real32 x = new(column + 0.5f), y = new(row + 0.5f);
        int first = start;
        while (first < end)
        {
            if (thread == 0) going[0] = 0;
            int count = IntrinsicMin(GroupSize, end - first);
            if (thread < count)
            {
                int splat = splats[first + thread];
                for (int k = 0; k < FrameViews.Columns; k++) batch[k * GroupSize + thread] = frame.Records[(long)k * frame.Count + splat];
                if (channels.Count > 0)
                {
                    moved.Find(splat, cloud, out int owner, out _);
                    owners[thread] = owner;
                }
            }

            Group.Barrier();
            for (int i = 0; i < count; i++)
            {
                if (ended) continue;
                ConicFactor<Real32> conic;
                conic.L00 = At(batch, FrameViews.L00, i);
                conic.L01 = At(batch, FrameViews.L01, i);
                conic.L11 = At(batch, FrameViews.L11, i);
                Real32 sigma = conic.Sigma(At(batch, FrameViews.U, i) - x, At(batch, FrameViews.V, i) - y);
                Real32 a = Real32.Min(frame.AlphaCap, At(batch, FrameViews.Opacity, i) * (Real32.Exp(-sigma) - frame.TailFloor));
                if (!(a.Value >= frame.AlphaMinimum.Value)) continue;
                Real32 after = transmittance * (Real32.One - a);
                if (after.Value <= frame.TransmittanceStop.Value)
                {
                    ended = true;
                    continue;
                }

                Real32 weight = a * transmittance;
                sum.X += weight * At(batch, FrameViews.Color, i);
                sum.Y += weight * At(batch, FrameViews.Color + 1, i);
                sum.Z += weight * At(batch, FrameViews.Color + 2, i);
                depthSum += weight * At(batch, FrameViews.Depth, i);
                weightSum += weight;
                for (int channel = 0; channel < channels.Count; channel++)
                {
                    planes.Channels[(long)pixel * channels.Count + channel] +=
                        weight.Value * channels.Values[(long)owners[i] * channels.Count + channel];
                }

                transmittance = after;
                last = first - start + i + 1;
            }

            if (!ended) Atomic.Or(ref going[0], 1);
            Group.Barrier();
            first = going[0] != 0 ? first + GroupSize : end;
            Group.Barrier();
        }

        if (!inside) return;
        sum += transmittance * frame.BackgroundAt(pixel);
        planes.Color[3L * pixel] = sum.X.Value;
        planes.Color[3L * pixel + 1] = sum.Y.Value;
        planes.Color[3L * pixel + 2] = sum.Z.Value;
        planes.Alpha[pixel] = 1 - transmittance.Value;
        planes.Depth[pixel] = depthSum.Value;
        planes.Rest[pixel] = transmittance.Value;
        planes.Weight[pixel] = weightSum.Value;
        planes.Ends[pixel] = last;
    }

    private static int IntrinsicMin(int left, int right) => left < right ? left : right;

    private static Real32 At(ArrayView<float> batch, int column, int i) => new(batch[column * GroupSize + i]);

    private static void Put(in FrameViews frame, int column, int i, Real32 value) => frame.Records[(long)column * frame.Count + i] = value.Value;

    // First and last pixel whose centre is not left, not right of a position.
    private static int PixelFrom(float position)
    {
        float p = position - 0.5f;
        return p <= 0 ? 0 : p >= 1e6f ? 1000000 : (int)p + ((int)p < p ? 1 : 0);
    }

    private static int PixelTo(float position, int size)
    {
        float p = position - 0.5f;
        return p < 0 ? -1 : p >= size - 1 ? size - 1 : (int)p;
    }

    // Floats in the order of unsigned integers.
    private static uint Ascending(float value)
    {
        uint bits = Interop.FloatAsInt(value);
        return (bits & 0x80000000u) != 0 ? ~bits : bits | 0x80000000u;
    }
}
