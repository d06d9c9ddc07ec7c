using Splatsim.Compute;
using Splatsim.Coupling;
using Splatsim.Imaging;
using Splatsim.Mathematics;
using Splatsim.Simulation;
using Splatsim.Simulation.Kernels;
using Splatsim.Splats;

namespace Splatsim.Scenes;

/// <summary>A prepared scene that is simulated frame by frame and drawn. Frame 0 is the initial state.</summary>
public sealed class SceneRun : IDisposable
{
    private readonly SplatBinding binding;
    private readonly WorkerPool pool;
    private readonly bool ownsPool;
    private readonly int[] moving;
    private readonly FilmPainter painter;
    private readonly DeviceFilm? device;
    private SplitSplats? drawn;
    private double shownTime;
    private bool splatsAreCurrent = true;

    internal SceneRun(
        Scene scene, SceneFrame frame, double groundHeight, SimulationSetup setup, SplatBinding binding, WorkerPool pool, int[] moving,
        IReadOnlyList<int[]> selections, IReadOnlyList<string> notes)
    {
        Scene = scene;
        Frame = frame;
        GroundHeight = groundHeight;
        List<string> all = [.. notes];
        Notes = all;
        this.binding = binding;
        this.pool = pool;
        ownsPool = pool != WorkerPool.Shared;
        this.moving = moving;
        Simulator = SimulatorChoice.Start(ref setup, Simulators.Create, all.Add);
        Setup = setup;
        binding.Hide(Simulator);
        (Vector3<Real64> center, double radius) = Sphere(setup.Particles);
        Film = FilmManifest.Of(scene, frame, center, radius, moving, selections, setup.Events.OfType<EmitterEvent>().Sum(e => e.ParticleCount));
        try
        {
            device = DeviceFilm.Create(scene, Simulator, binding);
            if (device is null && Simulator is IDeviceSimulation)
                all.Add("pictures: the processor carries and draws the splats, because those of rigid objects follow paths that it keeps");
        }
        catch
        {
            Simulator.Dispose();
            throw;
        }

        painter = new FilmPainter(scene, Film, pool, device?.Rasterizer);
    }

    /// <summary>The scene.</summary>
    public Scene Scene { get; }

    /// <summary>Splat space to simulation space.</summary>
    public SceneFrame Frame { get; }

    /// <summary>Height of the ground in simulation space [m]; the lowest particle's where the capture has none.</summary>
    public double GroundHeight { get; }

    /// <summary>What is simulated.</summary>
    public SimulationSetup Setup { get; }

    /// <summary>The running simulation.</summary>
    public ISimulator Simulator { get; }

    /// <summary>Guesses, warnings and softened materials, a line each: show them.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Number of splats that move.</summary>
    public int MovingSplatCount => moving.Length;

    /// <summary>The present frame; 0 at the start.</summary>
    public int FrameIndex { get; private set; }

    /// <summary>Index of the last frame.</summary>
    public int LastFrame => Scene.Description.Time.FrameCount;

    /// <summary>
    /// The moved splats of the present frame, in splat space. Where a device simulates, asking for them brings the state back to the host.
    /// </summary>
    public DeformedSplats Splats
    {
        get
        {
            if (!splatsAreCurrent) binding.Update(Simulator);
            splatsAreCurrent = true;
            return binding.Splats;
        }
    }

    /// <summary>Whether pictures are drawn on the device that simulates.</summary>
    public bool DrawsOnDevice => device is not null;

    /// <summary>Splats that matter had left behind at the last <see cref="Step"/>; see <see cref="SplatBinding.StrandedCount"/>.</summary>
    public int StrandedCount => binding.StrandedCount;

    /// <summary>Simulates the next frame and carries the splats.</summary>
    /// <param name="progress">Told after every substep.</param>
    /// <param name="cancellation">Stops between substeps.</param>
    /// <exception cref="SimulationException">The simulation broke; the state is that of the frame before.</exception>
    public void Step(IProgress<SubstepProgress>? progress = null, CancellationToken cancellation = default)
    {
        Simulator.Advance(1 / Scene.Description.Time.FramesPerSecond, progress, cancellation);
        // A device carries them itself when it draws.
        if (device is null) binding.Update(Simulator);
        else splatsAreCurrent = false;
        Show(FrameIndex + 1, Simulator.Time);
    }

