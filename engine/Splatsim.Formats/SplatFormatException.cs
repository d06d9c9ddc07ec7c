namespace Splatsim.Formats;

/// <summary>
/// A scene, camera or field file cannot be read or written. The message has the file, the place in it (byte offset, line
/// or JSON path), the bad value and the fix.
/// </summary>
public sealed class SplatFormatException : FormatException
{
    /// <summary>Makes the error.</summary>
    /// <param name="file">The file.</param>
    /// <param name="position">Where in the file: "byte 12", "line 3", "$.means.files"; empty when it is the file as a whole.</param>
    /// <param name="problem">What is wrong, with the bad value.</param>
    /// <param name="fix">What the user can do.</param>
    /// <param name="inner">The cause, if another error is one.</param>
    public SplatFormatException(string file, string position, string problem, string fix, Exception? inner = null)
        : base(position.Length == 0 ? $"{file}: {problem}; {fix}" : $"{file}, {position}: {problem}; {fix}", inner)
    {
        File = file;
        Position = position;
        Problem = problem;
        Fix = fix;
    }

    /// <summary>Makes the error for a byte offset.</summary>
    /// <param name="file">The file.</param>
    /// <param name="offset">Offset of the bad bytes [bytes].</param>
    /// <param name="problem">What is wrong, with the bad value.</param>
    /// <param name="fix">What the user can do.</param>
    public SplatFormatException(string file, long offset, string problem, string fix)
        : this(file, $"byte {offset}", problem, fix)
    {
    }

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>Where in the file: "byte 12", "line 3", "$.means.files"; empty when it is the file as a whole.</summary>
    public string Position { get; }

    /// <summary>What is wrong.</summary>
    public string Problem { get; }

    /// <summary>What the user can do.</summary>
    public string Fix { get; }

    /// <summary>An error about the file as a whole.</summary>
    /// <param name="file">The file.</param>
    /// <param name="problem">What is wrong, with the bad value.</param>
    /// <param name="fix">What the user can do.</param>
    /// <param name="inner">The cause, if another error is one.</param>
    public static SplatFormatException Whole(string file, string problem, string fix, Exception? inner = null) =>
        new(file, "", problem, fix, inner);

    /// <summary>An error in a line of a text file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="line">Line number, from 1.</param>
    /// <param name="problem">What is wrong, with the bad value.</param>
    /// <param name="fix">What the user can do.</param>
    public static SplatFormatException AtLine(string file, long line, string problem, string fix) =>
        new(file, $"line {line}", problem, fix);

    /// <summary>An error at a place in a JSON file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="jsonPath">The place, such as "$.means.files[0]".</param>
    /// <param name="problem">What is wrong, with the bad value.</param>
    /// <param name="fix">What the user can do.</param>
    /// <param name="inner">The cause, if another error is one.</param>
    public static SplatFormatException AtJson(string file, string jsonPath, string problem, string fix, Exception? inner = null) =>
        new(file, jsonPath, problem, fix, inner);
}
