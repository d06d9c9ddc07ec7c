using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Rendering;

/// <summary>What turns projected splats into records, in lanes.</summary>
internal struct ImageConstants<T>
    where T : unmanaged, ILanes<T>
{
    public T Width, Height;
    public T AlphaMinimum, TailFloor;
    public T LogAlphaMinimum;
    public bool Antialiased, Square3, HasTail, ByDistance;

    public static ImageConstants<T> Of(Camera camera, RenderOptions options) => new()
    {
        Width = T.FromDouble(camera.Width),
        Height = T.FromDouble(camera.Height),
        AlphaMinimum = T.FromDouble(options.AlphaMinimum),
        TailFloor = T.FromDouble(options.TailFloor),
        LogAlphaMinimum = T.FromDouble(Math.Log(options.AlphaMinimum) / FalloffScale.LogBase),
        Antialiased = options.Antialiased,
        Square3 = options.Extent == SplatExtent.Square3,
        HasTail = options.TailFloor > 0,
        ByDistance = options.Order == SplatOrder.Distance,
    };
}
