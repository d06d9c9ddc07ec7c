namespace Splatsim.Tests;

[Trait("Kind", "Golden")]
public sealed class GoldenCoverageTests
{
    [Fact]
    public void EveryFile_IsCoveredOrListedAsOwed()
    {
        GoldenData.RequireRoot();
        List<string> missing = [];
        foreach (string path in GoldenData.Files("mpm", "*.safetensors"))
        {
            string name = "mpm/" + Path.GetFileName(path);
            GoldenCase golden = new(path);
            bool covered = golden.Kind switch
            {
                // The tests of the mechanics room walk these.
                "return_map" => true,
                "substep" or "trajectory" or "gradient" => GoldenMaterials.IsKnown(golden.Model!),
                "thirdparty" => ThirdPartyPrograms.Covers(golden) || ThirdPartyGradientTests.Covers(golden),
                _ => false,
            };
            if (!covered && !GoldenData.IsOwedLater(name)) missing.Add($"{name} ({golden.Kind}, {golden.Model})");
        }

        Assert.True(missing.Count == 0, $"neither covered nor in tests/golden-later.txt: {string.Join(", ", missing)}");
    }
}
