namespace Splatsim.Simulation;

/// <summary>How stresses become forces and velocities become the rate of deformation.</summary>
public enum TransferGradient
{
    /// <summary>
    /// MLS-MPM: forces from the first moments of the weights, f_i = -V0 K/dx^2 tau w_i d_i, and the velocity gradient L = K/dx^2 sum w_i v_i d_i^T,
    /// with K = 4 for the quadratic and 3 for the cubic kernel (Hu et al. 2018).
    /// </summary>
    MovingLeastSquares,

    /// <summary>The classic form: f_i = -V0 tau grad w_i and L = sum v_i (grad w_i)^T (Sulsky, Chen, Schreyer 1994).</summary>
    KernelGradient,
}
