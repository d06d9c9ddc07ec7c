using Splatsim.Mathematics;

namespace Splatsim.Coupling;

/// <summary>
/// The one place where splat space (the capture's own units and axes) meets simulation space (metres, y up):
/// q = s R (p - o), with an exact inverse.
/// </summary>
public sealed class SceneFrame
{
    /// <summary>Splat space is simulation space: metres, y up.</summary>
    public static readonly SceneFrame Identity = new(1, Matrix3x3<Real64>.Identity, default);

    private readonly Matrix3x3<Real64> inverse;

    /// <summary>Defines the map.</summary>
    /// <param name="metersPerUnit">s: metres per unit of the capture, positive.</param>
    /// <param name="rotation">R: turns splat axes into simulation axes; a rotation.</param>
    /// <param name="origin">o: the point of splat space that becomes the origin [scene units].</param>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not a positive finite number.</exception>
    /// <exception cref="ArgumentException">The matrix is not a rotation.</exception>
    public SceneFrame(double metersPerUnit, in Matrix3x3<Real64> rotation, in Vector3<Real64> origin)
    {
        if (!(metersPerUnit > 0 && double.IsFinite(metersPerUnit)))
            throw new ArgumentOutOfRangeException(nameof(metersPerUnit), metersPerUnit, "metersPerUnit must be a positive finite number");
        Matrix3x3<Real64> defect = rotation * rotation.Transposed - Matrix3x3<Real64>.Identity;
        if (!(defect.SquaredNorm.Value < 1e-18 && rotation.Determinant.Value > 0))
            throw new ArgumentException("the frame's matrix must be a rotation (orthonormal rows, determinant +1)", nameof(rotation));
        MetersPerUnit = metersPerUnit;
        Rotation = rotation;
        Origin = origin;
        inverse = rotation.Transposed;
    }

    /// <summary>s: metres per unit of the capture.</summary>
    public double MetersPerUnit { get; }

    /// <summary>R: splat axes to simulation axes.</summary>
    public Matrix3x3<Real64> Rotation { get; }

    /// <summary>o: the origin of simulation space, in scene units.</summary>
    public Vector3<Real64> Origin { get; }

    /// <summary>Up (+y of simulation space) as a direction of splat space.</summary>
    public Vector3<Real64> Up => Rotation.Row1;

    /// <summary>A frame whose +y is a given direction, by the shortest turn.</summary>
    /// <param name="up">Up in splat space; not zero.</param>
    /// <param name="metersPerUnit">Metres per unit of the capture.</param>
    /// <param name="origin">The point of splat space that becomes the origin.</param>
    /// <exception cref="ArgumentException">Up is the zero vector or not finite.</exception>
    public static SceneFrame FromUp(in Vector3<Real64> up, double metersPerUnit, in Vector3<Real64> origin)
    {
        double length = up.Length.Value;
        if (!(length > 0 && double.IsFinite(length))) throw new ArgumentException("up must be a finite direction other than zero", nameof(up));
        Vector3<Real64> u = (Real64)(1 / length) * up;
        Vector3<Real64> y = new(0, 1, 0);
        double cosine = u.Y.Value;
        // A half turn has no shortest axis; about x it keeps the right hand right, as captures with y down expect.
        if (cosine < -1 + 1e-12) return new SceneFrame(metersPerUnit, Matrix3x3<Real64>.Diagonal(1, -1, -1), origin);
        Vector3<Real64> axis = Vector3<Real64>.Cross(u, y);
        Quaternion<Real64> turn = new Quaternion<Real64>(1 + cosine, axis.X, axis.Y, axis.Z).Normalized;
        return new SceneFrame(metersPerUnit, turn.ToMatrix(), origin);
    }

    /// <summary>A point of splat space [scene units] in simulation space [m].</summary>
    public Vector3<Real64> ToSimulation(in Vector3<Real64> point) => (Real64)MetersPerUnit * (Rotation * (point - Origin));

    /// <summary>A point of simulation space [m] in splat space [scene units].</summary>
    public Vector3<Real64> ToSplats(in Vector3<Real64> point) => Origin + (Real64)(1 / MetersPerUnit) * (inverse * point);

    /// <summary>A direction of splat space in simulation space; lengths are kept.</summary>
    public Vector3<Real64> DirectionToSimulation(in Vector3<Real64> direction) => Rotation * direction;

    /// <summary>A direction of simulation space in splat space; lengths are kept.</summary>
    public Vector3<Real64> DirectionToSplats(in Vector3<Real64> direction) => inverse * direction;

    /// <summary>A covariance of splat space [units^2] in simulation space [m^2].</summary>
    public SymmetricMatrix3x3<Real64> CovarianceToSimulation(in SymmetricMatrix3x3<Real64> covariance)
    {
        Matrix3x3<Real64> map = (Real64)MetersPerUnit * Rotation;
        return SymmetricMatrix3x3<Real64>.Congruence(in map, in covariance);
    }

    /// <summary>A deformation gradient of simulation space as seen in splat space: R^T F R; the scale cancels.</summary>
    public Matrix3x3<Real64> GradientToSplats(in Matrix3x3<Real64> gradient) => inverse * gradient * Rotation;
}
