using Splatsim.Mechanics;
using Splatsim.Simulation;
using Splatsim.Tests.Fast;

namespace Splatsim.Tests;

/// <summary>What every registered force owes.</summary>
public sealed class ForceRegistryTests
{
    private const int Substeps = 50;

    // golden/mpm/README.md section 6, "substep", float32, for scenes of this size after 50 substeps.
    private static readonly StateTolerance Single = new(X: 5e-6, V: 1e-4, C: 3e-3, F: 1e-4);

    public static TheoryData<string> Keys => [.. Forces.All.Select(f => f.Key)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Advance_EveryForce_FastMatchesTheReference(string key)
    {
        foreach (IForce force in Examples(key))
        {
            SimulationSetup setup = Setup(force);
            FastScenes.AssertClose(FastScenes.RunReference(setup, Substeps), FastScenes.Run(setup, new(), Substeps), Single);
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Advance_EveryForce_IsFelt(string key)
    {
        foreach (IForce force in Examples(key))
        {
            ParticleSet with = FastScenes.Run(Setup(force), new(), 20), without = FastScenes.Run(Setup(force) with { Forces = [] }, new(), 20);
            // Far above rounding: otherwise the example proves nothing.
            Assert.True(FastScenes.Largest(without.V, with.V) > 1e-3, $"{key}: changed v by {FastScenes.Largest(without.V, with.V):g3} m/s");
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Advance_EveryForce_DoesNotDependOnWorkersOrFusion(string key)
    {
        foreach (IForce force in Examples(key))
        {
            SimulationSetup setup = Setup(force);
            ParticleSet expected = FastScenes.Run(setup, new(), 25);
            FastScenes.AssertIdentical(expected, FastScenes.Run(setup with { Workers = FastScenes.Pool(3) }, new(), 25));
            FastScenes.AssertIdentical(expected, FastScenes.Run(setup, new() { Fuse = false }, 25));
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void SaveAndRestore_EveryForce_RepeatsTheWork(string key)
    {
        foreach (IForce force in Examples(key))
        {
            SimulationSetup setup = Setup(force);
            using ISimulator simulator = Simulators.Create(setup with { Backend = SimulationBackend.Reference });
            IParticleAction action = force.Begin(), other = force.Begin();
            SubstepWork first = Work(action, simulator, 0), second = Work(action, simulator, 1e-3);
            other.Restore(action.Save());
            SubstepWork repeated = Work(other, simulator, 1e-3);
            Assert.Equal(second.Forces, repeated.Forces);
            Assert.Equal(second.Numbers, repeated.Numbers);
            Assert.Equal(second.Weights.SelectMany(w => w.Values), repeated.Weights.SelectMany(w => w.Values));
            Assert.NotNull(first);
        }
    }

    private static SubstepWork Work(IParticleAction action, ISimulator simulator, double time)
    {
        SubstepWork work = new(FastScenes.Domain);
        work.Begin(time, 1e-3);
        action.BeforeSubstep(new(time, 1e-3, FastScenes.Domain), (IParticleAccess)simulator, work);
        return work;
    }

    private static IReadOnlyList<IForce> Examples(string key) => Forces.All.Single(f => f.Key == key).Examples(FastScenes.Domain);

    private static SimulationSetup Setup(IForce force) =>
        FastScenes.Setup(FastScenes.Body(10, 8), FastScenes.Of(Laws.Find("neo-hookean"))) with { Forces = [force] };
}
