using Splatsim.Splats;

namespace Splatsim.Samples;

/// <summary>A bundled scene that is painted by this program, since real captures cannot be bundled.</summary>
/// <param name="Name">Name of the file.</param>
/// <param name="Paint">Makes it.</param>
internal sealed record Capture(string Name, Func<GaussianCloud> Paint)
{
    /// <summary>All bundled captures. To add one: a class with a Paint method and a line here.</summary>
    public static IReadOnlyList<Capture> All { get; } =
    [
        new("plant", PlantCapture.Paint),
        new("toy", ToyCapture.Paint),
        new("castle", CastleCapture.Paint),
        new("fruit", FruitCapture.Paint),
        new("can", CanCapture.Paint),
        new("water", WaterCapture.Paint),
        new("glass", GlassCapture.Paint),
        new("towel", TowelCapture.Paint),
    ];
}

/// <summary>What stands behind and below every bundled scene.</summary>
internal static class Surroundings
{
    /// <summary>A wooden table top at height 0 and a wall behind it.</summary>
    /// <param name="painter">Receives the splats.</param>
    /// <param name="half">Half the edge of the table [m].</param>
    /// <param name="spacing">Distance of the table's splats [m].</param>
    public static void TableAndWall(SplatPainter painter, double half, double spacing)
    {
        Paint light = new(0.72, 0.52, 0.34, 0.12, 6), dark = new(0.5, 0.33, 0.2, 0.12, 6);
        Surfaces.Sheet(
            painter, new(-half, 0, -half), new(0, 0, 2 * half), new(2 * half, 0, 0),
            (u, v, x) =>
            {
                // Boards along x, each with its own grain.
                double board = Math.Floor(x.Z.Value / 0.11);
                double grain = Noise.Octaves(6 * x.X.Value + 13 * board, 90 * x.Z.Value, board, 3);
                double edge = 0.5 - Math.Abs(x.Z.Value / 0.11 - board - 0.5);
                double gap = 1 - 0.35 * Math.Exp(-edge * edge / (0.06 * 0.06));
                return light.Towards(dark, Math.Clamp(0.4 + 0.7 * grain, 0, 1)).Times(gap * (0.92 + 0.08 * Noise.At(board, 7)));
            },
            spacing);
        Paint wall = new(0.98, 0.98, 0.96, 0);
        double back = -2.2 * half;
        Surfaces.Sheet(
            painter, new(-2.6 * half, -1.2 * half, back), new(5.2 * half, 0, 0), new(0, 4 * half, 0),
            (u, v, x) => wall.Times(0.9 + 0.08 * Noise.Octaves(3 * x.X.Value, 3 * x.Y.Value, 0, 2) - 0.12 * v), 6 * spacing);
    }
}
