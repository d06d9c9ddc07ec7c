using System.Diagnostics;
using System.Runtime.Intrinsics;
using Splatsim.Compute;

namespace Splatsim.Benchmarks.Mpm;

/// <summary>What the machine could do at most: bytes from memory and floating-point operations, by the workers that simulate.</summary>
/// <param name="Bandwidth">Bytes read and written [GB/s], the best of several copies far larger than the caches.</param>
/// <param name="Flops">Multiplications and additions in single precision [Gflop/s], by fused instructions without memory.</param>
internal sealed record MpmRoofline(double Bandwidth, double Flops)
{
    /// <summary>Bytes that a substep of one particle moves when it is done in two visits and the grid stays in the caches.</summary>
    public const double BytesPerParticle = 250;

    /// <summary>Operations of a substep of one particle without a decomposition: 27 nodes twice, stress and update.</summary>
    public const double FlopsPerParticle = 1700;

    private const int Floats = 1 << 25, Repeats = 5, Rounds = 20_000_000;

    /// <summary>Measures the machine.</summary>
    public static MpmRoofline Measure(WorkerPool pool)
    {
        float[][] from = new float[pool.WorkerCount][], to = new float[pool.WorkerCount][];
        double[] sinks = new double[pool.WorkerCount];
        pool.Run(pool.WorkerCount, (task, _) => (from[task], to[task]) = (new float[Floats], new float[Floats]));
        double copy = Best(() => pool.Run(pool.WorkerCount, (task, _) => from[task].AsSpan().CopyTo(to[task])));
        double compute = Best(() => pool.Run(pool.WorkerCount, (task, _) => sinks[task] = Multiply()));
        return new(
            1e-9 * 2 * sizeof(float) * (double)Floats * pool.WorkerCount / copy,
            1e-9 * 2 * Vector256<float>.Count * Chains * (double)Rounds * pool.WorkerCount / compute);
    }

    /// <summary>For people: which share of either a rate reaches.</summary>
    /// <param name="rate">Million particle substeps per second.</param>
    public string ToLine(double rate) => FormattableString.Invariant(
        $"  {1e-3 * rate * BytesPerParticle / Bandwidth:P0} of {Bandwidth:f1} GB/s at {BytesPerParticle} bytes, {1e-3 * rate * FlopsPerParticle / Flops:P0} of {Flops:f0} Gflop/s at {FlopsPerParticle} operations");

    // Independent sums, so that neither the latency nor the number of units is idle.
    private const int Chains = 10;

    private static double Multiply()
    {
        Vector256<float> a = Vector256.Create(1.0000001f), b = Vector256.Create(1e-9f);
        Vector256<float> s0 = a, s1 = a, s2 = a, s3 = a, s4 = a, s5 = a, s6 = a, s7 = a, s8 = a, s9 = a;
        for (int i = 0; i < Rounds; i++)
        {
            s0 = Vector256.FusedMultiplyAdd(s0, a, b);
            s1 = Vector256.FusedMultiplyAdd(s1, a, b);
            s2 = Vector256.FusedMultiplyAdd(s2, a, b);
            s3 = Vector256.FusedMultiplyAdd(s3, a, b);
            s4 = Vector256.FusedMultiplyAdd(s4, a, b);
            s5 = Vector256.FusedMultiplyAdd(s5, a, b);
            s6 = Vector256.FusedMultiplyAdd(s6, a, b);
            s7 = Vector256.FusedMultiplyAdd(s7, a, b);
            s8 = Vector256.FusedMultiplyAdd(s8, a, b);
            s9 = Vector256.FusedMultiplyAdd(s9, a, b);
        }

        return Vector256.Sum(s0 + s1 + s2 + s3 + s4 + (s5 + s6 + s7 + s8 + s9));
    }

    private static double Best(Action work)
    {
        double best = double.PositiveInfinity;
        for (int i = 0; i < Repeats; i++)
        {
            Stopwatch watch = Stopwatch.StartNew();
            work();
            best = Math.Min(best, watch.Elapsed.TotalSeconds);
        }

        return best;
    }
}
