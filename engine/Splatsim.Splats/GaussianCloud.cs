using Splatsim.Mathematics;

namespace Splatsim.Splats;

/// <summary>
/// A cloud of 3D Gaussians as a structure of arrays: every component of every splat in a column of its own, 64-byte
/// aligned. Values are the stored ones of training files: log-scales, opacity logits, un-normalised quaternions.
/// </summary>
/// <remarks>Kerbl et al. 2023, "3D Gaussian Splatting for Real-Time Radiance Field Rendering".</remarks>
public sealed class GaussianCloud
{
    /// <summary>The highest spherical-harmonic degree that is kept (degree 3 is the highest that is drawn).</summary>
    public const int MaximumDegree = 4;

    private readonly AlignedArray<float>[] geometry;
    private readonly AlignedArray<float>[] harmonics;

    /// <summary>Allocates a cloud. Rotations start as identity, everything else as 0.</summary>
    /// <param name="count">Number of splats, at least 0.</param>
    /// <param name="degree">Spherical-harmonic degree, 0 to 4.</param>
    /// <exception cref="ArgumentOutOfRangeException">Count or degree is outside its range.</exception>
    public GaussianCloud(int count, int degree)
        : this(count, degree, static length => new AlignedArray<float>(length)) => RotationW.Fill(1f);

    private GaussianCloud(int count, int degree, Func<int, AlignedArray<float>> allocate)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfNegative(degree);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(degree, MaximumDegree);
        Count = count;
        Degree = degree;
        geometry = Allocate(11, count, allocate);
        harmonics = Allocate(3 * (degree + 1) * (degree + 1), count, allocate);
    }

    /// <summary>Number of splats.</summary>
    public int Count { get; }

    /// <summary>Spherical-harmonic degree, 0 to 4.</summary>
    public int Degree { get; }

    /// <summary>Spherical-harmonic coefficients per colour channel: (degree + 1)^2, the constant term included.</summary>
    public int ShCoefficientCount => (Degree + 1) * (Degree + 1);

    /// <summary>The axes that positions, rotations and harmonics are expressed in.</summary>
    public CoordinateFrame Frame { get; set; } = CoordinateFrame.RightDownForward;

    /// <summary>The renderer that the cloud was trained for.</summary>
    public RenderModel RenderModel { get; set; } = RenderModel.Classic;

    /// <summary>Mean, x [scene units], shape [Count].</summary>
    public Span<float> X => geometry[0].Span;

    /// <summary>Mean, y [scene units], shape [Count].</summary>
    public Span<float> Y => geometry[1].Span;

    /// <summary>Mean, z [scene units], shape [Count].</summary>
    public Span<float> Z => geometry[2].Span;

    /// <summary>Real part of the quaternion, shape [Count]. Quaternions need not be normalised.</summary>
    public Span<float> RotationW => geometry[3].Span;

    /// <summary>Quaternion, i part, shape [Count].</summary>
    public Span<float> RotationX => geometry[4].Span;

    /// <summary>Quaternion, j part, shape [Count].</summary>
    public Span<float> RotationY => geometry[5].Span;

    /// <summary>Quaternion, k part, shape [Count].</summary>
    public Span<float> RotationZ => geometry[6].Span;

    /// <summary>Natural logarithm of the standard deviation along the first axis, shape [Count]. -infinity is flat.</summary>
    public Span<float> LogScaleX => geometry[7].Span;

    /// <summary>Natural logarithm of the standard deviation along the second axis, shape [Count].</summary>
    public Span<float> LogScaleY => geometry[8].Span;

    /// <summary>Natural logarithm of the standard deviation along the third axis, shape [Count].</summary>
    public Span<float> LogScaleZ => geometry[9].Span;

    /// <summary>Logit of the opacity, shape [Count]. +infinity is opaque, -infinity invisible.</summary>
    public Span<float> OpacityLogit => geometry[10].Span;

    /// <summary>A label per splat, shape [Count], or null when nothing is labelled.</summary>
    public byte[]? Labels { get; set; }

    /// <summary>One column of spherical-harmonic coefficients, shape [Count]. Colour = 0.5 + sum of k_i B_i(direction).</summary>
    /// <param name="coefficient">Index i of the basis function, 0 to <see cref="ShCoefficientCount"/> - 1.</param>
    /// <param name="channel">0 red, 1 green, 2 blue.</param>
    public Span<float> Sh(int coefficient, int channel) => harmonics[coefficient * 3 + channel].Span;

    /// <summary>The 11 geometry columns in the order x y z, w x y z of the rotation, log-scales, opacity logit.</summary>
    public IReadOnlyList<AlignedArray<float>> GeometryColumns => geometry;

    /// <summary>The harmonic columns, coefficient-major with the channel inside: [coefficient * 3 + channel].</summary>
    public IReadOnlyList<AlignedArray<float>> ShColumns => harmonics;

    /// <summary>Allocates a cloud without clearing it: the caller writes every column whole before anything is read.</summary>
    /// <param name="count">Number of splats, at least 0.</param>
    /// <param name="degree">Spherical-harmonic degree, 0 to 4.</param>
    /// <exception cref="ArgumentOutOfRangeException">Count or degree is outside its range.</exception>
    public static GaussianCloud Uninitialized(int count, int degree) => new(count, degree, AlignedArray<float>.Uninitialized);

    private static AlignedArray<float>[] Allocate(int columns, int count, Func<int, AlignedArray<float>> allocate)
    {
        AlignedArray<float>[] result = new AlignedArray<float>[columns];
        for (int column = 0; column < columns; column++) result[column] = allocate(count);
        return result;
    }
}
