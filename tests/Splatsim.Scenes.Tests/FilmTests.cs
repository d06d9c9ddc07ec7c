using Splatsim.Imaging;
using Splatsim.Scenes;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>Films on disk: drawn again without simulating, and gone on with as if nothing had happened, to the last byte.</summary>
public sealed class FilmTests : IDisposable
{
    private const string Sections = "\"time\": { \"duration\": 0.3 }, \"render\": { \"width\": 64, \"height\": 48, \"color\": \"speed\" }, \"forces\": { \"gravity\": [0, -2, 0] }, \"boundaries\": [ { \"type\": \"plane\", \"point\": [0, 0.38, 0], \"normal\": [0, 1, 0] } ]";

    private readonly string folder = Directory.CreateTempSubdirectory("splatsim-film-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("fast")]
    [InlineData("reference")]
    public void Resume_AfterAnInterruption_GivesTheSameFilm(string backend)
    {
        using (SceneRun whole = Run(backend)) whole.Animate(Outputs("whole"));
        using (SceneRun interrupted = Run(backend))
        {
            using CancellationTokenSource source = new();
            Assert.True(interrupted.Animate(Outputs("part"), null, new StopAt(source, 6), source.Token).Cancelled);
        }

        List<string> notes = [];
        using (SceneRun resumed = Run(backend))
        {
            AnimationResult result = resumed.Resume(Outputs("part"), Path.Combine(folder, "part.film"), notes.Add);
            Assert.Equal(10, result.FrameCount);
            Assert.Equal(10, result.Statistics.Rows.Count);
        }

        // Restart files at 2 and 4 (every second frame); the frame after the last one is simulated again.
        Assert.Contains(notes, n => n.Contains("after frame 4", StringComparison.Ordinal) || n.Contains("after frame 6", StringComparison.Ordinal));
        AssertSameFiles("whole", "part", "*.png");
        AssertSameFiles("whole.film", "part.film", "*.state");
        Assert.Equal(File.ReadAllText(Path.Combine(folder, "whole.csv")), File.ReadAllText(Path.Combine(folder, "part.csv")));
    }

    [Fact]
    public void Animate_WithRestartFiles_KeepsTheLastTwo()
    {
        using SceneRun run = Run("fast");
        run.Animate(Outputs("whole"));
        string[] files = [.. Directory.GetFiles(Path.Combine(folder, "whole.film"), "restart-*").Select(Path.GetFileName).Order()!];
        Assert.Equal(["restart-000006.state", "restart-000008.state"], files);
    }

    [Fact]
    public void Resume_LastFileDamaged_TakesTheOneBeforeAndSaysSo()
    {
        using (SceneRun run = Run("fast")) run.Animate(Outputs("whole"));
        string last = Path.Combine(folder, "whole.film", "restart-000008.state");
        byte[] bytes = File.ReadAllBytes(last);
        File.WriteAllBytes(last, bytes[..^20]);
        List<string> notes = [];
        using (SceneRun run = Run("fast")) run.Resume(Outputs("whole"), Path.Combine(folder, "whole.film"), notes.Add);
        Assert.Contains(notes, n => n.Contains("restart-000008", StringComparison.Ordinal));
        Assert.Contains(notes, n => n.Contains("after frame 6", StringComparison.Ordinal));
        // Asked for by name, a damaged file is an error.
        File.WriteAllBytes(last, bytes[..^20]);
        using SceneRun again = Run("fast");
        Assert.Throws<RestartException>(() => again.Resume(Outputs("whole"), last));
    }

    [Fact]
    public void Resume_FrameMissing_NamesIt()
    {
        using (SceneRun run = Run("fast")) run.Animate(Outputs("whole"));
        File.Delete(Path.Combine(folder, "whole.film", "frame-000003.state"));
        using SceneRun again = Run("fast");
        RestartException error = Assert.Throws<RestartException>(() => again.Resume(Outputs("whole"), Path.Combine(folder, "whole.film")));
        Assert.Contains("frame-000003", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resume_OfAnotherScene_SaysWhatDiffers()
    {
        using (SceneRun run = Run("fast")) run.Animate(Outputs("whole"));
        using SceneRun other = BallScene.Create(folder, $"\"solver\": {{ \"resolution\": 9 }}, {Sections}").Prepare();
        Assert.Contains("particle count", Assert.Throws<RestartException>(() => other.Resume(Outputs("whole"), Path.Combine(folder, "whole.film"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CachedFilm_DrawnAgain_IsTheSameFilm()
    {
        using (SceneRun run = Run("fast")) run.Animate(Outputs("whole"));
        CachedFilm film = CachedFilm.Open(Ball("fast"), Path.Combine(folder, "whole.film"));
        Assert.Equal(10, film.FrameCount);
        Assert.True(film.IsComplete);
        for (int frame = 0; frame < film.FrameCount; frame++)
        {
            ByteImage before = ImageFiles.Read(Path.Combine(folder, "whole", $"{frame:D3}.png"));
            Assert.Equal(before.Data, film.Draw(frame).Data);
        }
    }

    [Fact]
    public void CachedFilm_WithAnEmitter_ShowsItsSplatsToo()
    {
        const string emitter = "\"events\": [ { \"type\": \"emitter\", \"center\": [0, 0.8, 0], \"radius\": 0.03, \"speed\": 1, \"material\": \"water\", \"color\": [1, 0, 0], \"end\": 0.2 } ]";
        string sections = $"\"solver\": {{ \"resolution\": 8 }}, {emitter}, {Sections}".Replace("\"color\": \"speed\"", "\"color\": \"splats\"", StringComparison.Ordinal);
        using (SceneRun run = BallScene.Create(folder, sections).Prepare()) run.Animate(Outputs("whole"));
        CachedFilm film = CachedFilm.Open(BallScene.Create(folder, sections), Path.Combine(folder, "whole.film"));
        for (int frame = 0; frame < film.FrameCount; frame += 3)
        {
            ByteImage before = ImageFiles.Read(Path.Combine(folder, "whole", $"{frame:D3}.png"));
            Assert.Equal(before.Data, film.Draw(frame).Data);
        }
    }

    [Fact]
    public void CachedFilm_WithAnotherCamera_ShowsTheSameMotion()
    {
        using (SceneRun run = Run("fast")) run.Animate(Outputs("whole"));
        Scene other = BallScene.Create(folder, Sections.Replace("\"render\"", "\"camera\": { \"type\": \"orbit\", \"azimuthDegrees\": 120 }, \"render\"", StringComparison.Ordinal));
        CachedFilm film = CachedFilm.Open(other, Path.Combine(folder, "whole.film"));
        ByteImage before = ImageFiles.Read(Path.Combine(folder, "whole", "005.png")), after = film.Draw(5);
        Assert.NotEqual(before.Data, after.Data);
    }

    [Fact]
    public void CachedFilm_OfNothing_NamesTheFolder() =>
        Assert.Contains(folder, Assert.Throws<RestartException>(() => CachedFilm.Open(Ball("fast"), folder)).Message, StringComparison.Ordinal);

    private SceneRun Run(string backend) => Ball(backend).Prepare();

    private Scene Ball(string backend) => BallScene.Create(folder, $"\"solver\": {{ \"resolution\": 8, \"backend\": \"{backend}\" }}, {Sections}");

    private OutputDescription Outputs(string name) => new()
    {
        Video = Path.Combine(folder, name, "%03d.png"),
        Statistics = Path.Combine(folder, name + ".csv"),
        Cache = Path.Combine(folder, name + ".film"),
        RestartEvery = 2,
    };

    private void AssertSameFiles(string expected, string actual, string pattern)
    {
        string[] names = [.. Directory.GetFiles(Path.Combine(folder, expected), pattern).Select(Path.GetFileName).Order()!];
        Assert.Equal<string>(names, [.. Directory.GetFiles(Path.Combine(folder, actual), pattern).Select(Path.GetFileName).Order()!]);
        foreach (string name in names)
            Assert.True(File.ReadAllBytes(Path.Combine(folder, expected, name)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(folder, actual, name))), name);
    }

    private sealed class StopAt(CancellationTokenSource source, int frame) : IProgress<AnimationProgress>
    {
        public void Report(AnimationProgress value)
        {
            if (value.Frame >= frame) source.Cancel();
        }
    }
}
