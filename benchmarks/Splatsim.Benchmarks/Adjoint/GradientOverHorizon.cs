using System.Globalization;
using System.Text;
using Splatsim.Plots;
using Splatsim.Simulation;

namespace Splatsim.Benchmarks.Adjoint;

/// <summary>
/// What single precision leaves of a gradient as the horizon grows. The loss is a fixed linear function of the last positions; gradients by
/// initial positions, velocities and Young's modulus are compared by their Euclidean norms. Beside it, how a disturbance of 1e-9 of a cell grows in a
/// double-precision run: its rate is the largest Lyapunov exponent, and says from where on no gradient is of use.
/// </summary>
internal static class GradientOverHorizon
{
    private const double Disturbance = 1e-9;

    public static void Run(int[] horizons, string folder)
    {
        StringBuilder table = new("scene,substeps,seconds,deviationX,deviationV,deviationE,gradientX,disturbanceGrowth,exponentPerSecond\n");
        Chart deviations = new(
            "Gradient by initial positions, single against double", new("Substeps") { Logarithmic = true },
            new("Relative deviation") { Logarithmic = true });
        Chart moduli = new(
            "Gradient by Young's modulus, single against double", new("Substeps") { Logarithmic = true }, new("Relative deviation") { Logarithmic = true });
        Chart growth = new("Growth of a disturbance", new("Substeps"), new("Times the first") { Logarithmic = true });
        Chart norms = new("Length of the gradient by initial positions", new("Substeps"), new("Times the loss's own") { Logarithmic = true });
        double[] x = [.. horizons.Select(h => (double)h)];
        foreach ((string name, SimulationSetup setup) in GradientScenes.All)
        {
            double step = setup.StepPolicy.TimeStep!.Value;
            using SimulationTape exact = new(setup with { Precision = SimulationPrecision.Double });
            using SimulationTape single = new(setup with { Backend = SimulationBackend.Fast });
            using ISimulator plain = Simulators.Create(setup with { Precision = SimulationPrecision.Double });
            using ISimulator moved = Simulators.Create(Disturbed(setup) with { Precision = SimulationPrecision.Double });
            List<double> byX = [], byV = [], byE = [], length = [], grown = [];
            int done = 0;
            foreach (int horizon in horizons)
            {
                double duration = (horizon - done) * step;
                done = horizon;
                exact.Advance(duration);
                single.Advance(duration);
                plain.Advance(duration);
                moved.Advance(duration);
                SimulationGradient a = Gradient(exact, setup), b = Gradient(single, setup);
                byX.Add(Deviation(a.Positions, b.Positions));
                byV.Add(Deviation(a.Velocities, b.Velocities));
                byE.Add(Deviation([a.ByMaterial(0, "youngsModulus")], [b.ByMaterial(0, "youngsModulus")]));
                length.Add(Norm(a.Positions) / Norm(Weights(setup.Particles.Count)));
                grown.Add(Distance(plain, moved, setup) / (Disturbance * setup.Domain.CellSize));
                table.AppendLine(
                    CultureInfo.InvariantCulture,
                    $"{name},{horizon},{horizon * step:g4},{byX[^1]:0.0e+0},{byV[^1]:0.0e+0},{byE[^1]:0.0e+0},{length[^1]:g4},{grown[^1]:g4},{Math.Log(grown[^1]) / (horizon * step):f2}");
                Console.Write(table.ToString().Split('\n')[^2] + "\n");
            }

            deviations.AddLine(name, x, byX);
            moduli.AddLine(name, x, byE);
            growth.AddLine(name, x, grown);
            norms.AddLine(name, x, length);
        }

        File.WriteAllText(Path.Combine(folder, "adjoint-horizon.csv"), table.ToString());
        ChartPage.Save(Path.Combine(folder, "adjoint-horizon.png"), [deviations, moduli, growth, norms], columns: 2, width: 1100, height: 800);
    }

    private static SimulationGradient Gradient(SimulationTape tape, SimulationSetup setup)
    {
        double[] weights = Weights(setup.Particles.Count);
        return tape.Reverse(frame => frame == tape.FrameCount ? new() { Positions = weights } : null);
    }

    // Smooth over the body, as losses on pictures are.
    private static double[] Weights(int particles) => [.. Enumerable.Range(0, 3 * particles).Select(i => 1 + 0.5 * Math.Sin(0.01 * i))];

    private static SimulationSetup Disturbed(SimulationSetup setup)
    {
        ParticleSet set = setup.Particles.Clone();
        Random random = new(2);
        // A disturbance whose Euclidean length over the body, per particle, is what growth counts from.
        for (int i = 0; i < set.X.Length; i++) set.X[i] += Disturbance * setup.Domain.CellSize * (random.Next(2) == 0 ? -1 : 1) / Math.Sqrt(3);
        return setup with { Particles = set };
    }

    // Root mean square of the distances between the particles of two runs [m].
    private static double Distance(ISimulator first, ISimulator second, SimulationSetup setup)
    {
        ParticleSet a = new(setup.Particles.Count), b = new(setup.Particles.Count);
        first.CopyTo(a);
        second.CopyTo(b);
        return Math.Sqrt(a.X.Zip(b.X, (p, q) => (p - q) * (p - q)).Sum() / setup.Particles.Count);
    }

    private static double Deviation(double[] exact, double[] other) => Norm([.. exact.Zip(other, (e, o) => e - o)]) / Norm(exact);

    private static double Norm(double[] values) => Math.Sqrt(values.Sum(v => v * v));
}
