using Splatsim.Coupling;
using Splatsim.Imaging;
using Splatsim.Rendering;
using Splatsim.Simulation;
using Splatsim.Splats;

namespace Splatsim.Fitting;

/// <summary>
/// Simulate, carry the splats, draw them, compare; and all of it in reverse: the derivatives of a video's loss by everything that the
/// simulation started from, by the splats and by the cameras. Not safe for use from several threads at once.
/// </summary>
public sealed class Rollout
{
    private readonly GaussianCloud? cloud;
    private readonly SplatBinding? binding;
    private readonly IDifferentiableRasterizer rasterizer = new Rasterizer { Differentiable = true };
    private readonly SplatGradient? drawn;

    /// <summary>A rollout that draws nothing: losses look at particles and tracers.</summary>
    public Rollout()
    {
    }

    /// <summary>A rollout that draws.</summary>
    /// <param name="cloud">The capture.</param>
    /// <param name="binding">Its splats that move, bound to the particles of every setup that is run.</param>
    /// <param name="rasterizer">What draws and differentiates the frames, such as a device's; not disposed of here. Null for the processor's.</param>
    public Rollout(GaussianCloud cloud, SplatBinding binding, IDifferentiableRasterizer? rasterizer = null)
    {
        (this.cloud, this.binding) = (cloud, binding);
        if (rasterizer is not null) this.rasterizer = rasterizer;
        drawn = new(cloud, binding.Splats);
    }

    /// <summary>A rollout that draws a capture whose splats all move, carried by the grid.</summary>
    /// <param name="cloud">The capture.</param>
    /// <param name="setup">A simulation of the matter that carries it; others of the same particles at the start may be run.</param>
    /// <param name="frame">Where simulation space lies; null where the capture is in metres, y up.</param>
    public static Rollout Of(GaussianCloud cloud, SimulationSetup setup, SceneFrame? frame = null) =>
        new(cloud, SplatBinding.Create(BindingKind.Tracers, cloud, null, frame ?? SceneFrame.Identity, setup.Particles.X, setup.Domain.CellSize));

