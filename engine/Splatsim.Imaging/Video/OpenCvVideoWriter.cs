using OpenCvSharp;

namespace Splatsim.Imaging;

/// <summary>MPEG-4 part 2 in MP4 by OpenCV, for machines without ffmpeg.</summary>
internal sealed class OpenCvVideoWriter : VideoWriter
{
    private readonly EvenFrame even;
    private readonly string temporary;
    private readonly OpenCvSharp.VideoWriter writer;
    private readonly Mat mat;

    internal OpenCvVideoWriter(string path, int width, int height, double framesPerSecond)
        : base(path, width, height, framesPerSecond)
    {
        OpenCvLibrary.Require(path, "install ffmpeg and put it on the PATH, or write .webp, .gif or frames/%04d.png");
        even = new EvenFrame(width, height);
        temporary = TemporaryFile.NameFor(path);
        Size size = new(even.Width, even.Height);
        writer = new OpenCvSharp.VideoWriter(
            temporary, VideoCaptureAPIs.FFMPEG, FourCC.FromString("mp4v"), framesPerSecond, size);
        if (!writer.IsOpened())
        {
            writer.Dispose();
            TemporaryFile.Remove(temporary);
            throw new ImageException(
                path,
                $"OpenCV cannot open an MP4 of {even.Width} x {even.Height} at {framesPerSecond} frames per second",
                "check the folder and the size, or write frames/%04d.png");
        }

        mat = new Mat(even.Height, even.Width, MatType.CV_8UC3);
    }

    public override string Description => "MPEG-4 part 2 (mp4v) by OpenCV";

    protected override void WriteFrame(ByteImage frame)
    {
        OpenCvPixels.CopyTo(even.From(frame), mat);
        writer.Write(mat);
    }

    protected override void Complete()
    {
        Close();
        TemporaryFile.Publish(temporary, Path);
    }

    protected override void Discard()
    {
        Close();
        TemporaryFile.Remove(temporary);
    }

    private void Close()
    {
        if (writer.IsDisposed) return;
        writer.Release();
        writer.Dispose();
        mat.Dispose();
    }
}
