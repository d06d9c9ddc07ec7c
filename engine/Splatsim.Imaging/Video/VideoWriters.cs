namespace Splatsim.Imaging;

/// <summary>Opens a film for writing by its path. A new kind of film is one class and one line here.</summary>
public static class VideoWriters
{
    private delegate VideoWriter Factory(
        string path, int width, int height, double framesPerSecond, Action<string> note, string? ffmpeg);

    private static readonly Dictionary<string, Factory> byExtension = new(StringComparer.OrdinalIgnoreCase)
    {
        [".mp4"] = Mp4,
        [".webp"] = (path, width, height, rate, _, _) => new WebPAnimationWriter(path, width, height, rate),
        [".gif"] = (path, width, height, rate, _, _) => new GifAnimationWriter(path, width, height, rate),
        [".png"] = (path, width, height, rate, _, _) => new PngSequenceWriter(path, width, height, rate),
    };

    /// <summary>
    /// Opens a film: <c>.mp4</c> (H.264 by ffmpeg when it is on the PATH, else MPEG-4 part 2 by OpenCV with a note that
    /// says so), <c>.webp</c> or <c>.gif</c> (animated, looping), a pattern such as <c>frames/%04d.png</c>, or a folder
    /// (its frames are <c>%05d.png</c>).
    /// </summary>
    /// <param name="path">Target; its folder is made when missing.</param>
    /// <param name="width">Width [px].</param>
    /// <param name="height">Height [px].</param>
    /// <param name="framesPerSecond">Rate [1/s].</param>
    /// <param name="note">Receives one line when something other than the first choice is written, and why.</param>
    /// <exception cref="ImageException">Unknown extension, the folder cannot be written, or no MP4 encoder is
    /// there.</exception>
    public static VideoWriter Create(
        string path, int width, int height, double framesPerSecond, Action<string>? note = null) =>
        Create(path, width, height, framesPerSecond, note, Ffmpeg.Find());

    /// <summary>
    /// As the public one, with the ffmpeg program given (null: none), so that tests reach every branch.
    /// </summary>
    internal static VideoWriter Create(
        string path, int width, int height, double framesPerSecond, Action<string>? note, string? ffmpeg)
    {
        string extension = Path.GetExtension(path);
        if (extension.Length == 0)
        {
            return new PngSequenceWriter(Path.Combine(path, "%05d.png"), width, height, framesPerSecond);
        }

        if (!byExtension.TryGetValue(extension, out Factory? factory))
        {
            throw new ImageException(
                path,
                $"films cannot be written as '{extension}'",
                $"use {string.Join(", ", byExtension.Keys)} (for .png a pattern like frames/%04d.png) or a folder");
        }

        TemporaryFile.MakeFolder(path);
        return factory(path, width, height, framesPerSecond, note ?? (static _ => { }), ffmpeg);
    }

    private static VideoWriter Mp4(
        string path, int width, int height, double framesPerSecond, Action<string> note, string? ffmpeg)
    {
        string reason = "there is no ffmpeg on the PATH";
        if (ffmpeg is not null)
        {
            string? encoder = Ffmpeg.FindH264Encoder(ffmpeg);
            if (encoder is not null)
            {
                return new FfmpegVideoWriter(ffmpeg, encoder, path, width, height, framesPerSecond);
            }

            reason = $"{ffmpeg} has no H.264 encoder";
        }

        VideoWriter writer = new OpenCvVideoWriter(path, width, height, framesPerSecond);
        note($"{path}: {writer.Description}, because {reason}; install ffmpeg for H.264, which browsers play too");
        return writer;
    }
}
