using Splatsim.Mathematics;

namespace Splatsim.Mechanics.Tests;

/// <summary>
/// Derivatives by <see cref="Dual{T}"/> of every law in principal stretches, by stretch, parameter and history, against
/// central differences of the same function in double.
/// </summary>
public sealed class LawDerivativeTests
{
    // Central differences of step 1e-5 leave 1e-10 of truncation and 1e-11 of rounding, relative to the largest derivative.
    private const double Step = 1e-5, Tolerance = 1e-7;

    // Where both sides differ by more than this the step crosses a kink (yield, tip), and no difference is the derivative.
    private const double KinkTolerance = 1e-3;

    public static TheoryData<string, string> Cases() => LawCases.All();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Principal_DifferentiatedByDuals_MatchesCentralDifferences(string key, string option)
    {
        LawStates law = LawCases.Build(key, option);
        Checker checker = new(law);
        // Laws on tensors are covered by the energy test below.
        if (!law.Entry.TryAccept(checker)) return;
        Assert.True(checker.Checked > 9 * checker.Skipped, $"{checker.Skipped} kinks beside {checker.Checked} derivatives");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Update_WithoutRate_HasTheStressOfItsEnergy(string key, string option)
    {
        // tau = dpsi/dF F^T at every returned state: Hencky, corotated, neo-Hookean and Tait alike.
        LawStates law = LawCases.Build(key, option);
        // A soft mixture has no energy; a branch in the history strains by itself and has tests of its own.
        if (law.Entry.Description.History.Count == LawHistory<Real64>.Capacity) return;
        PrincipalEnergyChecker principal = new(law);
        EnergyChecker checker = new(law);
        if (!law.Entry.TryAccept(principal)) law.Entry.Accept(checker);
        Assert.True(checker.Checked + principal.Checked > 0);
    }

    private sealed class Checker(LawStates law) : IIsotropicLawVisitor
    {
        private const int Stretches = 3, FirstScalar = Stretches + LawParameters<Real64>.Capacity;

        public int Checked { get; private set; }

        public int Skipped { get; private set; }

        public void Visit<TLaw>(string key)
            where TLaw : struct, IIsotropicLaw
        {
            IReadOnlyList<LawParameter> parameters = law.Entry.Description.Parameters;
            Random random = new(11);
            for (int sample = 0; sample < 40; sample++)
            {
                // Stretches, parameters, history: one vector of variables.
                double[] point = new double[Stretches + LawParameters<Real64>.Capacity + LawHistory<Real64>.Capacity];
                for (int i = 0; i < Stretches; i++) point[i] = 1 + 0.3 * (2 * random.NextDouble() - 1);
                LawNumbers.ToArray(law.User).CopyTo(point, Stretches);
                LawNumbers.ToArray(law.InitialHistory).CopyTo(point, FirstScalar);
                for (int variable = 0; variable < point.Length; variable++)
                {
                    int parameter = variable - Stretches;
                    bool isParameter = parameter >= 0 && parameter < LawParameters<Real64>.Capacity;
                    if (isParameter && (parameter >= parameters.Count || parameters[parameter].IsChoice)) continue;
                    if (variable >= FirstScalar + law.Entry.Description.History.Count) continue;
                    Check<TLaw>(point, variable);
                }
            }
        }

        private void Check<TLaw>(double[] point, int variable)
            where TLaw : struct, IIsotropicLaw
        {
            double size = Math.Max(Math.Abs(point[variable]), variable < Stretches || point[variable] != 0 ? 0 : 1);
            double step = Step * size;
            double[] centre = Evaluate<TLaw>(point);
            double[] above = Evaluate<TLaw>(Moved(step)), below = Evaluate<TLaw>(Moved(-step));
            double[] exact = Differentiate<TLaw>(point, variable);
            for (int i = 0; i < centre.Length; i++)
            {
                // Per variable's own size, relative to the output's: stress by modulus, stretch by 1.
                double unit = (i < 3 ? 1 : LawCases.StressScale(law)) / size;
                double right = (above[i] - centre[i]) / step / unit, left = (centre[i] - below[i]) / step / unit;
                double derivative = exact[i] / unit;
                double scale = Math.Max(1, Math.Abs(derivative));
                if (Math.Abs(right - left) > KinkTolerance * scale)
                {
                    Skipped++;
                    continue;
                }

                double central = (right + left) / 2;
                Assert.True(
                    Math.Abs(central - derivative) <= Tolerance * scale,
                    $"output {i}, variable {variable}: dual {derivative:R}, difference {central:R}");
                Checked++;
            }

            double[] Moved(double by)
            {
                double[] moved = [.. point];
                moved[variable] += by;
                return moved;
            }
        }

        private static double[] Evaluate<TLaw>(double[] point)
            where TLaw : struct, IIsotropicLaw
        {
            Run<TLaw, Real64>(Array.ConvertAll(point, x => new Real64(x)), 1e-4, out Vector3<Real64> s, out Vector3<Real64> t);
            return [.. Tensors.Array(s), .. Tensors.Array(t)];
        }

        private static double[] Differentiate<TLaw>(double[] point, int variable)
            where TLaw : struct, IIsotropicLaw
        {
            Dual<Real64>[] duals = Array.ConvertAll(point, x => Dual<Real64>.Constant(x));
            duals[variable] = Dual<Real64>.Variable(point[variable]);
            Run<TLaw, Dual<Real64>>(duals, Dual<Real64>.Constant(1e-4), out Vector3<Dual<Real64>> s, out Vector3<Dual<Real64>> t);
            return
            [
                s.X.Tangent.Value, s.Y.Tangent.Value, s.Z.Tangent.Value,
                t.X.Tangent.Value, t.Y.Tangent.Value, t.Z.Tangent.Value,
            ];
        }

        private static void Run<TLaw, T>(T[] point, T timeStep, out Vector3<T> returned, out Vector3<T> kirchhoff)
            where TLaw : struct, IIsotropicLaw
            where T : unmanaged, IReal<T>
        {
            LawParameters<T> user = default;
            point.AsSpan(Stretches, LawParameters<T>.Capacity).CopyTo(LawNumbers.AsSpan(ref user));
            TLaw.Prepare(in user, out LawParameters<T> prepared);
            LawHistory<T> history = default;
            point.AsSpan(FirstScalar).CopyTo(LawNumbers.AsSpan(ref history));
            Vector3<T> stretch = new(point[0], point[1], point[2]);
            TLaw.Principal(in stretch, in prepared, ref history, timeStep, out returned, out kirchhoff);
        }
    }

    private sealed class EnergyChecker(LawStates law) : ILawVisitor
    {
        public int Checked { get; private set; }

        public void Visit<TLaw>(string key)
            where TLaw : struct, ILaw
        {
            LawParameters<Real64> prepared = law.Prepared;
            LawParameters<Dual<Real64>> coefficients = LawParameters<Dual<Real64>>.FromDouble(in prepared);
            foreach (Matrix3x3<Real64> trial in Tensors.Random(60, 0.25, seed: 13))
            {
                LawState state = law.Step(trial);
                double[] f = Tensors.Array(state.F), gradient = new double[9];
                for (int entry = 0; entry < 9; entry++) gradient[entry] = Slope<TLaw>(f, entry, in coefficients, state.History);
                double[] expected = Tensors.Array(Tensors.Matrix(gradient) * state.F.Transposed);
                double[] stress = Tensors.Array(state.Kirchhoff);
                double scale = LawCases.StressScale(law) + Tensors.LargestMagnitude(stress);
                double difference = Tensors.LargestDifference(stress, expected);
                Assert.True(difference <= 1e-9 * scale, $"{key}: tau differs from dpsi/dF F^T by {difference / scale:E2}");
                Checked++;
            }
        }

        private static double Slope<TLaw>(
            double[] f, int entry, in LawParameters<Dual<Real64>> coefficients, LawHistory<Real64> history)
            where TLaw : struct, ILaw
        {
            Dual<Real64>[] d = Array.ConvertAll(f, x => Dual<Real64>.Constant(x));
            d[entry] = Dual<Real64>.Variable(f[entry]);
            Matrix3x3<Dual<Real64>> matrix = Matrix3x3<Dual<Real64>>.FromRows(
                new(d[0], d[1], d[2]), new(d[3], d[4], d[5]), new(d[6], d[7], d[8]));
            LawHistory<Dual<Real64>> memory = default;
            Span<Real64> values = LawNumbers.AsSpan(ref history);
            Span<Dual<Real64>> scalars = LawNumbers.AsSpan(ref memory);
            for (int i = 0; i < values.Length; i++) scalars[i] = Dual<Real64>.Constant(values[i]);
            return TLaw.EnergyDensity(in matrix, in coefficients, in memory).Tangent.Value;
        }
    }

    // t = s dpsi/ds at the returned stretches: without the derivative of a decomposition, which equal stretches do not have.
    private sealed class PrincipalEnergyChecker(LawStates law) : IIsotropicLawVisitor
    {
        public int Checked { get; private set; }

        public void Visit<TLaw>(string key)
            where TLaw : struct, IIsotropicLaw
        {
            LawParameters<Real64> prepared = law.Prepared;
            LawParameters<Dual<Real64>> coefficients = LawParameters<Dual<Real64>>.FromDouble(in prepared);
            foreach (Matrix3x3<Real64> trial in Tensors.Random(60, 0.25, seed: 13).Concat(Tensors.Random(60, 0.004, seed: 14)))
            {
                SingularValues.Decompose(in trial, out _, out Vector3<Real64> stretch, out _);
                LawHistory<Real64> history = law.InitialHistory;
                TLaw.Principal(in stretch, in prepared, ref history, 1e-4, out Vector3<Real64> s, out Vector3<Real64> t);
                LawHistory<Dual<Real64>> memory = default;
                Span<Real64> values = LawNumbers.AsSpan(ref history);
                Span<Dual<Real64>> scalars = LawNumbers.AsSpan(ref memory);
                for (int i = 0; i < values.Length; i++) scalars[i] = Dual<Real64>.Constant(values[i]);
                double[] at = Tensors.Array(s), slope = new double[3];
                for (int axis = 0; axis < 3; axis++)
                {
                    Dual<Real64>[] d = Array.ConvertAll(at, x => Dual<Real64>.Constant(x));
                    d[axis] = Dual<Real64>.Variable(at[axis]);
                    Vector3<Dual<Real64>> point = new(d[0], d[1], d[2]);
                    slope[axis] = at[axis] * TLaw.PrincipalEnergy(in point, in coefficients, in memory).Tangent.Value;
                }

                double scale = LawCases.StressScale(law) + Tensors.LargestMagnitude(Tensors.Array(t));
                double difference = Tensors.LargestDifference(Tensors.Array(t), slope);
                Assert.True(difference <= 1e-9 * scale, $"{key}: stress differs from s dpsi/ds by {difference / scale:E2}");
                Checked++;
            }
        }
    }
}
