using SharpGLTF.Schema2;
using SharpGLTF.Validation;
using Splatsim.Mathematics;

namespace Splatsim.Formats;

/// <summary>Triangles of all meshes that the default scene of a glTF file places, where it places them.</summary>
internal static class GltfMeshReader
{
    internal static TriangleMesh Read(string path)
    {
        ModelRoot model = Load(path);
        List<double> positions = [];
        List<int> corners = [];
        Scene scene = model.DefaultScene ?? (model.LogicalScenes.Count > 0 ? model.LogicalScenes[0] : null)
            ?? throw SplatFormatException.AtJson(path, "$.scenes", "the file has no scene", "export a scene with a mesh");
        foreach (Node node in Node.Flatten(scene))
        {
            if (node.Mesh is not { } mesh) continue;
            foreach (MeshPrimitive primitive in mesh.Primitives) Add(primitive, node.WorldMatrix, positions, corners);
        }

        return new([.. positions], [.. corners]);
    }

    private static ModelRoot Load(string path)
    {
        // The library's own errors are of many types, down to those of its JSON reader.
        try
        {
            return ModelRoot.Load(path, new ReadSettings { Validation = ValidationMode.TryFix });
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            throw SplatFormatException.Whole(path, $"is no readable glTF file ({error.Message})", "check the path, or export the mesh again", error);
        }
    }

    private static void Add(MeshPrimitive primitive, in System.Numerics.Matrix4x4 place, List<double> positions, List<int> corners)
    {
        if (primitive.GetVertexAccessor("POSITION") is not { } accessor) return;
        int first = positions.Count / 3;
        // A mirrored node turns its triangles inside out.
        bool mirrored = place.GetDeterminant() < 0;
        foreach (System.Numerics.Vector3 local in accessor.AsVector3Array())
        {
            System.Numerics.Vector3 p = System.Numerics.Vector3.Transform(local, place);
            positions.AddRange([p.X, p.Y, p.Z]);
        }

        foreach ((int a, int b, int c) in primitive.GetTriangleIndices())
            corners.AddRange([first + a, first + (mirrored ? c : b), first + (mirrored ? b : c)]);
    }
}
