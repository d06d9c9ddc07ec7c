using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>neo-Hookean matter through the interface of learned laws, with its vector-Jacobian product (reference/mpm.md 4.3: no SVD).</summary>
internal sealed class DifferentiableBatchedNeoHookean : ILearnedLawAdjoint
{
    private readonly BatchedNeoHookean law = new();

    public LawDescription Description => law.Description with { Name = "differentiable-batched-neo-hookean" };

    public double WaveModulus(in LawParameters<Real64> user) => law.WaveModulus(in user);

    public void Update(in LawBatch batch) => law.Update(in batch);

    public void EnergyDensity(ReadOnlySpan<float> parameters, ReadOnlySpan<float> f, ReadOnlySpan<float> history, Span<float> energies) =>
        law.EnergyDensity(parameters, f, history, energies);

    public void UpdateAdjoint(in LawBatchAdjoint batch)
    {
        double young = batch.Parameters[0], poisson = batch.Parameters[1];
        double mu = young / (2 * (1 + poisson)), lambda = young * poisson / ((1 + poisson) * (1 - 2 * poisson));
        Span<double> values = stackalloc double[9];
        for (int p = 0; p < batch.Count; p++)
        {
            Matrix3x3<Real64> f = Read(batch.F.Slice(9 * p, 9)), returned = Read(batch.ByReturned.Slice(9 * p, 9));
            ReadOnlySpan<float> t = batch.ByKirchhoff.Slice(6 * p, 6);
            Matrix3x3<Real64> tau = Matrix3x3<Real64>.FromRows(new(t[0], t[1], t[2]), new(t[1], t[3], t[4]), new(t[2], t[4], t[5]));
            Real64 trace = tau.Trace, logarithm = Real64.Log(f.Determinant);
            Matrix3x3<Real64> by = returned + new Real64(2 * mu) * (tau * f) + (new Real64(lambda) * trace) * f.Inverse.Transposed;
            Scalars.Write(in by, values);
            for (int i = 0; i < 9; i++) batch.ByF[9 * p + i] = (float)values[i];
            for (int i = 0; i < 2; i++) batch.ByHistory[2 * p + i] = batch.ByHistoryAfter[2 * p + i];
            Matrix3x3<Real64> strain = f * f.Transposed - Matrix3x3<Real64>.Identity;
            double byMu = (tau * strain).Trace.Value, byLambda = (logarithm * trace).Value;
            double d = (1 + poisson) * (1 - 2 * poisson);
            batch.ByParameters[LawParameters<Real64>.Capacity * p] = (float)(byMu * mu / young + byLambda * lambda / young);
            batch.ByParameters[LawParameters<Real64>.Capacity * p + 1] =
                (float)(-byMu * mu / (1 + poisson) + byLambda * young * (1 + 2 * poisson * poisson) / (d * d));
        }
    }

    private static Matrix3x3<Real64> Read(ReadOnlySpan<float> m) => Scalars.ReadMatrix<Real64>(Array.ConvertAll(m.ToArray(), x => (double)x));
}
