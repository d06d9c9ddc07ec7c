namespace Splatsim.Imaging;

/// <summary>
/// An image or video could not be read or written. The message has the file, the problem and the fix.
/// </summary>
public sealed class ImageException : Exception
{
    /// <summary>Makes the error.</summary>
    /// <param name="file">File, or the name of the data in memory.</param>
    /// <param name="problem">What is wrong, with the bad value.</param>
    /// <param name="fix">What the user can do.</param>
    /// <param name="inner">The cause, if another error is one.</param>
    public ImageException(string file, string problem, string fix, Exception? inner = null)
        : base($"{file}: {problem}; {fix}", inner)
    {
        File = file;
        Problem = problem;
        Fix = fix;
    }

    /// <summary>File, or the name of the data in memory.</summary>
    public string File { get; }

    /// <summary>What is wrong.</summary>
    public string Problem { get; }

    /// <summary>What the user can do.</summary>
    public string Fix { get; }
}
