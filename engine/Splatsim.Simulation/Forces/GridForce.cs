using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// One force during one substep as plain data, the same for every back end. Positions and lengths are in cells, counted from node
/// (0, 0, 0) of the domain; velocities and accelerations in m/s and m/s^2. Numbers of variable count lie in
/// <see cref="SubstepWork.Numbers"/> and <see cref="SubstepWork.Fields"/>.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
public struct GridForce<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>The formula.</summary>
    public ForceKind Kind;

    /// <summary>Nodes or particles.</summary>
    public ForceSite Site;

    /// <summary>Index of the particles' weights in <see cref="SubstepWork.Weights"/>; -1 gives every particle 1.</summary>
    public int Weights;

    /// <summary>Drag: first of the numbers of its gusts. Fields: index of the field.</summary>
    public int First;

    /// <summary>Drag: number of gusts, <see cref="GridForces.GustNumbers"/> numbers each.</summary>
    public int Count;

    /// <summary>Fields: number of the field's first value in the two time slices between which it is interpolated.</summary>
    public int EarlierSlice;

    /// <inheritdoc cref="EarlierSlice"/>
    public int LaterSlice;

    /// <summary>Centre, point of the axis or of the fluid's surface, first node of the field [cells].</summary>
    public Vector3<T> Point;

    /// <summary>
    /// Acceleration [m/s^2]; mean wind [m/s]; lift per volume [N/m^3]; unit axis of a vortex; nodes of a field per cell.
    /// </summary>
    public Vector3<T> Vector;

    /// <summary>Unit vector out of the fluid; number of nodes of a field along x, y, z.</summary>
    public Vector3<T> Extent;

    /// <summary>
    /// Attractor: G M in cells [m cells^2/s^2]. Blast: acceleration at the centre [m/s^2]. Vortex: angular velocity of the core
    /// [rad/s] times the cell size [m]. Drag: half the density of air times the coefficient [kg/m^3]. Field of accelerations: a factor.
    /// </summary>
    public T Strength;

    /// <summary>Softening, reach, core radius, or half the height of a particle at the fluid's surface [cells].</summary>
    public T Radius;

    /// <summary>
    /// Damping: the part of the velocity that is kept. Vortex and velocity fields: the part of the difference that is taken over.
    /// </summary>
    public T Factor;

    /// <summary>Fields: weight of the later slice, 0 to 1.</summary>
    public T Blend;

    /// <summary>The same force in another number.</summary>
    /// <param name="force">The force in double precision.</param>
    public static GridForce<T> From(in GridForce<Real64> force) => Choices(in force) with
    {
        Point = Convert(force.Point),
        Vector = Convert(force.Vector),
        Extent = Convert(force.Extent),
        Strength = T.FromDouble(force.Strength.Value),
        Radius = T.FromDouble(force.Radius.Value),
        Factor = T.FromDouble(force.Factor.Value),
        Blend = T.FromDouble(force.Blend.Value),
    };

    /// <summary>What of a force is no number: kind, place, tables. All numbers are 0.</summary>
    /// <param name="force">The force in any number.</param>
    internal static GridForce<T> Choices<TOther>(in GridForce<TOther> force)
        where TOther : unmanaged, IReal<TOther> => new()
        {
            Kind = force.Kind,
            Site = force.Site,
            Weights = force.Weights,
            First = force.First,
            Count = force.Count,
            EarlierSlice = force.EarlierSlice,
            LaterSlice = force.LaterSlice,
        };

    private static Vector3<T> Convert(Vector3<Real64> v) =>
        new(T.FromDouble(v.X.Value), T.FromDouble(v.Y.Value), T.FromDouble(v.Z.Value));
}
