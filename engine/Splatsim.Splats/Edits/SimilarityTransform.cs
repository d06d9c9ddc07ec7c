using Splatsim.Mathematics;

namespace Splatsim.Splats;

/// <summary>Rotation, uniform scale and translation: x' = s R x + t.</summary>
public sealed class SimilarityTransform
{
    // Rotations typed in with 7 digits are still accepted; anything that would visibly shear is not.
    private const double OrthogonalityTolerance = 1e-6;

    /// <summary>A transform of its three parts.</summary>
    /// <param name="rotation">A rotation matrix (orthonormal, determinant 1).</param>
    /// <param name="scale">Uniform scale, above 0.</param>
    /// <param name="translation">Translation [scene units of the result].</param>
    /// <exception cref="ArgumentException">The matrix is not a rotation, or the scale is not above 0.</exception>
    public SimilarityTransform(in Matrix3x3<Real64> rotation, double scale, in Vector3<Real64> translation)
    {
        Matrix3x3<Real64> difference = rotation * rotation.Transposed - Matrix3x3<Real64>.Identity;
        if (!(difference.SquaredNorm.Value <= OrthogonalityTolerance * OrthogonalityTolerance) || !(rotation.Determinant.Value > 0))
        {
            throw new ArgumentException(
                $"{rotation} is not a rotation; mirror with an AxisFlip, scale with the scale", nameof(rotation));
        }

        if (!(scale > 0) || !double.IsFinite(scale)) throw new ArgumentException($"scale {scale} must be above 0", nameof(scale));
        Rotation = rotation;
        Scale = scale;
        Translation = translation;
    }

    /// <summary>The transform that changes nothing.</summary>
    public static SimilarityTransform Identity { get; } = new(Matrix3x3<Real64>.Identity, 1, default);

    /// <summary>Rotation R.</summary>
    public Matrix3x3<Real64> Rotation { get; }

    /// <summary>Uniform scale s.</summary>
    public double Scale { get; }

    /// <summary>Translation t [scene units of the result].</summary>
    public Vector3<Real64> Translation { get; }

    /// <summary>The transform that undoes this one.</summary>
    public SimilarityTransform Inverse
    {
        get
        {
            Matrix3x3<Real64> back = Rotation.Transposed;
            return new(back, 1 / Scale, new Real64(-1 / Scale) * (back * Translation));
        }
    }

    /// <summary>The moved point.</summary>
    /// <param name="point">A point [scene units].</param>
    public Vector3<Real64> Apply(in Vector3<Real64> point) => new Real64(Scale) * (Rotation * point) + Translation;

    /// <summary>This transform after another one.</summary>
    /// <param name="first">The transform that is applied first.</param>
    public SimilarityTransform After(SimilarityTransform first) =>
        new(Rotation * first.Rotation, Scale * first.Scale, Apply(first.Translation));
}
