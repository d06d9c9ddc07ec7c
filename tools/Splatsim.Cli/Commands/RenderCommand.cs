using System.CommandLine;
using System.Globalization;
using Splatsim.Compute;
using Splatsim.Imaging;
using Splatsim.Rendering;
using Splatsim.Scenes;
using Splatsim.Splats;

namespace Splatsim.Cli;

/// <summary>splatsim render SCENE|FILE: a picture of the capture, or a turntable video.</summary>
internal sealed class RenderCommand : ICliCommand
{
    private const double OrbitSeconds = 6, OrbitFramesPerSecond = 30;

    private static readonly Argument<string> Input = new("file") { Description = "A capture, or a scene file (drawn at time 0)." };
    private static readonly Option<string> Output = new("--output", "-o") { Description = "Picture (.png .jpg .webp), or video (.mp4 .gif, frames/%04d.png) of one turn.", DefaultValueFactory = _ => "render.png" };
    private static readonly Option<string> CameraText = new("--camera", "-c")
    {
        Description = "orbit[:azimuth,elevation] in degrees; eye:x,y,z[;target:x,y,z] in capture units; or FILE[#image] of transforms.json, cameras.json or COLMAP.",
        DefaultValueFactory = _ => "orbit",
    };
    private static readonly Option<string> Up = new("--up") { Description = "Up in the capture as x,y,z; default: the file's axes.", DefaultValueFactory = _ => "" };
    private static readonly Option<double> FieldOfView = new("--fov") { Description = "Vertical angle of view [degrees].", DefaultValueFactory = _ => 50 };
    private static readonly Option<string> Size = new("--size") { Description = "Picture size such as 1280x720.", DefaultValueFactory = _ => "960x540" };
    private static readonly Option<string> Background = new("--background") { Description = "r,g,b in 0..1.", DefaultValueFactory = _ => "1,1,1" };
    private static readonly Option<string> Projection = new("--projection") { Description = "pinhole, orthographic or equirectangular.", DefaultValueFactory = _ => "pinhole" };
    private static readonly Option<string?> Cache = new("--cache") { Description = "Draw a film that splatsim animate --cache FOLDER kept, without simulating: a video, or its last frame." };
    private static readonly Option<string> Device = new("--device") { Description = "What draws: cpu, cuda:0, opencl:0, or auto for the first GPU (see splatsim devices); a scene file's own unless given.", DefaultValueFactory = _ => "cpu" };
    private static readonly CaptureAxes Axes = new();

    public string Name => "render";

    public Command Create()
    {
        Command command = new(Name, "Draw a capture or the first frame of a scene.")
        {
            Input, Output, CameraText, Up, FieldOfView, Size, Background, Projection, Axes.Option, Cache, Device,
        };
        command.SetAction((result, cancellation) => Task.FromResult(Run(result, cancellation)));
        return command;
    }

    private static int Run(ParseResult result, CancellationToken cancellation)
    {
        string input = result.GetValue(Input)!, output = result.GetValue(Output)!;
        bool cameraGiven = result.GetResult(CameraText) is { Implicit: false };
        if (result.GetValue(Cache) is string folder) return DrawFilm(result, input, folder, output, cameraGiven, cancellation);
        if (SceneArguments.IsSceneFile(input) && !cameraGiven && !IsVideo(output)) return DrawScene(result, input, output, cancellation);
        GaussianCloud cloud = LoadCloud(result, input, cancellation);
        double[] background = ArgumentText.Numbers("--background", result.GetValue(Background)!, 3);
        RenderOptions options = RenderOptions.For(cloud) with { Background = new(background[0], background[1], background[2]) };
        (int width, int height) = SceneArguments.ParseSize(result.GetValue(Size)!);
        RenderTarget target = new(width, height, RenderOutputs.Color);
        using DrawingDevice device = DrawingDevice.Open(DeviceChoice.Parse(result.GetValue(Device)!));
        CaptureView view = new(cloud, result.GetValue(CameraText)!, result.GetValue(Up)!, result.GetValue(FieldOfView), width, height, result.GetValue(Projection)!);
        if (!IsVideo(output))
        {
            device.Draw(cloud, view.At(0), options, target);
            ImageFiles.Write(output, target.Color!.ToBytes());
            Report(result, output, 1);
            return ExitCode.Done;
        }

        int frames = (int)(OrbitSeconds * OrbitFramesPerSecond);
        using ProgressBar bar = new("drawing", result.GetValue(GlobalOptions.Quiet));
        using VideoWriter video = VideoWriters.Create(output, width, height, OrbitFramesPerSecond, note => Notes.Print([note]));
        int drawn = 0;
        for (; drawn < frames && !cancellation.IsCancellationRequested; drawn++)
        {
            device.Draw(cloud, view.At(360.0 * drawn / frames), options, target);
            video.Add(target.Color!.ToBytes());
            bar.Report((drawn + 1.0) / frames);
        }

        if (drawn == frames) video.Finish();
        else video.Abort();
        bar.Dispose();
        Report(result, output, drawn);
        return drawn == frames ? ExitCode.Done : ExitCode.Cancelled;
    }

