using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The force formulas, written once for every number: double, float, SIMD lanes and GPU threads.</summary>
public static class GridForces
{
    /// <summary>Numbers of a gust: wave vector [turns/cell] x y z, phase [turns], amplitude x y z [m/s].</summary>
    public const int GustNumbers = 7;

    /// <summary>Applies one force to one node or particle (or one per lane) for one substep.</summary>
    /// <param name="force">The force.</param>
    /// <param name="numbers">Gusts and fields.</param>
    /// <param name="point">Where the node or particle is [cells].</param>
    /// <param name="mass">Its mass [kg], positive.</param>
    /// <param name="weight">
    /// Of particles: exposed area [m^2] for drag, displaced volume [m^3] for buoyancy, 0 to 1 otherwise. Of nodes: 1.
    /// </param>
    /// <param name="timeStep">dt [s].</param>
    /// <param name="velocity">Its velocity, changed [m/s].</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<T, TNumbers>(
        in GridForce<T> force, in TNumbers numbers, Vector3<T> point, T mass, T weight, T timeStep, ref Vector3<T> velocity)
        where T : unmanaged, IReal<T>
        where TNumbers : struct, IForceNumbers<T>
    {
        if (force.Kind == ForceKind.Acceleration) velocity += (timeStep * weight) * force.Vector;
        else if (force.Kind == ForceKind.Attractor) velocity += (timeStep * weight) * Attraction(in force, point);
        else if (force.Kind == ForceKind.Blast) velocity += (timeStep * weight) * Blast(in force, point);
        else if (force.Kind == ForceKind.Vortex) velocity += (weight * force.Factor) * (Swirl(in force, point) - velocity);
        else if (force.Kind == ForceKind.Damping) velocity = (T.One - weight * (T.One - force.Factor)) * velocity;
        else if (force.Kind == ForceKind.FieldAcceleration)
            velocity += (timeStep * weight * force.Strength) * Sample<T, TNumbers>(in force, in numbers, point, out _);
        else if (force.Kind == ForceKind.FieldVelocity) Follow(in force, in numbers, point, weight, ref velocity);
        else if (force.Kind == ForceKind.Drag) Drag(in force, in numbers, point, mass, weight, timeStep, ref velocity);
        else Float(in force, point, mass, weight, timeStep, ref velocity);
    }

    /// <summary>Velocity of the wind at a point [m/s]: the mean and the gusts.</summary>
    /// <param name="force">A drag force.</param>
    /// <param name="numbers">Its gusts.</param>
    /// <param name="point">The point [cells].</param>
    /// <remarks>
    /// Each gust is a wave whose amplitude is at right angles to its wave vector, so that the divergence is zero everywhere (Fung
    /// et al. 1992, "Kinematic simulation of homogeneous turbulence by unsteady random Fourier modes").
    /// </remarks>
    public static Vector3<T> Wind<T, TNumbers>(in GridForce<T> force, in TNumbers numbers, Vector3<T> point)
        where T : unmanaged, IReal<T>
        where TNumbers : struct, IForceNumbers<T>
    {
        Vector3<T> wind = force.Vector;
        for (int gust = 0; gust < force.Count; gust++)
        {
            int at = force.First + gust * GustNumbers;
            Vector3<T> wave = new(numbers.Number(at), numbers.Number(at + 1), numbers.Number(at + 2));
            T phase = Vector3<T>.Dot(wave, point) + numbers.Number(at + 3);
            Vector3<T> amplitude = new(numbers.Number(at + 4), numbers.Number(at + 5), numbers.Number(at + 6));
            wind += SineOfTurns(phase) * amplitude;
        }

        return wind;
    }

    /// <summary>sin(2 pi u), to the rounding of the number for moderate u.</summary>
    /// <param name="turns">u [turns].</param>
    public static T SineOfTurns<T>(T turns)
        where T : unmanaged, IReal<T>
    {
        T half = T.FromDouble(0.5), quarter = T.FromDouble(0.25);
        T u = turns - T.Floor(turns + half);
        u = T.Select(u > quarter, half - u, u);
        u = T.Select(u < -quarter, -half - u, u);
        T x = T.FromDouble(2 * Math.PI) * u;
        T square = x * x;
        // Taylor series of sin x / x from its last term inwards; x^21/21! at a right angle is 3e-16. Not a loop: its constants
        // would be divided in double on GPUs.
        T sum = Term(square, 1.0 / (19 * 18), T.One);
        sum = Term(square, 1.0 / (17 * 16), sum);
        sum = Term(square, 1.0 / (15 * 14), sum);
        sum = Term(square, 1.0 / (13 * 12), sum);
        sum = Term(square, 1.0 / (11 * 10), sum);
        sum = Term(square, 1.0 / (9 * 8), sum);
        sum = Term(square, 1.0 / (7 * 6), sum);
        sum = Term(square, 1.0 / (5 * 4), sum);
        sum = Term(square, 1.0 / (3 * 2), sum);
        return x * sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Term<T>(T square, double coefficient, T sum)
        where T : unmanaged, IReal<T> => T.FusedMultiplyAdd(T.FromDouble(-coefficient) * square, sum, T.One);

    // a = G M d / (d^2 + s^2)^(3/2), d from the place to the point: softened as by Plummer (1911).
    private static Vector3<T> Attraction<T>(in GridForce<T> force, Vector3<T> point)
        where T : unmanaged, IReal<T>
    {
        Vector3<T> d = force.Point - point;
        T squared = d.LengthSquared + force.Radius * force.Radius;
        Mask<T> apart = squared > T.Zero;
        T safe = T.Select(apart, squared, T.One);
        T factor = T.Select(apart, force.Strength / (safe * T.Sqrt(safe)), T.Zero);
        return factor * d;
    }

    // A (1 - (r/R)^2)^2 outwards within R: smooth at the rim, no direction at the very centre.
    private static Vector3<T> Blast<T>(in GridForce<T> force, Vector3<T> point)
        where T : unmanaged, IReal<T>
    {
        Vector3<T> d = point - force.Point;
        T r = Norms.Safe(in d);
        T s = r / force.Radius;
        T inside = T.Max(T.One - s * s, T.Zero);
        Mask<T> apart = r > T.Zero;
        T factor = T.Select(apart, force.Strength * inside * inside / T.Select(apart, r, T.One), T.Zero);
        return factor * d;
    }

    // Rankine: solid rotation within the core, omega (core/r)^2 of it outside.
    private static Vector3<T> Swirl<T>(in GridForce<T> force, Vector3<T> point)
        where T : unmanaged, IReal<T>
    {
        Vector3<T> d = point - force.Point;
        Vector3<T> arm = d - Vector3<T>.Dot(d, force.Vector) * force.Vector;
        T core = force.Radius * force.Radius;
        T factor = core / T.Max(arm.LengthSquared, core);
        return (force.Strength * factor) * Vector3<T>.Cross(force.Vector, arm);
    }

    private static void Follow<T, TNumbers>(
        in GridForce<T> force, in TNumbers numbers, Vector3<T> point, T weight, ref Vector3<T> velocity)
        where T : unmanaged, IReal<T>
        where TNumbers : struct, IForceNumbers<T>
    {
        Vector3<T> target = Sample(in force, in numbers, point, out Mask<T> inside);
        T share = T.Select(inside, weight * force.Factor, T.Zero);
        velocity += share * (target - velocity);
    }

    // Quadratic drag on one particle alone, dr/dt = -k |r| r with r = wind - v and k = rho C_d A / (2 m), has the solution
    // r / (1 + k |r| t): exact and stable for any step.
    private static void Drag<T, TNumbers>(
        in GridForce<T> force, in TNumbers numbers, Vector3<T> point, T mass, T area, T timeStep, ref Vector3<T> velocity)
        where T : unmanaged, IReal<T>
        where TNumbers : struct, IForceNumbers<T>
    {
        Vector3<T> relative = Wind(in force, in numbers, point) - velocity;
        T k = timeStep * force.Strength * area * Norms.Safe(in relative) / mass;
        velocity += (k / (T.One + k)) * relative;
    }

    // The particle counts as a layer of twice the given half height, so that the lift sets in without a jump.
    private static void Float<T>(in GridForce<T> force, Vector3<T> point, T mass, T volume, T timeStep, ref Vector3<T> velocity)
        where T : unmanaged, IReal<T>
    {
        T depth = Vector3<T>.Dot(force.Point - point, force.Extent);
        T submerged = T.FromDouble(0.5) * (depth / force.Radius + T.One);
        submerged = T.Min(T.Max(submerged, T.Zero), T.One);
        velocity += (timeStep * submerged * volume / mass) * force.Vector;
    }

    /// <summary>A field at a point: trilinear in space, linear in time, zero outside its grid.</summary>
    /// <param name="force">A force of a field.</param>
    /// <param name="numbers">The fields.</param>
    /// <param name="point">The point [cells].</param>
    /// <param name="inside">Where the field has values.</param>
    public static Vector3<T> Sample<T, TNumbers>(in GridForce<T> force, in TNumbers numbers, Vector3<T> point, out Mask<T> inside)
        where T : unmanaged, IReal<T>
        where TNumbers : struct, IForceNumbers<T>
    {
        Vector3<T> d = point - force.Point;
        T x = d.X * force.Vector.X, y = d.Y * force.Vector.Y, z = d.Z * force.Vector.Z;
        T two = T.One + T.One;
        inside = (x >= T.Zero) & (x <= force.Extent.X - T.One) & (y >= T.Zero) & (y <= force.Extent.Y - T.One)
            & (z >= T.Zero) & (z <= force.Extent.Z - T.One);
        T i = T.Min(T.Max(T.Floor(x), T.Zero), force.Extent.X - two);
        T j = T.Min(T.Max(T.Floor(y), T.Zero), force.Extent.Y - two);
        T k = T.Min(T.Max(T.Floor(z), T.Zero), force.Extent.Z - two);
        T three = two + T.One;
        T first = three * ((i * force.Extent.Y + j) * force.Extent.Z + k);
        Vector3<T> earlier = Trilinear(in force, in numbers, force.EarlierSlice, first, x - i, y - j, z - k);
        Vector3<T> later = Trilinear(in force, in numbers, force.LaterSlice, first, x - i, y - j, z - k);
        Vector3<T> value = earlier + force.Blend * (later - earlier);
        return new(T.Select(inside, value.X, T.Zero), T.Select(inside, value.Y, T.Zero), T.Select(inside, value.Z, T.Zero));
    }

    private static Vector3<T> Trilinear<T, TNumbers>(
        in GridForce<T> force, in TNumbers numbers, int slice, T first, T x, T y, T z)
        where T : unmanaged, IReal<T>
        where TNumbers : struct, IForceNumbers<T>
    {
        T alongZ = T.One + T.One + T.One, alongY = alongZ * force.Extent.Z, alongX = alongY * force.Extent.Y;
        Vector3<T> sum = default;
        for (int corner = 0; corner < 8; corner++)
        {
            T wx = x, wy = y, wz = z, at = first;
            if ((corner & 4) == 0) wx = T.One - x;
            else at += alongX;
            if ((corner & 2) == 0) wy = T.One - y;
            else at += alongY;
            if ((corner & 1) == 0) wz = T.One - z;
            else at += alongZ;
            Vector3<T> value = new(
                numbers.Value(force.First, slice, at),
                numbers.Value(force.First, slice, at + T.One),
                numbers.Value(force.First, slice, at + T.One + T.One));
            sum += (wx * wy * wz) * value;
        }

        return sum;
    }
}
