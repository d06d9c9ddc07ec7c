using Splatsim.Verification;

namespace Splatsim.Tests;

/// <summary>Every registered case holds its bands: in quick sizes always, in the sources' own sizes in the long tier.</summary>
public sealed class VerificationTests
{
    public static TheoryData<string> Names => new(Verifications.All.Select(c => c.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Case_QuickSize_HoldsItsBands(string name) => Check(name, VerificationResolution.Quick);

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("Tier", "Full")]
    public void Case_FullSize_HoldsItsBands(string name) => Check(name, VerificationResolution.Full);

    private static void Check(string name, VerificationResolution resolution)
    {
        VerificationResult result = Verifications.Find(name).Run(
            new() { Resolution = resolution, GoldenFolder = GoldenData.Root }, null, TestContext.Current.CancellationToken);
        ITestOutputHelper? output = TestContext.Current.TestOutputHelper;
        output?.WriteLine($"{name}: {result.Duration.TotalSeconds:f1} s");
        foreach (VerificationFigure f in result.Figures) output?.WriteLine($"{f.Name}, {f.Engine}: {f.Value:g4} {f.Unit} ({f.BandText}){(f.Passed ? "" : " MISSED")}");
        foreach (string reason in result.Skipped) output?.WriteLine($"left out: {reason}");
        Assert.Null(result.Failure);
        Assert.SkipWhen(result.IsSkipped, string.Join("; ", result.Skipped));
        Assert.All(result.Figures, f => Assert.True(f.Passed, FormattableString.Invariant($"{f.Name}, {f.Engine}: {f.Value:g6} {f.Unit} is not in {f.BandText} ({f.Band})")));
        Assert.NotEmpty(result.Charts);
        Assert.NotEmpty(result.Setting);
    }
}
