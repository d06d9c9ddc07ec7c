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
    public void PngSequence_Frames_ComeBackByTheReader() =>
        RoundTrip("frames/%04d.png", ffmpeg: null, double.PositiveInfinity, expectNote: false);

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
                int difference = Math.Abs(
                    back.Pixel(centre, PatchSide / 2)[channel] - patches.Pixel(centre, PatchSide / 2)[channel]);
                Assert.True(
                    difference <= MatrixTolerance, $"patch {patch} channel {channel} is {difference} levels off");
            }
        }
    }

    [Theory]
    [InlineData("film.mp4")]
    [InlineData("film.webp")]
    [InlineData("film.gif")]
    [InlineData("frames/%03d.png")]
    public void Abort_AfterThreeFrames_LeavesAFilmOfThree(string name)
    {
        using TemporaryFolder folder = new();
        string path = folder.File(name);
        using (VideoWriter writer = VideoWriters.Create(path, 64, 48, Rate, null, Ffmpeg.Find()))
        {
            for (int frame = 0; frame < 3; frame++) writer.Add(TestImages.Disc(64, 48, frame));
        }

        Assert.Equal(3, VideoReader.Read(path).Count());
        AssertNoLeftovers(folder, name.Contains('%', StringComparison.Ordinal) ? 3 : 1);
    }

    [Theory]
    [InlineData("film.mp4")]
    [InlineData("film.webp")]
    [InlineData("film.gif")]
    [InlineData("frames/%03d.png")]
    public void Abort_WithoutAnyFrame_LeavesNothing(string name)
    {
        using TemporaryFolder folder = new();
        VideoWriters.Create(folder.File(name), 64, 48, Rate, null, Ffmpeg.Find()).Dispose();
        AssertNoLeftovers(folder, 0);
    }

    [Theory]
    [InlineData("film.mp4")]
    [InlineData("film.webp")]
    [InlineData("film.gif")]
    public void OddSizes_AreTaken(string name)
    {
        using TemporaryFolder folder = new();
        string path = folder.File(name);
        ByteImage frame = TestImages.Disc(63, 47, 0);
        using (VideoWriter writer = VideoWriters.Create(path, 63, 47, Rate, null, Ffmpeg.Find()))
        {
            writer.Add(frame);
            writer.Finish();
        }

        ByteImage back = VideoReader.Read(path).Single();
        // MP4 has even sides: one repeated column and row more.
        bool isPadded = name == "film.mp4";
        Assert.Equal((isPadded ? 64 : 63, isPadded ? 48 : 47), (back.Width, back.Height));
        ByteImage cropped = new PixelRectangle(0, 0, 63, 47).Crop(back.WithChannels(3));
        Assert.True(ImageMetrics.Psnr(frame, cropped) > LeastPsnr);
    }

    [Fact]
    public void Describe_Mp4_SaysSizeRateAndCount()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("film.mp4");
        using (VideoWriter writer = VideoWriters.Create(path, 64, 48, 30, null, ffmpeg: null))
        {
            for (int frame = 0; frame < 5; frame++) writer.Add(TestImages.Disc(64, 48, frame));
            writer.Finish();
        }

        Assert.Equal(new VideoInfo(64, 48, 30, 5), VideoReader.Describe(path));
    }

    [Fact]
    public void Ffmpeg_ThatFails_IsATypedErrorWithItsWords()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("the stand-in for ffmpeg is a shell script");
        using TemporaryFolder folder = new();
        string program = FakeProgram(folder, "echo 'no space in the tea room' >&2; exit 3");
        ImageException error = Assert.Throws<ImageException>(() =>
        {
            using FfmpegVideoWriter writer = new(program, "libx264", folder.File("film.mp4"), 640, 480, Rate);
            ByteImage frame = new(640, 480, 3);
            // Larger than a pipe's buffer in all, so that a write meets the closed pipe.
            for (int index = 0; index < 4; index++) writer.Add(frame);
            writer.Finish();
        });
        Assert.Contains("tea room", error.Message, StringComparison.Ordinal);
        Assert.Contains("exit code 3", error.Message, StringComparison.Ordinal);
        AssertNoLeftovers(folder, 1);
    }

    [Fact]
    public void Ffmpeg_Interrupted_EndsAsCancelled()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("the stand-in for ffmpeg is a shell script");
        using TemporaryFolder folder = new();
        string program = FakeProgram(folder, "exit 255");
        FfmpegVideoWriter writer = new(program, "libx264", folder.File("film.mp4"), 640, 480, Rate);
        ByteImage frame = new(640, 480, 3);
        Assert.Throws<OperationCanceledException>(() =>
        {
            for (int index = 0; index < 4; index++) writer.Add(frame);
        });
        writer.Dispose();
    }

    [Fact]
    public void Ffmpeg_WithoutH264_FallsBackAndSaysWhy()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("the stand-in for ffmpeg is a shell script");
        using TemporaryFolder folder = new();
        string program = FakeProgram(folder, "echo ' V....D mpeg4 MPEG-4 part 2'");
        List<string> notes = [];
        using (VideoWriter writer = VideoWriters.Create(folder.File("film.mp4"), 32, 32, Rate, notes.Add, program))
        {
            writer.Add(new ByteImage(32, 32, 3));
            writer.Finish();
        }

        Assert.Contains("no H.264 encoder", Assert.Single(notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Ffmpeg_OnAPathOfFolders_IsFoundInOrder()
    {
        using TemporaryFolder first = new();
        using TemporaryFolder second = new();
        string name = OperatingSystem.IsWindows() ? "ffmpeg.exe" : "ffmpeg";
        File.WriteAllText(second.File(name), "");
        string path = string.Join(Path.PathSeparator, "/nowhere", first.Path, second.Path);
        Assert.Equal(second.File(name), Ffmpeg.Find(path));
        Assert.Null(Ffmpeg.Find(first.Path));
        Assert.Null(Ffmpeg.Find(null));
    }

    [Fact]
    public void Create_UnknownExtension_NamesTheKnownOnes()
    {
        ImageException error = Assert.Throws<ImageException>(() => VideoWriters.Create("film.avi", 8, 8, Rate));
        Assert.Contains(".mp4", error.Fix, StringComparison.Ordinal);
        Assert.Throws<ImageException>(() => VideoWriters.Create("frame.png", 8, 8, Rate));
    }

    [Fact]
    public void Create_Folder_WritesNumberedPictures()
    {
        using TemporaryFolder folder = new();
        using (VideoWriter writer = VideoWriters.Create(folder.File("frames"), 8, 8, Rate))
        {
            writer.Add(new ByteImage(8, 8, 3));
            writer.Add(new ByteImage(8, 8, 3));
            writer.Finish();
        }

        Assert.Equal(
            ["00000.png", "00001.png"],
            Directory.EnumerateFiles(folder.File("frames")).Select(Path.GetFileName).Order());
        Assert.Equal(2, VideoReader.Read(folder.File("frames")).Count());
    }

    [Fact]
    public void Add_WrongSizeOrAfterTheEnd_IsRefused()
    {
        using TemporaryFolder folder = new();
        using VideoWriter writer = VideoWriters.Create(folder.File("film.gif"), 8, 8, Rate);
        Assert.Throws<ArgumentException>(() => writer.Add(new ByteImage(8, 9, 3)));
        Assert.Throws<InvalidOperationException>(writer.Finish);
        writer.Add(new ByteImage(8, 8, 3));
        writer.Finish();
        Assert.Throws<InvalidOperationException>(() => writer.Add(new ByteImage(8, 8, 3)));
        Assert.Throws<InvalidOperationException>(writer.Finish);
    }

    [Fact]
    public void Read_NotAFilm_IsATypedError()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("film.mp4"), "not a film");
        Assert.Throws<ImageException>(() => VideoReader.Read(folder.File("film.mp4")).Count());
        Assert.Throws<ImageException>(() => VideoReader.Read(folder.File("none.mp4")).Count());
        Assert.Throws<ImageException>(() => VideoReader.Read(folder.File("%04d.png")).Count());
    }

    private static string FakeProgram(TemporaryFolder folder, string body)
    {
        string program = folder.File("fake");
        File.WriteAllText(program, $"#!/bin/sh\n{body}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return program;
    }

    private static void AssertNoLeftovers(TemporaryFolder folder, int expectedFiles) =>
        Assert.Equal(expectedFiles, Directory.EnumerateFiles(folder.Path, "*", new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.None,
        }).Count());

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
