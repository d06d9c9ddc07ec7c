using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Simulation;

/// <summary>A law of batches, one particle at a time: in order, which is what the reference is for, and slowly.</summary>
/// <typeparam name="T">A number of one lane; the law itself computes in single precision.</typeparam>
internal sealed class LearnedMaterialKernel<T>(ILearnedLaw law, LawParameters<Real64> user) : MaterialKernel<T>
    where T : unmanaged, IReal<T>
{
    private readonly int scalars = law.Description.History.Count;
    private float[] parameters = Floats(in user);

    public override int CoefficientCount => law.Description.Parameters.Count;

    /// <summary>The user values, as the law takes them.</summary>
    public float[] UserValues => parameters;

    public override LawHistory<T> InitialHistory { get; } =
        Scalars.ReadHistory<T>(LawNumbers.ToArray(law.InitialHistory(in user)));

    public override void Update(
        ref Matrix3x3<T> f, in Matrix3x3<T> c, ref LawHistory<T> history, T timeStep,
        out SymmetricMatrix3x3<T> kirchhoff, out bool clamped)
    {
        Span<float> deformation = stackalloc float[9], affine = stackalloc float[9], tau = stackalloc float[6];
        Span<float> memory = stackalloc float[LawHistory<T>.Capacity];
        // Memory of the stack is not cleared by itself.
        Span<bool> lifted = [false];
        Read(in f, deformation);
        Read(in c, affine);
        Read(in history, memory);
        law.Update(new LawBatch
        {
            Count = 1,
            TimeStep = (float)Scalars.ToDouble(timeStep),
            Parameters = parameters,
            F = deformation,
            C = affine,
            History = memory[..scalars],
            Kirchhoff = tau,
            Clamped = lifted,
        });
        f = Matrix(deformation);
        Span<double> scalarsAfter = stackalloc double[LawHistory<T>.Capacity];
        scalarsAfter.Clear();
        for (int i = 0; i < scalars; i++) scalarsAfter[i] = memory[i];
        history = Scalars.ReadHistory<T>(scalarsAfter);
        kirchhoff = new(
            T.FromDouble(tau[0]), T.FromDouble(tau[1]), T.FromDouble(tau[2]), T.FromDouble(tau[3]), T.FromDouble(tau[4]), T.FromDouble(tau[5]));
        clamped = lifted[0];
    }

    public override void UpdateAdjoint(
        in Matrix3x3<T> f, in Matrix3x3<T> c, in LawHistory<T> before, T timeStep, in LawCotangents<T> cotangents, out LawGradient<T> gradient)
    {
        if (law is not ILearnedLawAdjoint adjoint) throw TapeChecks.Learned(law.Description.Name);
        const int width = LawParameters<T>.Capacity;
        Span<float> numbers = stackalloc float[5 * 9 + 3 * LawHistory<T>.Capacity + 6 + width];
        numbers.Clear();
        Span<float> deformation = numbers[..9], affine = numbers[9..18], byReturned = numbers[18..27], byF = numbers[27..36], byC = numbers[36..45];
        Span<float> memories = numbers.Slice(45, 3 * LawHistory<T>.Capacity), byTau = numbers.Slice(45 + memories.Length, 6), byUser = numbers[^width..];
        Span<float> memory = memories[..LawHistory<T>.Capacity], byAfter = memories.Slice(memory.Length, memory.Length), byBefore = memories[^memory.Length..];
        Read(in f, deformation);
        Read(in c, affine);
        Read(in before, memory);
        Read(in cotangents.F, byReturned);
        Read(in cotangents.History, byAfter);
        SymmetricMatrix3x3<T> tau = cotangents.Kirchhoff;
        T[] entries = [tau.XX, tau.XY, tau.XZ, tau.YY, tau.YZ, tau.ZZ];
        for (int i = 0; i < entries.Length; i++) byTau[i] = (float)Scalars.ToDouble(entries[i]);
        adjoint.UpdateAdjoint(new LawBatchAdjoint
        {
            Count = 1,
            TimeStep = (float)Scalars.ToDouble(timeStep),
            Parameters = parameters,
            F = deformation,
            C = affine,
            History = memory[..scalars],
            ByReturned = byReturned,
            ByHistoryAfter = byAfter[..scalars],
            ByKirchhoff = byTau,
            ByF = byF,
            ByC = byC,
            ByHistory = byBefore[..scalars],
            ByParameters = byUser,
        });
        gradient = default;
        gradient.F = Matrix(byF);
        gradient.C = Matrix(byC);
        Span<T> history = LawNumbers.AsSpan(ref gradient.History), prepared = LawNumbers.AsSpan(ref gradient.Prepared);
        for (int i = 0; i < scalars; i++) history[i] = T.FromDouble(byBefore[i]);
        for (int i = 0; i < width; i++) prepared[i] = T.FromDouble(byUser[i]);
    }

    public override LawParameters<Real64> UserAdjoint(
        in LawParameters<Real64> user, in LawParameters<Real64> prepared, in LawHistory<Real64> initialHistory) => prepared;

    public override double Dissipated(
        in Matrix3x3<T> trial, in Matrix3x3<T> returned, in Matrix3x3<T> c, in LawHistory<T> before, in LawHistory<T> after, T timeStep) =>
        EnergyDensity(in trial, in before) - EnergyDensity(in returned, in after);

    public override void Set(in LawParameters<Real64> exact) => parameters = Floats(in exact);

    public override double EnergyDensity(in Matrix3x3<T> f, in LawHistory<T> history)
    {
        Span<float> deformation = stackalloc float[9], memory = stackalloc float[LawHistory<T>.Capacity], energy = stackalloc float[1];
        Read(in f, deformation);
        Read(in history, memory);
        law.EnergyDensity(parameters, deformation, memory[..scalars], energy);
        return energy[0];
    }

    private static Matrix3x3<T> Matrix(ReadOnlySpan<float> values)
    {
        Span<double> exact = stackalloc double[9];
        for (int i = 0; i < 9; i++) exact[i] = values[i];
        return Scalars.ReadMatrix<T>(exact);
    }

    private static float[] Floats(in LawParameters<Real64> values) => Array.ConvertAll(LawNumbers.ToArray(in values), v => (float)v);

    private static void Read(in Matrix3x3<T> m, Span<float> target)
    {
        Span<double> values = stackalloc double[9];
        Scalars.Write(in m, values);
        for (int i = 0; i < 9; i++) target[i] = (float)values[i];
    }

    private static void Read(in LawHistory<T> history, Span<float> target)
    {
        Span<double> values = stackalloc double[LawHistory<T>.Capacity];
        Scalars.Write(in history, values);
        for (int i = 0; i < values.Length; i++) target[i] = (float)values[i];
    }
}
