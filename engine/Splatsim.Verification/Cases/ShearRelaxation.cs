using Splatsim.Plots;
using Splatsim.Simulation;

namespace Splatsim.Verification;

internal sealed class ShearRelaxation : VerificationCase
{
    private const double Shear = 0.02, Height = 0.2, Width = 0.4, MassDensity = 1000, YoungsModulus = 5e4, PoissonsRatio = 0.3;
    private const double BranchModulus = 3e4, RelaxationTime = 0.4;

    private static readonly double ShearModulus = YoungsModulus / (2 * (1 + PoissonsRatio));

    public override string Name => "shear-relaxation";

    public override string Claim => "A block that is sheared at once and held relaxes exponentially: to nothing (Maxwell), or to its elastic branch.";

    public override string Source => "Closed forms of small strain: tau = G shear exp(-t/T) with T = eta/(2 G); with two branches (G + G_N exp(-t/T)) shear.";

    protected override void Measure(VerificationRun run)
    {
        int cells = run.Choose(8, 16);
        run.Setting = $"Plane, block of {Width} x {Height} m in a sticky box, {cells} cells high, shear {Shear} from the start, relaxation time {RelaxationTime} s; stress in the middle.";
        const string band = "a fraction of a cell over the height: the walls act on whole nodes, which takes some strain (first order)";
        Chart chart = new("Sheared and held", new("Time", "s"), new("Shear stress", "Pa"));
        Material maxwell = PlanarScene.Material(
            "maxwell", MassDensity, ("youngsModulus", YoungsModulus), ("poissonsRatio", PoissonsRatio), ("viscosity", 2 * ShearModulus * RelaxationTime));
        Compare("Maxwell", maxwell, t => ShearModulus * Shear * Math.Exp(-t / RelaxationTime));
        Material solid = PlanarScene.Material(
            "viscoelastic-solid", MassDensity,
            ("youngsModulus", YoungsModulus), ("poissonsRatio", PoissonsRatio), ("branchShearModulus", BranchModulus), ("branchLameModulus", BranchModulus),
            ("deviatoricViscosity", 2 * BranchModulus * RelaxationTime), ("volumetricViscosity", 10 * BranchModulus * RelaxationTime));
        Compare("two branches", solid, t => Shear * (ShearModulus + BranchModulus * Math.Exp(-t / RelaxationTime)));
        run.Draw("shear-relaxation", chart);

        void Compare(string name, Material material, Func<double, double> exact)
        {
            (List<double> times, List<double> stress) = Hold(run, material, cells);
            List<double> expected = [.. times.Select(exact)];
            run.AtMost($"{name}: rms error over the first stress", Signals.RelativeError(stress, expected), 0.15 / cells, band);
            run.Between($"{name}: stress at T over the exact one", Signals.At(times, stress, RelaxationTime) / exact(RelaxationTime), 0.97, 1.03, band);
            // A straight line in the logarithm, after the first release wave.
            int[] used = [.. Enumerable.Range(0, times.Count).Where(i => times[i] > 0.25 * RelaxationTime && times[i] < 1.5 * RelaxationTime)];
            if (exact(1e3 * RelaxationTime) == 0)
            {
                double rate = -Signals.Line([.. used.Select(i => times[i])], [.. used.Select(i => Math.Log(stress[i]))]).Slope;
                run.Between($"{name}: relaxation time over the exact one", 1 / (rate * RelaxationTime), 0.99, 1.01, "an implicit step of T/300 leaves 2e-3, strains of 2 % 4e-4 of nonlinearity");
            }

            chart.AddLine($"{name}", times, stress).AddLine($"{name}, exact", times, expected, LineLook.Dashed);
        }
    }

    private static (List<double> Times, List<double> Stress) Hold(VerificationRun run, Material material, int cells)
    {
        double dx = Height / cells;
        PlanarScene scene = new(dx, -0.5 * Width - 0.1, 0, 0.5 * Width + 0.1, Height);
        scene.Fill(-0.5 * Width, 0, 0.5 * Width, Height);
        SimulationSetup setup = scene.Setup(
            [material],
            new PlaneBoundary(ContactMode.Sticky, new(0, 0, 0), new(0, 1, 0)), new PlaneBoundary(ContactMode.Sticky, new(0, Height, 0), new(0, -1, 0)),
            new PlaneBoundary(ContactMode.Sticky, new(-0.5 * Width, 0, 0), new(1, 0, 0)), new PlaneBoundary(ContactMode.Sticky, new(0.5 * Width, 0, 0), new(-1, 0, 0)));
        ParticleSet particles = setup.Particles;
        bool hasBranch = material.Law.Description.History.Count == 6;
        if (hasBranch) particles.History = new double[ParticleSet.HistoryWidth * particles.Count];
        for (int p = 0; p < particles.Count; p++)
        {
            particles.F[9 * p + 1] = Shear;
            // The branch has had no time to relax: b_N = F F^T, as xx xy xz yy yz zz.
            if (hasBranch) ((ReadOnlySpan<double>)[1 + Shear * Shear, Shear, 0, 1, 0, 1]).CopyTo(particles.History.AsSpan(ParticleSet.HistoryWidth * p));
        }

        int[] middle = [.. Enumerable.Range(0, particles.Count).Where(p => Math.Abs(particles.X[3 * p]) < 0.25 * Height && Math.Abs(particles.X[3 * p + 1] - 0.5 * Height) < 0.25 * Height)];
        using ISimulator simulator = run.Start(setup);
        ParticleSet state = new(particles.Count) { History = new double[ParticleSet.HistoryWidth * particles.Count] };
        List<double> times = [], stress = [];
        const int frames = 60;
        for (int frame = 0; frame <= frames; frame++)
        {
            if (frame > 0) run.Advance(simulator, 2.5 * RelaxationTime / frames);
            simulator.CopyTo(state);
            times.Add(simulator.Time);
            stress.Add(middle.Average(p => StressProbe.Of(material, state, p).XY.Value));
            run.Report((double)frame / frames);
        }

        return (times, stress);
    }
}
