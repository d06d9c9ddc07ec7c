namespace Splatsim.Imaging.Tests.Video;

[Trait("Kind", "RoundTrip")]
public class VideoWritersTests
{
    private const int FrameCount = 7;
    private const double Rate = 25;

    // Lossy films of a smooth picture: visually lossless codecs are far above, a colour or channel mix-up far below.
    private const double LeastPsnr = 32;

    private const int PatchSide = 16;

    // Limited-range 8-bit YCbCr and the codec's quantiser cost up to 4 levels (seen); the wrong matrix costs 25.
    private const int MatrixTolerance = 6;

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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Mp4_SaturatedColours_ComeBackWithinCodecLoss(bool byFfmpeg)
    {
        string? ffmpeg = byFfmpeg ? Ffmpeg.Find() : null;
        if (byFfmpeg && ffmpeg is null) Assert.Skip("there is no ffmpeg on the PATH");
        using TemporaryFolder folder = new();
        ByteImage patches = TestImages.Patches(PatchSide);
        string path = folder.File("patches.mp4");
        using (VideoWriter writer = VideoWriters.Create(path, patches.Width, patches.Height, Rate, null, ffmpeg))
        {
            writer.Add(patches);
            writer.Finish();
        }

        ByteImage back = VideoReader.Read(path).First();
        for (int patch = 0; patch < 8; patch++)
        {
            int centre = patch * PatchSide + PatchSide / 2;
            for (int channel = 0; channel < 3; channel++)
            {
                int difference = Math.Abs(back.Pixel(centre, PatchSide / 2)[channel] - patches.Pixel(centre, PatchSide / 2)[channel]);
                Assert.True(difference <= MatrixTolerance, $"patch {patch} channel {channel} is {difference} levels off");
            }
        }
    }

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
