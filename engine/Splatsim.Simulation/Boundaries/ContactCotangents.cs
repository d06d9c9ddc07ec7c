using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Derivatives of a loss by the numbers of a <see cref="GridContact{T}"/>, summed over the nodes that it touched.</summary>
/// <typeparam name="T">The number.</typeparam>
public struct ContactCotangents<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>By the Coulomb coefficient.</summary>
    public T Friction;

    /// <summary>By the part of the approach speed that is given back.</summary>
    public T Restitution;

    /// <summary>By the velocity of the boundary at its point [s/m].</summary>
    public Vector3<T> Velocity;

    /// <summary>By the change of the boundary's velocity per cell [s/m].</summary>
    public Matrix3x3<T> VelocityGradient;

    /// <summary>By the point, with all that hangs on it: normals of curved shapes, the place from which a turning surface counts [1/cell].</summary>
    public Vector3<T> Point;

    /// <summary>By a small turn of the shape about its point, which turns its normals; about the grid's axes [1/rad].</summary>
    public Vector3<T> Turn;

    /// <summary>Sums, in another number.</summary>
    internal void Add<TOther>(in ContactCotangents<TOther> other)
        where TOther : unmanaged, IReal<TOther>
    {
        Friction += T.FromDouble(Scalars.ToDouble(other.Friction));
        Restitution += T.FromDouble(Scalars.ToDouble(other.Restitution));
        Velocity += Scalars.FromDouble<T>(Scalars.ToDouble(other.Velocity));
        VelocityGradient += Scalars.FromDouble<T>(Scalars.ToDouble(in other.VelocityGradient));
        Point += Scalars.FromDouble<T>(Scalars.ToDouble(other.Point));
        Turn += Scalars.FromDouble<T>(Scalars.ToDouble(other.Turn));
    }
}
