using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>The thirdparty_* files: published programs, unchanged in their physics.</summary>
[Trait("Kind", "Golden")]
public sealed class ThirdPartyGoldenTests
{
    // golden/mpm/README.md section 6: "as substep" in float32 against float64 programs, twice that after 400 substeps;
    // float32 programs: twice their own tolerance (sand and plasticine: the same).
    private static readonly StateTolerance SingleAgainstDouble = new(X: 5e-6, V: 1e-4, C: 3e-3, F: 1e-4);

    public static TheoryData<string> Cases =>
        GoldenCase.Paths(c => c.Kind == "thirdparty" && ThirdPartyPrograms.Covers(c));

    public static TheoryData<string> Sand =>
        GoldenCase.Paths(c => c.Kind == "thirdparty" && ThirdPartyPrograms.Covers(c) && c.Name.Contains("pac-nerf_sand", StringComparison.Ordinal));

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Cases))]
    public void Advance_Double_AgreesWithTheProgram(string path)
    {
        GoldenCase golden = new(path);
        ThirdPartyProgram program = ThirdPartyPrograms.Describe(golden);
        Compare(golden, program, Engines.Double, _ => program.Tolerance);
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Sand))]
    public void Advance_SandWithTheProgramsNorm_AgreesToItsDecomposition(string path)
    {
        GoldenCase golden = new(path);
        ThirdPartyProgram program = ThirdPartyPrograms.WithTheProgramsNorm(golden);
        Compare(golden, program, Engines.Double, _ => program.Tolerance);
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Cases))]
    public void Advance_Single_AgreesWithTheProgram(string path) => CompareInFloat(path, Engines.Single);

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Cases))]
    public void Advance_Fast_AgreesWithTheProgram(string path) => CompareInFloat(path, Engines.Fast);

    private static void CompareInFloat(string path, string engine)
    {
        GoldenCase golden = new(path);
        ThirdPartyProgram program = ThirdPartyPrograms.Describe(golden);
        StateTolerance Allowed(int k)
        {
            if (program.OutlierF is not null) return program.Tolerance;
            if (program.IsSingle) return 2 * program.Tolerance;
            StateTolerance wide = new(
                Math.Max(SingleAgainstDouble.X, program.Tolerance.X), Math.Max(SingleAgainstDouble.V, program.Tolerance.V),
                Math.Max(SingleAgainstDouble.C, program.Tolerance.C), Math.Max(SingleAgainstDouble.F, program.Tolerance.F));
            return k >= 300 ? 2 * wide : wide;
        }

        Compare(golden, program, engine, Allowed);
    }

    private static void Compare(
        GoldenCase golden, ThirdPartyProgram program, string engine, Func<int, StateTolerance> tolerance)
    {
        ParticleSet particles = golden.InitialParticles();
        if (golden.File.Has("J_0")) SetVolumeRatios(particles, golden.File.Doubles("J_0"), program.Material);
        if (program.StateIsAfterReturnMap) StepBack(particles, golden.TimeStep);
        if (program.StateIsTrial) StartFromTrial(particles, golden);
        SimulationSetup setup = golden.Setup(particles, program.Material, program.Boundaries).On(engine) with { Transfer = program.Transfer };
        using ISimulator simulator = Simulators.Create(setup);
        if (simulator is ReferenceSimulator<Real64> reference) reference.NodeMassThreshold = program.NodeMassThreshold;
        ParticleSet state = new(simulator.ParticleCount);
        foreach (int k in golden.Substeps)
        {
            simulator.Advance((k - simulator.SubstepCount) * golden.TimeStep);
            simulator.CopyTo(state);
            StateTolerance allowed = tolerance(k);
            golden.AssertField($"x_{k}", state.X, allowed.X);
            golden.AssertField($"v_{k}", state.V, allowed.V);
            golden.AssertField($"C_{k}", state.C, allowed.C);
            double[] f = program.StateIsAfterReturnMap ? ReturnMapped(state, program.Material, golden.TimeStep) : state.F;
            AssertDeformation(golden, k, f, allowed.F, program.OutlierF);
            if (program.StateIsTrial) AssertDeformation(golden, k, Trial(state, golden.TimeStep), allowed.F, program.OutlierF, "F_trial");
            if (golden.File.Has($"J_{k}")) golden.AssertField($"J_{k}", Determinants(f), allowed.F);
        }
    }

    private static void AssertDeformation(GoldenCase golden, int k, double[] f, double tolerance, double? outlier, string name = "F")
    {
        if (outlier is not { } bound || !golden.File.Has($"{name}_{k}"))
        {
            golden.AssertField($"{name}_{k}", f, tolerance);
            return;
        }

        golden.AssertField($"{name}_{k}", f, bound);
        double[] expected = golden.File.Doubles($"{name}_{k}");
        double[] perParticle = [.. Enumerable.Range(0, f.Length / 9)
            .Select(p => Enumerable.Range(9 * p, 9).Max(i => Math.Abs(f[i] - expected[i]))).Order()];
        double most = perParticle[(int)(0.99 * (perParticle.Length - 1))];
        Assert.True(most <= tolerance, $"{golden.Name} {name}_{k}: 99 % of particles reach {most:g3}, more than {tolerance:g3}");
    }

    private static void SetVolumeRatios(ParticleSet particles, double[] volumeRatios, Material material)
    {
        bool inHistory = material.Law.Description.History.Count == 1;
        if (inHistory) particles.History = new double[ParticleSet.HistoryWidth * particles.Count];
        for (int p = 0; p < particles.Count; p++)
        {
            particles.F[9 * p] = particles.F[9 * p + 4] = particles.F[9 * p + 8] = Math.Cbrt(volumeRatios[p]);
            if (inHistory) particles.History![ParticleSet.HistoryWidth * p] = volumeRatios[p];
        }
    }

    /// <summary>F = (I + dt C)^-1 F, so that the first trial of our substep is the program's initial F.</summary>
    private static void StepBack(ParticleSet particles, double timeStep)
    {
        for (int p = 0; p < particles.Count; p++)
        {
            Matrix3x3<Real64> growth = Matrix3x3<Real64>.Identity + new Real64(timeStep) * particles.AffineVelocity(p);
            Scalars.Write(growth.Inverse * particles.DeformationGradient(p), particles.F.AsSpan(9 * p, 9));
        }
    }

    /// <summary>The stored F is the first trial already: nothing advances it before the first return map.</summary>
    private static void StartFromTrial(ParticleSet particles, GoldenCase golden)
    {
        golden.File.Doubles("F_trial_0").CopyTo(particles.F, 0);
        particles.VelocityGradient = new double[9 * particles.Count];
    }

    private static double[] Trial(ParticleSet state, double timeStep)
    {
        double[] trial = new double[state.F.Length];
        for (int p = 0; p < state.Count; p++)
        {
            Matrix3x3<Real64> gradient = Scalars.ReadMatrix<Real64>(state.VelocityGradient.AsSpan(9 * p, 9));
            Matrix3x3<Real64> growth = Matrix3x3<Real64>.Identity + new Real64(timeStep) * gradient;
            Scalars.Write(growth * state.DeformationGradient(p), trial.AsSpan(9 * p, 9));
        }

        return trial;
    }

    private static double[] ReturnMapped(ParticleSet state, Material material, double timeStep)
    {
        MaterialKernel<Real64> kernel = MaterialKernel<Real64>.For(material);
        double[] mapped = new double[state.F.Length];
        for (int p = 0; p < state.Count; p++)
        {
            Matrix3x3<Real64> c = state.AffineVelocity(p);
            Matrix3x3<Real64> f = (Matrix3x3<Real64>.Identity + new Real64(timeStep) * c) * state.DeformationGradient(p);
            LawHistory<Real64> history = new() { H0 = state.History![ParticleSet.HistoryWidth * p] };
            kernel.Update(ref f, in c, ref history, timeStep, out _, out _);
            Scalars.Write(in f, mapped.AsSpan(9 * p, 9));
        }

        return mapped;
    }

    private static double[] Determinants(double[] f) =>
        [.. Enumerable.Range(0, f.Length / 9).Select(p => Scalars.ReadMatrix<Real64>(f.AsSpan(9 * p, 9)).Determinant.Value)];
}
