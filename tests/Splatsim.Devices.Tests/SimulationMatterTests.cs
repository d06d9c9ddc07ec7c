using Splatsim.Mechanics;
using Splatsim.Simulation;
using Splatsim.Simulation.Kernels;
using Splatsim.Tests.Fast;

namespace Splatsim.Tests;

/// <summary>Matter that a device needs the host for, and sums over a frame, against the reference in double.</summary>
[Collection("device")]
public sealed class SimulationMatterTests
{
    private const int Substeps = 100;

    // Positions: 1e-4 cells, the acceptance value for GPUs. The others are those of the fast back end's tests.
    private static readonly StateTolerance Single = new(X: 1e-4 * FastScenes.CellSize, V: 1e-4, C: 3e-3, F: 1e-4);

    public static TheoryData<string> LawKeys => [.. Laws.All.Where(l => !l.Description.IsRigid).Select(l => l.Key)];

    [Theory]
    [InlineData("von-mises")]
    [InlineData("newtonian-fluid")]
    public void Statistics_HeatOfSomeLaws_MatchesTheReference(string key) => CheckHeat(key);

    [Theory]
    [Trait("Tier", "Full")]
    [MemberData(nameof(LawKeys))]
    public void Statistics_HeatOfEveryLaw_MatchesTheReference(string key) => CheckHeat(key);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Advance_LawOfBatches_MatchesTheReference(bool isDeterministic)
    {
        // Two materials of the batched law beside one of another.
        LawEntry batched = LawEntry.OfLearned(new BatchedNeoHookean());
        Material soft = FastScenes.Of(batched), stiff = soft with { Parameters = new Dictionary<string, double> { ["youngsModulus"] = 2e5 } };
        SimulationSetup setup = FastScenes.Setup(FastScenes.Body(9, 8, materials: 3), soft, stiff, FastScenes.Of(Laws.Find("neo-hookean"))) with
        {
            TracksDissipation = true,
        };
        using ISimulator reference = Simulators.Create(setup with { Backend = SimulationBackend.Reference });
        using DeviceSimulator simulator = new(setup, OpenClDevice.Required, ownsDevice: false, new() { IsDeterministic = isDeterministic });
        ParticleSet expected = FastScenes.Advance(reference, setup, Substeps), actual = FastScenes.Advance(simulator, setup, Substeps, 40);
        FastScenes.AssertClose(expected, actual, Single);
        // The law counts its steps and its batches: whole materials on a device, one particle in the reference.
        for (int p = 0; p < actual.Count; p++)
        {
            Assert.Equal(actual.Material[p] == 2 ? 0 : Substeps, actual.History![ParticleSet.HistoryWidth * p]);
            if (actual.Material[p] != 2) Assert.Equal(actual.Count / 3, actual.History[ParticleSet.HistoryWidth * p + 1]);
        }

        // An elastic law loses nothing but the rounding of its energies.
        Assert.Equal(0, simulator.Statistics().DissipatedEnergy, 1e-6 * Substeps * simulator.Statistics().ElasticEnergy);
    }

    private static void CheckHeat(string key)
    {
        Material material = FastScenes.Of(Laws.Find(key));
        // Water hardly heats.
        if (key == "newtonian-fluid") material = material with { Parameters = new Dictionary<string, double> { ["shearViscosity"] = 10 } };
        SimulationSetup setup = FastScenes.Setup(FastScenes.Body(6, 8), material) with { TracksDissipation = true };
        using ISimulator reference = Simulators.Create(setup with { Backend = SimulationBackend.Reference });
        using ISimulator single = Simulators.Create(setup with { Backend = SimulationBackend.Reference, Precision = SimulationPrecision.Single });
        using DeviceSimulator simulator = new(setup, OpenClDevice.Required, ownsDevice: false, new());
        FastScenes.Advance(reference, setup, Substeps);
        FastScenes.Advance(single, setup, Substeps);
        FastScenes.Advance(simulator, setup, Substeps, 40);
        SimulationStatistics expected = reference.Statistics(), inSingle = single.Statistics(), actual = simulator.Statistics();
        // The difference of two energies: each has float's rounding of the whole energy in every substep, of either sign. Where that is not
        // enough, the state itself is no better known: the reference in single, which has the same numbers, is as far.
        double allowed = Math.Max(
            1e-3 * Math.Abs(expected.DissipatedEnergy) + 1e-6 * Math.Sqrt(Substeps) * (expected.ElasticEnergy + expected.KineticEnergy),
            3 * Math.Abs(expected.DissipatedEnergy - inSingle.DissipatedEnergy));
        Assert.Equal(expected.DissipatedEnergy, actual.DissipatedEnergy, allowed);
        if (key is "von-mises" or "newtonian-fluid") Assert.True(actual.DissipatedEnergy > 10 * allowed, "nothing became heat");
    }
}
