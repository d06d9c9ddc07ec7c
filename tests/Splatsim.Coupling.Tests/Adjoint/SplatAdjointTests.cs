using Splatsim.Coupling;
using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Simulation;
using Splatsim.Splats;

namespace Splatsim.Tests;

/// <summary>
/// From moved splats back to the state that moved them, against central differences. The formulas are held in double; the way through
/// the binding ends in single precision, whose rounding limits the differences there.
/// </summary>
public sealed class SplatAdjointTests
{
    // Fourth-order differences in double reach 1e-10; the loss's own rounding through a decomposition remains.
    private const double FormulaTolerance = 1e-8;

    // Moved splats round by 6e-8, the differences' steps are 3e-3: 2e-5 of the size of the state, and some splats turn by more.
    private const double BindingTolerance = 1e-3;

    [Theory]
    [InlineData(1.3, 0.8, 1.1, false)]
    [InlineData(1, 1, 1, false)]
    [InlineData(1.2, 1.2, 0.9, false)]
    [InlineData(6, 1.1, 0.9, false)]
    [InlineData(6, 1.1, 0.9, true)]
    [InlineData(0.1, 1.1, 0.9, false)]
    public void Deformation_Adjoint_MatchesDifferences(double x, double y, double z, bool shrinksTorn)
    {
        Matrix3x3<Real64> f = TestClouds.Rotation(1, 2, 3, 0.7) * Matrix3x3<Real64>.Diagonal(x, y, z) * TestClouds.Rotation(-1, 1, 0.5, 0.4);
        StretchBounds<Real64> bounds = StretchBounds<Real64>.From(StretchClamp.Default with { ShrinksTorn = shrinksTorn });
        double[] inputs = [.. Entries(in f), 0.5, 0.1, -0.05, 0.3, 0.02, 0.2];
        double[] weights = [.. Enumerable.Range(0, 18).Select(i => Math.Sin(1.7 * i + 0.3))];
        SplatDeformationAdjoint.Apply(
            in f, Symmetric(inputs.AsSpan(9)), in bounds, ByCovariance(weights), Matrix(weights.AsSpan(6)),
            out Matrix3x3<Real64> byGradient, out SymmetricMatrix3x3<Real64> byRest);
        // The loss takes each of the six entries of Sigma once; those beside the diagonal stand for two of nine.
        double[] claimed =
        [
            .. Entries(in byGradient), byRest.XX.Value, 2 * byRest.XY.Value, 2 * byRest.XZ.Value, byRest.YY.Value, 2 * byRest.YZ.Value,
            byRest.ZZ.Value,
        ];
        Check(Loss, inputs, claimed, FormulaTolerance);

        double Loss(double[] at)
        {
            Matrix3x3<Real64> gradient = Matrix(at);
            SplatDeformation.Apply(
                in gradient, Symmetric(at.AsSpan(9)), in bounds, out SymmetricMatrix3x3<Real64> sigma, out Matrix3x3<Real64> rotation);
            double[] outputs =
            [
                sigma.XX.Value, sigma.XY.Value, sigma.XZ.Value, sigma.YY.Value, sigma.YZ.Value, sigma.ZZ.Value, .. Entries(in rotation),
            ];
            return outputs.Zip(weights, (a, b) => a * b).Sum();
        }
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0)]
    public void NearestParticles_Adjoint_MatchesDifferences(double thickness)
    {
        // A slab of no thickness fixes two directions only; the third is the moved plane's normal.
        double[] rest = new double[3 * 30], now = new double[3 * 30];
        Random random = new(5);
        for (int i = 0; i < rest.Length; i++)
        {
            rest[i] = (random.NextDouble() - 0.5) * (i % 3 == 1 ? thickness : 1);
            now[i] = rest[i];
        }

        for (int p = 0; p < 30; p++)
        {
            now[3 * p] += 0.3 * rest[3 * p + 2] + 0.05 * random.NextDouble();
            now[3 * p + 1] += 0.2 * rest[3 * p] + 0.05 * random.NextDouble();
        }

        NearestParticles nearest = new([0.1, 0.05, -0.1], rest, 6);
        double[] weights = [.. Enumerable.Range(0, 12).Select(i => Math.Cos(1.3 * i + 0.2))];
        double[] claimed = new double[now.Length];
        nearest.FollowAdjoint(0, now, new(weights[0], weights[1], weights[2]), Matrix(weights.AsSpan(3)), claimed);
        Check(Loss, now, claimed, FormulaTolerance);

        double Loss(double[] at)
        {
            double[] point = new double[3], gradient = new double[9];
            nearest.Follow(at, point, gradient);
            return point.Concat(gradient).Zip(weights, (a, b) => a * b).Sum();
        }
    }

    [Theory]
    [InlineData(BindingKind.Tracers)]
    [InlineData(BindingKind.Nearest)]
    public void UpdateAdjoint_EveryCarrier_MatchesDifferences(BindingKind kind)
    {
        const double CellSize = 0.1;
        SceneFrame frame = new(0.5, TestClouds.Rotation(1, -1, 2, 0.6), new(0.2, -0.1, 0.3));
        GaussianCloud cloud = new(3, 0);
        double[] particles = [.. Lattice(CellSize / 2)];
        Vector3<Real64>[] places = [new(0.02, 0.01, -0.03), new(-0.06, 0.05, 0.04), new(0.1, 0.11, -0.09)];
        for (int i = 0; i < 3; i++)
        {
            Vector3<Real64> mean = frame.ToSplats(places[i]);
            (cloud.X[i], cloud.Y[i], cloud.Z[i]) = ((float)mean.X.Value, (float)mean.Y.Value, (float)mean.Z.Value);
            (cloud.LogScaleX[i], cloud.LogScaleY[i], cloud.LogScaleZ[i]) = (-2, -1.7f, -1.4f);
        }

        SplatBinding binding = SplatBinding.Create(kind, cloud, null, frame, particles, CellSize);
        int tracers = binding.Tracers?.Count ?? 0, count = particles.Length / 3;
        // The last tracer has been left behind: its splat rides on a particle.
        double[] state =
        [
            .. particles.Select((x, i) => x + 0.02 * Math.Sin(3 * i)),
            .. Enumerable.Range(0, 9 * count).Select(i => (i % 9 % 4 == 0 ? 1 : 0) + 0.2 * Math.Sin(2 * i)),
            .. Enumerable.Range(0, 3 * tracers).Select(i => Component(places[i / 3], i % 3) + 0.01 * Math.Cos(i) + (i / 3 == 2 ? 0.6 : 0)),
            .. Enumerable.Range(0, 9 * tracers).Select(i => (i % 9 % 4 == 0 ? 1 : 0) + 0.2 * Math.Cos(2 * i)),
        ];
        DeformedSplats weights = new(3);
        for (int row = 0; row < 3; row++)
        {
            (weights.X[row], weights.Y[row], weights.Z[row]) = (0.3f + row, -0.7f, 0.5f * row);
            for (int k = 0; k < 6; k++) weights.Covariance[k][row] = (float)Math.Sin(k + 2 * row);
            for (int k = 0; k < 9; k++) weights.Rotation[k][row] = 0.1f * (float)Math.Cos(k + row);
        }

        SplatCarryGradient result = new(count, tracers, 3);
        Loss(state);
        Assert.Equal(kind == BindingKind.Tracers ? 1 : 0, binding.StrandedCount);
        binding.UpdateAdjoint(weights, result);
        double[] claimed =
        [
            .. result.State.Positions!, .. result.State.DeformationGradients!, .. result.State.TracerPositions!,
            .. result.State.TracerDeformationGradients!,
        ];
        double largest = claimed.Max(Math.Abs);
        const double Step = 3e-3;
        foreach (int i in Enumerable.Range(0, claimed.Length).Where(i => claimed[i] != 0 || i % 37 == 0))
        {
            double at = state[i];
            state[i] = at + Step;
            double above = Loss(state);
            state[i] = at - Step;
            double below = Loss(state);
            state[i] = at;
            double difference = (above - below) / (2 * Step);
            Assert.True(Math.Abs(difference - claimed[i]) < BindingTolerance * largest, $"entry {i}: {claimed[i]:g6}, differences {difference:g6} of {largest:g3}");
        }

        double Loss(double[] at)
        {
            ParticleSet set = new(count);
            at.AsSpan(0, 3 * count).CopyTo(set.X);
            at.AsSpan(3 * count, 9 * count).CopyTo(set.F);
            set.Mass.AsSpan().Fill(1);
            set.RestVolume.AsSpan().Fill(1e-3);
            TracerSet? traced = tracers == 0 ? null : TracerSet.At(at.AsSpan(12 * count, 3 * tracers));
            at.AsSpan(12 * count + 3 * tracers).CopyTo(traced?.F ?? []);
            using ISimulator simulator = Simulators.Create(new SimulationSetup
            {
                Domain = GridDomain.Around(new(-1, -1, -1), new(1, 1, 1), CellSize),
                Particles = set,
                Materials = [new Material("rubber", Laws.Find("neo-hookean"), new Dictionary<string, double> { ["youngsModulus"] = 1e4, ["poissonsRatio"] = 0.3 }, 1000)],
                Tracers = traced,
                Backend = SimulationBackend.Reference,
            });
            binding.Update(simulator);
            double sum = 0;
            for (int row = 0; row < 3; row++)
            {
                DeformedSplats moved = binding.Splats;
                sum += weights.X[row] * (double)moved.X[row] + weights.Y[row] * (double)moved.Y[row] + weights.Z[row] * (double)moved.Z[row];
                // All nine entries of Sigma: those beside the diagonal twice.
                for (int k = 0; k < 6; k++) sum += (k is 1 or 2 or 4 ? 2 : 1) * weights.Covariance[k][row] * (double)moved.Covariance[k][row];
                for (int k = 0; k < 9; k++) sum += weights.Rotation[k][row] * (double)moved.Rotation[k][row];
            }

            return sum;
        }
    }

    private static void Check(Func<double[], double> loss, double[] inputs, double[] claimed, double tolerance)
    {
        double largest = claimed.Max(Math.Abs);
        for (int i = 0; i < inputs.Length; i++)
        {
            (double derivative, bool isKink) = FourthOrder.Derivative(loss, inputs, i, 1, claimed[i], 1e-3);
            Assert.False(isKink, $"entry {i} lies at a kink");
            Assert.True(Math.Abs(derivative - claimed[i]) <= tolerance * largest, $"entry {i}: {claimed[i]:g10}, differences {derivative:g10} of {largest:g3}");
        }
    }

    private static IEnumerable<double> Lattice(double spacing)
    {
        for (int i = -3; i <= 3; i++)
            for (int j = -3; j <= 3; j++)
                for (int k = -3; k <= 3; k++)
                    foreach (int n in (int[])[i, j, k]) yield return spacing * n;
    }

    private static double Component(Vector3<Real64> v, int axis) => axis == 0 ? v.X.Value : axis == 1 ? v.Y.Value : v.Z.Value;

    private static double[] Entries(in Matrix3x3<Real64> m) =>
        [m.M00.Value, m.M01.Value, m.M02.Value, m.M10.Value, m.M11.Value, m.M12.Value, m.M20.Value, m.M21.Value, m.M22.Value];

    private static Matrix3x3<Real64> Matrix(ReadOnlySpan<double> e) =>
        Matrix3x3<Real64>.FromRows(new(e[0], e[1], e[2]), new(e[3], e[4], e[5]), new(e[6], e[7], e[8]));

    private static SymmetricMatrix3x3<Real64> Symmetric(ReadOnlySpan<double> e) => new(e[0], e[1], e[2], e[3], e[4], e[5]);

    // Of the loss that takes each of the six entries once: half of each pair beside the diagonal.
    private static SymmetricMatrix3x3<Real64> ByCovariance(double[] w) => new(w[0], w[1] / 2, w[2] / 2, w[3], w[4] / 2, w[5]);
}
