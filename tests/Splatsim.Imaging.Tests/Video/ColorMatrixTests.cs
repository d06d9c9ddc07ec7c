using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;

namespace Splatsim.Imaging.Tests.Video;

public class ColorMatrixTests
{
    [Fact]
    public void Repair_GreysAndUnknownCodes_ChangeNothing()
    {
        ByteImage grey = new(256, 1, 3);
        for (int value = 0; value < 256; value++) grey.Pixel(value, 0).Fill((byte)value);
        byte[] before = (byte[])grey.Data.Clone();
        ColorMatrix.For(1)!.Apply(grey);
        Assert.Equal(before, grey.Data);
        Assert.Null(ColorMatrix.For(6));
        Assert.Null(ColorMatrix.For(null));
    }

    [Fact]
    public void Repair_Bt709Red_ComesBack()
    {
        // (200, 60, 60) in BT.709: Y = 60 + 0.2126 * 140 = 89.76, Cr = (200 - Y) / 1.5748, Cb = (60 - Y) / 1.8556.
        // Decoded by BT.601: R = Y + 1.402 Cr, B = Y + 1.772 Cb, G = (Y - 0.299 R - 0.114 B) / 0.587.
        const double Y = 89.764;
        const double Cr = (200 - Y) / 1.5748;
        const double Cb = (60 - Y) / 1.8556;
        const double R = Y + 1.402 * Cr;
        const double B = Y + 1.772 * Cb;
        const double G = (Y - 0.299 * R - 0.114 * B) / 0.587;
        ByteImage image = new(1, 1, 3, [(byte)Math.Round(R), (byte)Math.Round(G), (byte)Math.Round(B)]);
        ColorMatrix.For(1)!.Apply(image);
        // Rounding to bytes in between moves each channel by at most one level.
        Assert.InRange(image.Data[0], 199, 201);
        Assert.InRange(image.Data[1], 59, 61);
        Assert.InRange(image.Data[2], 59, 61);
    }

    [Theory]
    [InlineData("nclx", 1, 1)]
    [InlineData("nclc", 9, 9)]
    [InlineData("prof", 1, null)]
    public void FindMatrix_ColourBoxInAnMp4_IsRead(string kind, int code, int? expected)
    {
        byte[] color = [.. Encoding.ASCII.GetBytes(kind), 0, 1, 0, 1, 0, (byte)code, 0];
        byte[] entry = Box("avc1", [.. new byte[78], .. Box("colr", color)]);
        byte[] description = Box("stsd", [.. new byte[8], .. entry]);
        byte[] track = Box(
            "trak", Box("mdia", [.. Box("hdlr", new byte[24]), .. Box("minf", Box("stbl", description))]));
        byte[] movie = Box("moov", [.. Box("mvhd", new byte[100]), .. track]);
        byte[] file = [.. Box("ftyp", new byte[8]), .. Box("mdat", new byte[50]), .. movie];
        Assert.Equal(expected, Find(file));
    }

    [Fact]
    public void FindMatrix_OtherFiles_SayNothing()
    {
        Assert.Null(Find([]));
        Assert.Null(Find(Encoding.ASCII.GetBytes("RIFF....AVI LIST")));
        Random random = new(2);
        for (int round = 0; round < 50; round++)
        {
            byte[] noise = new byte[200];
            random.NextBytes(noise);
            Assert.Null(Find(noise));
        }
    }

    [Fact]
    public void Read_FilmInBt709_HasItsColours()
    {
        string? ffmpeg = Ffmpeg.Find();
        if (ffmpeg is null) Assert.Skip("there is no ffmpeg on the PATH");
        using TemporaryFolder folder = new();
        ByteImage patches = TestImages.Patches(16);
        ImageFiles.Write(folder.File("patches.png"), patches);
        string[] arguments =
        [
            "-v", "error", "-i", folder.File("patches.png"),
            "-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p",
            "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709",
            "-c:v", "libx264", "-crf", "10", folder.File("film.mp4"),
        ];
        using (
            Process process = Process.Start(new ProcessStartInfo(ffmpeg, arguments) { RedirectStandardInput = true })!)
        {
            process.WaitForExit();
        }

        ByteImage back = VideoReader.Read(folder.File("film.mp4")).First();
        for (int patch = 0; patch < 8; patch++)
        {
            for (int channel = 0; channel < 3; channel++)
            {
                int difference = Math.Abs(
                    back.Pixel(patch * 16 + 8, 8)[channel] - patches.Pixel(patch * 16 + 8, 8)[channel]);
                // Colours near the corners of the cube are clipped by the first decoding; unrepaired they are 25 levels
                // off.
                Assert.True(difference <= 10, $"patch {patch} channel {channel} is {difference} levels off");
            }
        }
    }

    private static int? Find(byte[] bytes)
    {
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder.File("film.mp4"), bytes);
        return Mp4ColorBox.FindMatrix(folder.File("film.mp4"));
    }

    private static byte[] Box(string name, byte[] content)
    {
        byte[] box = new byte[8 + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(box, box.Length);
        Encoding.ASCII.GetBytes(name).CopyTo(box, 4);
        content.CopyTo(box, 8);
        return box;
    }
}