    /// <summary>What is the same in all frames.</summary>
    internal FilmManifest Film { get; }

    /// <summary>Shows a frame that was simulated before, without changing the simulation.</summary>
    internal FilmFrame Show(FrameCache cache, int frame)
    {
        FilmFrame data = cache.ReadFrame(frame, binding.Splats);
        splatsAreCurrent = true;
        Show(frame, data.Time);
        return data;
    }

    /// <summary>Goes on from a saved state: the splats are those of its frame.</summary>
    internal void Resume(StateReader source, int frame)
    {
        Simulator.Restore(source);
        binding.Update(Simulator);
        splatsAreCurrent = true;
        Show(frame, Simulator.Time);
    }

    /// <summary>Draws the present frame, where it was simulated; splats that are on the host already are drawn from there.</summary>
    /// <exception cref="DeviceException">The device is full or lost.</exception>
    public ByteImage Draw() => device is not null && !splatsAreCurrent && !painter.NeedsSplats
        ? painter.Draw(device, shownTime)
        : painter.Draw(Splats, Drawn, shownTime);

    /// <summary>The whole capture as it is now: rotated harmonics, scale and rotation from the covariances.</summary>
    public GaussianCloud Bake() => CarriedCloud.Bake(Drawn.Cloud, Drawn.Splats, pool);

    /// <summary>Simulates and writes everything that a scene asks for.</summary>
    /// <param name="output">What to write; paths are relative to the scene file.</param>
    /// <param name="note">Receives what was decided while writing (such as the video codec).</param>
    /// <param name="progress">Told about every substep and frame.</param>
    /// <param name="cancellation">Stops between substeps; what was written until then is complete.</param>
    /// <exception cref="SimulationException">The simulation broke; the frames so far are kept and playable.</exception>
    public AnimationResult Animate(
        OutputDescription output, Action<string>? note = null, IProgress<AnimationProgress>? progress = null,
        CancellationToken cancellation = default) =>
        new Animation(this, output, null, note ?? (_ => { })).Run(progress, cancellation);

    /// <summary>
    /// Goes on with an animation that was interrupted: the frames until then are drawn again from its folder, the others are simulated. The result is
    /// that of an animation that was never interrupted, to the last bit.
    /// </summary>
    /// <param name="output">What to write; paths are relative to the scene file.</param>
    /// <param name="restart">A restart file, or the folder that holds it: then the last good one.</param>
    /// <param name="note">Receives what was decided.</param>
    /// <param name="progress">Told about every substep and frame.</param>
    /// <param name="cancellation">Stops between substeps.</param>
    /// <exception cref="RestartException">There is no restart file, it is damaged, or it belongs to another scene.</exception>
    /// <exception cref="SimulationException">The simulation broke; the frames so far are kept and playable.</exception>
    public AnimationResult Resume(
        OutputDescription output, string restart, Action<string>? note = null, IProgress<AnimationProgress>? progress = null,
        CancellationToken cancellation = default) =>
        new Animation(this, output, restart, note ?? (_ => { })).Run(progress, cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        device?.Dispose();
        Simulator.Dispose();
        if (ownsPool) pool.Dispose();
    }

    // What is drawn and written of the present frame.
    private SplitSplats Drawn => drawn ??= painter.Split(Splats);

    private void Show(int frame, double time) => (FrameIndex, shownTime, drawn) = (frame, time, null);

    private static (Vector3<Real64> Center, double Radius) Sphere(ParticleSet particles)
    {
        if (particles.Count == 0) return (default, 1);
        AxisAlignedBox box = SceneBuilder.Bounds(Enumerable.Range(0, particles.Count).Select(particles.Position));
        return (box.Centre, Math.Max(0.5 * box.Diagonal, 1e-6));
    }
}
