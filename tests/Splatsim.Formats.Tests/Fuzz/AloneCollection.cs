namespace Splatsim.Formats.Tests.Fuzz;

/// <summary>Tests that count allocations of the whole process run by themselves.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class AloneCollection
{
    public const string Name = "Alone";
}
