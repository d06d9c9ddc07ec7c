namespace Splatsim.Coupling;

/// <summary>A body cannot be filled; the message says which value is at fault and what would work.</summary>
public sealed class FillingException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">The bad value and the remedy.</param>
    public FillingException(string message)
        : base(message)
    {
    }
}
