using System.Runtime.CompilerServices;

namespace Splatsim.Rendering;

/// <summary>The tiles that a splat's pixel box touches.</summary>
internal readonly struct TileBox
{
    /// <summary>First and last column and row of tiles.</summary>
    public readonly int Left, Right, Top, Bottom;

    /// <summary>The tiles of a pixel box: left, right, top, bottom in 16 bits each, lowest first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TileBox(ulong pixels)
    {
        Left = (int)((pixels >> TileGrid.Shift) & 0xfff);
        Right = (int)((pixels >> (16 + TileGrid.Shift)) & 0xfff);
        Top = (int)((pixels >> (32 + TileGrid.Shift)) & 0xfff);
        Bottom = (int)(pixels >> (48 + TileGrid.Shift));
    }

    /// <summary>Number of tiles.</summary>
    public int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (Right - Left + 1) * (Bottom - Top + 1);
    }

    /// <summary>
    /// True when the box has corners that are worth an exact test: up to 2 by 2 tiles it costs more than the few pairs
    /// that it saves, and a single row or column of tiles has no corners.
    /// </summary>
    public bool HasCorners
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Right - Left + Bottom - Top > 2 && Right > Left && Bottom > Top;
    }

    /// <summary>True for up to 2 by 2 tiles: nearly all splats of a capture.</summary>
    public bool IsSmall
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ((Right - Left) | (Bottom - Top)) <= 1;
    }
}
