using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// What a particle does that takes n substeps at once. Its nodes take all n: they are where its weights were at the start, carry its mass, and feel its
/// force, which does not change. So the particle is a point of updated-Lagrangian finite elements meanwhile (with the nodes' displacements d_i over the n substeps):
/// <code>
///   start   B = I + (n-1)/2 dt C       F = law(B F)        f_i = -V0 (4/dx^2) tau B^-T (x_i - x_p) w_i
///   nodes   m_i v_i += dt f_i          d_i += dt v_i       n times
///   end     G = sum d_i grad w_i       F = (I + G) B^-1 F  x += sum w_i d_i    v, C from v_i as ever
/// </code>
/// The law is asked at the mean of the moments at which n substeps would ask it. Only then does a spring that is followed so neither gain nor lose energy:
/// of displacement (n+1)/(2n) Dt^2 a and a lead of b Dt, the map of one step has determinant 1 + (1 - (n+1)/(2n) - b) (w Dt)^2, which is 1 for
/// b = (n-1)/(2n). The stress is pulled back so that forces make no torque about the places where the nodes are then.
/// </summary>
/// <remarks>
/// The sum of m v is kept exactly: all forces are differences between nodes, and every node gives back what it was given. That of m x cross v is kept to
/// first order in the step: impulses between slow and other particles meet where a node was at the start of the slow step. C stays the gradient in the places
/// of the start, as APIC's angular momentum counts it. All nodes are in the class of the shortest step, particles in classes of their own; so no zones
/// between slow and other matter are needed, and the two may meet anywhere at any time. Mixed steps with nodes in classes: Belytschko, Yen and
/// Mullen 1979, "Mixed methods for time integration" (Comput. Methods Appl. Mech. Eng. 17/18); for MPM with regions: Fang et al. 2018, "A temporally adaptive
/// material point method with regional time stepping" (Comput. Graph. Forum 37).
/// </remarks>
internal static class SlowMotion
{
    // Volume ratio of a step, far beyond the Courant number, below which inverses are no longer taken.
    private const double SmallestRatio = 0.25;

    /// <summary>tau B^-T.</summary>
    /// <param name="kirchhoff">tau [Pa].</param>
    /// <param name="affine">C at the start of the step [1/s].</param>
    /// <param name="lead">(n-1)/2 dt [s].</param>
    /// <param name="pulled">The stress per area of the start of the step [Pa].</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void PullBack<T>(in SymmetricMatrix3x3<T> kirchhoff, in Matrix3x3<T> affine, T lead, out Matrix3x3<T> pulled)
        where T : unmanaged, IReal<T>
    {
        Matrix3x3<T> ahead = lead * affine;
        Back(in ahead, out Matrix3x3<T> back);
        Matrix3x3<T> transposed = back.Transposed;
        Matrix3x3<T>.Multiply(in kirchhoff, in transposed, out pulled);
    }

    /// <summary>F at the end of the step.</summary>
    /// <param name="displacement">G.</param>
    /// <param name="start">C at the start of the step [1/s].</param>
    /// <param name="lead">(n-1)/2 dt [s].</param>
    /// <param name="deformation">F.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void End<T>(in Matrix3x3<T> displacement, in Matrix3x3<T> start, T lead, ref Matrix3x3<T> deformation)
        where T : unmanaged, IReal<T>
    {
        Matrix3x3<T> ahead = lead * start;
        Back(in ahead, out Matrix3x3<T> back);
        Matrix3x3<T>.Multiply(in back, in deformation, out ahead);
        Matrix3x3<T> step = Matrix3x3<T>.Identity + displacement;
        Matrix3x3<T>.Multiply(in step, in ahead, out deformation);
    }

    /// <summary>F becomes (I + t C) F, or (I - t C)^-1 F for a negative time.</summary>
    /// <param name="affine">C [1/s].</param>
    /// <param name="time">t [s].</param>
    /// <param name="deformation">F.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Advance<T>(in Matrix3x3<T> affine, double time, ref Matrix3x3<T> deformation)
        where T : unmanaged, IReal<T>
    {
        Matrix3x3<T> step = T.FromDouble(Math.Abs(time)) * affine, before = deformation, change;
        if (time > 0) change = Matrix3x3<T>.Identity + step;
        else Back(in step, out change);
        Matrix3x3<T>.Multiply(in change, in before, out deformation);
    }

    // (I + A)^-1; I - A where hardly anything of the volume would be left.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Back<T>(in Matrix3x3<T> a, out Matrix3x3<T> back)
        where T : unmanaged, IReal<T>
    {
        Matrix3x3<T> ahead = Matrix3x3<T>.Identity + a, linear = Matrix3x3<T>.Identity - a;
        back = ahead.Inverse;
        Matrix3x3<T>.Replace(!(ahead.Determinant > T.FromDouble(SmallestRatio)), in linear, ref back);
    }
}