    /// <summary>Runs forward, and in reverse where derivatives are wanted.</summary>
    /// <param name="task">What is simulated and compared.</param>
    /// <param name="options">Memory; null for the defaults.</param>
    /// <param name="progress">Told after every frame forward and every substep in reverse.</param>
    /// <param name="cancellation">Looked at between substeps; nothing is left half done.</param>
    /// <exception cref="ArgumentException">There is nothing to compare, or views without splats, or a frame before the start.</exception>
    /// <exception cref="NotDifferentiableException">Something in the setup has no derivative; the message names it.</exception>
    /// <exception cref="SimulationException">The simulation broke.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public RolloutResult Run(
        RolloutTask task, RolloutOptions? options = null, IProgress<RolloutProgress>? progress = null, CancellationToken cancellation = default)
    {
        options ??= new();
        if (task.Views.Count + task.States.Count == 0) throw new ArgumentException("nothing is compared: give views or losses of states", nameof(task));
        if (task.Views.Count > 0 && cloud is null) throw new ArgumentException("views need splats: give the rollout a cloud and its binding", nameof(task));
        RequireFrames(task);
        RequireNodes(task);
        task = task with { Setup = Carrying(task.Setup) };
        using SimulationTape? tape = options.Differentiate ? new(task.Setup, options.Tape) : null;
        using ISimulator? plain = tape is null ? Simulators.Create(task.Setup) : null;
        ISimulator simulator = tape?.Simulator ?? plain!;
        int frames = task.FrameCount;
        double[] losses = new double[frames + 1];
        StateCotangents?[] seeds = new StateCotangents?[frames + 1];
        AppearanceGradient? appearance = tape is null || cloud is null ? null : new(cloud, binding);
        ViewGradient?[] views = new ViewGradient?[task.Views.Count];
        for (int frame = 0; frame <= frames; frame++)
        {
            if (frame > 0 && tape is not null) tape.Advance(task.FrameDuration, null, cancellation);
            if (frame > 0 && tape is null) simulator.Advance(task.FrameDuration, null, cancellation);
            FrameSeeds sums = new(simulator);
            losses[frame] = Compare(task, frame, simulator, tape is not null, sums, appearance, views) + Compare(task, frame, simulator, sums);
            seeds[frame] = sums.Cotangents;
            progress?.Report(new(false, frame, frames));
        }

        RolloutResult result = new(losses.Sum(), losses);
        if (tape is null) return result;
        IProgress<SubstepProgress>? reverse = progress is null ? null : new Reverse(progress);
        SimulationGradient simulation = tape.Reverse(frame => seeds[frame], reverse, cancellation);
        appearance?.Finish(simulation.TracerPositions);
        return result with { Simulation = simulation, Appearance = appearance, Views = [.. views.Select(v => v!)] };
    }

    /// <summary>Films a simulation: the pictures that cameras take of some of its frames.</summary>
    /// <param name="setup">What is simulated.</param>
    /// <param name="frameDuration">Time between frames [s].</param>
    /// <param name="cameras">The cameras.</param>
    /// <param name="frames">The frames that they take, in any order; 0 is the start.</param>
    /// <param name="options">How they draw; null for the defaults.</param>
    /// <param name="cancellation">Looked at between substeps.</param>
    /// <returns>A picture of every frame by every camera, with its coverage; frame by frame.</returns>
    /// <exception cref="ArgumentException">There are no splats to draw, or a frame is before the start.</exception>
    /// <exception cref="SimulationException">The simulation broke.</exception>
    public IReadOnlyList<FilmedFrame> Film(
        SimulationSetup setup, double frameDuration, IReadOnlyList<Camera> cameras, IReadOnlyList<int> frames, RenderOptions? options = null,
        CancellationToken cancellation = default)
    {
        if (cloud is null) throw new ArgumentException("films need splats: give the rollout a cloud and its binding", nameof(setup));
        if (frames.Any(f => f < 0)) throw new ArgumentException("frames count from 0, the start", nameof(frames));
        options ??= RenderOptions.Default;
        List<FilmedFrame> film = [];
        using ISimulator simulator = Simulators.Create(Carrying(setup));
        for (int frame = 0; frame <= frames.DefaultIfEmpty(-1).Max(); frame++)
        {
            if (frame > 0) simulator.Advance(frameDuration, null, cancellation);
            if (!frames.Contains(frame)) continue;
            binding!.Update(simulator);
            foreach (Camera camera in cameras)
            {
                RenderTarget target = new(camera.Width, camera.Height, RenderOutputs.ColorAlpha);
                rasterizer.Render(cloud, binding.Splats, camera, options, target);
                film.Add(new(frame, camera, target.Color!) { Alpha = target.Alpha, Options = options });
            }
        }

        return film;
    }

    /// <summary>Follows every particle of a simulation: the observations of a motion that is known point by point.</summary>
    /// <param name="setup">What is simulated.</param>
    /// <param name="frameDuration">Time between frames [s].</param>
    /// <param name="frames">Frames after the start, at least 1.</param>
    /// <param name="weight">What the mean squared distance of a frame is multiplied by.</param>
    /// <param name="noise">Standard deviation of every coordinate [m], at least 0.</param>
    /// <param name="random">Makes the noise; null where there is none.</param>
    /// <returns>A loss per frame.</returns>
    public static IReadOnlyList<StateLoss> Track(
        SimulationSetup setup, double frameDuration, int frames, double weight, double noise = 0, Random? random = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(frames, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(noise);
        if (noise > 0 && random is null) throw new ArgumentException("noise needs a source of randomness, so that it is the same in every run", nameof(random));
        List<StateLoss> tracks = [];
        using ISimulator simulator = Simulators.Create(setup);
        ParticleSet now = new(setup.Particles.Count);
        for (int frame = 1; frame <= frames; frame++)
        {
            simulator.Advance(frameDuration);
            simulator.CopyTo(now);
            double[] seen = noise == 0 ? [.. now.X] : Array.ConvertAll(now.X, x => x + noise * Gaussian.Next(random!));
            tracks.Add(new(frame, StatePart.Positions, weight, new SquaredLoss(new(now.Count, 1, 3, seen))));
        }

        return tracks;
    }

    // A setup without tracers gets those that carry the splats.
    private SimulationSetup Carrying(SimulationSetup setup) =>
        setup.Tracers is null && binding is not null ? setup with { Tracers = binding.Tracers } : setup;

    private double Compare(
        RolloutTask task, int frame, ISimulator simulator, bool differentiate, FrameSeeds seeds, AppearanceGradient? appearance,
        ViewGradient?[] views)
    {
        double sum = 0;
        bool carried = false;
        for (int i = 0; i < views.Length; i++)
        {
            FrameView view = task.Views[i];
            if (view.Frame != frame) continue;
            if (!carried) binding!.Update(simulator);
            carried = true;
            bool depth = view.Losses.Any(l => l.Plane == FramePlane.ExpectedDepth);
            RenderTarget target = new(
                view.Camera.Width, view.Camera.Height, RenderOutputs.ColorAlpha | (depth ? RenderOutputs.ExpectedDepth : default));
            rasterizer.Render(cloud!, binding!.Splats, view.Camera, view.Options, target);
            TargetGradient planes = new()
            {
                Color = Plane(view, FramePlane.Color, target.Color!),
                Alpha = Plane(view, FramePlane.Alpha, target.Alpha!),
                ExpectedDepth = depth ? Plane(view, FramePlane.ExpectedDepth, target.ExpectedDepth!) : null,
            };
            foreach ((FramePlane plane, double weight, ILoss loss) in view.Losses)
            {
                (FloatImage predicted, FloatImage gradient) = plane switch
                {
                    FramePlane.Color => (target.Color!, planes.Color!),
                    FramePlane.Alpha => (target.Alpha!, planes.Alpha!),
                    _ => (target.ExpectedDepth!, planes.ExpectedDepth!),
                };
                sum += Fitting.FrameLosses.Add(loss, weight, predicted, gradient);
            }

            if (!differentiate) continue;
            rasterizer.Backward(planes, drawn!);
            SplatCarryGradient carry = new(simulator.ParticleCount, simulator.Tracers.Count, binding.Splats.Count);
            binding.UpdateAdjoint(drawn!.Deformed!, carry);
            seeds.Add(carry.State);
            appearance!.Add(drawn, carry);
            views[i] = new(drawn.Camera, drawn.PoseRotation, drawn.PoseTranslation, drawn.Background);
        }

        return sum;
    }

    private static double Compare(RolloutTask task, int frame, ISimulator simulator, FrameSeeds seeds)
    {
        double sum = 0;
        foreach (StateLoss state in task.States)
        {
            if (state.Frame != frame) continue;
            double[] predicted = seeds.Values(state), own = new double[predicted.Length];
            sum += state.Weight * state.Loss.Evaluate(predicted, own);
            for (int i = 0; i < own.Length; i++) own[i] *= state.Weight;
            seeds.Add(state, own);
        }

        return sum;
    }

    // Frames after the last do not exist: the last one is the last that anything is compared with.
    private static void RequireFrames(RolloutTask task)
    {
        foreach ((int index, FrameView view) in task.Views.Index())
            if (view.Frame < 0) throw new ArgumentException($"Views[{index}] looks at frame {view.Frame}; a clip starts at frame 0", nameof(task));
        foreach ((int index, StateLoss state) in task.States.Index())
            if (state.Frame < 0) throw new ArgumentException($"States[{index}] looks at frame {state.Frame}; a clip starts at frame 0", nameof(task));
    }

    private static void RequireNodes(RolloutTask task)
    {
        foreach ((int index, StateLoss state) in task.States.Index())
        {
            if ((state.Part is StatePart.NodeMasses or StatePart.NodeMomenta) == state.Nodes is not null) continue;
            string remedy = state.Nodes is null ? "give the nodes" : $"leave {nameof(StateLoss.Nodes)} out";
            throw new ArgumentException($"States[{index}] looks at {state.Part} with {(state.Nodes is null ? "no nodes" : "nodes")}; {remedy}", nameof(task));
        }
    }

    private static FloatImage? Plane(FrameView view, FramePlane plane, FloatImage like) =>
        view.Losses.Any(l => l.Plane == plane) ? new FloatImage(like.Width, like.Height, like.Channels) : null;

    private sealed class Reverse(IProgress<RolloutProgress> progress) : IProgress<SubstepProgress>
    {
        public void Report(SubstepProgress value) => progress.Report(new(true, value.Substep, value.SubstepCount));
    }
}
