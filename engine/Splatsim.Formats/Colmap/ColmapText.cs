using System.Globalization;
using System.Text;

namespace Splatsim.Formats;

/// <summary>COLMAP's text files. Lines with # are comments; images take two lines, of which the second may be empty.</summary>
internal static class ColmapText
{
    internal static IReadOnlyList<ColmapCamera> ReadCameras(string path)
    {
        using ByteSource source = ByteSource.Open(path);
        TextLines lines = new(source, 0, 0);
        List<ColmapCamera> cameras = [];
        while (NextRow(lines, out ReadOnlySpan<byte> line))
        {
            int id = (int)Whole(path, lines, ref line, "CAMERA_ID");
            string name = Encoding.UTF8.GetString(Word(path, lines, ref line, "MODEL"));
            ColmapCameraModel model = ColmapCameraModels.FromName(name) ?? throw SplatFormatException.AtLine(
                path, lines.Number, $"camera {id} has the lens model '{name}'", $"known are {ColmapCameraModels.Names}");
            long width = Whole(path, lines, ref line, "WIDTH");
            long height = Whole(path, lines, ref line, "HEIGHT");
            double[] parameters = new double[model.ParameterCount()];
            for (int i = 0; i < parameters.Length; i++) parameters[i] = Number(path, lines, ref line, "PARAMS");
            cameras.Add(ColmapModel.NewCamera(
                id, model, width, height, parameters, (problem, fix) => SplatFormatException.AtLine(path, lines.Number, problem, fix)));
        }

        return cameras;
    }

    internal static IReadOnlyList<ColmapImage> ReadImages(string path)
    {
        using ByteSource source = ByteSource.Open(path);
        TextLines lines = new(source, 0, 0);
        List<ColmapImage> images = [];
        double[] pose = new double[7];
        while (NextRow(lines, out ReadOnlySpan<byte> line))
        {
            long number = lines.Number;
            int id = (int)Whole(path, lines, ref line, "IMAGE_ID");
            for (int i = 0; i < pose.Length; i++) pose[i] = Number(path, lines, ref line, i < 4 ? "QW QX QY QZ" : "TX TY TZ");
            int camera = (int)Whole(path, lines, ref line, "CAMERA_ID");
            // The name is the rest of the line: it may hold blanks.
            string name = Encoding.UTF8.GetString(line.Trim((byte)' '));
            int observations = lines.Next(out ReadOnlySpan<byte> second) ? CountWords(second) / 3 : 0;
            images.Add(ColmapModel.NewImage(
                id, camera, name, pose, observations, (problem, fix) => SplatFormatException.AtLine(path, number, problem, fix)));
        }

        return images;
    }

    internal static IReadOnlyList<ColmapPoint> ReadPoints(string path)
    {
        using ByteSource source = ByteSource.Open(path);
        TextLines lines = new(source, 0, 0);
        List<ColmapPoint> points = [];
        while (NextRow(lines, out ReadOnlySpan<byte> line))
        {
            long id = Whole(path, lines, ref line, "POINT3D_ID");
            double x = Number(path, lines, ref line, "X");
            double y = Number(path, lines, ref line, "Y");
            double z = Number(path, lines, ref line, "Z");
            byte red = Colour(path, lines, ref line, "R");
            byte green = Colour(path, lines, ref line, "G");
            byte blue = Colour(path, lines, ref line, "B");
            double error = Number(path, lines, ref line, "ERROR");
            points.Add(new ColmapPoint(id, x, y, z, red, green, blue, error, CountWords(line) / 2));
        }

        return points;
    }

    private static bool NextRow(TextLines lines, out ReadOnlySpan<byte> line)
    {
        while (lines.Next(out line))
        {
            line = line.Trim((byte)' ');
            if (line.Length > 0 && line[0] != '#') return true;
        }

        return false;
    }

    private static int CountWords(ReadOnlySpan<byte> line)
    {
        int count = 0;
        while (TextLines.NextWord(ref line, out _)) count++;
        return count;
    }

    private static ReadOnlySpan<byte> Word(string path, TextLines lines, ref ReadOnlySpan<byte> line, string column)
    {
        if (TextLines.NextWord(ref line, out ReadOnlySpan<byte> word)) return word;
        throw SplatFormatException.AtLine(path, lines.Number, $"the line ends before {column}", "the file is cut short or damaged; get it again");
    }

    private static double Number(string path, TextLines lines, ref ReadOnlySpan<byte> line, string column)
    {
        ReadOnlySpan<byte> word = Word(path, lines, ref line, column);
        return TextNumbers.TryDouble(word, out double value) ? value : throw Bad(path, lines, word, column, "a number");
    }

    private static long Whole(string path, TextLines lines, ref ReadOnlySpan<byte> line, string column)
    {
        ReadOnlySpan<byte> word = Word(path, lines, ref line, column);
        return long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) && Math.Abs((double)value) <= long.MaxValue / 2
            ? value
            : throw Bad(path, lines, word, column, "a whole number");
    }

    private static byte Colour(string path, TextLines lines, ref ReadOnlySpan<byte> line, string column)
    {
        ReadOnlySpan<byte> word = Word(path, lines, ref line, column);
        return byte.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out byte value) ? value : throw Bad(path, lines, word, column, "a whole number from 0 to 255");
    }

    private static SplatFormatException Bad(string path, TextLines lines, ReadOnlySpan<byte> word, string column, string wanted) =>
        SplatFormatException.AtLine(path, lines.Number, $"'{Encoding.Latin1.GetString(word[..Math.Min(40, word.Length)])}' in column {column} is not {wanted}", "correct the line");
}
