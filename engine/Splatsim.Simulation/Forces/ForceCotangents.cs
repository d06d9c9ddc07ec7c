using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Derivatives of a loss by the numbers of a <see cref="GridForce{T}"/>, summed over the nodes or particles that felt it.</summary>
/// <typeparam name="T">The number.</typeparam>
public struct ForceCotangents<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>By <see cref="GridForce{T}.Point"/>; of a drag by a shift of its gusts.</summary>
    public Vector3<T> Point;

    /// <summary>By <see cref="GridForce{T}.Vector"/>.</summary>
    public Vector3<T> Vector;

    /// <summary>By <see cref="GridForce{T}.Strength"/>.</summary>
    public T Strength;

    /// <summary>By <see cref="GridForce{T}.Radius"/>.</summary>
    public T Radius;

    /// <summary>By <see cref="GridForce{T}.Factor"/>.</summary>
    public T Factor;

    /// <summary>Sums, in another number.</summary>
    internal void Add<TOther>(in ForceCotangents<TOther> other)
        where TOther : unmanaged, IReal<TOther>
    {
        Point += Scalars.FromDouble<T>(Scalars.ToDouble(other.Point));
        Vector += Scalars.FromDouble<T>(Scalars.ToDouble(other.Vector));
        Strength += T.FromDouble(Scalars.ToDouble(other.Strength));
        Radius += T.FromDouble(Scalars.ToDouble(other.Radius));
        Factor += T.FromDouble(Scalars.ToDouble(other.Factor));
    }
}
