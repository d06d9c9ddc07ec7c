namespace Splatsim.Rendering;

/// <summary>Code that meets the splats of a tile front to back; a struct, so that the walk is compiled for each.</summary>
internal unsafe interface ITileVisitor
{
    /// <summary>True when no pixel of the tile goes on.</summary>
    bool HasEnded { get; }

    /// <summary>A splat is about to meet its rows.</summary>
    /// <param name="record">The splat.</param>
    /// <param name="slot">Its slot.</param>
    void Start(SplatRecord* record, uint slot);

    /// <summary>One column of vectors of pixels, row after row.</summary>
    /// <param name="record">The splat.</param>
    /// <param name="column">First column of the vectors within the tile.</param>
    /// <param name="left">First column of the splat's box within the tile.</param>
    /// <param name="right">Last column of the splat's box within the tile.</param>
    /// <param name="first">First row within the tile.</param>
    /// <param name="last">Last row within the tile, not before the first.</param>
    /// <param name="centres">Centres of the tile's 16 columns, then of its 16 rows [px].</param>
    void Rows(SplatRecord* record, int column, int left, int right, int first, int last, float* centres);

    /// <summary>The splat has met all of its rows.</summary>
    /// <param name="record">The splat.</param>
    void Finish(SplatRecord* record);
}
