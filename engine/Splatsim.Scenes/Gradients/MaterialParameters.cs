using Splatsim.Mechanics;
using Splatsim.Simulation;

namespace Splatsim.Scenes;

/// <summary>The parameters of materials: of each one, and common factors of those that several have.</summary>
internal static class MaterialParameters
{
    /// <summary>Names of the materials that tell them apart.</summary>
    public static string[] Names(SimulationSetup setup)
    {
        string[] names = [.. setup.Materials.Select(m => m.Name)];
        for (int m = 0; m < names.Length; m++)
            if (setup.Materials.Count(other => other.Name == setup.Materials[m].Name) > 1) names[m] += FormattableString.Invariant($"#{m}");
        return names;
    }

    public static IEnumerable<GradientParameter> Of(SimulationSetup setup)
    {
        string[] names = Names(setup);
        int[] used = [.. Enumerable.Range(0, names.Length).Where(m => setup.Particles.Material.Contains(m) && !setup.Materials[m].IsStationary)];
        List<(int Material, int Index, LawParameter Parameter)> all = [];
        foreach (int m in used)
        {
            foreach ((int index, LawParameter parameter) in setup.Materials[m].Law.Description.Parameters.Index())
                if (!parameter.IsChoice) all.Add((m, index, parameter));
        }

        foreach ((int m, int index, LawParameter parameter) in all)
        {
            double value = LawNumbers.ToArray(setup.Materials[m].UserParameters)[index];
            yield return new(
                $"material.{names[m]}.{parameter.Key}", parameter.Unit, value, value != 0 ? Math.Abs(value) : Usual(parameter),
                (s, to) => Changed(s, m, parameter.Key, to - value), g => g.ByMaterial(m, parameter.Key))
            {
                Minimum = parameter.Minimum,
                Maximum = parameter.Maximum,
            };
        }

        foreach (int m in used)
        {
            double density = setup.Materials[m].MassDensity;
            yield return new(
                $"material.{names[m]}.massDensity", "kg/m^3", density, density, (s, to) => Heavier(s, m, to / density), g => MassesOf(setup, m, g) / density)
            {
                Minimum = 0,
            };
        }

        foreach (IGrouping<string, (int Material, int Index, LawParameter Parameter)> key in all.GroupBy(a => a.Parameter.Key))
        {
            if (key.Count() < 2) continue;
            (int Material, double Value)[] parts =
                [.. key.Select(k => (k.Material, LawNumbers.ToArray(setup.Materials[k.Material].UserParameters)[k.Index]))];
            yield return new(
                $"materials.{key.Key}", "of itself", 1, 1,
                (s, factor) => parts.Aggregate(s, (changed, part) => Changed(changed, part.Material, key.Key, (factor - 1) * part.Value)),
                g => parts.Sum(part => part.Value * g.ByMaterial(part.Material, key.Key)));
        }
    }

    // Half the way that a parameter of 0 may go, or what is usual for its unit.
    private static double Usual(LawParameter parameter) => parameter.Unit == "Pa" ? 1000 : double.IsFinite(parameter.Maximum) && parameter.Maximum is > 0 and < 10 ? 0.5 * parameter.Maximum : 1;

    private static SimulationSetup Changed(SimulationSetup setup, int material, string key, double by)
    {
        Material old = setup.Materials[material];
        Dictionary<string, double> values = new(StringComparer.OrdinalIgnoreCase);
        double[] packed = LawNumbers.ToArray(old.UserParameters);
        foreach ((int index, LawParameter parameter) in old.Law.Description.Parameters.Index()) values[parameter.Key] = packed[index];
        Dictionary<string, ScalarCurve> animated = new(old.Animated, StringComparer.OrdinalIgnoreCase);
        if (animated.TryGetValue(key, out ScalarCurve? curve)) animated[key] = curve.Plus(by);
        values[key] += by;
        return With(setup, material, old with { Parameters = values, Animated = animated });
    }

    private static SimulationSetup Heavier(SimulationSetup setup, int material, double factor)
    {
        ParticleSet particles = setup.Particles.Clone();
        for (int p = 0; p < particles.Count; p++)
            if (particles.Material[p] == material) particles.Mass[p] *= factor;
        Material old = setup.Materials[material];
        return With(setup with { Particles = particles }, material, old with { MassDensity = factor * old.MassDensity });
    }

    private static double MassesOf(SimulationSetup setup, int material, SimulationGradient gradient)
    {
        double sum = 0;
        for (int p = 0; p < setup.Particles.Count; p++)
            if (setup.Particles.Material[p] == material) sum += setup.Particles.Mass[p] * gradient.Masses[p];
        return sum;
    }

    private static SimulationSetup With(SimulationSetup setup, int material, Material changed) =>
        setup with { Materials = GradientParameters.Replaced(setup.Materials, material, _ => changed) };
}
