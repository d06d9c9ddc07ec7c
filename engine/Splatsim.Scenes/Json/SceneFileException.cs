namespace Splatsim.Scenes;

/// <summary>A scene file says something that cannot be meant: the message has the file, the JSON path, the value and the fix.</summary>
public sealed class SceneFileException : FormatException
{
    /// <summary>Describes what is wrong.</summary>
    /// <param name="file">The scene file.</param>
    /// <param name="jsonPath">Where, as a JSON path such as <c>$.objects[0].material</c>.</param>
    /// <param name="problem">What is wrong, with the offending value.</param>
    /// <param name="fix">What to write instead.</param>
    public SceneFileException(string file, string jsonPath, string problem, string fix)
        : base($"{file}: {jsonPath}: {problem}; {fix}")
    {
        File = file;
        JsonPath = jsonPath;
    }

    /// <summary>The scene file.</summary>
    public string File { get; }

    /// <summary>Where in the file.</summary>
    public string JsonPath { get; }
}
