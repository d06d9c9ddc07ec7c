using System.Text.Json;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>The trajectory_* files: hundreds of substeps with contact, statistics every 10 and positions every 50.</summary>
[Trait("Kind", "Golden")]
public sealed class TrajectoryGoldenTests
{
    // golden/mpm/README.md section 6, "trajectory": in double 1e-7 of the measured float32 deviation (the ratio of the
    // two roundings is 2e-9), but not below 1e-12 of the column's scale; in float 5 times that deviation.
    private const double DoubleOverSingle = 1e-7;
    private const double ScaleFloor = 1e-12;
    private const double SingleMargin = 5;

    // Positions and the final F are stored in float32: half an ulp at 1 m, and at F entries below 2.
    private const double StoredRounding = 6e-8;
    private const double StoredRoundingF = 1.2e-7;

    public static TheoryData<string> Cases => GoldenCase.Paths(c => c.Kind == "trajectory");

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Cases))]
    public void Advance_Double_FollowsStatisticsAndPositions(string path) =>
        Follow(new(path), Engines.Double, deviation => DoubleOverSingle * deviation);

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Cases))]
    public void Advance_Single_FollowsStatisticsAndPositions(string path) =>
        Follow(new(path), Engines.Single, deviation => SingleMargin * deviation);

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Cases))]
    public void Advance_Fast_FollowsStatisticsAndPositions(string path) =>
        Follow(new(path), Engines.Fast, deviation => SingleMargin * deviation);

    private static void Follow(GoldenCase golden, string engine, Func<double, double> allowed)
    {
        using ISimulator simulator = Simulators.Create(golden.Setup(golden.InitialParticles()).On(engine));
        ParticleSet state = new(simulator.ParticleCount);
        JsonElement deviation = golden.Json.GetProperty("float32_deviation");
        string[] columns = [.. golden.Json.GetProperty("columns").EnumerateArray().Select(c => c.GetString()!)];
        double[] statistics = golden.File.Doubles("statistics");
        double[] positions = golden.File.Doubles("positions");
        double[] deviations = [.. deviation.GetProperty("position_max").EnumerateArray().Select(d => d.GetDouble())];
        int every = golden.Json.GetProperty("statistics_every").GetInt32();
        int positionsEvery = golden.Json.GetProperty("positions_every").GetInt32();
        double worst = 0;
        for (int row = 0; row * columns.Length < statistics.Length; row++)
        {
            if (row > 0) simulator.Advance(every * golden.TimeStep);
            simulator.CopyTo(state);
            Dictionary<string, double> ours = Columns(simulator.Statistics(), state);
            for (int c = 0; c < columns.Length; c++)
            {
                JsonElement measured = deviation.GetProperty("statistics").GetProperty(columns[c]);
                double tolerance = Math.Max(allowed(measured[0].GetDouble()), ScaleFloor * Math.Abs(measured[1].GetDouble()));
                double difference = Math.Abs(ours[columns[c]] - statistics[row * columns.Length + c]);
                if (tolerance > 0) worst = Math.Max(worst, difference / tolerance);
                Assert.True(
                    difference <= tolerance,
                    $"{golden.Name} substep {row * every} {columns[c]}: {difference:g3} exceeds {tolerance:g3}");
            }

            if (row * every % positionsEvery != 0) continue;
            int snapshot = row * every / positionsEvery;
            ReadOnlySpan<double> expected = positions.AsSpan(snapshot * state.X.Length, state.X.Length);
            AssertNear(golden, $"positions {row * every}", expected, state.X, allowed(deviations[snapshot]) + StoredRounding);
        }

        Assert.Equal(golden.Json.GetProperty("substeps").GetInt32(), simulator.SubstepCount);
        double final = Math.Max(allowed(deviations[^1]), ScaleFloor);
        AssertNear(golden, "x_final", golden.File.Doubles("x_final"), state.X, final);
        if (engine == Engines.Double)
            AssertNear(golden, "F_final", golden.File.Doubles("F_final"), state.F, StoredRoundingF);
        TestContext.Current.TestOutputHelper?.WriteLine($"{golden.Name}: statistics reach {worst:g3} of the tolerance");
    }

    private static Dictionary<string, double> Columns(SimulationStatistics s, ParticleSet state)
    {
        double Extreme(int axis, bool largest) => Enumerable.Range(0, state.Count)
            .Select(p => state.X[3 * p + axis]).Aggregate(largest ? Math.Max : Math.Min);
        return new()
        {
            ["time"] = s.Time,
            ["com_x"] = s.CenterOfMass.X.Value,
            ["com_y"] = s.CenterOfMass.Y.Value,
            ["com_z"] = s.CenterOfMass.Z.Value,
            ["momentum_x"] = s.Momentum.X.Value,
            ["momentum_y"] = s.Momentum.Y.Value,
            ["momentum_z"] = s.Momentum.Z.Value,
            ["angular_momentum_x"] = s.AngularMomentum.X.Value,
            ["angular_momentum_y"] = s.AngularMomentum.Y.Value,
            ["angular_momentum_z"] = s.AngularMomentum.Z.Value,
            ["kinetic_energy"] = s.KineticEnergy,
            ["affine_kinetic_energy"] = s.AffineKineticEnergy,
            ["elastic_energy"] = s.ElasticEnergy,
            ["gravitational_energy"] = s.GravitationalEnergy,
            ["min_x"] = Extreme(0, false),
            ["min_y"] = Extreme(1, false),
            ["min_z"] = Extreme(2, false),
            ["max_x"] = Extreme(0, true),
            ["max_y"] = Extreme(1, true),
            ["max_z"] = Extreme(2, true),
            ["max_speed"] = s.MaximumSpeed,
            ["min_J"] = s.MinimumVolumeRatio,
            ["mean_J"] = s.MeanVolumeRatio,
            ["max_J"] = s.MaximumVolumeRatio,
        };
    }

    private static void AssertNear(
        GoldenCase golden, string what, ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double tolerance)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            double difference = Math.Abs(expected[i] - actual[i]);
            Assert.True(
                difference <= tolerance, $"{golden.Name} {what} entry {i}: {difference:g3} exceeds {tolerance:g3}");
        }
    }
}
