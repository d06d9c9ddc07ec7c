namespace Splatsim.Simulation;

/// <summary>The table of contents at the end of a state file.</summary>
/// <param name="Kind">What the file is, such as a restart file or a frame.</param>
/// <param name="Version">Version of that kind.</param>
/// <param name="Properties">Texts by name.</param>
/// <param name="Sections">The sections, in the order of the file.</param>
internal sealed record StateContents(string Kind, int Version, Dictionary<string, string> Properties, List<StateSection> Sections);
