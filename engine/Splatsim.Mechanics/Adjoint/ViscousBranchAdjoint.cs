using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// The adjoint of <see cref="ViscousBranch.Relax"/>: an isotropic function of a symmetric tensor, whose axes turn by divided differences.
/// </summary>
internal static class ViscousBranchAdjoint
{
    /// <summary>From derivatives by the relaxed b_N and the stress to those by the carried b_N and the coefficients.</summary>
    /// <param name="carried">(I + dt C) b_N (I + dt C)^T.</param>
    /// <param name="mu">mu_N.</param>
    /// <param name="lambda">lambda_N.</param>
    /// <param name="rates">alpha and beta, and nothing [1/s].</param>
    /// <param name="timeStep">dt [s].</param>
    /// <param name="byRelaxed">Derivatives by the relaxed b_N, over all nine entries.</param>
    /// <param name="byStress">Derivatives by the stress, over all nine entries.</param>
    /// <param name="gradient">Receives the derivatives by mu_N (2), lambda_N (3), alpha (4), beta (5).</param>
    /// <returns>Derivatives by the carried b_N, over all nine entries.</returns>
    public static SymmetricMatrix3x3<T> Relax<T>(
        in SymmetricMatrix3x3<T> carried, T mu, T lambda, in Vector3<T> rates, T timeStep,
        in SymmetricMatrix3x3<T> byRelaxed, in SymmetricMatrix3x3<T> byStress, ref LawGradient<T> gradient)
        where T : unmanaged, IReal<T>
    {
        SymmetricEigen.Decompose(in carried, out Matrix3x3<T> axes, out Vector3<T> b);
        Matrix3x3<T> turned = axes.Transposed;
        SymmetricMatrix3x3<T> g = SymmetricMatrix3x3<T>.Congruence(in turned, in byRelaxed);
        SymmetricMatrix3x3<T> t = SymmetricMatrix3x3<T>.Congruence(in turned, in byStress);
        ViscousBranch.Principal(in b, mu, lambda, in rates, timeStep, out Vector3<T> change, out Vector3<T> kirchhoff, out _);
        Vector3<T> relaxed = b + change;
        Branch<T> branch = new(in b, mu, lambda, in rates, timeStep);
        Vector3<T> byB = new(g.XX, g.YY, g.ZZ), byT = new(t.XX, t.YY, t.ZZ);
        T zero = T.Zero, one = T.One;
        SymmetricMatrix3x3<T> m;
        m.XX = branch.Slope(one, zero, zero, -1, in byB, in byT);
        m.YY = branch.Slope(zero, one, zero, -1, in byB, in byT);
        m.ZZ = branch.Slope(zero, zero, one, -1, in byB, in byT);
        m.XY = branch.Turn(0, b.X, b.Y, relaxed.X, relaxed.Y, kirchhoff.X, kirchhoff.Y, g.XY, t.XY);
        m.XZ = branch.Turn(1, b.X, b.Z, relaxed.X, relaxed.Z, kirchhoff.X, kirchhoff.Z, g.XZ, t.XZ);
        m.YZ = branch.Turn(2, b.Y, b.Z, relaxed.Y, relaxed.Z, kirchhoff.Y, kirchhoff.Z, g.YZ, t.YZ);
        gradient.Prepared.P2 += branch.Slope(zero, zero, zero, 0, in byB, in byT);
        gradient.Prepared.P3 += branch.Slope(zero, zero, zero, 1, in byB, in byT);
        gradient.Prepared.P4 += branch.Slope(zero, zero, zero, 2, in byB, in byT);
        gradient.Prepared.P5 += branch.Slope(zero, zero, zero, 3, in byB, in byT);
        return SymmetricMatrix3x3<T>.Congruence(in axes, in m);
    }

    // The principal function of a branch at one state.
    private readonly struct Branch<T>
        where T : unmanaged, IReal<T>
    {
        private readonly Vector3<T> b, rates;
        private readonly T mu, lambda, timeStep;

        public Branch(in Vector3<T> b, T mu, T lambda, in Vector3<T> rates, T timeStep) =>
            (this.b, this.mu, this.lambda, this.rates, this.timeStep) = (b, mu, lambda, rates, timeStep);

        public T Slope(T x, T y, T z, int coefficient, in Vector3<T> byRelaxed, in Vector3<T> byStress)
        {
            Vector3<Dual<T>> at = LawSeeds.Vector(in b, x, y, z);
            Run(in at, coefficient, out Vector3<Dual<T>> relaxed, out Vector3<Dual<T>> kirchhoff);
            return LawSeeds.Dot(in byRelaxed, in relaxed) + LawSeeds.Dot(in byStress, in kirchhoff);
        }

        public T Turn(int pair, T bi, T bj, T ri, T rj, T ti, T tj, T byRelaxed, T byStress)
        {
            Mask<T> close = DividedDifferences.AreClose(bi, bj);
            T gap = bi - bj, slopeR = T.Zero, slopeT = T.Zero, half = T.FromDouble(0.5);
            if (T.Any(close))
            {
                T mean = half * (bi + bj), offset = half * T.FromDouble(DividedDifferences.GaussPoint) * gap;
                Dual<T> first = new(mean + offset, half), second = new(mean - offset, -half);
                Vector3<Dual<T>> at = pair == 0 ? new(first, second, Dual<T>.Constant(b.Z))
                    : pair == 1 ? new(first, Dual<T>.Constant(b.Y), second)
                    : new(Dual<T>.Constant(b.X), first, second);
                Run(in at, -1, out Vector3<Dual<T>> r, out Vector3<Dual<T>> k);
                slopeR = pair == 2 ? r.Y.Tangent - r.Z.Tangent : r.X.Tangent - (pair == 0 ? r.Y.Tangent : r.Z.Tangent);
                slopeT = pair == 2 ? k.Y.Tangent - k.Z.Tangent : k.X.Tangent - (pair == 0 ? k.Y.Tangent : k.Z.Tangent);
            }

            T size = T.Max(T.Abs(bi), T.Abs(bj));
            return DividedDifferences.Of(ri, rj, gap, size, slopeR, close) * byRelaxed
                + DividedDifferences.Of(ti, tj, gap, size, slopeT, close) * byStress;
        }

        private void Run(in Vector3<Dual<T>> at, int coefficient, out Vector3<Dual<T>> relaxed, out Vector3<Dual<T>> kirchhoff)
        {
            Vector3<Dual<T>> seeded = LawSeeds.Vector(
                in rates, coefficient == 2 ? T.One : T.Zero, coefficient == 3 ? T.One : T.Zero, T.Zero);
            ViscousBranch.Principal(
                in at, new Dual<T>(mu, coefficient == 0 ? T.One : T.Zero), new Dual<T>(lambda, coefficient == 1 ? T.One : T.Zero),
                in seeded, Dual<T>.Constant(timeStep), out Vector3<Dual<T>> change, out kirchhoff, out _);
            relaxed = at + change;
        }
    }
}
