namespace Splatsim.Imaging.Tests.Video;

[Trait("Kind", "RoundTrip")]
public class VideoWritersTests
{
    private const int FrameCount = 7;
    private const double Rate = 25;

    // Lossy films of a smooth picture: visually lossless codecs are far above, a colour or channel mix-up far below.
    private const double LeastPsnr = 32;

    [Fact]
    public void OpenCv_Frames_ComeBackByTheReader() => RoundTrip("film.mp4", ffmpeg: null, LeastPsnr, expectNote: true);

    [Fact]
    public void Ffmpeg_Frames_ComeBackByTheReader()
    {
        string? ffmpeg = Ffmpeg.Find();
        if (ffmpeg is null) Assert.Skip("there is no ffmpeg on the PATH");
        RoundTrip("film.mp4", ffmpeg, LeastPsnr, expectNote: false);
    }

    [Fact]
    public void WebP_Frames_ComeBackByTheReader() => RoundTrip("film.webp", ffmpeg: null, LeastPsnr, expectNote: false);

    [Fact]
    public void Gif_Frames_ComeBackByTheReader() => RoundTrip("film.gif", ffmpeg: null, LeastPsnr, expectNote: false);

    [Fact]
    public void PngSequence_Frames_ComeBackByTheReader() => RoundTrip("frames/%04d.png", ffmpeg: null, double.PositiveInfinity, expectNote: false);

    private static void RoundTrip(string name, string? ffmpeg, double leastPsnr, bool expectNote)
    {
        using TemporaryFolder folder = new();
        string path = folder.File(name);
        List<string> notes = [];
        using (VideoWriter writer = VideoWriters.Create(path, 96, 64, Rate, notes.Add, ffmpeg))
        {
            for (int frame = 0; frame < FrameCount; frame++) writer.Add(TestImages.Disc(96, 64, frame));
            writer.Finish();
        }

        Assert.Equal(expectNote ? 1 : 0, notes.Count);
        ByteImage[] back = VideoReader.Read(path).ToArray();
        Assert.Equal(FrameCount, back.Length);
        for (int frame = 0; frame < FrameCount; frame++)
        {
            double psnr = ImageMetrics.Psnr(TestImages.Disc(96, 64, frame), back[frame].WithChannels(3));
            Assert.True(psnr >= leastPsnr, $"{name} frame {frame}: {psnr:F1} dB, expected at least {leastPsnr}");
        }
    }
}
