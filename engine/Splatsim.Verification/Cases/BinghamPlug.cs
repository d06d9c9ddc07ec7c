using Splatsim.Plots;
using Splatsim.Simulation;

namespace Splatsim.Verification;

internal sealed class BinghamPlug : VerificationCase
{
    // Shear stress at yield and viscosity beyond it; a uniaxial yield stress is sqrt(3) times as large, and the law's
    // viscosity, which multiplies the tensor rate, twice as large.
    // It moves by a quarter of the gap only: the nose of a paste runs ahead of its contact with the plates, and its weight pulls.
    private const double PlugHalf = 0.2, PlugSpeed = 0.05, ShearViscosity = 100, MassDensity = 1000;
    private const double FlowHalf = 0.5 - PlugHalf;

    private static readonly double Force = 2 * ShearViscosity * PlugSpeed / (MassDensity * FlowHalf * FlowHalf);

    public override string Name => "bingham-plug";

    public override string Claim => "A yield-stress paste between plates flows as a plug where the stress is below yield, with the exact speed.";

    public override string Source => "Closed form: Bingham 1922, plane Poiseuille flow; plug half-width tau_y/(rho g), speed rho g s^2/(2 eta).";

    protected override void Measure(VerificationRun run)
    {
        int cells = run.Choose(12, 24);
        double yield = MassDensity * Force * PlugHalf, end = 1.5 * MassDensity * 4 * FlowHalf * FlowHalf / ShearViscosity;
        run.Setting = $"Plane, gap 1 m, {cells} cells, shear yield stress {yield:f1} Pa, viscosity {ShearViscosity} Pa s, E 6e4 Pa: strains at yield of 0.1 %.";
        Chart chart = new("Paste between plates", new("Velocity", "m/s"), new("Height", "m"));
        Material[] pastes =
        [
            PlanarScene.Material(
                "viscoplastic", MassDensity,
                ("youngsModulus", 6e4), ("poissonsRatio", 0.3), ("yieldStress", Math.Sqrt(3) * yield), ("plasticViscosity", 2 * ShearViscosity), ("flowExponent", 1), ("shearModulus", 1)),
            PlanarScene.Material(
                "bingham-fluid", MassDensity,
                ("bulkModulus", 5e4), ("shearModulus", 2.3e4), ("yieldStress", yield), ("plasticViscosity", ShearViscosity)),
        ];
        foreach (Material paste in pastes) Flow(run, paste, cells, end, chart);
        double[] heights = [.. Enumerable.Range(0, 101).Select(i => i / 100.0)];
        run.Draw(
            "bingham-plug",
            chart.AddLine("Bingham", [.. heights.Select(Exact)], heights, LineLook.Dashed)
                .AddHorizontalMark("plug", 0.5 - PlugHalf).AddHorizontalMark("", 0.5 + PlugHalf));
    }

    private static void Flow(VerificationRun run, Material paste, int cells, double end, Chart chart)
    {
        ChannelFlow flow = new ChannelFlow(paste, cells, Force, 0).Run(run, [0.8 * end, end], PlugSpeed * end);
        double[] exact = [.. flow.Heights.Select(Exact)], ours = flow.Profiles[^1];
        double plug = ours.Where((_, i) => Math.Abs(flow.Heights[i] - 0.5) < 0.5 * PlugHalf).Average();
        double spread = ours.Where((_, i) => Math.Abs(flow.Heights[i] - 0.5) < 0.75 * PlugHalf).Max() - ours.Where((_, i) => Math.Abs(flow.Heights[i] - 0.5) < 0.75 * PlugHalf).Min();
        const string band = "first order at the plates, as the viscous flow: a fraction of a cell over the flowing layer of 0.3 m";
        run.AtMost($"{paste.Law.Key}: rms error over the plug's speed", Signals.RelativeError(ours, exact), 1.2 / cells, band);
        run.Between($"{paste.Law.Key}: speed of the plug over the exact one", plug / PlugSpeed, 1 - 2.0 / cells, 1 + 2.0 / cells, band);
        run.AtMost($"{paste.Law.Key}: spread of the speed inside the plug over its speed", spread / PlugSpeed, 0.03, "rigid below yield; what is left is elastic ringing");
        run.AtMost($"{paste.Law.Key}: change of the plug's speed in the last fifth", Math.Abs(Plug(flow, 1) / Plug(flow, 0) - 1), 0.02, "it is steady");
        chart.AddLine(paste.Law.Key, ours, flow.Heights, LineLook.DotsOnly);
    }

    private static double Plug(ChannelFlow flow, int moment) =>
        flow.Profiles[moment].Where((_, i) => Math.Abs(flow.Heights[i] - 0.5) < 0.5 * PlugHalf).Average();

    private static double Exact(double y)
    {
        double beyond = Math.Max(0, Math.Abs(y - 0.5) - PlugHalf);
        return PlugSpeed - MassDensity * Force * beyond * beyond / (2 * ShearViscosity);
    }
}
