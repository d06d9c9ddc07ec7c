using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Coupling;

/// <summary>
/// What a bare capture does not say, guessed: which way is up, where the ground is, how long a unit is, which splats are
/// the object. Every guess comes with the sentence that a program must print.
/// </summary>
/// <remarks>
/// Files have no dependable frame and structure from motion has no scale: both are guesses, never measurements. Callers
/// let the user override each (<c>up</c>, <c>metersPerUnit</c>, a selection).
/// </remarks>
public sealed class SceneGuess
{
    private SceneGuess(
        SceneFrame frame, GroundPlane? ground, SplatSelection movable, IReadOnlyList<string> explanations)
    {
        Frame = frame;
        Ground = ground;
        Movable = movable;
        Explanations = explanations;
    }

    /// <summary>Simulation space: y up, the ground (or the lowest part of the object) at y = 0, the object above the origin.</summary>
    public SceneFrame Frame { get; }

    /// <summary>The ground plane in splat space; null where none was found.</summary>
    public GroundPlane? Ground { get; }

    /// <summary>The object: the largest connected component above the ground, or what the options name.</summary>
    public SplatSelection Movable { get; }

    /// <summary>One honest sentence per guess, to be printed.</summary>
    public IReadOnlyList<string> Explanations { get; }

    /// <summary>Guesses.</summary>
    /// <param name="cloud">The capture.</param>
    /// <param name="options">What is known already; null for nothing.</param>
    /// <exception cref="ArgumentException">The cloud is empty, or a selection belongs to another cloud.</exception>
    public static SceneGuess Of(GaussianCloud cloud, SceneGuessOptions? options = null)
    {
        options ??= new();
        if (cloud.Count == 0) throw new ArgumentException("the capture holds no splats", nameof(cloud));
        List<string> explanations = [];
        (Vector3<Real64> up, GroundPlane? ground) = UpGuess.Find(cloud, options, explanations);
        SplatSelection movable = ObjectGuess.Find(cloud, ground, options, explanations);
        AlongUp extent = AlongUp.Of(cloud, movable, up);
        double scale = ScaleGuess.Find(cloud, movable, ground, options, explanations);
        // The ground where there is one below the object, else the object's own lowest part.
        double floor = ground is not null && options.Up is null ? ground.Plane.Offset : extent.Low;
        if (floor > extent.Low) floor = extent.Low;
        Vector3<Real64> origin = extent.Centre + new Real64(floor - Vector3<Real64>.Dot(up, extent.Centre).Value) * up;
        return new SceneGuess(SceneFrame.FromUp(in up, scale, in origin), ground, movable, explanations);
    }

    // Robust extent of the object along up, and its middle.
    private readonly record struct AlongUp(double Low, Vector3<Real64> Centre)
    {
        public static AlongUp Of(GaussianCloud cloud, SplatSelection movable, Vector3<Real64> up)
        {
            int[] indices = movable.ToIndices();
            float[] heights = new float[indices.Length];
            float[][] axes = [new float[indices.Length], new float[indices.Length], new float[indices.Length]];
            for (int i = 0; i < indices.Length; i++)
            {
                Vector3<Real64> mean = cloud.MeanOf(indices[i]);
                heights[i] = (float)Vector3<Real64>.Dot(up, mean).Value;
                (axes[0][i], axes[1][i], axes[2][i]) = ((float)mean.X.Value, (float)mean.Y.Value, (float)mean.Z.Value);
            }

            return new(
                OrderStatistics.Percentile(heights, 0.5),
                new(OrderStatistics.Percentile(axes[0], 50), OrderStatistics.Percentile(axes[1], 50), OrderStatistics.Percentile(axes[2], 50)));
        }
    }
}
