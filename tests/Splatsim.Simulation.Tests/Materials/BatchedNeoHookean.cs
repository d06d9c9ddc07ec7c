using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>neo-Hookean matter through the interface of learned laws, with a history that counts its steps.</summary>
internal sealed class BatchedNeoHookean : ILearnedLaw
{
    public LawDescription Description { get; } = NeoHookean.Description with
    {
        Name = "batched-neo-hookean",
        History = [new("steps", "1", "Steps done."), new("largest", "1", "Largest batch so far.")],
    };

    public double WaveModulus(in LawParameters<Real64> user) => NeoHookean.WaveModulus(in user);

    public void Update(in LawBatch batch)
    {
        double[] values = Array.ConvertAll(batch.Parameters.ToArray(), p => (double)p);
        Lame.FromYoung(new Real64(values[0]), values[1], out Real64 mu, out Real64 lambda);
        for (int p = 0; p < batch.Count; p++)
        {
            double[] f = Array.ConvertAll(batch.F.Slice(9 * p, 9).ToArray(), x => (double)x);
            Matrix3x3<Real64> m = Scalars.ReadMatrix<Real64>(f);
            SymmetricMatrix3x3<Real64> tau = (mu * SymmetricMatrix3x3<Real64>.Gram(in m)).PlusIdentity(lambda * Real64.Log(m.Determinant) - mu);
            Span<float> stress = batch.Kirchhoff.Slice(6 * p, 6);
            (stress[0], stress[1], stress[2]) = ((float)tau.XX.Value, (float)tau.XY.Value, (float)tau.XZ.Value);
            (stress[3], stress[4], stress[5]) = ((float)tau.YY.Value, (float)tau.YZ.Value, (float)tau.ZZ.Value);
            batch.History[2 * p]++;
            batch.History[2 * p + 1] = Math.Max(batch.History[2 * p + 1], batch.Count);
        }
    }

    public void EnergyDensity(ReadOnlySpan<float> parameters, ReadOnlySpan<float> f, ReadOnlySpan<float> history, Span<float> energies)
    {
        double[] values = Array.ConvertAll(parameters.ToArray(), p => (double)p);
        LawParameters<Real64> user = LawNumbers.Parameters(values);
        NeoHookean.Prepare(in user, out LawParameters<Real64> prepared);
        for (int p = 0; p < energies.Length; p++)
        {
            Matrix3x3<Real64> m = Scalars.ReadMatrix<Real64>(Array.ConvertAll(f.Slice(9 * p, 9).ToArray(), x => (double)x));
            energies[p] = (float)NeoHookean.EnergyDensity(in m, in prepared, default).Value;
        }
    }
}
