using System.Runtime.CompilerServices;
using ILGPU;
using Splatsim.Mathematics;

namespace Splatsim.Rendering.Kernels;

/// <summary>What is known of every splat in one frame, and the constants of image formation.</summary>
internal struct FrameViews
{
    /// <summary>Columns of <see cref="Records"/>: place, conic factor, opacity, colour, depth.</summary>
    public const int U = 0, V = 1, L00 = 2, L01 = 3, L11 = 4, Opacity = 5, Color = 6, Depth = 9, Columns = 10;

    /// <summary>Edge of a tile [px].</summary>
    public const int TileSize = 16;

    /// <summary>The columns, <see cref="Count"/> floats each.</summary>
    public ArrayView<float> Records;

    /// <summary>First and last tile along x and y, four numbers per splat; last before first where nothing is drawn.</summary>
    public ArrayView<int> Tiles;

    /// <summary>Colour behind each pixel, three channels, where <see cref="HasPicture"/> is set.</summary>
    public ArrayView<float> Picture;

    /// <summary>What the host is told at the end: see the indices below.</summary>
    public ArrayView<int> Notes;

    /// <summary>Places in <see cref="Notes"/>: entries of all tile lists, things that are drawn, rows that were appended to the moved splats.</summary>
    public const int PairsNote = 0, VisibleNote = 1, AppendedNote = 2, NoteCount = 3;

    /// <summary>Number of things to draw: the splats of the cloud, and the places for those that split.</summary>
    public int Count;

    /// <summary>Image size [px].</summary>
    public int Width, Height;

    /// <summary>Tiles along x and y.</summary>
    public int TilesX, TilesY;

    /// <summary>Options of the same names; see <see cref="RenderOptions"/>.</summary>
    public Real32 AlphaMinimum, AlphaCap, TransmittanceStop, TailFloor;

    /// <summary>1 where the background is a picture.</summary>
    public int HasPicture;

    /// <summary>Background colour.</summary>
    public Vector3<Real32> Background;

    /// <summary>1 to lower the opacity by what the low pass adds.</summary>
    public int Antialiased;

    /// <summary>1 to sort by distance instead of depth.</summary>
    public int ByDistance;

    /// <summary>What stands behind a pixel: the picture's colour, or the plain one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Vector3<Real32> BackgroundAt(int pixel)
    {
        Vector3<Real32> result = Background;
        if (HasPicture != 0) result = new(new(Picture[3L * pixel]), new(Picture[3L * pixel + 1]), new(Picture[3L * pixel + 2]));
        return result;
    }
}
