namespace Splatsim.Simulation;

/// <summary>A file of saved state cannot be read, or belongs to another simulation.</summary>
/// <param name="file">The file.</param>
/// <param name="problem">What is wrong, with the value.</param>
/// <param name="fix">What to do.</param>
public sealed class RestartException(string file, string problem, string fix) : Exception($"{file}: {problem}. {fix}.")
{
    /// <summary>The file.</summary>
    public string File { get; } = file;
}
