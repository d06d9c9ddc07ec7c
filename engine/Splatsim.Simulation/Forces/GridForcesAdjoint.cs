using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The adjoint of <see cref="GridForces"/>: the same formulas, differentiated with <see cref="Dual{T}"/>.</summary>
public static class GridForcesAdjoint
{
    // The inputs in their order: velocity, mass, place, and the force's own numbers.
    private const int Mass = 3, Place = 4, Point = 7, Vector = 10, Strength = 13, Radius = 14, Factor = 15, Weight = 16, Inputs = 17;

    /// <summary>The adjoint of one force at one node or particle.</summary>
    /// <param name="force">The force.</param>
    /// <param name="numbers">Gusts and fields.</param>
    /// <param name="point">Where the node or particle is [cells].</param>
    /// <param name="mass">Its mass [kg], positive.</param>
    /// <param name="weight">Its weight.</param>
    /// <param name="timeStep">dt [s].</param>
    /// <param name="velocity">Its velocity before the force [m/s].</param>
    /// <param name="cotangent">Derivatives of a loss by the velocity after the force; replaced by those by the velocity before.</param>
    /// <param name="byMass">Derivative by the mass [1/kg].</param>
    /// <param name="byPoint">Derivatives by the place [1/cell].</param>
    /// <param name="byWeight">Derivative by the weight.</param>
    /// <param name="sum">Receives the derivatives by the force's numbers, added.</param>
    public static void Apply<T, TNumbers>(
        in GridForce<T> force, in TNumbers numbers, Vector3<T> point, T mass, T weight, T timeStep, Vector3<T> velocity,
        ref Vector3<T> cotangent, out T byMass, out Vector3<T> byPoint, out T byWeight, ref ForceCotangents<T> sum)
        where T : unmanaged, IReal<T>
        where TNumbers : struct, IForceNumbers<T>
    {
        byMass = byWeight = T.Zero;
        byPoint = default;
        if (force.Kind == ForceKind.Acceleration)
        {
            sum.Vector += (timeStep * weight) * cotangent;
            byWeight = timeStep * Vector3<T>.Dot(force.Vector, cotangent);
            return;
        }

        DualNumbers<T, TNumbers> dualNumbers = new(in numbers);
        Vector3<T> byVelocity = default, byForcePoint = default, byVector = default;
        for (int input = 0; input < Inputs; input++)
        {
            GridForce<Dual<T>> seeded = Seeded(in force, input);
            Vector3<Dual<T>> after = Seeded(velocity, input, 0);
            GridForces.Apply(
                in seeded, in dualNumbers, Seeded(point, input, Place), new Dual<T>(mass, input == Mass ? T.One : T.Zero),
                new Dual<T>(weight, input == Weight ? T.One : T.Zero), Dual<T>.Constant(timeStep), ref after);
            T slope = cotangent.X * after.X.Tangent + cotangent.Y * after.Y.Tangent + cotangent.Z * after.Z.Tangent;
            switch (input)
            {
                case < Mass: Axes.Set(ref byVelocity, input, slope); break;
                case Mass: byMass = slope; break;
                case < Point: Axes.Set(ref byPoint, input - Place, slope); break;
                case < Vector: Axes.Set(ref byForcePoint, input - Point, slope); break;
                case < Strength: Axes.Set(ref byVector, input - Vector, slope); break;
                case Strength: sum.Strength += slope; break;
                case Radius: sum.Radius += slope; break;
                case Factor: sum.Factor += slope; break;
                default: byWeight = slope; break;
            }
        }

        // What a drag knows of a place is its gusts: they move against it.
        sum.Point += force.Kind == ForceKind.Drag ? -byPoint : byForcePoint;
        sum.Vector += byVector;
        cotangent = byVelocity;
    }

    private static GridForce<Dual<T>> Seeded<T>(in GridForce<T> force, int input)
        where T : unmanaged, IReal<T> => GridForce<Dual<T>>.Choices(in force) with
        {
            Point = Seeded(force.Point, input, Point),
            Vector = Seeded(force.Vector, input, Vector),
            Extent = Seeded(force.Extent, input, Inputs),
            Strength = new(force.Strength, input == Strength ? T.One : T.Zero),
            Radius = new(force.Radius, input == Radius ? T.One : T.Zero),
            Factor = new(force.Factor, input == Factor ? T.One : T.Zero),
            Blend = Dual<T>.Constant(force.Blend),
        };

    private static Vector3<Dual<T>> Seeded<T>(Vector3<T> v, int input, int first)
        where T : unmanaged, IReal<T>
    {
        Vector3<T> tangent = Axes.Unit<T>(input - first);
        return new(new(v.X, tangent.X), new(v.Y, tangent.Y), new(v.Z, tangent.Z));
    }
}
