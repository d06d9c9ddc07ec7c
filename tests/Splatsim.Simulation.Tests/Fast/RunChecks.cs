using Splatsim.Simulation;

namespace Splatsim.Tests.Fast;

/// <summary>What has to hold of every run, whatever is in its scene.</summary>
internal static class RunChecks
{
    /// <summary>The number of workers has no part in a result.</summary>
    public static void AssertSameForAnyWorkers(SimulationSetup setup)
    {
        ParticleSet expected = FastScenes.Run(setup, new(), 60, 7);
        FastScenes.AssertIdentical(expected, FastScenes.Run(setup with { Workers = FastScenes.Pool(3) }, new(), 60, 7));
    }

    /// <summary>A run that is resumed from a file repeats the frames of the one that wrote it.</summary>
    /// <param name="setup">The scene.</param>
    /// <param name="folder">Where the file may be.</param>
    /// <param name="compare">What else the two have in common at the end.</param>
    /// <param name="create">Makes the simulators; null for the back end that the setup names.</param>
    /// <param name="before">Substeps before the file.</param>
    /// <param name="after">Substeps after it.</param>
    /// <param name="frame">Substeps of a frame.</param>
    public static void AssertResumeRepeats(
        SimulationSetup setup, string folder, Action<ISimulator, ISimulator>? compare = null, Func<SimulationSetup, ISimulator>? create = null,
        int before = 33, int after = 44, int frame = 11)
    {
        create ??= Simulators.Create;
        string path = Path.Combine(folder, "state");
        using ISimulator whole = create(setup), resumed = create(setup with { Workers = FastScenes.Pool(2) });
        FastScenes.Advance(whole, setup, before, frame);
        using (StateWriter writer = new(path, "test", 1, compress: true))
        {
            whole.Save(writer);
            writer.Commit();
        }

        ParticleSet expected = FastScenes.Advance(whole, setup, after, frame);
        using (StateReader reader = new(path, "test", 1)) resumed.Restore(reader);
        FastScenes.AssertIdentical(expected, FastScenes.Advance(resumed, setup, after, frame));
        compare?.Invoke(whole, resumed);
    }

    /// <summary>
    /// A frame that fails leaves nothing behind. The body is shot out of the domain after 25 substeps, in the middle of a frame; shorter
    /// frames up to there do not see it.
    /// </summary>
    /// <param name="setup">The scene.</param>
    /// <param name="create">Makes the simulators; null for the back end that the setup names.</param>
    public static void AssertFailedFrameIsUndone(SimulationSetup setup, Func<SimulationSetup, ISimulator>? create = null)
    {
        create ??= Simulators.Create;
        double dt = setup.StepPolicy.TimeStep!.Value;
        setup = setup with
        {
            StepPolicy = new() { TimeStep = dt, MaximumCourantNumber = double.PositiveInfinity },
            Events = [.. setup.Events, new VelocityEvent(ParticleRegion.Everything, new(1e4, 0, 0)) { Time = 25.5 * dt }],
        };
        using ISimulator undisturbed = create(setup), failing = create(setup);
        FastScenes.Advance(undisturbed, setup, 22, 11);
        FastScenes.Advance(failing, setup, 22, 11);
        Assert.ThrowsAny<SimulationException>(() => failing.Advance(11 * dt));
        FastScenes.AssertIdentical(FastScenes.Advance(undisturbed, setup, 3), FastScenes.Advance(failing, setup, 3));
    }

    /// <summary>A setup is refused by name.</summary>
    /// <param name="parts">What the message may say, with bars between.</param>
    /// <param name="setup">The setup.</param>
    public static void AssertRefused(string parts, SimulationSetup setup)
    {
        string message = Assert.Throws<SimulationSetupException>(() => Simulators.Create(setup).Dispose()).Message;
        Assert.Contains(parts.Split('|'), p => message.Contains(p, StringComparison.Ordinal));
    }
}
