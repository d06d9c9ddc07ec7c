using Splatsim.Simulation;

namespace Splatsim.Verification;

/// <summary>
/// A long slug of matter between two sticky plates, y = 0 and y = 1 m, free at both ends. Far from the ends it flows as between
/// infinite plates: end effects die as exp(-4.2 distance/gap), and it may move along as far as it likes.
/// </summary>
internal sealed class ChannelFlow(Material material, int cells, double acceleration, double plateSpeed)
{
    public const double Gap = 1;

    private const double Length = 6 * Gap;

    private readonly List<double[]> profiles = [];

    /// <summary>Heights of the rows of particles [m].</summary>
    public double[] Heights { get; } = [.. Enumerable.Range(0, 2 * cells).Select(j => (j + 0.5) * Gap / (2 * cells))];

    /// <summary>Mean velocity along the plates of each row in the middle of the slug, at each of the times [m/s].</summary>
    public IReadOnlyList<double[]> Profiles => profiles;

    public ChannelFlow Run(VerificationRun run, IReadOnlyList<double> times, double travel)
    {
        double dx = Gap / cells;
        PlanarScene scene = new(dx, -0.5 * Length - 0.5 * Gap, 0, 0.5 * Length + 0.5 * Gap + 2 * travel, Gap);
        scene.Fill(-0.5 * Length, 0, 0.5 * Length, Gap);
        SimulationSetup setup = scene.Setup(
            [material],
            new PlaneBoundary(ContactMode.Sticky, new(0, 0, 0), new(0, 1, 0)),
            new PlaneBoundary(ContactMode.Sticky, new(0, Gap, 0), new(0, -1, 0)) { Velocity = new(plateSpeed, 0, 0) }) with
        {
            Gravity = new(acceleration, 0, 0),
        };
        using ISimulator simulator = run.Start(setup);
        ParticleSet state = new(scene.Count);
        foreach (double time in times)
        {
            run.Advance(simulator, time - simulator.Time);
            simulator.CopyTo(state);
            profiles.Add(Profile(state));
            run.Report(time / times[^1]);
        }

        return this;
    }

    // Rows by where particles are now: the flow is parallel in the middle, so they hardly leave the row that they began in.
    private double[] Profile(ParticleSet state)
    {
        double middle = Enumerable.Range(0, state.Count).Average(p => state.X[3 * p]);
        double[] sums = new double[2 * cells], counts = new double[2 * cells];
        for (int p = 0; p < state.Count; p++)
        {
            if (Math.Abs(state.X[3 * p] - middle) > 0.75 * Gap) continue;
            int row = Math.Clamp((int)(state.X[3 * p + 1] / Gap * 2 * cells), 0, 2 * cells - 1);
            sums[row] += state.V[3 * p];
            counts[row]++;
        }

        return [.. sums.Zip(counts, (sum, count) => sum / count)];
    }
}
