namespace Splatsim.Mechanics.Tests;

/// <summary>Settings of every registered law: the defaults, and one case per named value of each of its options.</summary>
internal static class LawCases
{
    /// <summary>Rows for theories: the law's key and the option that is set ("" for the defaults).</summary>
    public static TheoryData<string, string> All()
    {
        TheoryData<string, string> cases = [];
        foreach (LawEntry law in Laws.All)
        {
            cases.Add(law.Key, "");
            foreach (LawParameter option in law.Description.Parameters.Where(p => p.IsChoice))
                foreach (LawChoice choice in option.Choices.Where(c => c.Value != option.Default))
                    cases.Add(law.Key, $"{option.Key}={choice.Name}");
        }

        return cases;
    }

    /// <summary>The law with an option set, and with something in every quantity whose default is 0, so that it acts.</summary>
    public static LawStates Build(string key, string option)
    {
        LawDescription description = Laws.Find(key).Description;
        Dictionary<string, double> values = [];
        foreach (LawParameter parameter in description.Parameters.Where(HasNoEffect))
            values[parameter.Key] = parameter.Unit == "Pa" ? 500 : 0.3;
        if (option.Length > 0)
        {
            string[] parts = option.Split('=');
            values[parts[0]] = description.Parameters[description.RequireIndex(parts[0])].Choice(parts[1]);
        }

        return new LawStates(key, values);
    }

    // A weight or a drive of 0 is meant; whatever else is 0 by default would leave a part of the law untested.
    private static bool HasNoEffect(LawParameter p) =>
        !p.IsChoice && p.Default == 0 && p.Role is not (LawParameterRole.Weight or LawParameterRole.Drive);

    /// <summary>The stress that tolerances are relative to [Pa]; 1 for a law without stress.</summary>
    public static double StressScale(LawStates law) => Math.Max(1, law.Entry.WaveModulus(law.User));
}
