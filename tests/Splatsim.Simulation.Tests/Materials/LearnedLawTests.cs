using Splatsim.Mechanics;
using Splatsim.Simulation;
using Splatsim.Tests.Fast;

namespace Splatsim.Tests;

/// <summary>A law evaluated in batches against the built-in one with the same formula.</summary>
public sealed class LearnedLawTests
{
    private const int Substeps = 40;

    public static TheoryData<string> All => [Engines.Double, Engines.Single, Engines.Fast];

    [Theory]
    [MemberData(nameof(All))]
    public void Advance_InBatches_IsTheBuiltInLaw(string engine)
    {
        // Two materials of the batched law beside one of another law; odd counts leave padding in packets.
        ParticleSet body = FastScenes.Body(11, 8, materials: 3);
        LawEntry batched = LawEntry.OfLearned(new BatchedNeoHookean()), builtIn = Laws.Find("neo-hookean");
        ParticleSet expected = Run(engine, body, builtIn), actual = Run(engine, body, batched);
        // golden/mpm README, section 6, "substep", float32: the batched law is single precision everywhere.
        FastScenes.AssertClose(expected, actual, new StateTolerance(X: 5e-6, V: 1e-4, C: 3e-3, F: 1e-4));
        for (int p = 0; p < body.Count; p++)
        {
            double steps = actual.History![ParticleSet.HistoryWidth * p], largest = actual.History[ParticleSet.HistoryWidth * p + 1];
            Assert.Equal(body.Material[p] == 2 ? 0 : Substeps, steps);
            if (body.Material[p] != 2) Assert.InRange(largest, 1, 32);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Statistics_InBatches_HaveTheEnergyOfTheBuiltInLaw(string engine)
    {
        ParticleSet body = FastScenes.Body(6, 8);
        double Energy(LawEntry law)
        {
            using ISimulator simulator = Simulators.Create((FastScenes.Setup(body, FastScenes.Of(law)) with { TracksDissipation = true }).On(engine));
            simulator.Advance(1e-3);
            // An elastic law of batches returns its trial state: nothing is lost.
            Assert.Equal(0, simulator.Statistics().DissipatedEnergy, 1e-9);
            return simulator.Statistics().ElasticEnergy;
        }

        double expected = Energy(Laws.Find("neo-hookean"));
        Assert.Equal(expected, Energy(LawEntry.OfLearned(new BatchedNeoHookean())), 1e-4 * expected);
    }

    [Fact]
    public void Accept_OfABatchedLaw_SaysWhatItLacks()
    {
        LawEntry law = LawEntry.OfLearned(new BatchedNeoHookean());
        Assert.Contains("batched-neo-hookean", Assert.Throws<NotSupportedException>(() => law.Accept(null!)).Message, StringComparison.Ordinal);
    }

    private static ParticleSet Run(string engine, ParticleSet body, LawEntry law)
    {
        Material soft = FastScenes.Of(law), stiff = soft with { Parameters = new Dictionary<string, double> { ["youngsModulus"] = 2e5 } };
        SimulationSetup setup = FastScenes.Setup(body, soft, stiff, FastScenes.Of(Laws.Find("stvk-hencky")));
        using ISimulator simulator = Simulators.Create(setup.On(engine));
        return FastScenes.Advance(simulator, setup, Substeps);
    }
}
