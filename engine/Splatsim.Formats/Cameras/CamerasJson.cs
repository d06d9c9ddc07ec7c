using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Formats;

/// <summary>The two kinds of cameras.json.</summary>
internal static class CamerasJson
{
    /// <summary>The list of the 3DGS reference code: position and camera-to-world rotation (x right, y down, z forward).</summary>
    internal static IReadOnlyList<Camera> ReadReferenceList(JsonNode root)
    {
        List<Camera> cameras = [];
        foreach (JsonNode node in root.Items())
        {
            Matrix3x3<Real64> rotation = JsonMatrices.Rotation(node.Get("rotation")).Inverse;
            Vector3<Real64> position = JsonMatrices.Vector(node.Get("position"));
            int width = node.Get("width").Integer(1, CameraFiles.LargestSide);
            int height = node.Get("height").Integer(1, CameraFiles.LargestSide);
            cameras.Add(new Camera
            {
                Width = width,
                Height = height,
                Fx = Focal(node.Get("fx")),
                Fy = Focal(node.Get("fy")),
                Cx = node.TryGet("cx", out JsonNode? cx) ? cx.Value.Number() : 0.5 * width,
                Cy = node.TryGet("cy", out JsonNode? cy) ? cy.Value.Number() : 0.5 * height,
                Rotation = rotation,
                Translation = -(rotation * position),
                Name = node.TryGet("img_name", out JsonNode? name) ? name.Value.Text() : "",
            });
        }

        return cameras;
    }

    /// <summary>A list with intrinsics and 4x4 world-to-camera matrices (x right, y down, z forward).</summary>
    internal static IReadOnlyList<Camera> ReadMatrixList(JsonNode list)
    {
        List<Camera> cameras = [];
        foreach (JsonNode node in list.Items())
        {
            (Matrix3x3<Real64> rotation, Vector3<Real64> translation) = JsonMatrices.RigidMotion(node.Get("world_to_camera"));
            cameras.Add(new Camera
            {
                Width = node.Get("width").Integer(1, CameraFiles.LargestSide),
                Height = node.Get("height").Integer(1, CameraFiles.LargestSide),
                Fx = Focal(node.Get("fx")),
                Fy = Focal(node.Get("fy")),
                Cx = node.Get("cx").Number(),
                Cy = node.Get("cy").Number(),
                Rotation = rotation,
                Translation = translation,
                Name = node.TryGet("name", out JsonNode? name) ? name.Value.Text() : "",
            });
        }

        return cameras;
    }

    /// <summary>A focal length [px], above 0.</summary>
    internal static double Focal(JsonNode node)
    {
        double value = node.Number();
        return value > 0 ? value : throw node.Bad($"is {value}", "a focal length is a number of pixels above 0");
    }
}
