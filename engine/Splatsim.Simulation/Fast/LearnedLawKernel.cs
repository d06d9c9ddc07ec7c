using Splatsim.Mathematics;
using Splatsim.Mechanics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>A law of batches: the particles of a group that have one material, in rows, are one batch.</summary>
/// <typeparam name="TLanes">The register width.</typeparam>
internal sealed unsafe class LearnedLawKernel<TLanes>(ILearnedLaw law) : LawKernel<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly int scalars = law.Description.History.Count;

    /// <summary>Adds up in the scratch what turns into heat.</summary>
    public bool TracksDissipation { get; init; }

    /// <inheritdoc/>
    protected override ulong Update(in ParticleGroup group, float trialStep, float timeStep, GroupScratch scratch)
    {
        Span<int> members = stackalloc int[Group];
        ulong clamped = 0, rest = group.Real;
        while (rest != 0)
        {
            int count = LawBatches.Take(in group, ref rest, members, out int row);
            clamped |= UpdateBatch(in group, timeStep, scratch, members[..count], row);
        }

        return clamped;
    }

    private ulong UpdateBatch(in ParticleGroup group, float timeStep, GroupScratch scratch, ReadOnlySpan<int> members, int row)
    {
        int count = members.Length;
        Span<float> f = stackalloc float[9 * Group], c = stackalloc float[9 * Group], tau = stackalloc float[6 * Group];
        Span<float> history = stackalloc float[LawHistory<Real32>.Capacity * Group];
        Span<bool> lifted = stackalloc bool[Group];
        lifted.Clear();
        for (int k = 0; k < count; k++)
        {
            LawBatches.Read(group.Deformation, Stride, members[k], f.Slice(9 * k, 9));
            LawBatches.Read(group.Affine, Stride, members[k], c.Slice(9 * k, 9));
            LawBatches.Read(group.History, group.HistoryStride, members[k], history.Slice(scalars * k, scalars));
        }

        ReadOnlySpan<float> parameters = new(group.Table + (long)row * LawParameters<Real32>.Capacity, LawParameters<Real32>.Capacity);
        if (TracksDissipation) scratch.Dissipated += Energy(in group, members, parameters, f[..(9 * count)], history[..(scalars * count)]);
        law.Update(new LawBatch
        {
            Count = count,
            TimeStep = timeStep,
            Parameters = parameters,
            F = f[..(9 * count)],
            C = c[..(9 * count)],
            History = history[..(scalars * count)],
            Kirchhoff = tau[..(6 * count)],
            Clamped = lifted[..count],
        });
        if (TracksDissipation) scratch.Dissipated -= Energy(in group, members, parameters, f[..(9 * count)], history[..(scalars * count)]);

        ulong clamped = 0;
        for (int k = 0; k < count; k++)
        {
            LawBatches.Write(f.Slice(9 * k, 9), group.Deformation, Stride, members[k]);
            LawBatches.Write(history.Slice(scalars * k, scalars), group.History, group.HistoryStride, members[k]);
            for (int i = 0; i < 6; i++) scratch.Stress[i * Group + members[k]] = tau[6 * k + i];
            if (lifted[k]) clamped |= 1UL << members[k];
        }

        // Padding lanes carry no volume; what their stress rows hold is multiplied by 0 and must be finite.
        for (int i = group.Count; i < group.Packets * Lanes; i++)
            for (int component = 0; component < 6; component++) scratch.Stress[component * Group + i] = 0;
        return clamped;
    }

    private double Energy(
        in ParticleGroup group, ReadOnlySpan<int> members, ReadOnlySpan<float> parameters, ReadOnlySpan<float> f, ReadOnlySpan<float> history)
    {
        Span<float> energies = stackalloc float[Group];
        law.EnergyDensity(parameters, f, history, energies[..members.Length]);
        double sum = 0;
        for (int k = 0; k < members.Length; k++)
            sum += (double)energies[k] * group.State[Volume + LawBatches.At(members[k], Stride)];
        return sum;
    }
}
