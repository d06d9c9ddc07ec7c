using System.Buffers.Binary;
using System.Text;

namespace Splatsim.Formats;

/// <summary>COLMAP's binary files. Lists grow as rows are read, so that a false count allocates nothing.</summary>
internal static class ColmapBinary
{
    private const int LongestName = 64 * 1024;

    internal static IReadOnlyList<ColmapCamera> ReadCameras(string path)
    {
        using ByteSource source = ByteSource.Open(path);
        SequentialBytes bytes = new(source, 0);
        ulong count = Count(ref bytes, source, "cameras", smallestRow: 24);
        List<ColmapCamera> cameras = [];
        for (ulong i = 0; i < count; i++)
        {
            long at = bytes.Position;
            ReadOnlySpan<byte> row = bytes.Take(24, "a camera");
            int id = BinaryPrimitives.ReadInt32LittleEndian(row);
            int number = BinaryPrimitives.ReadInt32LittleEndian(row[4..]);
            long width = BinaryPrimitives.ReadInt64LittleEndian(row[8..]);
            long height = BinaryPrimitives.ReadInt64LittleEndian(row[16..]);
            ColmapCameraModel model = ColmapCameraModels.FromId(number) ?? throw new SplatFormatException(
                path, at + 4, $"camera {id} has the lens model {number}", $"known are 0 to 10: {ColmapCameraModels.Names}");
            double[] parameters = new double[model.ParameterCount()];
            for (int k = 0; k < parameters.Length; k++) parameters[k] = Double(ref bytes);
            cameras.Add(ColmapModel.NewCamera(id, model, width, height, parameters, (problem, fix) => new SplatFormatException(path, at, problem, fix)));
        }

        return cameras;
    }

    internal static IReadOnlyList<ColmapImage> ReadImages(string path)
    {
        using ByteSource source = ByteSource.Open(path);
        SequentialBytes bytes = new(source, 0);
        ulong count = Count(ref bytes, source, "images", smallestRow: 73);
        List<ColmapImage> images = [];
        double[] pose = new double[7];
        for (ulong i = 0; i < count; i++)
        {
            long at = bytes.Position;
            int id = Int32(ref bytes);
            for (int k = 0; k < pose.Length; k++) pose[k] = Double(ref bytes);
            int camera = Int32(ref bytes);
            string name = Name(ref bytes);
            long observationsAt = bytes.Position;
            ulong observations = UInt64(ref bytes);
            if (observations > (ulong)source.Length / 24)
                throw new SplatFormatException(path, observationsAt, $"image {id} has {observations} points, more than the file can hold", "the file is damaged; get it again");
            bytes.Skip((long)observations * 24, $"the points of image {id}");
            images.Add(ColmapModel.NewImage(id, camera, name, pose, (int)observations, (problem, fix) => new SplatFormatException(path, at, problem, fix)));
        }

        return images;
    }

    internal static IReadOnlyList<ColmapPoint> ReadPoints(string path)
    {
        using ByteSource source = ByteSource.Open(path);
        SequentialBytes bytes = new(source, 0);
        ulong count = Count(ref bytes, source, "points", smallestRow: 51);
        List<ColmapPoint> points = [];
        for (ulong i = 0; i < count; i++)
        {
            long id = Int64(ref bytes);
            (double x, double y, double z) = (Double(ref bytes), Double(ref bytes), Double(ref bytes));
            ReadOnlySpan<byte> colour = bytes.Take(3, "a point");
            (byte red, byte green, byte blue) = (colour[0], colour[1], colour[2]);
            double error = Double(ref bytes);
            long trackAt = bytes.Position;
            ulong track = UInt64(ref bytes);
            if (track > (ulong)source.Length / 8)
                throw new SplatFormatException(path, trackAt, $"point {id} has a track of {track}, more than the file can hold", "the file is damaged; get it again");
            bytes.Skip((long)track * 8, $"the track of point {id}");
            points.Add(new ColmapPoint(id, x, y, z, red, green, blue, error, (int)track));
        }

        return points;
    }

    private static ulong Count(ref SequentialBytes bytes, ByteSource source, string what, int smallestRow)
    {
        ulong count = UInt64(ref bytes);
        if (count <= (ulong)(source.Length - 8) / (ulong)smallestRow) return count;
        throw new SplatFormatException(
            source.Path, 0, $"{count} {what} of at least {smallestRow} bytes do not fit into {source.Length} bytes", "the file is cut short or damaged; get it again");
    }

    private static string Name(ref SequentialBytes bytes)
    {
        long at = bytes.Position;
        List<byte> name = [];
        while (true)
        {
            byte next = bytes.Take(1, "the name of an image")[0];
            if (next == 0) return Encoding.UTF8.GetString([.. name]);
            name.Add(next);
            if (name.Count > LongestName)
                throw new SplatFormatException(bytes.Path, at, $"the name of an image has no end within {LongestName} bytes", "the file is damaged; get it again");
        }
    }

    private static int Int32(ref SequentialBytes bytes) => BinaryPrimitives.ReadInt32LittleEndian(bytes.Take(4, "a number"));

    private static long Int64(ref SequentialBytes bytes) => BinaryPrimitives.ReadInt64LittleEndian(bytes.Take(8, "a number"));

    private static ulong UInt64(ref SequentialBytes bytes) => BinaryPrimitives.ReadUInt64LittleEndian(bytes.Take(8, "a number"));

    private static double Double(ref SequentialBytes bytes) => BinaryPrimitives.ReadDoubleLittleEndian(bytes.Take(8, "a number"));
}
