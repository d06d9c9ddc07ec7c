namespace Splatsim.Rendering;

/// <summary>The tiles of an image.</summary>
internal readonly struct TileGrid
{
    /// <summary>Tile width and height: 16 px.</summary>
    public const int Size = 16;

    /// <summary>log2 of <see cref="Size"/>.</summary>
    public const int Shift = 4;

    /// <summary>Pixels of a tile.</summary>
    public const int Pixels = Size * Size;

    public TileGrid(int width, int height)
    {
        Width = width;
        Height = height;
        Columns = (width + Size - 1) >> Shift;
        Rows = (height + Size - 1) >> Shift;
    }

    /// <summary>Image size [px].</summary>
    public int Width { get; }

    /// <summary>Image size [px].</summary>
    public int Height { get; }

    /// <summary>Tiles side by side.</summary>
    public int Columns { get; }

    /// <summary>Tiles above each other.</summary>
    public int Rows { get; }

    /// <summary>All tiles.</summary>
    public int Count => Columns * Rows;
}
