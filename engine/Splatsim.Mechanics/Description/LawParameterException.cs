namespace Splatsim.Mechanics;

/// <summary>A parameter of a law is unknown, out of range or none of the named values.</summary>
public sealed class LawParameterException : ArgumentException
{
    /// <summary>Names the parameter and says what to write instead.</summary>
    /// <param name="key">The parameter as the user wrote it.</param>
    /// <param name="problem">What is wrong and the fix.</param>
    public LawParameterException(string key, string problem)
        : base(problem) => Key = key;

    /// <summary>The parameter as the user wrote it.</summary>
    public string Key { get; }
}
