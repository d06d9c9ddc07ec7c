using Splatsim.Mathematics;

namespace Splatsim.Scenes;

/// <summary>Makes a scene of a bare capture: what moves, what holds it, and a camera, all by guesses that are printed.</summary>
public static class CaptureScenes
{
    /// <summary>Describes a scene.</summary>
    /// <param name="capture">The splat file.</param>
    /// <param name="material">Preset name of the moving object.</param>
    /// <param name="box">What moves [m, y up]; null takes the largest connected component above the ground.</param>
    public static SceneDescription Describe(string capture, string material, RegionDescription? box = null)
    {
        string name = Path.GetFileName(capture.TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar));
        name = name.Split('.')[0];
        return new SceneDescription
        {
            File = Path.GetFullPath(name + ".json"),
            Name = name,
            Splats = Path.GetFullPath(capture),
            Objects =
            [
                new ObjectDescription
                {
                    Name = name,
                    Material = new MaterialDescription { Preset = material },
                    Selection = new SelectionDescription { Region = box, LargestComponent = box is null, MinimumOpacity = 1.0 / 255 },
                    Path = "$",
                },
            ],
            // Walls just inside the domain, so that a stray particle does not end the film.
            Boundaries = [new BoundaryDescription { Type = "ground", Surface = "sticky" }, new BoundaryDescription { Type = "walls", Surface = "separate" }],
            Output = new OutputDescription { Video = name + ".mp4" },
        };
    }

    /// <summary>The text of a starter scene file with the same guesses, commented.</summary>
    /// <param name="description">A scene that <see cref="Describe"/> made.</param>
    /// <param name="frame">What the guesses came to: metres per unit, up, and ground height; null leaves them to each run.</param>
    public static string WriteStarter(SceneDescription description, GuessedUnits? frame)
    {
        string units = frame is GuessedUnits g
            ? FormattableString.Invariant(
                $$"""
                    // Guessed; correct what is wrong.
                    "units": { "metersPerUnit": {{g.MetersPerUnit:G6}}, "up": [{{g.Up.X.Value:F4}}, {{g.Up.Y.Value:F4}}, {{g.Up.Z.Value:F4}}], "groundHeight": {{g.GroundHeight:G6}} },
                """)
            : """
                  // metersPerUnit and up are guessed on every run and printed; write them down to fix them.
                  "units": { "metersPerUnit": "auto", "up": "auto" },
              """;
        string splats = System.Text.Json.JsonSerializer.Serialize(description.Splats);
        string material = System.Text.Json.JsonSerializer.Serialize(description.Objects[0].Material.Preset);
        return $$"""
            {
              "$schema": "./splatsim.scene.schema.json",
              "splats": {{splats}},
            {{units}}
              "objects": [
                {
                  "name": "{{description.Name}}",
                  // Instead: "select": { "box": { "minimum": [x, y, z], "maximum": [x, y, z] } } in metres, y up.
                  "select": { "largestComponent": true, "minimumOpacity": 0.004 },
                  // Any name that `splatsim materials` lists, or { "preset": "jelly", "youngsModulus": 2e4 }.
                  "material": {{material}}
                }
              ],
              "boundaries": [ { "type": "ground", "surface": "sticky" }, { "type": "walls", "surface": "separate" } ],
              "forces": { "gravity": [0, -9.81, 0] },
              "time": { "duration": 2, "framesPerSecond": 30 },
              "solver": { "resolution": 48 },
              "camera": { "type": "orbit", "azimuthDegrees": 30, "elevationDegrees": 15, "turnDegreesPerSecond": 10 },
              "render": { "width": 960, "height": 540, "background": [1, 1, 1] },
              "output": { "video": "{{description.Name}}.mp4", "statistics": "{{description.Name}}.csv", "contactSheet": "{{description.Name}}.png" }
            }

            """;
    }
}

/// <summary>What was guessed of a capture's units.</summary>
/// <param name="MetersPerUnit">Metres per unit of the capture.</param>
/// <param name="Up">Up, as a direction of the capture.</param>
/// <param name="GroundHeight">Height of the ground along up [units of the capture].</param>
public readonly record struct GuessedUnits(double MetersPerUnit, Vector3<Real64> Up, double GroundHeight);
