using Splatsim.Compute;
using Splatsim.Coupling;
using Splatsim.Imaging;
using Splatsim.Rendering;
using Splatsim.Simulation;
using Splatsim.Splats;

namespace Splatsim.Scenes;

/// <summary>
/// A film that was simulated before and kept in a folder, drawn again without simulating: with another camera, picture size, background or
/// colouring. What the scene says about matter is not looked at.
/// </summary>
public sealed class CachedFilm
{
    private readonly FrameCache cache;
    private readonly FilmManifest film;
    private readonly FilmPainter painter;
    private readonly DeformedSplats splats;

    private CachedFilm(FrameCache cache, FilmManifest film, FilmPainter painter)
    {
        this.cache = cache;
        this.film = film;
        this.painter = painter;
        splats = new DeformedSplats(film.Moving);
        FrameCount = cache.CountFrames();
    }

    /// <summary>Frames that are there, the initial one included.</summary>
    public int FrameCount { get; }

    /// <summary>Whether all frames that were asked for were simulated.</summary>
    public bool IsComplete => FrameCount > film.FrameCount;

    /// <summary>Frames per second of simulated time.</summary>
    public double FramesPerSecond => film.FramesPerSecond;

    /// <summary>Opens a film.</summary>
    /// <param name="scene">A scene of the same capture; its camera, render and forces sections say how to draw.</param>
    /// <param name="folder">The folder that <c>OutputDescription.Cache</c> named.</param>
    /// <param name="rasterizer">What draws it; null for the processor.</param>
    /// <exception cref="RestartException">There is no film, it is damaged, or it is of another capture.</exception>
    public static CachedFilm Open(Scene scene, string folder, IRasterizer? rasterizer = null)
    {
        FilmManifest film = FilmManifest.Read(folder);
        if (film.CapturedCount != scene.Cloud.Count)
            throw new RestartException(folder, $"the film's capture has {film.CapturedCount} splats, this one {scene.Cloud.Count}", "Give the scene that the film was made from");
        scene = Scene.Of(scene.Description, film.WithEmitted(scene.Cloud), scene.Notes);
        FrameCache cache = new(folder);
        // Objects that started elsewhere than they were captured: displacements count from the first frame.
        DeformedSplats first = new(film.Moving);
        cache.ReadFrame(0, first);
        for (int row = 0; row < film.Moving.Length; row++)
            if (!first.IsHidden(row)) (scene.Cloud.X[film.Moving[row]], scene.Cloud.Y[film.Moving[row]], scene.Cloud.Z[film.Moving[row]]) = (first.X[row], first.Y[row], first.Z[row]);
        return new(cache, film, new FilmPainter(scene, film, WorkerPool.Shared, rasterizer));
    }

    /// <summary>Draws a frame; in rising order where speeds are shown, since they are differences of frames.</summary>
    /// <param name="frame">From 0.</param>
    /// <param name="camera">Another camera than the scene's, in splat space; null for the scene's.</param>
    /// <exception cref="RestartException">The frame is missing or damaged.</exception>
    public ByteImage Draw(int frame, Camera? camera = null)
    {
        FilmFrame data = cache.ReadFrame(frame, splats);
        SplitSplats drawn = painter.Split(splats);
        return camera is null ? painter.Draw(splats, drawn, data.Time) : painter.Draw(splats, drawn, camera);
    }
}
