using System.CommandLine;
using Splatsim.Formats;
using Splatsim.Splats;

namespace Splatsim.Cli;

/// <summary>The option that says which way the axes of a capture point, where its file does not or is wrong.</summary>
internal sealed class CaptureAxes
{
    private static readonly Dictionary<string, CoordinateFrame> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["rdf"] = CoordinateFrame.RightDownForward,
        ["rub"] = CoordinateFrame.RightUpBack,
        ["ruf"] = CoordinateFrame.RightUpForward,
        ["luf"] = CoordinateFrame.LeftUpForward,
    };

    public Option<string?> Option { get; } = new("--axes")
    {
        Description = "Axes of the capture's values: rdf (x right, y down, z forward; 3DGS), rub (y up, z back; OpenGL), ruf or luf.",
    };

    /// <summary>Reads a capture with the axes that the command line gives.</summary>
    public GaussianCloud Read(ParseResult result, string path, Action<string> warn, CancellationToken cancellation)
    {
        CoordinateFrame? frame = null;
        if (result.GetValue(Option) is string axes)
        {
            frame = Names.TryGetValue(axes, out CoordinateFrame named)
                ? named
                : throw new UsageException($"--axes \"{axes}\": expected {string.Join(", ", Names.Keys)}");
        }

        return SplatFiles.Read(path, new ReadOptions { Cancellation = cancellation, Warn = warn, Frame = frame });
    }
}
