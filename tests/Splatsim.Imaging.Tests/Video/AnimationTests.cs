namespace Splatsim.Imaging.Tests.Video;

public class AnimationTests
{
    [Fact]
    public void Gif_FewColours_ComeBackByteForByte()
    {
        // Up to 255 colours are stored as they are, whatever moves and whatever stands still.
        ByteImage[] frames = [.. Enumerable.Range(0, 6).Select(Blocks)];
        ByteImage[] back = Write("film.gif", frames, 20);
        for (int frame = 0; frame < frames.Length; frame++)
        {
            Assert.Equal(frames[frame].Data, back[frame].WithChannels(3).Data);
        }
    }

    [Fact]
    public void Gif_Noise_SurvivesTheLongestCodes()
    {
        // 255 colours at random: the LZW table fills and is cleared many times.
        ByteImage frame = new(300, 200, 3);
        Random random = new(1);
        for (int pixel = 0; pixel < 300 * 200; pixel++) frame.Data[3 * pixel] = (byte)random.Next(255);
        Assert.Equal(frame.Data, Write("noise.gif", [frame], 10)[0].WithChannels(3).Data);
    }

    [Fact]
    public void Gif_Runs_OfEveryLengthComeBack()
    {
        // Code widths grow at different pixels for every length: each end of the stream is met.
        for (int length = 1; length < 700; length += 3)
        {
            ByteImage frame = new(length, 1, 3);
            for (int pixel = 0; pixel < length; pixel++) frame.Data[3 * pixel] = (byte)(pixel * pixel / 7 % 5);
            Assert.Equal(frame.Data, Write("runs.gif", [frame], 10)[0].WithChannels(3).Data);
        }
    }

    [Fact]
    public void Gif_StillFrames_CostAlmostNothing()
    {
        using TemporaryFolder folder = new();
        long one = Size(folder, 1);
        long twenty = Size(folder, 20);
        // A frame that repeats the last one is a palette (768 bytes) and one pixel.
        Assert.True(twenty - one < 19 * 850, $"{twenty - one} bytes for 19 still frames");

        static long Size(TemporaryFolder folder, int count)
        {
            string path = folder.File($"{count}.gif");
            using VideoWriter writer = VideoWriters.Create(path, 96, 64, 25);
            for (int frame = 0; frame < count; frame++) writer.Add(TestImages.Disc(96, 64, 0));
            writer.Finish();
            return new FileInfo(path).Length;
        }
    }

    [Theory]
    [InlineData("film.gif", 30, 1.0)]
    [InlineData("film.gif", 24, 1.25)]
    [InlineData("film.webp", 30, 1.0)]
    [InlineData("film.webp", 24, 1.25)]
    public void Durations_AddUpToTheFilm(string name, double rate, double seconds)
    {
        using TemporaryFolder folder = new();
        string path = folder.File(name);
        using (VideoWriter writer = VideoWriters.Create(path, 16, 16, rate))
        {
            for (int frame = 0; frame < 30; frame++) writer.Add(TestImages.Disc(16, 16, frame));
            writer.Finish();
        }

        // Whole hundredths or thousandths per frame, but their sum is rounded once: to half a hundredth.
        Assert.Equal(seconds, ImageFiles.ReadFrames(path).Sum(frame => frame.Duration), 0.0051);
    }

    [Fact]
    public void WebP_Alpha_IsKept()
    {
        ByteImage[] frames = [.. Enumerable.Range(0, 3).Select(f => TestImages.Disc(64, 48, f).WithChannels(4))];
        foreach (ByteImage frame in frames)
        {
            for (int row = 0; row < 24; row++)
            {
                for (int column = 0; column < 64; column++) frame.Pixel(column, row)[3] = 0;
            }
        }

        ByteImage[] back = Write("alpha.webp", frames, 25);
        Assert.All(back, frame => Assert.Equal((0, 255), (frame.Pixel(30, 4)[3], frame.Pixel(30, 44)[3])));
    }

    [Fact]
    public void WebP_MovingPart_LeavesTheRestAlone()
    {
        // The second frame changes an odd-placed 3 x 3 block only; what lies outside must stay as the first frame was.
        ByteImage first = TestImages.Disc(64, 48, 0);
        ByteImage second = new(64, 48, 3, (byte[])first.Data.Clone());
        for (int row = 31; row < 34; row++) second.Row(row).Slice(3 * 41, 9).Fill(250);
        ByteImage[] back = Write("part.webp", [first, second], 25);
        for (int row = 0; row < 48; row++)
        {
            if (row is < 30 or >= 34) Assert.Equal(back[0].Row(row).ToArray(), back[1].Row(row).ToArray());
        }

        // In the middle of the block the lossy codec has to be near.
        Assert.InRange(back[1].Pixel(42, 32)[0], 225, 255);
    }

    [Fact]
    public void Still_Picture_IsOneFrameWithoutDuration()
    {
        using TemporaryFolder folder = new();
        ImageFiles.Write(folder.File("still.png"), TestImages.Disc(16, 16, 0));
        AnimationFrame frame = Assert.Single(ImageFiles.ReadFrames(folder.File("still.png")));
        Assert.Equal((0.0, 3), (frame.Duration, frame.Image.Channels));
    }

    private static ByteImage[] Write(string name, ByteImage[] frames, double rate)
    {
        using TemporaryFolder folder = new();
        string path = folder.File(name);
        using (VideoWriter writer = VideoWriters.Create(path, frames[0].Width, frames[0].Height, rate))
        {
            foreach (ByteImage frame in frames) writer.Add(frame);
            writer.Finish();
        }

        ByteImage[] back = [.. ImageFiles.ReadFrames(path).Select(frame => frame.Image)];
        Assert.Equal(frames.Length, back.Length);
        return back;
    }

    private static ByteImage Blocks(int frame)
    {
        ByteImage image = new(70, 50, 3);
        for (int row = 0; row < image.Height; row++)
        {
            for (int column = 0; column < image.Width; column++)
            {
                bool isBlock = column >= 10 * frame && column < 10 * frame + 12 && row is > 10 and < 30;
                Span<byte> pixel = image.Pixel(column, row);
                pixel[0] = (byte)(isBlock ? 200 + frame : column / 10 * 20);
                pixel[1] = (byte)(row / 10 * 30);
                pixel[2] = 90;
            }
        }

        return image;
    }
}
