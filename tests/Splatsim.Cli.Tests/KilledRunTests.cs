using System.Diagnostics;

namespace Splatsim.Tests;

/// <summary>
/// The program is killed (kill -9) at random moments, also while it writes, and gone on with; the film in the end is, byte for byte, that of a run that nobody
/// disturbed.
/// </summary>
public sealed class KilledRunTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("splatsim-killed-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("fast", 4)]
    [InlineData("reference", 1)]
    public void Animate_KilledAtRandom_EndsInTheSameFilm(string backend, int kills) => Check(backend, kills);

    [Fact]
    [Trait("Tier", "Full")]
    public void Animate_KilledFiftyTimes_EndsInTheSameFilm()
    {
        Check("fast", 35);
        Check("reference", 15);
    }

    private void Check(string backend, int kills)
    {
        string scene = Path.Combine(folder, backend + ".json");
        File.WriteAllText(scene, $$"""
            {
              "splats": "{{Path.Combine(GoldenData.Checkout, "samples", "captures", "can.spz").Replace('\\', '/')}}",
              "units": { "metersPerUnit": 1, "up": "-y", "groundHeight": 0 },
              "objects": [ { "select": { "box": { "minimum": [-0.06, 0.003, -0.06], "maximum": [0.06, 0.2, 0.06] } }, "material": "jelly" } ],
              "forces": { "gravity": [0, -9.81, 0], "impulses": [ { "force": [0, 0, 5], "start": 0.05, "duration": 0.2 } ] },
              "boundaries": [ { "type": "ground", "surface": "sticky" } ],
              "time": { "duration": 0.5, "framesPerSecond": 48 },
              "solver": { "resolution": 8, "backend": "{{backend}}", "threads": 1 },
              "render": { "width": 48, "height": 32 }
            }
            """);
        string[] Arguments(string name, params string[] more) =>
            ["animate", scene, "-o", Path.Combine(folder, name, "%03d.png"), "--cache", Path.Combine(folder, name + ".film"), "--restart-every", "2", "-q", .. more];

        Stopwatch clock = Stopwatch.StartNew();
        (int code, _, string error) = CommandRunner.Run(Arguments(backend + "-whole"));
        Assert.True(code == 0, error);
        // Moments all over a run, start of the process included; the same ones in every run of this test.
        Random random = new(12345);
        int killed = 0, films = 0;
        while (killed < kills)
        {
            string name = $"{backend}-{films++}";
            string film = Path.Combine(folder, name + ".film");
            while (true)
            {
                string[] more = Directory.Exists(film) && Directory.GetFiles(film, "restart-*").Length > 0 ? ["--resume", film] : [];
                if (killed >= kills)
                {
                    (code, _, error) = CommandRunner.Run(Arguments(name, more));
                    Assert.True(code == 0, error);
                    break;
                }

                using Process process = CommandRunner.Start(Arguments(name, more));
                Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
                if (process.WaitForExit((int)(random.NextDouble() * 1.1 * clock.ElapsedMilliseconds / (1 + killed + films))))
                {
                    Assert.True(process.ExitCode == 0, errors.GetAwaiter().GetResult());
                    break;
                }

                process.Kill();
                process.WaitForExit();
                _ = (output.GetAwaiter().GetResult(), errors.GetAwaiter().GetResult());
                killed++;
            }

            AssertSame(backend + "-whole", name, "*.png");
            AssertSame(backend + "-whole.film", name + ".film", "*.state");
        }
    }

    private void AssertSame(string expected, string actual, string pattern)
    {
        string[] names = [.. Directory.GetFiles(Path.Combine(folder, expected), pattern).Select(Path.GetFileName).Order()!];
        Assert.NotEmpty(names);
        Assert.Equal<string>(names, [.. Directory.GetFiles(Path.Combine(folder, actual), pattern).Select(Path.GetFileName).Order()!]);
        foreach (string name in names)
            Assert.True(File.ReadAllBytes(Path.Combine(folder, expected, name)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(folder, actual, name))), $"{actual}: {name}");
        // Nothing half-written stays.
        Assert.Empty(Directory.GetFiles(Path.Combine(folder, actual), "*.part"));
    }
}
