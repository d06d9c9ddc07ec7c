using System.Globalization;
using System.Text.RegularExpressions;

namespace Splatsim.Imaging;

/// <summary>
/// A film as numbered PNG files, from 0; lossless, with alpha, on every machine. Each file is complete when it appears.
/// </summary>
internal sealed partial class PngSequenceWriter : VideoWriter
{
    internal PngSequenceWriter(string pattern, int width, int height, double framesPerSecond)
        : base(pattern, width, height, framesPerSecond)
    {
        if (!NumberPattern().IsMatch(System.IO.Path.GetFileName(pattern)))
        {
            throw new ImageException(
                pattern, "a PNG sequence needs a number in its name", "write it like frames/%04d.png");
        }

        TemporaryFile.MakeFolder(pattern);
    }

    public override string Description => "PNG sequence";

    /// <summary>The file of a frame: %04d is replaced by the number with at least 4 digits.</summary>
    internal static string FileOf(string pattern, int frame)
    {
        string folder = System.IO.Path.GetDirectoryName(pattern) ?? "";
        string name = NumberPattern().Replace(
            System.IO.Path.GetFileName(pattern),
            match => frame.ToString(
                "D" + (match.Groups[1].Value.Length == 0 ? "1" : match.Groups[1].Value), CultureInfo.InvariantCulture),
            count: 1);
        return System.IO.Path.Combine(folder, name);
    }

    protected override void WriteFrame(ByteImage frame) => ImageFiles.Write(FileOf(Path, FrameCount), frame);

    protected override void Complete()
    {
        // Every frame was published when it was added.
    }

    protected override void Discard()
    {
        // Nothing was written.
    }

    [GeneratedRegex("%0?([1-9]?)d")]
    private static partial Regex NumberPattern();
}
