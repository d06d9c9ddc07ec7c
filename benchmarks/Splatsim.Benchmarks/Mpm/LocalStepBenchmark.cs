using System.Diagnostics;
using System.Globalization;
using Splatsim.Compute;
using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Simulation;

namespace Splatsim.Benchmarks.Mpm;

/// <summary>
/// A large soft body with a small stiff one inside, with equal substeps and with local ones, in turns. The ratio of the two medians is what local steps
/// gain; the differences of positions say at what price.
/// </summary>
internal static class LocalStepBenchmark
{
    private const string Usage =
        """
        local-steps [--particles 200000] [--ratios 100,1000] [--share 0.03] [--threads 1] [--frames 5] [--law neo-hookean]
          --ratios  Young's moduli of the stiff part over those of the soft one
          --share   of the particles that are stiff
          --frames  frames of two steps of the soft part or more that are measured, each kind in turn
        """;

    private const double SoftModulus = 1e5, MassDensity = 1000;

    public static int Run(string[] args)
    {
        Dictionary<string, string> values = new()
        {
            ["--particles"] = "200000",
            ["--ratios"] = "100,1000",
            ["--share"] = "0.03",
            ["--threads"] = "1",
            ["--frames"] = "5",
            ["--law"] = "neo-hookean",
        };
        for (int i = 0; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length || !values.ContainsKey(args[i]))
            {
                Console.Error.WriteLine($"'{args[i]}'\n{Usage}");
                return 2;
            }

            values[args[i]] = args[i + 1];
        }

        foreach (string ratio in values["--ratios"].Split(',')) Measure(values, double.Parse(ratio, CultureInfo.InvariantCulture));
        return 0;
    }

    private static void Measure(Dictionary<string, string> values, double ratio)
    {
        double Number(string name) => double.Parse(values[name], CultureInfo.InvariantCulture);
        using WorkerPool pool = new((int)Number("--threads"));
        SimulationSetup equal = Setup((int)Number("--particles"), values["--law"], ratio, Number("--share"), pool);
        using ISimulator all = Simulators.Create(equal), local = Simulators.Create(equal with { StepPolicy = StepPolicy.Automatic with { LocalSteps = true } });
        // Two steps of the soft part, or more where they are short.
        double frame = 64 * all.TimeStep;
        int frames = (int)Number("--frames");
        List<double> equalSeconds = [], localSeconds = [];
        for (int i = -2; i < frames; i++)
        {
            double one = Seconds(all, frame), other = Seconds(local, frame);
            if (i < 0) continue;
            equalSeconds.Add(one);
            localSeconds.Add(other);
        }

        double gain = Median(equalSeconds) / Median(localSeconds);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"E ratio {ratio}: {all.ParticleCount} particles, equal {Median(equalSeconds):g3} s a frame of {all.Substeps.LastFrame}, local {Median(localSeconds):g3} s of {local.Substeps.LastFrame}: {gain:f2} times as fast; {local.Substeps.Local}; positions differ by {Distance(all, local):g3} cells rms"));
    }

    private static SimulationSetup Setup(int particles, string law, double ratio, double share, WorkerPool pool)
    {
        SimulationSetup setup = MpmScene.Create(law, particles, 8, pool);
        Material Of(string name, double modulus) =>
            new(name, Laws.Find(law), new Dictionary<string, double> { ["youngsModulus"] = modulus, ["poissonsRatio"] = 0.3 }, MassDensity);
        ParticleSet set = setup.Particles;
        Vector3<Real64> middle = new Real64(0.5) * setup.Domain.Maximum;
        double side = Math.Cbrt(set.Count) * setup.Domain.CellSize / 2, radius = side * Math.Cbrt(3 * share / (4 * Math.PI));
        for (int p = 0; p < set.Count; p++) set.Material[p] = (set.Position(p) - middle).Length.Value < radius ? 1 : 0;
        return setup with { Materials = [Of("soft", SoftModulus), Of("stiff", ratio * SoftModulus)] };
    }

    private static double Seconds(ISimulator simulator, double frame)
    {
        Stopwatch watch = Stopwatch.StartNew();
        simulator.Advance(frame);
        return watch.Elapsed.TotalSeconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static double Distance(ISimulator a, ISimulator b)
    {
        ParticleSet x = new(a.ParticleCount), y = new(b.ParticleCount);
        a.CopyTo(x);
        b.CopyTo(y);
        double sum = 0;
        for (int i = 0; i < x.X.Length; i++) sum += (x.X[i] - y.X[i]) * (x.X[i] - y.X[i]);
        return Math.Sqrt(sum / x.Count) / a.Domain.CellSize;
    }
}
