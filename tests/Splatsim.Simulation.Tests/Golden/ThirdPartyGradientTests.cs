using Splatsim.Mechanics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>
/// thirdparty_nclaw_gradient_*: reverse mode of NVIDIA Warp through NCLaw's three kernels, one substep with the stress given. Tolerances:
/// golden/mpm/README.md section 6, "NCLaw one-substep gradient"; the program is float32.
/// </summary>
[Trait("Kind", "Golden")]
public sealed class ThirdPartyGradientTests
{
    public static TheoryData<string> Cases => GoldenCase.Paths(Covers);

    /// <summary>Gradients of one substep of NCLaw.</summary>
    internal static bool Covers(GoldenCase golden) => golden.Kind == "thirdparty" && golden.File.Has("grad_stress");

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Cases))]
    public void Reverse_Double_AgreesWithTheProgram(string path) => Compare(new(path), SimulationPrecision.Double, 1e-5);

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Cases))]
    public void Reverse_Single_AgreesWithTheProgram(string path) => Compare(new(path), SimulationPrecision.Single, 2e-5);

    private static void Compare(GoldenCase golden, SimulationPrecision precision, double tolerance)
    {
        Safetensors file = golden.File;
        double[] x = file.Doubles("x"), stress = file.Doubles("stress"), f = file.Doubles("F"), c1 = file.Doubles("C_1");
        double[] byF1 = file.Doubles("cotangent_F"), byC1 = file.Doubles("cotangent_C");
        ParticleSet particles = new(x.Length / 3) { History = new double[ParticleSet.HistoryWidth * (x.Length / 3)] };
        x.CopyTo(particles.X, 0);
        file.Doubles("v").CopyTo(particles.V, 0);
        file.Doubles("C").CopyTo(particles.C, 0);
        Array.Fill(particles.RestVolume, golden.Number("volume"));
        Array.Fill(particles.Mass, golden.Number("density") * golden.Number("volume"));
        double dt = golden.TimeStep;
        double[] seed = new double[byC1.Length], expectedF = file.Doubles("grad_F"), actualF = new double[byF1.Length];
        for (int p = 0; p < particles.Count; p++)
        {
            int at = 9 * p;
            Span<double> memory = particles.History.AsSpan(ParticleSet.HistoryWidth * p, 6);
            (memory[0], memory[1], memory[2], memory[3], memory[4], memory[5]) =
                (stress[at], stress[at + 1], stress[at + 2], stress[at + 4], stress[at + 5], stress[at + 8]);
            // F_1 = (I + dt C_1) F after the grid's part: its adjoint by hand.
            for (int i = 0; i < 3; i++)
            {
                for (int j = 0; j < 3; j++)
                {
                    seed[at + 3 * i + j] = byC1[at + 3 * i + j];
                    actualF[at + 3 * i + j] = byF1[at + 3 * i + j];
                    for (int k = 0; k < 3; k++)
                    {
                        seed[at + 3 * i + j] += dt * byF1[at + 3 * i + k] * f[at + 3 * j + k];
                        actualF[at + 3 * i + j] += dt * c1[at + 3 * k + i] * byF1[at + 3 * k + j];
                    }
                }
            }
        }

        Material material = new("given", LawEntry.OfTensor<PrescribedStress>(), new Dictionary<string, double>(), golden.Number("density"));
        SimulationSetup setup = golden.Setup(
            particles, material, [new IndexWalls(golden.Json.GetProperty("bound").GetInt32(), ContactMode.Separate)]) with
        {
            Precision = precision,
        };
        using SimulationTape tape = new(setup);
        tape.Advance(dt);
        SimulationGradient gradient = tape.Reverse(frame => frame == 0 ? null : new StateCotangents
        {
            Positions = file.Doubles("cotangent_x"),
            Velocities = file.Doubles("cotangent_v"),
            AffineVelocities = seed,
        });
        Check("grad_x", gradient.Positions);
        Check("grad_v", gradient.Velocities);
        Check("grad_C", gradient.AffineVelocities);
        Check("grad_F", actualF);
        Check("grad_stress", Full(gradient.History));

        void Check(string tensor, double[] actual)
        {
            double[] expected = tensor == "grad_stress" ? Symmetric(file.Doubles(tensor)) : file.Doubles(tensor);
            double largest = expected.Max(Math.Abs), worst = 0;
            for (int i = 0; i < expected.Length; i++) worst = Math.Max(worst, Math.Abs(actual[i] - expected[i]));
            TestContext.Current.TestOutputHelper?.WriteLine($"{tensor}: {worst / largest:g3} of {tolerance:g3}");
            Assert.True(worst <= tolerance * largest, $"{tensor}: {worst / largest:g3} of the largest entry exceeds {tolerance:g3}");
        }
    }

    // A symmetric stress knows the symmetric part only.
    private static double[] Symmetric(double[] m)
    {
        double[] result = new double[m.Length];
        for (int i = 0; i < m.Length; i++) result[i] = 0.5 * (m[i] + m[i / 9 * 9 + 3 * (i % 3) + i % 9 / 3]);
        return result;
    }

    // History scalars stand for both entries beside the diagonal.
    private static double[] Full(double[] history)
    {
        double[] result = new double[history.Length / 6 * 9];
        int[] place = [0, 1, 2, 1, 3, 4, 2, 4, 5];
        for (int i = 0; i < result.Length; i++)
            result[i] = history[i / 9 * 6 + place[i % 9]] * (i % 9 % 4 == 0 ? 1 : 0.5);
        return result;
    }
}
