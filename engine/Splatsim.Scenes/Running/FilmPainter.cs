using Splatsim.Compute;
using Splatsim.Coupling;
using Splatsim.Imaging;
using Splatsim.Mathematics;
using Splatsim.Rendering;
using Splatsim.Splats;

namespace Splatsim.Scenes;

/// <summary>Draws frames of a scene, as it says: its camera, its picture size, its colours. Frames are drawn in their order.</summary>
internal sealed class FilmPainter
{
    private readonly Scene scene;
    private readonly WorkerPool pool;
    private readonly CameraPath cameras;
    private readonly IRasterizer rasterizer;
    private readonly RenderTarget target;
    private readonly RenderOptions options;
    private readonly FrameColoring coloring;

    /// <param name="scene">How to draw.</param>
    /// <param name="film">What is the same in all frames.</param>
    /// <param name="pool">Workers of the processor.</param>
    /// <param name="rasterizer">What draws; null for the processor.</param>
    public FilmPainter(Scene scene, FilmManifest film, WorkerPool pool, IRasterizer? rasterizer = null)
    {
        (this.scene, this.pool) = (scene, pool);
        cameras = new CameraPath(scene.Description, film.Frame, film.Center, film.Radius, UpOf(scene.Description.Forces.Gravity));
        RenderDescription render = scene.Description.Render;
        this.rasterizer = rasterizer ?? new Rasterizer(pool);
        target = new RenderTarget(render.Width, render.Height, RenderOutputs.Color);
        options = RenderOptions.For(scene.Cloud) with { Background = render.Background };
        if (render.Antialiased is bool antialiased) options = options with { Antialiased = antialiased };
        coloring = new FrameColoring(scene.Description, scene.Cloud, film.Selections, film.Moving, film.Frame.MetersPerUnit);
    }

    /// <summary>Whether the colours follow the motion: then the host has to have the moved splats.</summary>
    public bool NeedsSplats => coloring.NeedsSplats;

    /// <summary>The splats as they are drawn: those that are strongly stretched as several, where the scene says so.</summary>
    public SplitSplats Split(DeformedSplats splats) =>
        scene.Description.Render.SplitStretched ? SplatSplitting.Apply(scene.Cloud, splats, pool) : new(scene.Cloud, splats, []);

    /// <summary>Draws through the scene's camera.</summary>
    /// <param name="splats">The moved splats, whose motion may be what colours them.</param>
    /// <param name="drawn">What <see cref="Split"/> made of them.</param>
    /// <param name="time">Time of the frame [s].</param>
    public ByteImage Draw(DeformedSplats splats, SplitSplats drawn, double time) => Draw(splats, drawn, cameras.At(time));

    /// <summary>Draws through the scene's camera what a device has simulated.</summary>
    public ByteImage Draw(DeviceFilm film, double time)
    {
        film.Draw(cameras.At(time), options, target);
        return target.Color!.ToBytes();
    }

    /// <inheritdoc cref="Draw(DeformedSplats, SplitSplats, double)"/>
    public ByteImage Draw(DeformedSplats splats, SplitSplats drawn, Camera camera)
    {
        RenderOptions how = coloring.Apply(options, splats, drawn.Parents);
        rasterizer.Render(drawn.Cloud, drawn.Splats, camera, how, target);
        return target.Color!.ToBytes();
    }

    private static Vector3<Real64> UpOf(Vector3<Real64> gravity) =>
        gravity.LengthSquared.Value > 0 ? (-gravity).Normalized : new(0, 1, 0);
}
