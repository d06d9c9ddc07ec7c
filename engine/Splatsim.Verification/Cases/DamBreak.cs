using Splatsim.Plots;
using Splatsim.Simulation;

namespace Splatsim.Verification;

internal sealed class DamBreak : VerificationCase
{
    private const double Width = 0.05715, Height = 2 * Width, Gravity = 9.81, MassDensity = 1000;

    // Martin and Moyce 1952, n^2 = 2: time t sqrt(2 g/a) and front x/a.
    private static readonly double[] ExperimentTime =
        [0.41, 0.84, 1.19, 1.43, 1.63, 1.83, 1.98, 2.20, 2.32, 2.51, 2.65, 2.83, 2.98, 3.11, 3.33];

    private static readonly double[] ExperimentFront =
        [1.11, 1.22, 1.44, 1.67, 1.89, 2.11, 2.33, 2.56, 2.78, 3.00, 3.22, 3.44, 3.67, 3.89, 4.11];

    // The stretch of the bed over which speeds are compared, where the front of the experiment no longer speeds up. The same
    // stretch, not the same time: the experiment's gate opens in finite time, so ours is ahead.
    private const double From = 2, To = 4;

    public override string Name => "dam-break";

    public override string Claim => "A collapsing column of water spreads as fast as in the experiment, nearly incompressible.";

    public override string Source => "Martin and Moyce 1952, An experimental study of the collapse of liquid columns on a rigid horizontal plane, square-root-2 column; bound: Ritter 1892.";

    private static double Slope(IReadOnlyList<double> times, IReadOnlyList<double> fronts)
    {
        int[] used = [.. Enumerable.Range(0, times.Count).Where(i => fronts[i] is >= From and <= To)];
        return Signals.Line([.. used.Select(i => times[i])], [.. used.Select(i => fronts[i])]).Slope;
    }

    protected override void Measure(VerificationRun run)
    {
        int cells = run.Choose(20, 40);
        double dx = Width / cells, time = Math.Sqrt(Width / (2 * Gravity)), sound = 10 * Math.Sqrt(2 * Gravity * Height);
        run.Setting = $"Plane, a = {Width} m, H = 2a, {cells} cells per a, slip walls, no tension, Tait gamma 7 with sound speed {sound:f1} m/s.";
        PlanarScene scene = new(dx, 0, 0, 5.5 * Width, 1.2 * Height);
        scene.Fill(0, 0, Width, Height);
        SimulationSetup setup = scene.Setup(
            [PlanarScene.Material("newtonian-fluid", MassDensity, ("bulkModulus", MassDensity * sound * sound), ("gamma", 7), ("shearViscosity", 1e-3), ("tension", 1))],
            new PlaneBoundary(ContactMode.Slip, new(0, 0, 0), new(1, 0, 0)),
            new PlaneBoundary(ContactMode.Slip, new(0, 0, 0), new(0, 1, 0))) with
        {
            Gravity = new(0, -Gravity, 0),
        };
        using ISimulator simulator = run.Start(setup);
        ParticleSet state = new(scene.Count);
        List<double> times = [0], fronts = [1];
        double least = 1, most = 1, fastest = 0;
        const int frames = 68;
        for (int frame = 1; frame <= frames; frame++)
        {
            run.Advance(simulator, 3.4 * time / frames);
            simulator.CopyTo(state);
            times.Add(simulator.Time / time);
            // The last particle stands for a quarter of a cell on either side.
            fronts.Add((Enumerable.Range(0, scene.Count).Max(p => state.X[3 * p]) + dx / 4) / Width);
            fastest = Math.Max(fastest, (fronts[^1] - fronts[^2]) / (times[^1] - times[^2]));
            SimulationStatistics sums = simulator.Statistics();
            least = Math.Min(least, sums.MeanVolumeRatio);
            most = Math.Max(most, sums.MeanVolumeRatio);
            run.Report((double)frame / frames);
        }

        int[] used = [.. Enumerable.Range(0, ExperimentTime.Length).Where(i => ExperimentFront[i] is >= From and <= To)];
        double expected = Slope(ExperimentTime, ExperimentFront), slope = Slope(times, fronts);
        double lead = used.Max(i => Signals.At(times, fronts, ExperimentTime[i]) - ExperimentFront[i]);
        run.Between($"front speed from {From}a to {To}a over the experiment's", slope / expected, 0.95, 1.05, "acceptance 5 %; an independent program within 2.7 %");
        run.Between("largest lead of the front [a]", lead, 0, 0.45, "acceptance 0.45 a; an independent program 0.31 to 0.39: no gate holds the water back");
        run.AtMost("fastest front [sqrt(2 g a)]", fastest, 2, "Ritter's front, 2 sqrt(g H), is never exceeded");
        run.AtMost("largest change of the mean volume", Math.Max(1 - least, most - 1), 0.01, "acceptance 1 % at this sound speed");
        run.Draw(
            "dam-break",
            new Chart("Collapse of a water column", new("Time t sqrt(2 g/a)"), new("Front x/a"))
                .AddLine($"{cells} cells per a", times, fronts)
                .AddLine("Martin and Moyce 1952", ExperimentTime, ExperimentFront, LineLook.DotsOnly)
                .AddLine("Ritter's bound", [0, 2], [1, 5], LineLook.Dashed));
    }
}
