using System.Runtime.CompilerServices;
using ILGPU;
using Splatsim.Compute;
using Splatsim.Mathematics;

namespace Splatsim.Rendering.Kernels;

/// <summary>
/// Reverse of <see cref="SplatKernels"/>: tiles to pairs, pairs to splats, splats to their parameters and the camera. No sum depends on
/// the order in which groups run.
/// </summary>
internal static class AdjointKernels
{
    /// <summary>Threads of a group that takes splats back.</summary>
    public const int SplatGroupSize = 128;

    /// <summary>Where the pairs of each splat begin: those before it in depth order.</summary>
    public static void Place(Index1D index, ArrayView<int> order, ArrayView<int> before, ArrayView<int> places) =>
        places[order[index]] = before[index];

    /// <summary>
    /// Undoes the blending of a tile, back to front. A thread has a splat and meets pixel after pixel, one behind the thread with
    /// the splat behind its own: sums stay with the thread, and what is left of a pixel lies in shared memory.
    /// </summary>
    /// <remarks>
    /// dL/dalpha = T f.G - behind/(1 - alpha): see <see cref="ReferenceBlenderAdjoint"/>. Kerbl et al. 2023, appendix A; a thread per splat
    /// as in Mallick et al. 2024, "Taming 3DGS".
    /// </remarks>
    public static void Blend(
        FrameViews frame, ArrayView<int> ranges, ArrayView<int> splats, PlaneViews planes, ChannelViews channels, LossViews loss, PairViews pairs,
        GradientViews gradient)
    {
        const int Size = SplatKernels.GroupSize;
        ArrayView<float> state = SharedMemory.Allocate<float>(AdjointPixel.Planes * Size);
        ArrayView<float> batch = SharedMemory.Allocate<float>(FrameViews.Columns * Size);
        ArrayView<int> ends = SharedMemory.Allocate<int>(Size);
        ArrayView<int> owners = SharedMemory.Allocate<int>(Size);
        ArrayView<int> places = SharedMemory.Allocate<int>(Size);
        ArrayView<int> last = SharedMemory.Allocate<int>(1);
        int tile = Grid.IdxX, thread = Group.IdxX;
        int tileX = tile % frame.TilesX, tileY = tile / frame.TilesX;
        int column = tileX * FrameViews.TileSize + thread % FrameViews.TileSize, row = tileY * FrameViews.TileSize + thread / FrameViews.TileSize;
        if (thread == 0) last[0] = 0;
        Vector3<Real32> behind = default;
        int end = 0;
        if (column < frame.Width && row < frame.Height)
        {
            int pixel = row * frame.Width + column;
            behind = AdjointPixel.Load(in frame, in planes, in loss, pixel, state, thread, out int depends);
            if (depends != 0) end = planes.Ends[pixel];
            if (frame.HasPicture != 0)
            {
                gradient.Picture[3L * pixel] = behind.X.Value;
                gradient.Picture[3L * pixel + 1] = behind.Y.Value;
                gradient.Picture[3L * pixel + 2] = behind.Z.Value;
            }
        }

        ends[thread] = end;
        float red = GroupSum.Of(batch, behind.X.Value), green = GroupSum.Of(batch, behind.Y.Value), blue = GroupSum.Of(batch, behind.Z.Value);
        if (thread == 0)
        {
            gradient.BackgroundParts[tile] = red;
            gradient.BackgroundParts[gradient.TileCount + tile] = green;
            gradient.BackgroundParts[2 * gradient.TileCount + tile] = blue;
        }

        Atomic.Max(ref last[0], end);
        Group.Barrier();
        int start = ranges[2 * tile], count = ranges[2 * tile + 1] - start, length = last[0];
        // What lies behind the end of every pixel has no part in the loss.
        for (int i = length + thread; i < count; i += Size) pairs.Clear(pairs.Place(in frame, splats[start + i], tileX, tileY));
        SplatSums sums = default;
        Vector3<Real32> place = default, color = default;
        ConicFactor<Real32> conic = default;
        Real32 opacity = default;
        int owner = 0, pair = 0;
        int steps = length > 0 ? length + Size - 1 : 0;
        for (int step = 0; step < steps; step++)
        {
            // The next splats, whose threads begin one after the other.
            if (step % Size == 0 && step + thread < length)
            {
                int index = splats[start + length - 1 - step - thread];
                for (int k = 0; k < FrameViews.Columns; k++) batch[k * Size + thread] = frame.Records[(long)k * frame.Count + index];
                owners[thread] = index;
                places[thread] = pairs.Place(in frame, index, tileX, tileY);
            }

            int passed = step - thread, at = passed % Size, fromBack = passed - at + thread;
            if (passed >= 0 && fromBack < length)
            {
                if (at == 0)
                {
                    sums = default;
                    place = new(At(batch, FrameViews.U), At(batch, FrameViews.V), At(batch, FrameViews.Depth));
                    conic.L00 = At(batch, FrameViews.L00);
                    conic.L01 = At(batch, FrameViews.L01);
                    conic.L11 = At(batch, FrameViews.L11);
                    opacity = At(batch, FrameViews.Opacity);
                    color = new(At(batch, FrameViews.Color), At(batch, FrameViews.Color + 1), At(batch, FrameViews.Color + 2));
                    owner = owners[thread];
                    pair = places[thread];
                    pairs.ClearChannels(pair);
                }

                if (length - 1 - fromBack < ends[at])
                {
                    int x = tileX * FrameViews.TileSize + at % FrameViews.TileSize, y = tileY * FrameViews.TileSize + at / FrameViews.TileSize;
                    AdjointPixel.Undo(
                        in frame, in place, in conic, opacity, in color, state, at, x, y, in loss, in channels, owner, in pairs, pair, ref sums);
                }

                if (at == Size - 1) sums.Write(pairs.Sums, pair);
            }

            Group.Barrier();
        }
    }

