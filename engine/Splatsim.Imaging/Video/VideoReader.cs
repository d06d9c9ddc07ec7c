using OpenCvSharp;

namespace Splatsim.Imaging;

/// <summary>
/// Reads films: whatever OpenCV reads (MP4, MOV, AVI, MKV...), and without OpenCV animated WebP and GIF, folders of
/// pictures and numbered pictures (<c>frames/%04d.png</c>). The colour matrix that an MP4 or MOV file names is obeyed;
/// films that name none count as BT.601, as OpenCV has it.
/// </summary>
public static class VideoReader
{
    private const string Remedy =
        "use a machine with OpenCV's native library (linux-x64), or convert the film: ffmpeg -i FILM frames/%04d.png";

    /// <summary>The frames, in order, decoded as they are asked for.</summary>
    /// <param name="path">The film, a folder (its pictures in order of name), or a pattern such as
    /// <c>frames/%04d.png</c> whose numbers start at 0 or 1.</param>
    /// <exception cref="ImageException">The film cannot be read, has no frame, or OpenCV's native library is
    /// missing.</exception>
    public static IEnumerable<ByteImage> Read(string path)
    {
        if (path.Contains('%', StringComparison.Ordinal)) return ReadSequence(path, FirstFrame(path));
        if (Directory.Exists(path)) return ReadFolder(path);
        RequireFile(path);
        return IsAnimation(path)
            ? ImageFiles.ReadFrames(path).Select(frame => frame.Image)
            : ReadByOpenCv(path, Open(path));
    }

    /// <summary>Size, rate and frame count.</summary>
    /// <param name="path">The film; not a pattern.</param>
    /// <exception cref="ImageException">The film cannot be read, or OpenCV's native library is missing.</exception>
    public static VideoInfo Describe(string path)
    {
        RequireFile(path);
        if (IsAnimation(path))
        {
            IReadOnlyList<AnimationFrame> frames = ImageFiles.ReadFrames(path);
            double seconds = frames.Sum(frame => frame.Duration);
            return new VideoInfo(
                frames[0].Image.Width, frames[0].Image.Height, seconds > 0 ? frames.Count / seconds : 0, frames.Count);
        }

        using VideoCapture capture = Open(path);
        return new VideoInfo(capture.FrameWidth, capture.FrameHeight, capture.Fps, capture.FrameCount);
    }

    private static bool IsAnimation(string path) =>
        Path.GetExtension(path).ToUpperInvariant() is ".WEBP" or ".GIF";

    private static bool IsPicture(string path) =>
        ImageFiles.WritableExtensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    private static void RequireFile(string path)
    {
        if (!File.Exists(path)) throw new ImageException(path, "there is no such file", "check the path");
    }

    private static VideoCapture Open(string path)
    {
        OpenCvLibrary.Require(path, Remedy);
        VideoCapture capture = new(path);
        if (capture.IsOpened()) return capture;
        capture.Dispose();
        throw new ImageException(
            path,
            "OpenCV cannot read this as a film",
            "check that the file is complete; ffmpeg -i FILE shows what is in it");
    }

    private static IEnumerable<ByteImage> ReadByOpenCv(string path, VideoCapture capture)
    {
        using (capture)
        {
            using Mat frame = new();
            ColorMatrix? repair = ColorMatrix.For(Mp4ColorBox.FindMatrix(path));
            int count = 0;
            for (; capture.Read(frame) && !frame.Empty(); count++)
            {
                ByteImage image = OpenCvPixels.FromMat(frame);
                repair?.Apply(image);
                yield return image;
            }

            if (count == 0)
            {
                throw new ImageException(path, "the film has no frame that can be decoded", "get the file again");
            }
        }
    }

    private static IEnumerable<ByteImage> ReadFolder(string path)
    {
        string[] files =
        [
            .. Directory.EnumerateFiles(path)
                .Where(IsPicture)
                .Order(StringComparer.Ordinal),
        ];
        if (files.Length == 0)
        {
            throw new ImageException(
                path,
                "the folder has no picture",
                $"put {string.Join(", ", ImageFiles.WritableExtensions)} files there");
        }

        return files.Select(ImageFiles.Read);
    }

    private static int FirstFrame(string pattern)
    {
        if (File.Exists(PngSequenceWriter.FileOf(pattern, 0))) return 0;
        if (File.Exists(PngSequenceWriter.FileOf(pattern, 1))) return 1;
        throw new ImageException(
            pattern,
            $"there is no {PngSequenceWriter.FileOf(pattern, 0)} and no {PngSequenceWriter.FileOf(pattern, 1)}",
            "check the folder and the digits of the pattern");
    }

    private static IEnumerable<ByteImage> ReadSequence(string pattern, int first)
    {
        for (int frame = first; ; frame++)
        {
            string file = PngSequenceWriter.FileOf(pattern, frame);
            if (!File.Exists(file)) yield break;
            yield return ImageFiles.Read(file);
        }
    }
}
