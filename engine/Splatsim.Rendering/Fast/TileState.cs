using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>Planes of one tile while it is blended, one float per pixel, rows of 16.</summary>
/// <param name="memory">Room for <see cref="Floats"/> floats.</param>
/// <param name="channels">Number of channels.</param>
internal readonly unsafe struct TileState(float* memory, int channels)
{
    /// <summary>Offsets of the planes. Transmittance is negative where the pixel has ended.</summary>
    public const int Transmittance = 0, Red = 1, Green = 2, Blue = 3, Depth = 4, Weight = 5, Median = 6, Largest = 7, Top = 8, Channels = 9;

    /// <summary>Floats of all planes.</summary>
    public static int Floats(int channels) => (Channels + channels) * TileGrid.Pixels;

    /// <summary>Number of channels.</summary>
    public int ChannelCount => channels;

    /// <summary>One plane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* Plane(int plane) => memory + plane * TileGrid.Pixels;

    /// <summary>Nothing blended yet.</summary>
    /// <param name="geometry">True when the planes after colour are used too.</param>
    public void Clear(bool geometry)
    {
        new Span<float>(Plane(Transmittance), TileGrid.Pixels).Fill(1f);
        new Span<float>(Plane(Red), 3 * TileGrid.Pixels).Clear();
        new Span<float>(Plane(Channels), channels * TileGrid.Pixels).Clear();
        if (!geometry) return;
        new Span<float>(Plane(Depth), (Top - Depth) * TileGrid.Pixels).Clear();
        new Span<int>(Plane(Top), TileGrid.Pixels).Fill(-1);
    }

    /// <summary>Ends the pixels of the tile that lie outside the image, so that they do not keep the tile alive.</summary>
    public void EndOutside(int width, int height)
    {
        for (int row = 0; row < TileGrid.Size; row++)
            for (int column = row < height ? width : 0; column < TileGrid.Size; column++)
                Plane(Transmittance)[row * TileGrid.Size + column] = -1f;
    }

    /// <summary>True when no pixel goes on.</summary>
    public bool HasEnded<T>()
        where T : unmanaged, ILanes<T>
    {
        T largest = T.FromDouble(-1);
        for (int pixel = 0; pixel < TileGrid.Pixels; pixel += T.LaneCount)
            largest = T.Max(largest, T.Load(memory + pixel));
        return !T.Any(largest > T.Zero);
    }
}
