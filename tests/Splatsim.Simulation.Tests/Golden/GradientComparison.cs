using System.Text.Json;
using Splatsim.Mechanics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>Gradients of a golden case against the stored ones, by any engine.</summary>
internal static class GradientComparison
{
    private const double DeviationFactor = 5;

    /// <summary>Runs the case and compares all gradients that it has.</summary>
    /// <param name="golden">The case.</param>
    /// <param name="start">Starts the tape.</param>
    /// <param name="tolerance">Largest difference, of a tensor's largest entry; in single also what the file's own deviation allows.</param>
    /// <param name="isSingle">Whether the tape computes in single precision.</param>
    public static void Run(GoldenCase golden, Func<SimulationSetup, SimulationTape> start, double tolerance, bool isSingle)
    {
        Safetensors file = golden.File;
        ParticleSet initial = golden.InitialParticles();
        SimulationSetup setup = golden.Setup(initial);
        using SimulationTape tape = start(setup);
        tape.Advance(golden.Json.GetProperty("substeps").GetInt32() * golden.TimeStep);
        Assert.Equal(golden.Json.GetProperty("substeps").GetInt32(), tape.SubstepCount);
        SimulationGradient gradient = tape.Reverse(frame => frame == 0 ? null : Weights(file, initial.Count));
        Dictionary<string, double[]> actual = new()
        {
            ["x"] = gradient.Positions,
            ["v"] = gradient.Velocities,
            ["C"] = gradient.AffineVelocities,
            ["F"] = gradient.DeformationGradients,
            ["mass"] = gradient.Masses,
            ["volume"] = gradient.RestVolumes,
            ["gravity"] = [gradient.Gravity.X.Value, gradient.Gravity.Y.Value, gradient.Gravity.Z.Value],
            ["density_scale"] = [gradient.Masses.Zip(initial.Mass, (g, m) => g * m).Sum()],
            ["history"] = [.. Enumerable.Range(0, initial.Count).Select(p => gradient.History[ParticleSet.HistoryWidth * p])],
            ["friction"] =
            [
                .. setup.Boundaries.Index().Where(b => b.Item is PlaneBoundary { Mode: ContactMode.Coulomb })
                    .Select(b => gradient.Boundaries[b.Index].Friction),
            ],
        };
        JsonElement deviations = golden.Json.GetProperty("float32_deviation");
        JsonElement parameters = golden.Json.GetProperty("parameters");
        LawDescription law = setup.Materials[0].Law.Description;
        int compared = 0;
        foreach (string tensor in file.Names.Where(n => n.StartsWith("grad_", StringComparison.Ordinal)))
        {
            string name = tensor["grad_".Length..];
            double[] ours = actual.TryGetValue(name, out double[]? known) ? known
                : [.. Enumerable.Range(0, initial.Count).Select(p => GoldenParameters.Derivative(
                    name, parameters, key => gradient.Parameters[SimulationGradient.ParameterWidth * p + law.RequireIndex(key)]))];
            double most = isSingle ? Math.Max(tolerance, DeviationFactor * Deviation(deviations, name)) : tolerance;
            // A sum over particles whose terms cancel: rounding of its terms is what it has.
            double least = name == "density_scale" && isSingle
                ? gradient.Masses.Zip(initial.Mass, (g, m) => Math.Abs(g * m)).Sum() : 0;
            Compare(golden, tensor, ours, most, least);
            compared++;
        }

        Assert.True(compared >= 9, $"{golden.Name}: only {compared} gradients");
    }

    private static void Compare(GoldenCase golden, string tensor, double[] actual, double tolerance, double least)
    {
        double[] expected = golden.File.Doubles(tensor);
        Assert.Equal(expected.Length, actual.Length);
        double largest = Math.Max(least, expected.Max(Math.Abs)), worst = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            double difference = Math.Abs(actual[i] - expected[i]);
            worst = difference <= worst ? worst : difference;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{golden.Name} {tensor}: {worst / largest:g3} of {tolerance:g3}");
        Assert.True(worst <= tolerance * largest, $"{golden.Name} {tensor}: largest difference {worst / largest:g3} of the largest entry exceeds {tolerance:g3}");
    }

    private static StateCotangents Weights(Safetensors file, int count)
    {
        double[]? history = null;
        if (file.Has("weight_history"))
        {
            double[] weights = file.Doubles("weight_history");
            history = new double[ParticleSet.HistoryWidth * count];
            for (int p = 0; p < count; p++) history[ParticleSet.HistoryWidth * p] = weights[p];
        }

        return new()
        {
            Positions = file.Doubles("weight_x"),
            Velocities = file.Doubles("weight_v"),
            AffineVelocities = file.Doubles("weight_C"),
            DeformationGradients = file.Doubles("weight_F"),
            History = history,
        };
    }

    // Sums over particles and nodes that the file states none for take the largest of its case.
    private static double Deviation(JsonElement deviations, string name) =>
        deviations.TryGetProperty(name, out JsonElement own) ? own.GetDouble()
            : deviations.EnumerateObject().Where(d => d.Value.ValueKind == JsonValueKind.Number).Max(d => d.Value.GetDouble());
}
