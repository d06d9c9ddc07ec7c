namespace Splatsim.Tests;

/// <summary>
/// The gradient_* files: an independent program's automatic differentiation in double of 25 substeps, which its central differences
/// confirm. Tolerances: golden/mpm/README.md section 6.
/// </summary>
[Trait("Kind", "Golden")]
public sealed class GradientGoldenTests
{
    public static TheoryData<string> Cases => GoldenCase.Paths(c => c.Kind == "gradient");

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Cases))]
    public void Reverse_Double_MatchesTheStoredGradients(string path) => Compare(path, Engines.Double, 1e-7);

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Cases))]
    public void Reverse_Single_MatchesTheStoredGradients(string path) => Compare(path, Engines.Single, 1e-4);

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Cases))]
    public void Reverse_Fast_MatchesTheStoredGradients(string path) => Compare(path, Engines.Fast, 1e-3);

    private static void Compare(string path, string engine, double tolerance) =>
        GradientComparison.Run(new(path), setup => new(setup.On(engine)), tolerance, isSingle: engine != Engines.Double);
}
