using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>What particles and the rigid body that they are have to do with each other, in any number.</summary>
internal static class RigidParticles
{
    // Over which a path's velocity at the start is taken [s].
    private const double FirstMoment = 1e-6;

    /// <summary>Adds what a particle has gathered to the body's momenta, the affine part of APIC included.</summary>
    /// <param name="arm">From the body's centre of mass to the particle [m].</param>
    /// <param name="mass">Mass [kg].</param>
    /// <param name="affineInertia">dx^2/4 [m^2].</param>
    /// <param name="velocity">What it gathered [m/s].</param>
    /// <param name="affine">C [1/s].</param>
    /// <param name="momentum">The sum of momenta.</param>
    /// <param name="angular">The sum of angular momenta.</param>
    public static void Gather<T>(
        Vector3<T> arm, T mass, double affineInertia, Vector3<T> velocity, in Matrix3x3<T> affine, ref Vector3<T> momentum, ref Vector3<T> angular)
        where T : unmanaged, IReal<T>
    {
        momentum += mass * velocity;
        angular += mass * (Vector3<T>.Cross(arm, velocity) + T.FromDouble(affineInertia) * Axial(in affine));
    }

    /// <summary>Adds a particle's part of the inertia about the centre of mass.</summary>
    public static void AddInertia<T>(Vector3<T> arm, T mass, double affineInertia, ref Matrix3x3<T> inertia)
        where T : unmanaged, IReal<T>
    {
        T own = mass * (arm.LengthSquared + T.FromDouble(2 * affineInertia));
        inertia += own * Matrix3x3<T>.Identity - Matrix3x3<T>.Outer(mass * arm, arm);
    }

    /// <summary>A body on a path: the path moves a frame, in which the body keeps its place.</summary>
    /// <param name="path">The path.</param>
    /// <param name="time">When [s].</param>
    /// <param name="timeStep">The substep that ends then [s]; 0 at the start.</param>
    /// <param name="start">Centre of mass at the start [m].</param>
    /// <param name="inertia">Mass and inertia.</param>
    public static RigidMotion<T> Follow<T>(MotionPath path, double time, double timeStep, Vector3<T> start, in RigidInertia<T> inertia)
        where T : unmanaged, IReal<T>
    {
        double step = timeStep > 0 ? timeStep : FirstMoment;
        Quaternion<Real64> turned = (path.OrientationAt(time) * Rotations.Inverse(path.OrientationAt(0))).Normalized;
        RigidMotion<T> motion = RigidMotion<T>.From(new(path.PositionAt(time), turned, default, default));
        Matrix3x3<T> turn = motion.Orientation.ToMatrix();
        Vector3<T> arm = turn * (start - Scalars.FromDouble<T>(path.PositionAt(0)));
        Vector3<T> w = Scalars.FromDouble<T>(path.MeanAngularVelocity(time, step));
        Vector3<T> v = Scalars.FromDouble<T>(path.MeanVelocity(time, step)) + Vector3<T>.Cross(w, arm);
        motion.Position += arm;
        motion.Momentum = inertia.Mass * v;
        motion.AngularMomentum = turn * (inertia.Inertia * (turn.Transposed * w));
        return motion;
    }

    /// <summary>Twice the axial vector of a matrix.</summary>
    internal static Vector3<T> Axial<T>(in Matrix3x3<T> c)
        where T : unmanaged, IReal<T> => new(c.M21 - c.M12, c.M02 - c.M20, c.M10 - c.M01);
}
