using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>Any law with a formula through the interface of laws of batches, adjoint and all: one that reads C, or remembers.</summary>
internal sealed class BatchedFormula(LawEntry law) : ILearnedLawAdjoint
{
    private const int Width = LawParameters<Real64>.Capacity;

    private readonly int scalars = law.Description.History.Count;

    public LawDescription Description { get; } = law.Description with { Name = "batched-" + law.Key };

    public double WaveModulus(in LawParameters<Real64> user) => law.WaveModulus(in user);

    public double ExplicitViscosity(in LawParameters<Real64> user) => law.ExplicitViscosity(in user);

    public LawHistory<Real64> InitialHistory(in LawParameters<Real64> user) => law.InitialHistory(law.Prepare(in user));

    public void Update(in LawBatch batch)
    {
        MaterialKernel<Real64> kernel = Of(batch.Parameters, out _);
        Span<double> numbers = stackalloc double[9];
        for (int p = 0; p < batch.Count; p++)
        {
            Matrix3x3<Real64> f = Matrix(batch.F.Slice(9 * p, 9)), c = Matrix(batch.C.Slice(9 * p, 9));
            LawHistory<Real64> history = Memory(batch.History.Slice(scalars * p, scalars));
            kernel.Update(ref f, in c, ref history, new Real64(batch.TimeStep), out SymmetricMatrix3x3<Real64> tau, out bool clamped);
            Scalars.Write(in f, numbers);
            Floats(numbers, batch.F.Slice(9 * p, 9));
            Floats(LawNumbers.ToArray(in history), batch.History.Slice(scalars * p, scalars));
            Floats([tau.XX.Value, tau.XY.Value, tau.XZ.Value, tau.YY.Value, tau.YZ.Value, tau.ZZ.Value], batch.Kirchhoff.Slice(6 * p, 6));
            batch.Clamped[p] = clamped;
        }
    }

    public void UpdateAdjoint(in LawBatchAdjoint batch)
    {
        MaterialKernel<Real64> kernel = Of(batch.Parameters, out LawParameters<Real64> user);
        Span<double> numbers = stackalloc double[9];
        for (int p = 0; p < batch.Count; p++)
        {
            Matrix3x3<Real64> f = Matrix(batch.F.Slice(9 * p, 9)), c = Matrix(batch.C.Slice(9 * p, 9));
            LawHistory<Real64> before = Memory(batch.History.Slice(scalars * p, scalars));
            ReadOnlySpan<float> t = batch.ByKirchhoff.Slice(6 * p, 6);
            LawCotangents<Real64> bars = default;
            bars.F = Matrix(batch.ByReturned.Slice(9 * p, 9));
            bars.History = Memory(batch.ByHistoryAfter.Slice(scalars * p, scalars));
            bars.Kirchhoff = new(t[0], t[1], t[2], t[3], t[4], t[5]);
            kernel.UpdateAdjoint(in f, in c, in before, new Real64(batch.TimeStep), in bars, out LawGradient<Real64> gradient);
            Scalars.Write(in gradient.F, numbers);
            Floats(numbers, batch.ByF.Slice(9 * p, 9));
            Scalars.Write(in gradient.C, numbers);
            Floats(numbers, batch.ByC.Slice(9 * p, 9));
            Floats(LawNumbers.ToArray(in gradient.History), batch.ByHistory.Slice(scalars * p, scalars));
            Floats(LawNumbers.ToArray(kernel.UserAdjoint(in user, in gradient.Prepared, default)), batch.ByParameters.Slice(Width * p, Width));
        }
    }

    public void EnergyDensity(ReadOnlySpan<float> parameters, ReadOnlySpan<float> f, ReadOnlySpan<float> history, Span<float> energies)
    {
        MaterialKernel<Real64> kernel = Of(parameters, out _);
        for (int p = 0; p < energies.Length; p++) energies[p] = (float)kernel.EnergyDensity(Matrix(f.Slice(9 * p, 9)), Memory(history.Slice(scalars * p, scalars)));
    }

    private MaterialKernel<Real64> Of(ReadOnlySpan<float> parameters, out LawParameters<Real64> user)
    {
        Dictionary<string, double> values = [];
        foreach ((int i, LawParameter parameter) in law.Description.Parameters.Index()) values[parameter.Key] = parameters[i];
        Material material = new("batch", law, values, 1000);
        user = material.UserParameters;
        return MaterialKernel<Real64>.For(material);
    }

    private static Matrix3x3<Real64> Matrix(ReadOnlySpan<float> values) => Scalars.ReadMatrix<Real64>(Array.ConvertAll(values.ToArray(), v => (double)v));

    private static LawHistory<Real64> Memory(ReadOnlySpan<float> values)
    {
        double[] all = new double[LawHistory<Real64>.Capacity];
        for (int i = 0; i < values.Length; i++) all[i] = values[i];
        return Scalars.ReadHistory<Real64>(all);
    }

    private static void Floats(ReadOnlySpan<double> from, Span<float> to)
    {
        for (int i = 0; i < to.Length; i++) to[i] = (float)from[i];
    }
}
