using Splatsim.Mathematics;

namespace Splatsim.Mechanics.Tests;

/// <summary>
/// One substep of a law as a function from all of its inputs to one number: a fixed linear function of what it returns. Its value in double,
/// and its gradient by the law's adjoint in any number.
/// </summary>
internal sealed class AdjointProbe(LawEntry entry, double timeStep)
{
    /// <summary>Where each kind of input starts in a list of all: F, C, user values, history.</summary>
    public const int FirstC = 9, FirstParameter = 18, FirstScalar = FirstParameter + LawParameters<Real64>.Capacity,
        Count = FirstScalar + LawHistory<Real64>.Capacity;

    /// <summary>Weights of the returned F, 9.</summary>
    public required double[] ByF { get; init; }

    /// <summary>Weights of the Kirchhoff stress, 9, symmetric.</summary>
    public required double[] ByKirchhoff { get; init; }

    /// <summary>Weights of the history after.</summary>
    public required double[] ByHistory { get; init; }

    private double Step => timeStep;

    /// <summary>Whether user values reach the law through the history that it starts with, too.</summary>
    public bool StartsHistory { get; init; }

    public double Value(double[] inputs)
    {
        Evaluation evaluation = new(this, inputs);
        entry.Accept(evaluation);
        return evaluation.Value;
    }

    public bool IsClamped(double[] inputs)
    {
        Evaluation evaluation = new(this, inputs);
        entry.Accept(evaluation);
        return evaluation.Clamped;
    }

    public double[] Gradient<T>(double[] inputs)
        where T : unmanaged, IReal<T>
    {
        Reverse<T> reverse = new(this, inputs);
        entry.Accept(reverse);
        return reverse.Gradient;
    }

    public bool IsVariable(int index)
    {
        IReadOnlyList<LawParameter> parameters = entry.Description.Parameters;
        if (index >= FirstScalar) return index - FirstScalar < entry.Description.History.Count;
        if (index < FirstParameter) return true;
        int parameter = index - FirstParameter;
        return parameter < parameters.Count && !parameters[parameter].IsChoice;
    }

    private sealed class Evaluation(AdjointProbe probe, double[] inputs) : ILawVisitor
    {
        public double Value { get; private set; }

        public bool Clamped { get; private set; }

        public void Visit<TLaw>(string key)
            where TLaw : struct, ILaw
        {
            Matrix3x3<Real64> f = Tensors.Matrix(inputs.AsSpan(0, 9)), c = Tensors.Matrix(inputs.AsSpan(FirstC, 9));
            LawParameters<Real64> user = LawNumbers.Parameters(inputs.AsSpan(FirstParameter, LawParameters<Real64>.Capacity));
            LawHistory<Real64> history = LawNumbers.History(inputs.AsSpan(FirstScalar));
            TLaw.Prepare(in user, out LawParameters<Real64> prepared);
            TLaw.Update(ref f, in c, in prepared, ref history, probe.Step, out SymmetricMatrix3x3<Real64> tau, out Mask<Real64> clamped);
            Value = Sum(probe.ByF, Tensors.Array(f)) + Sum(probe.ByKirchhoff, Tensors.Array(tau))
                + Sum(probe.ByHistory, LawNumbers.ToArray(history));
            Clamped = Real64.Any(clamped);
        }
    }

    private sealed class Reverse<T>(AdjointProbe probe, double[] inputs) : ILawVisitor
        where T : unmanaged, IReal<T>
    {
        public double[] Gradient { get; } = new double[Count];

        public void Visit<TLaw>(string key)
            where TLaw : struct, ILaw
        {
            Matrix3x3<Real64> f = Tensors.Matrix(inputs.AsSpan(0, 9)), c = Tensors.Matrix(inputs.AsSpan(FirstC, 9));
            LawParameters<Real64> user = LawNumbers.Parameters(inputs.AsSpan(FirstParameter, LawParameters<Real64>.Capacity));
            TLaw.Prepare(in user, out LawParameters<Real64> prepared);
            LawCotangents<T> cotangents = default;
            Matrix3x3<Real64> byF = Tensors.Matrix(probe.ByF), byKirchhoff = Tensors.Matrix(probe.ByKirchhoff);
            cotangents.F = Tensors.Convert<T>(in byF);
            Matrix3x3<T> stress = Tensors.Convert<T>(in byKirchhoff);
            cotangents.Kirchhoff = SymmetricMatrix3x3<T>.SymmetricPart(in stress);
            cotangents.History = History(probe.ByHistory);
            LawHistory<T> before = History(inputs.AsSpan(FirstScalar));
            LawParameters<T> coefficients = LawParameters<T>.FromDouble(in prepared);
            TLaw.UpdateAdjoint<TLaw, T>(
                Tensors.Convert<T>(in f), Tensors.Convert<T>(in c), in coefficients, in before, T.FromDouble(probe.Step), in cotangents,
                out LawGradient<T> gradient);
            LawParameters<T> userT = LawParameters<T>.FromDouble(in user);
            LawParameters<T> byUser = PrepareAdjoint.User<TLaw, T>(in userT, in gradient.Prepared, probe.StartsHistory ? gradient.History : default);
            Write([
                gradient.F.M00, gradient.F.M01, gradient.F.M02, gradient.F.M10, gradient.F.M11, gradient.F.M12, gradient.F.M20, gradient.F.M21, gradient.F.M22,
                gradient.C.M00, gradient.C.M01, gradient.C.M02, gradient.C.M10, gradient.C.M11, gradient.C.M12, gradient.C.M20, gradient.C.M21, gradient.C.M22,
                .. LawNumbers.AsSpan(ref byUser), .. LawNumbers.AsSpan(ref gradient.History)]);
        }

        private static LawHistory<T> History(ReadOnlySpan<double> values)
        {
            LawHistory<T> history = default;
            Span<T> scalars = LawNumbers.AsSpan(ref history);
            for (int i = 0; i < scalars.Length; i++) scalars[i] = T.FromDouble(values[i]);
            return history;
        }

        private void Write(T[] values)
        {
            for (int i = 0; i < values.Length; i++) Gradient[i] = ToDouble(values[i]);
        }
    }

    private static double ToDouble<T>(T value)
        where T : unmanaged, IReal<T> => value switch
        {
            Real64 number => number.Value,
            Real32 number => number.Value,
            _ => throw new NotSupportedException(typeof(T).Name),
        };

    private static double Sum(double[] weights, double[] values)
    {
        double sum = 0;
        for (int i = 0; i < weights.Length; i++) sum += weights[i] * values[i];
        return sum;
    }
}
