using Splatsim.Mechanics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>Golden model names and parameters in the terms of the registered laws.</summary>
internal static class GoldenMaterials
{
    private static readonly Dictionary<string, string> Keys = new()
    {
        ["E"] = "youngsModulus",
        ["nu"] = "poissonsRatio",
        ["yield_stress"] = "yieldStress",
    };

    public static bool IsKnown(string model) => Laws.TryFind(LawKey(model)) is not null;

    public static Material Of(GoldenCase golden)
    {
        Dictionary<string, double> parameters = golden.Parameters().ToDictionary(p => Keys[p.Key], p => p.Value);
        return new(golden.Model!, Laws.Find(LawKey(golden.Model!)), parameters, 1000);
    }

    private static string LawKey(string model) => model switch
    {
        "tait_fluid" => "newtonian-fluid",
        _ => model.Replace('_', '-'),
    };
}