    /// <summary>From the sums of a splat back to its shape, its mean and the camera; its colour's stays for the next kernel.</summary>
    public static void Splats(
        SplatViews splats, MovedViews moved, CameraView<Real32> view, FrameViews frame, PairViews pairs, GradientViews gradient)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(GradientViews.Background * SplatGroupSize);
        int i = Grid.IdxX * SplatGroupSize + Group.IdxX;
        CameraGradient<Real32> camera = default;
        if (i < splats.Count && frame.Tiles[4 * i + 2] >= frame.Tiles[4 * i])
        {
            SplatSums sums = Gather(i, in frame, in pairs, in gradient);
            moved.Find(i, splats.Count, out _, out int row);
            SplatAdjoint.Shape(i, row, in splats, in moved, in view, in frame, in sums, in gradient, ref camera);
        }

        SplatAdjoint.AddUp(shared, in camera, in gradient, false);
    }

    /// <summary>From a splat's colour back to its harmonics and, through the direction that it is seen in, to mean, rotation and camera.</summary>
    public static void Harmonics(SplatViews splats, MovedViews moved, CameraView<Real32> view, FrameViews frame, GradientViews gradient)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(GradientViews.Background * SplatGroupSize);
        int i = Grid.IdxX * SplatGroupSize + Group.IdxX;
        CameraGradient<Real32> camera = default;
        if (i < splats.Count && frame.Tiles[4 * i + 2] >= frame.Tiles[4 * i])
        {
            moved.Find(i, splats.Count, out _, out int row);
            SplatAdjoint.Harmonics(i, row, in splats, in moved, in view, in gradient, ref camera);
        }

        SplatAdjoint.AddUp(shared, in camera, in gradient, true);
    }

    /// <summary>Adds up the parts of camera and background: one group per number.</summary>
    public static void Totals(GradientViews gradient)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(SplatGroupSize);
        int number = Grid.IdxX;
        bool isCamera = number < GradientViews.Background;
        int length = isCamera ? gradient.GroupCount : gradient.TileCount;
        float sum = 0;
        for (int i = Group.IdxX; i < length; i += SplatGroupSize)
        {
            sum += isCamera
                ? gradient.CameraParts[(long)number * length + i]
                : gradient.BackgroundParts[(long)(number - GradientViews.Background) * length + i];
        }

        sum = GroupSum.Of(shared, sum);
        if (Group.IdxX == 0) gradient.Totals[number] = sum;
    }

    private static Real32 At(ArrayView<float> batch, int column) => new(batch[column * SplatKernels.GroupSize + Group.IdxX]);

    // Adds up what the tiles left of a splat, in their order.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static SplatSums Gather(int splat, in FrameViews frame, in PairViews pairs, in GradientViews gradient)
    {
        int across = frame.Tiles[4 * splat + 2] - frame.Tiles[4 * splat] + 1, down = frame.Tiles[4 * splat + 3] - frame.Tiles[4 * splat + 1] + 1;
        int first = pairs.Places[splat], end = first + across * down;
        SplatSums sums = default;
        for (int place = first; place < end; place++) sums.Add(pairs.Sums, place);
        for (int channel = 0; channel < pairs.ChannelCount; channel++)
        {
            float sum = 0;
            for (int place = first; place < end; place++) sum += pairs.Channels[(long)place * pairs.ChannelCount + channel];
            gradient.Channels[(long)splat * pairs.ChannelCount + channel] = sum;
        }

        return sums;
    }
}
