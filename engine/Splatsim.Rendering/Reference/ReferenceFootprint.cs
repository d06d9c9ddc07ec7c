using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Rendering;

/// <summary>The pixels that a splat may reach, in double precision.</summary>
internal static class ReferenceFootprint
{
    // The pixel box is widened by this much, so that rounding never leaves out a pixel; the alpha test decides [px].
    private const double BoxGuard = 1e-3;

    /// <summary>Meets every pixel in the box of a splat, row by row.</summary>
    public static void Visit<TVisitor>(in ReferenceSplat splat, RenderOptions options, Camera camera, TVisitor visitor)
        where TVisitor : IPixelVisitor
    {
        // Half of d^T K d at which alpha falls to its minimum.
        double reach = -Math.Log(options.AlphaMinimum / splat.BlendedOpacity + options.TailFloor);
        if (!(reach >= 0)) return;
        double halfWidth = Math.Sqrt(2 * reach * splat.Image.XX.Value) + BoxGuard;
        double halfHeight = Math.Sqrt(2 * reach * splat.Image.YY.Value) + BoxGuard;
        double radius = double.PositiveInfinity;
        if (options.Extent == SplatExtent.Square3)
        {
            radius = SquareRadius(in splat.Image);
            halfWidth = Math.Min(halfWidth, radius);
            halfHeight = Math.Min(halfHeight, radius);
        }

        bool wraps = camera.Projection == CameraProjection.Equirectangular;
        double v = splat.Image.V.Value;
        int top = PixelFrom(v - halfHeight), bottom = PixelTo(v + halfHeight, camera.Height);
        for (int copy = wraps ? -1 : 0; copy <= (wraps ? 1 : 0); copy++)
        {
            double u = splat.Image.U.Value + copy * (double)camera.Width;
            int left = PixelFrom(u - halfWidth), right = PixelTo(u + halfWidth, camera.Width);
            for (int row = top; row <= bottom; row++)
                for (int column = left; column <= right; column++)
                    visitor.Visit(in splat, column, row, u - (column + 0.5), v - (row + 0.5), radius);
        }
    }

    // First and last pixel whose centre is not left, not right of a position.
    private static int PixelFrom(double position) => (int)Math.Ceiling(Math.Clamp(position - 0.5, 0, int.MaxValue));

    private static int PixelTo(double position, int size) => (int)Math.Floor(Math.Clamp(position - 0.5, -1, size - 1));

    private static double SquareRadius(in ProjectedSplat<Real64> splat)
    {
        double mid = 0.5 * (splat.XX.Value + splat.YY.Value);
        double root = Math.Sqrt(Math.Max(0.1, mid * mid - splat.Determinant.Value));
        return Math.Ceiling(3 * Math.Sqrt(mid + root));
    }
}
