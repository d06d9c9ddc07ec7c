using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>A bundle of splats on its way from projection to records.</summary>
internal struct LaneSplats<T>
    where T : unmanaged, ILanes<T>
{
    public ProjectedSplat<T> Image;
    public ConicFactor<T> Conic;
    public Vector3<T> Color;
    public T LogOpacity, Reach, RowSpread, Tallest, SortDepth;
    public T HalfWidth, HalfHeight;
    public T Left, Right, Top, Bottom;
    public Mask<T> Visible;

    // The box is widened by this, so that rounding never leaves a pixel out; the alpha test decides [px].
    private const double Guard = 0.01, RelativeGuard = 1.00001;

    /// <summary>Opacity, conic and half extents from the projected Gaussian.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Shape(in ImageConstants<T> constants, T opacityLogit)
    {
        T opacity = SplatShape.Opacity(opacityLogit);
        if (constants.Antialiased) opacity *= Image.Compensation;
        T perBase = T.FromDouble(1 / FalloffScale.LogBase);
        LogOpacity = perBase * T.Log(opacity);
        Reach = constants.HasTail
            ? -(perBase * T.Log(constants.AlphaMinimum / opacity + constants.TailFloor))
            : LogOpacity - constants.LogAlphaMinimum;
        Visible = Image.Visible & (Reach >= T.Zero);
        SortDepth = constants.ByDistance ? Image.Distance : Image.Depth;
        Conic = ConicFactor<T>.Of(in Image, T.FromDouble(FalloffScale.ConicScale));
        RowSpread = T.One / T.FusedMultiplyAdd(Conic.L01, Conic.L01, Conic.L11 * Conic.L11);
        Tallest = -(Conic.L01 * T.Sqrt(T.Max(Reach, T.Zero)) / (Conic.L00 * Conic.L11));
        // d^T C^-1 d <= 2 LogBase reach.
        T level = T.Max(T.FromDouble(2 * FalloffScale.LogBase) * Reach, T.Zero);
        HalfWidth = T.Sqrt(level * Image.XX);
        HalfHeight = T.Sqrt(level * Image.YY);
        T guard = T.FromDouble(Guard), relative = T.FromDouble(RelativeGuard);
        HalfWidth = T.FusedMultiplyAdd(HalfWidth, relative, guard);
        HalfHeight = T.FusedMultiplyAdd(HalfHeight, relative, guard);
        if (!constants.Square3) return;
        T mid = T.FromDouble(0.5) * (Image.XX + Image.YY);
        T root = T.Sqrt(T.Max(T.FusedMultiplyAdd(mid, mid, -Image.Determinant), T.FromDouble(0.1)));
        T radius = -T.Floor(-(T.FromDouble(3) * T.Sqrt(mid + root)));
        HalfWidth = T.Min(HalfWidth, radius);
        HalfHeight = T.Min(HalfHeight, radius);
    }

    /// <summary>The pixels whose centres may be reached; clears the visibility of splats that reach none.</summary>
    /// <param name="constants">Image size.</param>
    /// <param name="u">Column of the mean: its own, or that of a copy beyond the seam of a panorama [px].</param>
    /// <returns>The visible lanes.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public Mask<T> Box(in ImageConstants<T> constants, T u)
    {
        T half = T.FromDouble(0.5);
        T left = -T.Floor(half - (u - HalfWidth)), right = T.Floor(u + HalfWidth - half);
        T top = -T.Floor(half - (Image.V - HalfHeight)), bottom = T.Floor(Image.V + HalfHeight - half);
        // Compared before the clamps, which would hide NaN.
        Mask<T> inside = (left < constants.Width) & (right >= T.Zero) & (left <= right)
            & (top < constants.Height) & (bottom >= T.Zero) & (top <= bottom);
        Left = T.Max(left, T.Zero);
        Right = T.Min(right, constants.Width - T.One);
        Top = T.Max(top, T.Zero);
        Bottom = T.Min(bottom, constants.Height - T.One);
        return Visible & inside;
    }

    /// <summary>Clamps the colour at 0 and refuses splats whose colour is not a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void ClampColor()
    {
        Visible &= Color.X + Color.Y + Color.Z < T.FromDouble(1e30);
        Color = new(T.Max(Color.X, T.Zero), T.Max(Color.Y, T.Zero), T.Max(Color.Z, T.Zero));
    }
}
