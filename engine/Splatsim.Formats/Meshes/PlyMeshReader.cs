using Splatsim.Mathematics;

namespace Splatsim.Formats;

/// <summary>Corners and faces of PLY files in any encoding; polygons become fans of triangles.</summary>
internal static class PlyMeshReader
{
    internal static TriangleMesh Read(string path, CancellationToken cancellation)
    {
        using ByteSource source = ByteSource.Open(path);
        PlyHeader header = PlyHeader.Read(source);
        PlyElement vertices = header.Find("vertex") ?? throw SplatFormatException.AtLine(
            path, header.LineCount, "there is no vertex element", "give a PLY file with vertices and faces");
        PlyElement faces = header.Find("face") ?? throw SplatFormatException.AtLine(
            path, header.LineCount, "there is no face element", "give a mesh; points have no inside");
        PlyProperty list = faces.Find("vertex_indices") ?? faces.Find("vertex_index") ?? throw SplatFormatException.AtLine(
            path, faces.Line, "faces have no vertex_indices", "add 'property list uchar int vertex_indices'");
        if (list.ListCountType is null)
            throw SplatFormatException.AtLine(path, list.Line, $"{list.Name} is no list", "write 'property list uchar int vertex_indices'");
        double[] positions = ReadPositions(source, header, vertices, new ReadOptions { Cancellation = cancellation });
        PolygonFans fans = new(path, positions.Length / 3);
        if (header.Encoding == PlyEncoding.Ascii) PlyFaces.ReadText(source, header, faces, list, fans, cancellation);
        else PlyFaces.ReadBinary(source, header, faces, list, fans, cancellation);
        return new(positions, fans.Corners);
    }

    private static double[] ReadPositions(ByteSource source, PlyHeader header, PlyElement vertices, ReadOptions options)
    {
        PlyColumn[] columns = new PlyColumn[3];
        long offset = PlyTable.Locate(source, header, vertices);
        for (int axis = 0; axis < 3; axis++)
        {
            string name = "xyz"[axis].ToString();
            PlyProperty property = vertices.Find(name) ?? throw SplatFormatException.AtLine(
                source.Path, vertices.Line, $"vertices have no {name}", "add 'property float x', y and z");
            columns[axis] = new(property, PlyTable.NewColumn(vertices));
        }

        PlyTable.Read(source, header, vertices, offset, columns, options);
        double[] positions = new double[3 * (int)vertices.Count];
        for (int i = 0; i < positions.Length; i++) positions[i] = columns[i % 3].Destination[i / 3];
        return positions;
    }
}
