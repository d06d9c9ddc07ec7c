using System.Text;
using Splatsim.Mathematics;

namespace Splatsim.Formats.Tests;

/// <summary>The same tetrahedron and square in every mesh format.</summary>
public sealed class MeshFilesTests : IDisposable
{
    private static readonly double[] Corners = [0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 1, 1, 1];
    private static readonly int[] Triangles = [0, 2, 1, 0, 1, 3, 0, 3, 2, 1, 2, 3, 0, 1, 4, 0, 4, 2];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Obj_WithPolygonsAndNegativeIndices_IsRead()
    {
        string text = "# a comment\no thing\nv 0 0 0\nv 1 0 0 1.0\nv 0 2 0\nv 0 0 3\nvn 0 0 1\nv 1 1 1\n"
            + "f 1 3 2\nf 1/1 2/2 4/3\nf 1//1 4//1 3//1\nf -4/1/1 -3/1/1 -2/1/1\nf 1 2 5 3 # a square\n";
        AssertSame(Read("a.obj", Encoding.ASCII.GetBytes(text)));
    }

    [Theory]
    [InlineData("ascii")]
    [InlineData("binary_little_endian")]
    [InlineData("binary_big_endian")]
    public void Ply_InEveryEncoding_IsRead(string encoding)
    {
        string header = $"ply\nformat {encoding} 1.0\nelement vertex 5\nproperty float x\nproperty float y\nproperty uchar extra\nproperty float z\n"
            + "element face 5\nproperty short flag\nproperty list uchar uint vertex_indices\nend_header\n";
        List<byte> bytes = [.. Encoding.ASCII.GetBytes(header)];
        int[][] polygons = [[0, 2, 1], [0, 1, 3], [0, 3, 2], [1, 2, 3], [0, 1, 4, 2]];
        if (encoding == "ascii")
        {
            for (int i = 0; i < 5; i++) bytes.AddRange(Encoding.ASCII.GetBytes($"{Corners[3 * i]} {Corners[3 * i + 1]} 7 {Corners[3 * i + 2]}\n"));
            foreach (int[] polygon in polygons) bytes.AddRange(Encoding.ASCII.GetBytes($"-1 {polygon.Length} {string.Join(' ', polygon)}\n"));
        }
        else
        {
            void Add(byte[] value) => bytes.AddRange(encoding == "binary_big_endian" ? value.Reverse() : value);
            for (int i = 0; i < 5; i++)
            {
                Add(BitConverter.GetBytes((float)Corners[3 * i]));
                Add(BitConverter.GetBytes((float)Corners[3 * i + 1]));
                bytes.Add(7);
                Add(BitConverter.GetBytes((float)Corners[3 * i + 2]));
            }

            foreach (int[] polygon in polygons)
            {
                Add(BitConverter.GetBytes((short)-1));
                bytes.Add((byte)polygon.Length);
                foreach (int corner in polygon) Add(BitConverter.GetBytes(corner));
            }
        }

        AssertSame(Read("a.ply", [.. bytes]));
    }

    [Fact]
    public void Glb_WithAPlacedNode_IsReadWhereItIsPlaced()
    {
        // One triangle, moved by (10, 20, 30) and scaled by 2; made by hand from the glTF 2.0 specification, section 4.4.
        List<byte> data = [];
        foreach (float value in (float[])[0, 0, 0, 1, 0, 0, 0, 1, 0]) data.AddRange(BitConverter.GetBytes(value));
        foreach (ushort value in (ushort[])[0, 1, 2, 0]) data.AddRange(BitConverter.GetBytes(value));
        string json = """
            {"asset":{"version":"2.0"},"scene":0,"scenes":[{"nodes":[0]}],
            "nodes":[{"mesh":0,"translation":[10,20,30],"scale":[2,2,2]}],
            "meshes":[{"primitives":[{"attributes":{"POSITION":0},"indices":1}]}],
            "buffers":[{"byteLength":44}],"bufferViews":[{"buffer":0,"byteLength":36},{"buffer":0,"byteOffset":36,"byteLength":6}],
            "accessors":[{"bufferView":0,"componentType":5126,"count":3,"type":"VEC3","min":[0,0,0],"max":[1,1,0]},
            {"bufferView":1,"componentType":5123,"count":3,"type":"SCALAR"}]}
            """;
        byte[] text = Encoding.UTF8.GetBytes(json.PadRight((json.Length + 3) / 4 * 4));
        byte[] file =
        [
            .. "glTF"u8, .. BitConverter.GetBytes(2), .. BitConverter.GetBytes(12 + 8 + text.Length + 8 + data.Count),
            .. BitConverter.GetBytes(text.Length), .. "JSON"u8, .. text, .. BitConverter.GetBytes(data.Count), .. "BIN\0"u8, .. data,
        ];
        TriangleMesh mesh = Read("a.glb", file);
        Assert.Equal([10, 20, 30, 12, 20, 30, 10, 22, 30], mesh.Positions);
        Assert.Equal([0, 1, 2], mesh.Corners);
    }

    [Theory]
    [InlineData("a.obj", "v 0 0 x\n", "line 1")]
    [InlineData("a.obj", "v 0 0 0\nf 1 2 3\n", "line 2")]
    [InlineData("a.obj", "v 0 0 0\n", "no triangles")]
    [InlineData("a.glb", "nothing", "glTF")]
    [InlineData("a.stl", "solid", ".STL")]
    [InlineData("a.ply", "ply\nformat ascii 1.0\nelement vertex 1\nproperty float x\nend_header\n0\n", "face")]
    [InlineData("a.ply", "ply\nformat ascii 1.0\nelement vertex 1\nproperty float x\nproperty float y\nproperty float z\nelement face 1\nproperty list uchar int vertex_indices\nend_header\n0 0 0\n3 0 0 9\n", "corner 9")]
    public void DamagedFile_IsRefusedWithPlaceAndReason(string name, string text, string expected)
    {
        SplatFormatException error = Assert.Throws<SplatFormatException>(() => Read(name, Encoding.ASCII.GetBytes(text)));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    private TriangleMesh Read(string name, byte[] bytes)
    {
        string path = Path.Combine(folder.Path, name);
        File.WriteAllBytes(path, bytes);
        return MeshFiles.Read(path);
    }

    private static void AssertSame(TriangleMesh mesh)
    {
        Assert.Equal(Corners, mesh.Positions);
        Assert.Equal(Triangles, mesh.Corners);
    }
}
