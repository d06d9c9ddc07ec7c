using Splatsim.Mathematics;

namespace Splatsim.Formats;

/// <summary>Reads triangle meshes: Wavefront OBJ, PLY with faces, glTF and GLB. Only the form is read: no materials, no animation.</summary>
public static class MeshFiles
{
    /// <summary>Extensions of the formats that are read.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".obj", ".ply", ".glb", ".gltf"];

    /// <summary>Reads a mesh; the format goes by the name.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="SplatFormatException">The file is missing, damaged, of no known format, or has no triangles.</exception>
    public static TriangleMesh Read(string path, CancellationToken cancellation = default)
    {
        TriangleMesh mesh = Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".OBJ" => ObjReader.Read(path, cancellation),
            ".PLY" => PlyMeshReader.Read(path, cancellation),
            ".GLB" or ".GLTF" => GltfMeshReader.Read(path),
            string other => throw SplatFormatException.Whole(path, $"'{other}' is no mesh format", $"give one of {string.Join(", ", Extensions)}"),
        };
        if (mesh.TriangleCount == 0)
            throw SplatFormatException.Whole(path, "the file has no triangles", "give a surface mesh; points and lines have no inside");
        for (int i = 0; i < mesh.Positions.Length; i++)
        {
            if (double.IsFinite(mesh.Positions[i])) continue;
            throw SplatFormatException.Whole(path, $"corner {i / 3} is at {mesh.Position(i / 3)}", "remove corners that are not finite");
        }

        return mesh;
    }
}
