namespace Splatsim.Fitting;

/// <summary>A fit that cannot go on; the message says where it stands and what may help.</summary>
public sealed class FittingException : Exception
{
    /// <summary>An error without a message.</summary>
    public FittingException()
    {
    }

    /// <summary>An error with its message.</summary>
    public FittingException(string message)
        : base(message)
    {
    }

    /// <summary>An error with its message and cause.</summary>
    public FittingException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
