using Splatsim.Scenes;
using Splatsim.Splats;

namespace Splatsim.Tests;

/// <summary>Scenes of a small made-up capture: a ball of splats above the ground.</summary>
internal static class BallScene
{
    public const double Radius = 0.1, Height = 0.5;

    /// <summary>A cloud in RDF axes (y down) whose ball floats half a metre above the origin.</summary>
    public static Scene Create(string folder, string sections, string objectKeys = "")
    {
        string comma = sections.Length > 0 ? "," : "";
        string material = objectKeys.Contains("material", StringComparison.Ordinal) ? "" : "\"material\": { \"law\": \"neo-hookean\", \"youngsModulus\": 1e4 }";
        string separator = material.Length > 0 && objectKeys.Length > 0 ? "," : "";
        string text = $$"""
            { "splats": "ball.ply", "units": { "metersPerUnit": 1, "up": "-y", "groundHeight": 0 },
              "objects": [ { {{material}}{{separator}}{{objectKeys}} } ] {{comma}} {{sections}} }
            """;
        return Of(folder, text);
    }

    /// <summary>A scene file of the user's own over the same capture.</summary>
    public static Scene Of(string folder, string text) => Scene.Of(SceneReader.Parse(text, Path.Combine(folder, "ball.json")), Cloud());

    private static GaussianCloud Cloud()
    {
        const int count = 600;
        GaussianCloud cloud = new(count, 0);
        for (int i = 0; i < count; i++)
        {
            double z = 1 - 2 * (i + 0.5) / count, r = Math.Sqrt(1 - z * z), angle = 2.399963 * i;
            cloud.X[i] = (float)(Radius * r * Math.Cos(angle));
            cloud.Y[i] = (float)(-Height + Radius * r * Math.Sin(angle));
            cloud.Z[i] = (float)(Radius * z);
            cloud.LogScaleX[i] = cloud.LogScaleY[i] = cloud.LogScaleZ[i] = MathF.Log(0.012f);
            cloud.OpacityLogit[i] = 3;
        }

        return cloud;
    }
}
