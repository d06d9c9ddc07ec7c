using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Simulation.Fast;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Tests.Fast;

/// <summary>Loops written by hand against the plain or generic ones that define them.</summary>
public sealed unsafe class KernelParityTests
{
    // Sums of some tens of products of order one, in single precision and another order.
    private const double Rounding = 1e-5;

    private const int Row = LawParameters<Real32>.Capacity;

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void Scatter_WideAndScalar_GiveTheSameNodes(int lanes)
    {
        float[] expected = Scattered<TransferScalar>(), actual = lanes == 8 ? Scattered<Transfer256>() : Scattered<Transfer512>();
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], Rounding);
        Assert.Contains(expected, value => value > 0.1f);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void Gather_WideAndScalar_GiveTheSameMoments(int lanes)
    {
        float[] expected = Gathered<TransferScalar>(), actual = lanes == 8 ? Gathered<Transfer256>() : Gathered<Transfer512>();
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], Rounding);
        Assert.Contains(expected, value => value > 0.1f);
    }

    [Fact]
    public void NeoHookean_ByHandAndGeneric_StageTheSame()
    {
        LawParameters<Real64> soft = default, stiff = default;
        (soft.P0, soft.P1, stiff.P0, stiff.P1) = (new(2), new(3), new(4), new(5));
        AssertStageTheSame(new GenericLawKernel<Lanes8, NeoHookean>(), new NeoHookeanKernel<Lanes8>(), soft, stiff, 2);
    }

    // With both volume updates, with and without tension.
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(0, 1)]
    public void NewtonianFluid_ByHandAndGeneric_StageTheSame(double linear, double untensioned)
    {
        LawParameters<Real64> thin = default, thick = default;
        (thin.P0, thin.P1, thin.P2, thin.P4, thin.P5) = (new(2), new(7), new(0), new(linear), new(untensioned));
        (thick.P0, thick.P1, thick.P2, thick.P3) = (new(3), new(4), new(5), new(1));
        NewtonianFluid.Prepare(in thin, out LawParameters<Real64> first);
        NewtonianFluid.Prepare(in thick, out LawParameters<Real64> second);
        AssertStageTheSame(new GenericLawKernel<Lanes8, NewtonianFluid>(), new VolumetricKernel<Lanes8, NewtonianFluid>(), first, second, 7);
    }

    [Fact]
    public void LinearFluid_ByHandAndGeneric_StageTheSame()
    {
        LawParameters<Real64> thin = default, thick = default;
        (thin.P0, thick.P0, thick.P1, thick.P2) = (new(2), new(3), new(5), new(1));
        LinearFluid.Prepare(in thin, out LawParameters<Real64> first);
        LinearFluid.Prepare(in thick, out LawParameters<Real64> second);
        AssertStageTheSame(new GenericLawKernel<Lanes8, LinearFluid>(), new VolumetricKernel<Lanes8, LinearFluid>(), first, second, 3);
    }

    private static void AssertStageTheSame(
        LawKernel<Lanes8> generic, LawKernel<Lanes8> byHand, LawParameters<Real64> first, LawParameters<Real64> second, int coefficients)
    {
        // With the smaller strains fluids take their series, but in the register with the inverted particle.
        foreach (float strain in new[] { 0.1f, 0.004f })
        {
            float[] expected = Staged(generic, first, second, coefficients, strain, out float[] f, out ulong clamped);
            float[] actual = Staged(byHand, first, second, coefficients, strain, out float[] fByHand, out ulong clampedByHand);
            for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], Rounding * Math.Max(1, Math.Abs(expected[i])));
            for (int i = 0; i < f.Length; i++) Assert.Equal(f[i], fByHand[i], Rounding);
            Assert.Equal(clamped, clampedByHand);
            Assert.Equal(1UL << 5, clamped);
        }
    }

    private static float[] Scattered<TTransfer>()
        where TTransfer : struct, ITransfer
    {
        GroupScratch scratch = new();
        AlignedArray<float> state = Positions();
        ParticleKernels.Weights<Lanes8>(state.Pointer, GroupPackets, Everywhere, scratch);
        for (int i = 0; i < 12 * Group; i++) scratch.Staged[i] = MathF.Sin(i);
        AlignedArray<float> arena = new(ArenaFloats);
        TTransfer.Pack(scratch, state.Pointer, GroupPackets);
        TTransfer.Scatter(scratch, Group - 3, arena.Pointer);
        return arena.Span.ToArray();
    }

    private static float[] Gathered<TTransfer>()
        where TTransfer : struct, ITransfer
    {
        GroupScratch scratch = new();
        AlignedArray<float> state = Positions(), affine = new(GroupPackets * Stride);
        ParticleKernels.Fractions<Lanes8>(state.Pointer, GroupPackets, scratch);
        // The fourth float of a node is its mass; it must not reach the result.
        for (int i = 0; i < ArenaFloats; i++) scratch.Velocities[i] = MathF.Cos(i);
        TTransfer.Gather(scratch, Group);
        TTransfer.Unpack(scratch, state.Pointer, affine.Pointer, GroupPackets);
        return [.. state.Span.ToArray(), .. affine.Span.ToArray()];
    }

    private static float[] Staged(
        LawKernel<Lanes8> law, LawParameters<Real64> first, LawParameters<Real64> second, int coefficients, float strain, out float[] deformation,
        out ulong clamped)
    {
        GroupScratch scratch = new();
        AlignedArray<float> state = Positions(), f = new(GroupPackets * Stride), c = new(GroupPackets * Stride), table = new(2 * Row);
        for (int i = 0; i < f.Length; i++)
        {
            f[i] = (i / Lanes % 9 % 4 == 0 ? 1 : 0) + strain * MathF.Sin(i);
            c[i] = 30 * strain * MathF.Cos(2 * i);
        }

        // Particle 5 is inverted.
        f[5] = -1;
        Span<Real64> firstNumbers = LawNumbers.AsSpan(ref first), secondNumbers = LawNumbers.AsSpan(ref second);
        for (int k = 0; k < coefficients; k++) (table[k], table[Row + k]) = ((float)firstNumbers[k].Value, (float)secondNumbers[k].Value);
        int* rows = stackalloc int[Group];
        int* uniform = stackalloc int[GroupPackets];
        for (int i = 0; i < Group; i++) rows[i] = i / Lanes % 2 == 0 ? 1 : i % 2;
        for (int i = 0; i < GroupPackets; i++) uniform[i] = i % 2 == 0 ? 1 : -1;
        ParticleKernels.Weights<Lanes8>(state.Pointer, GroupPackets, Everywhere, scratch);
        ParticleGroup group = new()
        {
            State = state.Pointer,
            Motion = state.Pointer,
            Affine = c.Pointer,
            Deformation = f.Pointer,
            Rows = rows,
            UniformRows = uniform,
            Table = table.Pointer,
            Packets = GroupPackets,
            Count = Group,
        };
        law.CoefficientCount = coefficients;
        clamped = law.Stage(in group, new(0.01, 0.5), scratch);
        deformation = f.Span.ToArray();
        return new ReadOnlySpan<float>(scratch.Staged, 12 * Group).ToArray();
    }

    private static BlockBounds Everywhere => new() { LowX = -1, LowY = -1, LowZ = -1, HighX = 4, HighY = 4, HighZ = 4 };

    // Runs of several lengths, the first and the last nodes of an arena among them.
    private static AlignedArray<float> Positions()
    {
        AlignedArray<float> state = new(GroupPackets * Stride);
        for (int i = 0; i < Group; i++)
        {
            for (int axis = 0; axis < 3; axis++)
            {
                float cell = i < 5 ? -1 : i < 9 ? 4 : i / 6 % 4;
                state[(i >> 4) * Stride + axis * Lanes + (i & 15)] = cell + 0.5f + 0.49f * MathF.Sin(3 * i + axis);
            }

            state[(i >> 4) * Stride + Mass + (i & 15)] = 1 + 0.1f * MathF.Sin(i);
            state[(i >> 4) * Stride + Volume + (i & 15)] = 1 + 0.1f * MathF.Cos(i);
        }

        return state;
    }
}
