namespace Splatsim.Rendering;

/// <summary>Code that meets the pixels in a splat's box, in double precision.</summary>
internal interface IPixelVisitor
{
    /// <summary>One pixel of the box; whether the splat counts there is for the visitor to decide.</summary>
    /// <param name="splat">The splat.</param>
    /// <param name="column">Column of the pixel.</param>
    /// <param name="row">Row of the pixel.</param>
    /// <param name="dx">Mean minus pixel centre, columns [px].</param>
    /// <param name="dy">Mean minus pixel centre, rows [px].</param>
    /// <param name="radius">Half the side of the square that the splat is cut to; infinite where it is not [px].</param>
    void Visit(in ReferenceSplat splat, int column, int row, double dx, double dy, double radius);
}
