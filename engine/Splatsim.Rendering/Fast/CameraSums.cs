using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>The camera's gradient, added up in lanes and then over lanes and chunks.</summary>
internal static unsafe class CameraSums
{
    /// <summary>Numbers of a camera: R, t, focal lengths, principal point.</summary>
    public const int Length = 16;

    /// <summary>Adds the lanes of a mask.</summary>
    public static void Add<T>(ref CameraGradient<T> sum, in CameraGradient<T> part, Mask<T> mask)
        where T : unmanaged, ILanes<T>
    {
        fixed (CameraGradient<T>* target = &sum, source = &part)
        {
            T* to = (T*)target, from = (T*)source;
            for (int i = 0; i < Length; i++) to[i] += LaneBits.Keep(mask, from[i]);
        }
    }

    /// <summary>Sums over the lanes.</summary>
    public static void Reduce<T>(in CameraGradient<T> sum, Span<double> target)
        where T : unmanaged, ILanes<T>
    {
        fixed (CameraGradient<T>* source = &sum)
        {
            float* values = (float*)source;
            for (int i = 0; i < Length; i++)
            {
                target[i] = 0;
                for (int lane = 0; lane < T.LaneCount; lane++) target[i] += values[i * T.LaneCount + lane];
            }
        }
    }

    /// <summary>Sums over the chunks, in their order.</summary>
    public static CameraGradient<Real64> Total(ReadOnlySpan<double> chunks)
    {
        CameraGradient<Real64> result = default;
        Real64* to = (Real64*)&result;
        for (int i = 0; i < chunks.Length; i++) to[i % Length] += chunks[i];
        return result;
    }
}
