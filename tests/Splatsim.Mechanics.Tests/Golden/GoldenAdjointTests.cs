using System.Text.Json;
using Splatsim.Mathematics;
using Splatsim.Tests;

namespace Splatsim.Mechanics.Tests;

/// <summary>
/// The adjoints of the return maps of golden/mpm, row by row: vector-Jacobian products by an independent program (its automatic
/// differentiation in double, confirmed by its central differences to about 2e-9). Tolerances: section 6 of its README.
/// </summary>
[Trait("Kind", "Golden")]
public sealed class GoldenAdjointTests
{
    private const double Tolerance64 = 1e-8, DegenerateTolerance64 = 1e-7, Tolerance32 = 2e-3;

    // Derivatives by scalars have no other entry in their row; those that cancel to less than this part of the largest row are compared
    // with that.
    private const double Floor = 1e-3;

    [Fact]
    public void UpdateAdjoint_EveryGoldenRowInDouble_MeetsReference() => ForEachFile(Compare<Real64>);

    [Fact]
    public void UpdateAdjoint_EveryGoldenRowInFloats_MeetsReference() => ForEachFile(Compare<Real32>);

    private static void ForEachFile(Action<GoldenReturnMap> check)
    {
        GoldenData.RequireRoot();
        int covered = 0;
        foreach (Safetensors file in GoldenReturnMap.Files())
        {
            GoldenReturnMap golden = new(file);
            if (!golden.IsKnown || !file.Has("grad_F_trial")) continue;
            check(golden);
            covered++;
        }

        Assert.True(covered > 0, "the golden folder has no return maps with gradients");
    }

    private static void Compare<T>(GoldenReturnMap golden)
        where T : unmanaged, IReal<T>
    {
        Safetensors file = golden.File;
        double[] byF = file.Doubles("cotangent_F"), byTau = file.Doubles("cotangent_tau");
        double[] byHistory = golden.HasHistory ? file.Doubles("cotangent_history") : new double[golden.Rows];
        double[] differentiable = file.Doubles("differentiable");
        double[] user = LawNumbers.ToArray(golden.Law.User);
        JsonElement parameters = file.Case.GetProperty("parameters");
        string[] names = [.. file.Names.Where(IsParameter).Select(n => n["grad_".Length..])];
        double[] gradF = file.Doubles("grad_F_trial"), gradC = file.Has("grad_C") ? file.Doubles("grad_C") : [];
        double[] gradHistory = golden.HasHistory ? file.Doubles("grad_history_in") : [];
        Dictionary<string, double[]> scalars = names.ToDictionary(n => n, n => file.Doubles("grad_" + n));
        (int first, int count) = Degenerate(file.Case);
        int compared = 0;
        for (int row = 0; row < golden.Rows; row++)
        {
            if (differentiable[row] == 0) continue;
            compared++;
            bool isDegenerate = row >= first && row < first + count;
            double tolerance = typeof(T) == typeof(Real32) ? Tolerance32 : isDegenerate ? DegenerateTolerance64 : Tolerance64;
            AdjointProbe probe = new(golden.Law.Entry, golden.TimeStep)
            {
                ByF = byF[(9 * row)..(9 * row + 9)],
                ByKirchhoff = byTau[(9 * row)..(9 * row + 9)],
                ByHistory = [byHistory[row], 0, 0, 0, 0, 0],
                StartsHistory = !golden.HasHistory,
            };
            double[] gradient = probe.Gradient<T>([
                .. golden.Trial.AsSpan(9 * row, 9), .. golden.Affine.AsSpan(9 * row, 9), .. user, golden.HistoryIn[row], 0, 0, 0, 0, 0]);
            Check("F_trial", gradient.AsSpan(0, 9), gradF.AsSpan(9 * row, 9), 0);
            if (gradC.Length > 0) Check("C", gradient.AsSpan(9, 9), gradC.AsSpan(9 * row, 9), 0);
            if (gradHistory.Length > 0)
                Check("history_in", gradient.AsSpan(AdjointProbe.FirstScalar, 1), gradHistory.AsSpan(row, 1), Floor * Tensors.LargestMagnitude(gradHistory));
            foreach ((string name, double[] expected) in scalars)
            {
                double actual = GoldenParameters.Derivative(name, parameters, key =>
                    gradient[AdjointProbe.FirstParameter + golden.Law.Entry.Description.RequireIndex(key)]);
                Check(name, [actual], expected.AsSpan(row, 1), Floor * Tensors.LargestMagnitude(expected));
            }

            void Check(string what, ReadOnlySpan<double> actual, ReadOnlySpan<double> expected, double least)
            {
                double scale = Math.Max(Tensors.LargestMagnitude(expected), least);
                double difference = Tensors.LargestDifference(actual, expected);
                Assert.True(
                    difference <= tolerance * scale,
                    $"{file.Name} row {row}: grad_{what} differs by {difference / scale:E2} of its largest entry, tolerance {tolerance:E2}");
            }
        }

        Assert.True(compared > golden.Rows / 2, $"{file.Name}: only {compared} rows are differentiable");
    }

    private static bool IsParameter(string tensor) =>
        tensor.StartsWith("grad_", StringComparison.Ordinal) && tensor is not ("grad_F_trial" or "grad_C" or "grad_history_in");

    private static (int First, int Count) Degenerate(JsonElement description)
    {
        int first = 0;
        foreach (JsonElement group in description.GetProperty("row_groups").EnumerateArray())
        {
            int count = group[1].GetInt32();
            if (group[0].GetString() == "nearly_degenerate") return (first, count);
            first += count;
        }

        throw new InvalidDataException("no rows are nearly degenerate");
    }
}