    // Frames from disk; the scene's own camera unless another one is given.
    private static int DrawFilm(ParseResult result, string input, string folder, string output, bool cameraGiven, CancellationToken cancellation)
    {
        Scene scene = SceneArguments.IsSceneFile(input) ? Scene.Load(input, null, cancellation) : Scene.Create(CaptureScenes.Describe(input, "jelly", null), cancellation);
        SceneDescription description = scene.Description;
        if (result.GetResult(Size) is { Implicit: false })
        {
            (int width, int height) = SceneArguments.ParseSize(result.GetValue(Size)!);
            description = description with { Render = description.Render with { Width = width, Height = height } };
        }

        if (result.GetResult(Background) is { Implicit: false })
        {
            double[] background = ArgumentText.Numbers("--background", result.GetValue(Background)!, 3);
            description = description with { Render = description.Render with { Background = new(background[0], background[1], background[2]) } };
        }

        scene = Scene.Of(description, scene.Cloud, scene.Notes);
        using DrawingDevice device = DrawingDevice.Open(DeviceChoice.Parse(result.GetValue(Device)!));
        CachedFilm film = CachedFilm.Open(scene, folder, device.Rasterizer);
        RenderDescription render = description.Render;
        CaptureView? view = cameraGiven
            ? new CaptureView(scene.Cloud, result.GetValue(CameraText)!, result.GetValue(Up)!, result.GetValue(FieldOfView), render.Width, render.Height, result.GetValue(Projection)!)
            : null;
        if (!film.IsComplete) Notes.Print([$"the film has {film.FrameCount} frames, fewer than were asked for"]);
        if (!IsVideo(output))
        {
            ImageFiles.Write(output, film.Draw(film.FrameCount - 1, view?.At(0)));
            Report(result, output, 1);
            return ExitCode.Done;
        }

        using ProgressBar bar = new("drawing", result.GetValue(GlobalOptions.Quiet));
        using VideoWriter video = VideoWriters.Create(output, render.Width, render.Height, film.FramesPerSecond * description.Time.Speed, note => Notes.Print([note]));
        int drawn = 0;
        for (; drawn < film.FrameCount && !cancellation.IsCancellationRequested; drawn++)
        {
            video.Add(film.Draw(drawn, view?.At(0)));
            bar.Report((drawn + 1.0) / film.FrameCount);
        }

        if (drawn == film.FrameCount) video.Finish();
        else video.Abort();
        bar.Dispose();
        Report(result, output, drawn);
        return drawn == film.FrameCount ? ExitCode.Done : ExitCode.Cancelled;
    }

    // A scene file has a camera of its own: its first frame, as an animation would start.
    private static int DrawScene(ParseResult result, string input, string output, CancellationToken cancellation)
    {
        Scene scene = Scene.Load(input, null, cancellation);
        if (result.GetResult(Device) is { Implicit: false })
        {
            SolverDescription solver = scene.Description.Solver with { Device = DeviceChoice.Parse(result.GetValue(Device)!) };
            scene = Scene.Of(scene.Description with { Solver = solver }, scene.Cloud, scene.Notes);
        }

        using SceneRun run = scene.Prepare(null, cancellation);
        Notes.Print(run.Notes);
        ImageFiles.Write(output, run.Draw());
        Report(result, output, 1);
        return ExitCode.Done;
    }

    private static GaussianCloud LoadCloud(ParseResult result, string input, CancellationToken cancellation)
    {
        List<string> warnings = [];
        string path = input;
        if (SceneArguments.IsSceneFile(input))
        {
            SceneDescription scene = SceneReader.Read(input);
            path = scene.Resolve(scene.Splats);
        }

        GaussianCloud cloud = Axes.Read(result, path, warnings.Add, cancellation);
        Notes.Print(warnings);
        return cloud;
    }

    private static bool IsVideo(string path) =>
        path.Contains('%', StringComparison.Ordinal) || Path.GetExtension(path).ToLowerInvariant() is ".mp4" or ".gif";

    private static void Report(ParseResult result, string output, int frames)
    {
        if (result.GetValue(GlobalOptions.Json)) JsonOutput.Write(new { Output = output, Frames = frames });
        else Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{output}: {frames} {(frames == 1 ? "picture" : "frames")}"));
    }
}
