using Splatsim.Mathematics;
using Splatsim.Rendering;
using Splatsim.Splats;

namespace Splatsim.Scenes;

/// <summary>Colours moving splats by a quantity of the motion instead of their own colours.</summary>
internal sealed class FrameColoring
{
    private readonly string quantity;
    private readonly double framesPerSecond;
    private readonly double metersPerUnit;
    private readonly int[] moving;
    private readonly float[] values;
    private readonly float[] before;
    private readonly float[] start;
    private double largest = 1e-6;

    /// <summary>Prepares the colouring.</summary>
    /// <param name="scene">The scene: what is shown and how fast frames follow.</param>
    /// <param name="cloud">The capture, moving splats at rest.</param>
    /// <param name="selections">The splats of each object.</param>
    /// <param name="moving">All moving splats, ascending.</param>
    /// <param name="metersPerUnit">Metres per unit of the capture.</param>
    public FrameColoring(
        SceneDescription scene, GaussianCloud cloud, IReadOnlyList<int[]> selections, int[] moving, double metersPerUnit)
    {
        quantity = scene.Render.Color;
        framesPerSecond = scene.Time.FramesPerSecond;
        this.metersPerUnit = metersPerUnit;
        this.moving = moving;
        if (quantity == "splats")
        {
            values = before = start = [];
            return;
        }

        values = new float[cloud.Count];
        // NaN leaves a splat its own colour: what stands still.
        Array.Fill(values, float.NaN);
        for (int body = 0; body < selections.Count; body++)
            foreach (int splat in selections[body]) values[splat] = quantity == "material" ? body : 0;
        start = new float[3 * moving.Length];
        for (int row = 0; row < moving.Length; row++)
        {
            Vector3<Real64> mean = cloud.MeanOf(moving[row]);
            (start[3 * row], start[3 * row + 1], start[3 * row + 2]) = ((float)mean.X.Value, (float)mean.Y.Value, (float)mean.Z.Value);
        }

        before = (float[])start.Clone();
        largest = quantity == "material" ? Math.Max(1, selections.Count - 1) : largest;
    }

    /// <summary>Whether the colours are not the capture's own.</summary>
    public bool NeedsSplats => quantity != "splats";

    /// <summary>The options of the present frame; called once per frame, since speed is the change since the last call.</summary>
    /// <param name="options">Everything else.</param>
    /// <param name="splats">The moved splats, before any is split.</param>
    /// <param name="parents">The splats that rows added to the cloud came from.</param>
    public RenderOptions Apply(RenderOptions options, DeformedSplats splats, int[] parents)
    {
        if (quantity == "splats") return options;
        if (quantity != "material")
        {
            for (int row = 0; row < moving.Length; row++)
                if (!splats.IsHidden(row)) values[moving[row]] = (float)Distance(row, splats);
            for (int row = 0; row < moving.Length; row++)
                if (!splats.IsHidden(row)) (before[3 * row], before[3 * row + 1], before[3 * row + 2]) = (splats.X[row], splats.Y[row], splats.Z[row]);
        }

        return options with { ScalarColor = new ScalarColoring(WithParts(parents), Colormap.Viridis, 0, (float)largest) };
    }

    private float[] WithParts(int[] parents) => parents.Length == 0 ? values : [.. values, .. parents.Select(p => values[p])];

    private double Distance(int row, DeformedSplats splats)
    {
        float[] from = quantity == "speed" ? before : start;
        double dx = splats.X[row] - from[3 * row], dy = splats.Y[row] - from[3 * row + 1], dz = splats.Z[row] - from[3 * row + 2];
        double distance = metersPerUnit * Math.Sqrt(dx * dx + dy * dy + dz * dz) * (quantity == "speed" ? framesPerSecond : 1);
        largest = Math.Max(largest, distance);
        return distance;
    }
}
