using System.Runtime.CompilerServices;
using ILGPU;
using Splatsim.Mathematics;

namespace Splatsim.Rendering.Kernels;

/// <summary>A pixel while its blending is undone, in the planes of a tile in shared memory.</summary>
internal static class AdjointPixel
{
    /// <summary>Number of planes, one float per pixel of the tile.</summary>
    public const int Planes = 6;

    // Transmittance behind the splats that are left, the part of the loss that is seen there, and the loss's gradient with respect
    // to the sums of colour and depth.
    private const int Rest = 0, Behind = 1, Red = 2, Green = 3, Blue = 4, Depth = 5, Size = SplatKernels.GroupSize;

    /// <summary>Puts a pixel behind its last splat.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="planes">What blending left.</param>
    /// <param name="loss">The loss's gradient.</param>
    /// <param name="pixel">The pixel of the image.</param>
    /// <param name="state">The planes.</param>
    /// <param name="at">The pixel's place there.</param>
    /// <param name="depends">0 where the loss does not depend on the pixel.</param>
    /// <returns>The gradient with respect to the colour behind the splats.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector3<Real32> Load(
        in FrameViews frame, in PlaneViews planes, in LossViews loss, int pixel, ArrayView<float> state, int at, out int depends)
    {
        Vector3<Real32> color = loss.Color(pixel);
        Real32 coverage = loss.Alpha(pixel), depth = loss.AccumulatedDepth(pixel), rest = new(planes.Rest[pixel]);
        ExpectedDepthAdjoint.Add(loss.ExpectedDepth(pixel), new(planes.Depth[pixel]), new(planes.Weight[pixel]), ref depth, ref coverage);
        state[Rest * Size + at] = rest.Value;
        state[Behind * Size + at] = (rest * (Vector3<Real32>.Dot(frame.BackgroundAt(pixel), color) - coverage)).Value;
        state[Red * Size + at] = color.X.Value;
        state[Green * Size + at] = color.Y.Value;
        state[Blue * Size + at] = color.Z.Value;
        state[Depth * Size + at] = depth.Value;
        // As a number: compilers for GPUs keep a truth value behind a reference in memory.
        depends = loss.ChannelCount;
        if (color.X.Value != 0 || color.Y.Value != 0 || color.Z.Value != 0 || coverage.Value != 0 || depth.Value != 0) depends = 1;
        return rest * color;
    }

    /// <summary>Takes the last splat that is left off a pixel, if it counts there.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="place">Column, row [px] and depth of the splat.</param>
    /// <param name="conic">Factor of its conic.</param>
    /// <param name="opacity">Its opacity, compensated in antialiased mode.</param>
    /// <param name="splatColor">Its colour, at least 0.</param>
    /// <param name="state">The planes.</param>
    /// <param name="at">The pixel's place there.</param>
    /// <param name="x">Column of the pixel.</param>
    /// <param name="y">Row of the pixel.</param>
    /// <param name="loss">The loss's gradient, of which the channels are read.</param>
    /// <param name="channels">What splats carry beside their colour.</param>
    /// <param name="owner">The splat of the cloud.</param>
    /// <param name="pairs">Channels are added to.</param>
    /// <param name="pair">The place of splat and tile there.</param>
    /// <param name="sums">Added to.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Undo(
        in FrameViews frame, in Vector3<Real32> place, in ConicFactor<Real32> conic, Real32 opacity, in Vector3<Real32> splatColor, ArrayView<float> state,
        int at, int x, int y, in LossViews loss, in ChannelViews channels, int owner, in PairViews pairs, int pair, ref SplatSums sums)
    {
        Real32 sigma = conic.Sigma(place.X - new Real32(x + 0.5f), place.Y - new Real32(y + 0.5f), out Real32 first, out Real32 second);
        Real32 exponential = Real32.Exp(-sigma), free = opacity * (exponential - frame.TailFloor), alpha = Real32.Min(frame.AlphaCap, free);
        if (!(alpha.Value >= frame.AlphaMinimum.Value)) return;
        Real32 through = Real32.One / (Real32.One - alpha), before = new Real32(state[Rest * Size + at]) * through, weight = alpha * before;
        Vector3<Real32> color = new(new(state[Red * Size + at]), new(state[Green * Size + at]), new(state[Blue * Size + at]));
        Real32 depth = new(state[Depth * Size + at]), behind = new(state[Behind * Size + at]);
        // What the splat is worth to the loss, per weight.
        Real32 own = Vector3<Real32>.Dot(splatColor, color) + place.Z * depth;
        int pixel = y * frame.Width + x;
        for (int channel = 0; channel < loss.ChannelCount; channel++)
        {
            Real32 of = new(loss.OfChannels[(long)pixel * loss.ChannelCount + channel]);
            own += of * new Real32(channels.Values[(long)owner * loss.ChannelCount + channel]);
            pairs.Channels[(long)pair * loss.ChannelCount + channel] += (weight * of).Value;
        }

        state[Rest * Size + at] = before.Value;
        state[Behind * Size + at] = (behind + weight * own).Value;
        sums.Color += weight * color;
        sums.Depth += weight * depth;
        // A capped alpha depends on nothing.
        if (!(free.Value < frame.AlphaCap.Value)) return;
        Real32 gradient = before * own - behind * through;
        Real32 exponent = -(opacity * exponential * gradient), ofFirst = exponent * first, ofSecond = exponent * second;
        sums.Opacity += free * gradient;
        sums.Falloff.First += ofFirst;
        sums.Falloff.Second += ofSecond;
        sums.Falloff.FirstFirst += ofFirst * first;
        sums.Falloff.FirstSecond += ofFirst * second;
        sums.Falloff.SecondSecond += ofSecond * second;
    }
}
