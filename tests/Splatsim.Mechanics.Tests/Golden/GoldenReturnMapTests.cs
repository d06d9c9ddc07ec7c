using Splatsim.Mathematics;
using Splatsim.Tests;

namespace Splatsim.Mechanics.Tests;

/// <summary>
/// The return maps of golden/mpm, row by row, in every number. Expected values: the independent double reference that its
/// README describes; tolerances: its section 6.
/// </summary>
[Trait("Kind", "Golden")]
public sealed class GoldenReturnMapTests
{
    private const double StretchTolerance64 = 1e-11, StressTolerance64 = 1e-10;
    private const double StretchTolerance32 = 5e-6, StressTolerance32 = 2e-4, StressFloor32 = 0.01;

    // The history is a log strain (tolerance of F) or a yield stress (tolerance of the stress, relative to it here).
    private const double HistoryTolerance64 = 1e-11, HistoryTolerance32 = 2e-5;

    [Fact]
    public void Update_EveryGoldenRowInDouble_MeetsReference() => ForEachFile(golden =>
    {
        double[] f = new double[golden.Trial.Length], tau = new double[f.Length], history = new double[golden.Rows];
        for (int row = 0; row < golden.Rows; row++)
        {
            LawHistory<Real64> memory = new() { H0 = golden.HistoryIn[row] };
            LawState state = golden.Law.Step(golden.TrialOf(row), golden.AffineOf(row), golden.TimeStep, memory);
            Tensors.Array(state.F).CopyTo(f, 9 * row);
            Tensors.Array(state.Kirchhoff).CopyTo(tau, 9 * row);
            history[row] = state.History.H0.Value;
        }

        Compare(golden, f, tau, history, isDouble: true);
    });

    [Fact]
    public void Update_EveryGoldenRowInFloats_MeetsReference() => ForEachFile(golden =>
        Compare(golden, LaneStepper.InFloats(
            golden.Law.Entry, golden.Trial, golden.Affine, golden.HistoryIn, golden.Law.Prepared, golden.TimeStep)));

    [Fact]
    public void Update_EveryGoldenRowInEightLanes_MeetsReference() => ForEachFile(golden =>
        Compare(golden, LaneStepper.InLanes<Lanes8>(
            golden.Law.Entry, golden.Trial, golden.Affine, golden.HistoryIn, golden.Law.Prepared, golden.TimeStep)));

    [Fact]
    public void Update_EveryGoldenRowInSixteenLanes_MeetsReference() => ForEachFile(golden =>
        Compare(golden, LaneStepper.InLanes<Lanes16>(
            golden.Law.Entry, golden.Trial, golden.Affine, golden.HistoryIn, golden.Law.Prepared, golden.TimeStep)));

    private static void ForEachFile(Action<GoldenReturnMap> check)
    {
        GoldenData.RequireRoot();
        int covered = 0;
        foreach (Safetensors file in GoldenReturnMap.Files())
        {
            GoldenReturnMap golden = new(file);
            if (!golden.IsKnown)
            {
                Assert.True(
                    GoldenData.IsOwedLater($"mpm/{file.Name}"),
                    $"{file.Name}: no law for model '{golden.Model}', and tests/golden-later.txt does not list the file");
                continue;
            }

            check(golden);
            covered++;
        }

        Assert.True(covered > 0, "the golden folder has no return maps");
    }

    private static void Compare(GoldenReturnMap golden, LaneStepper stepper)
    {
        Assert.DoesNotContain(true, stepper.Clamped);
        Compare(golden, stepper.F, stepper.Kirchhoff, stepper.History, isDouble: false);
    }

    private static void Compare(GoldenReturnMap golden, double[] f, double[] tau, double[] history, bool isDouble)
    {
        for (int row = 0; row < golden.Rows; row++)
        {
            Range range = (9 * row)..(9 * row + 9);
            ReadOnlySpan<double> expected = golden.Kirchhoff.AsSpan(range);
            double largest = Tensors.LargestMagnitude(expected);
            double stretch = Tensors.LargestDifference(f.AsSpan(range), golden.F.AsSpan(range));
            double stress = Tensors.LargestDifference(tau.AsSpan(range), expected);
            double stressTolerance = isDouble
                ? StressTolerance64 * (golden.StressScale + largest)
                : StressTolerance32 * (largest + StressFloor32 * golden.StressScale);
            Check("F", stretch, isDouble ? StretchTolerance64 : StretchTolerance32);
            Check("tau", stress, stressTolerance);
            if (!golden.HasHistory) continue;
            double scale = Math.Max(1, Math.Abs(golden.HistoryOut[row]));
            Check("history", Math.Abs(history[row] - golden.HistoryOut[row]) / scale,
                isDouble ? HistoryTolerance64 : HistoryTolerance32);

            void Check(string what, double difference, double tolerance) =>
                Assert.True(
                    difference <= tolerance,
                    $"{golden.File.Name} row {row}: {what} differs by {difference:E2}, tolerance {tolerance:E2}");
        }
    }
}
