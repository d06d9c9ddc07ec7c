namespace Splatsim.Scenes;

/// <summary>Reads the camera of a scene file.</summary>
internal static class CameraReader
{
    public static CameraDescription Read(SceneNode node)
    {
        CameraDescription fallback = new();
        CameraDescription camera = new()
        {
            Type = node.Choice("type", fallback.Type, "auto", "fixed", "orbit", "keyframes", "file"),
            Eye = node.Vector("eye"),
            Target = node.Vector("target"),
            FieldOfViewDegrees = node.Number("fieldOfViewDegrees", fallback.FieldOfViewDegrees, 1, 170),
            Distance = node.OptionalNumber("distance", 1e-6, 1e6),
            ElevationDegrees = node.Number("elevationDegrees", fallback.ElevationDegrees, -89, 89),
            AzimuthDegrees = node.Number("azimuthDegrees", fallback.AzimuthDegrees),
            TurnDegreesPerSecond = node.Number("turnDegreesPerSecond", 0),
            Keys = [.. node.Children("keys").Select(ReadKey)],
            File = node.Text("file"),
            Image = node.Text("image"),
        };
        node.Close();
        if (camera.Type == "fixed" && camera.Eye is null)
            throw new SceneFileException(node.File, node.Path, "a fixed camera without \"eye\"", "add \"eye\": [x, y, z] in metres");
        if (camera.Type == "keyframes" && camera.Keys.Count < 2)
            throw new SceneFileException(node.File, node.Path, $"{camera.Keys.Count} keys", "give at least two \"keys\"");
        if (camera.Type == "file" && camera.File is null)
            throw new SceneFileException(node.File, node.Path, "no \"file\"", "name a transforms.json, cameras.json or COLMAP folder");
        return camera;
    }

    private static CameraKey ReadKey(SceneNode node)
    {
        CameraKey key = new(
            node.Number("time", 0, 0),
            node.Vector("eye") ?? throw new SceneFileException(node.File, node.Path, "a key without \"eye\"", "add it"),
            node.Vector("target") ?? throw new SceneFileException(node.File, node.Path, "a key without \"target\"", "add it"));
        node.Close();
        return key;
    }
}
