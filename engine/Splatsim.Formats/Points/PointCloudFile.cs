using Splatsim.Mathematics;

namespace Splatsim.Formats;

/// <summary>Files of coloured points: points3D.bin and .txt of COLMAP, and PLY with x y z and red green blue.</summary>
public static class PointCloudFile
{
    /// <summary>Reads points. Points without colours are mid-grey.</summary>
    /// <param name="path">A .ply, .bin or .txt file, or the folder of a COLMAP model.</param>
    /// <param name="options">How to read; null for the defaults.</param>
    /// <exception cref="SplatFormatException">The file is missing or damaged.</exception>
    public static PointCloud Read(string path, ReadOptions? options = null)
    {
        if (Directory.Exists(path)) return FromModel(ColmapModel.Read(path).Points);
        if (Path.GetExtension(path).ToUpperInvariant() is ".BIN" or ".TXT") return FromModel(ColmapModel.ReadPoints(path));
        using ByteSource source = ByteSource.Open(path);
        return FromPly(source, PlyHeader.Read(source), options ?? ReadOptions.Default);
    }

    private static PointCloud FromModel(IReadOnlyList<ColmapPoint> points)
    {
        double[] positions = new double[3 * points.Count];
        byte[] colours = new byte[3 * points.Count];
        for (int i = 0; i < points.Count; i++)
        {
            ColmapPoint point = points[i];
            (positions[3 * i], positions[3 * i + 1], positions[3 * i + 2]) = (point.X, point.Y, point.Z);
            (colours[3 * i], colours[3 * i + 1], colours[3 * i + 2]) = (point.Red, point.Green, point.Blue);
        }

        return new PointCloud(positions, colours);
    }

    private static PointCloud FromPly(ByteSource source, PlyHeader header, ReadOptions options)
    {
        PlyElement element = header.Find("vertex") ?? throw SplatFormatException.AtLine(
            source.Path, header.LineCount, "there is no vertex element", "give a PLY file with one vertex per point");
        PlySplatProperties properties = PlySplatProperties.Find(source.Path, element);
        long offset = PlyTable.Locate(source, header, element);
        PlyProperty[] wanted = [.. properties.Mean, .. properties.Colour];
        PlyColumn[] columns = [.. wanted.Select(p => new PlyColumn(p, PlyTable.NewColumn(element)))];
        PlyTable.Read(source, header, element, offset, columns, options);
        int count = (int)element.Count;
        double[] positions = new double[3 * count];
        byte[] colours = new byte[3 * count];
        Array.Fill(colours, (byte)128);
        for (int i = 0; i < columns.Length; i++)
        {
            AlignedArray<float> column = columns[i].Destination;
            double white = columns[i].Property.Type.IsInteger() ? Math.Pow(2, 8 * columns[i].Property.Type.Size()) - 1 : 1;
            for (int row = 0; row < count; row++)
            {
                if (i < 3) positions[3 * row + i] = column[row];
                else colours[3 * row + i - 3] = Activation.ToByte(255 * column[row] / white);
            }
        }

        return new PointCloud(positions, colours);
    }
}
