using System.Runtime.CompilerServices;
using Splatsim.Mathematics;
using Splatsim.Mechanics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>Any registered law, from its one generic source.</summary>
/// <typeparam name="TLanes">The register width.</typeparam>
/// <typeparam name="TLaw">The law.</typeparam>
internal unsafe class GenericLawKernel<TLanes, TLaw> : LawKernel<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
    where TLaw : struct, ILaw
{
    // A constant once compiled, so that no law pays for history that it does not have.
    private static readonly int HistoryCount = TLaw.Description.History.Count;

    // Likewise: F of such a law is its first number times I, before and after (see PacketLoader).
    private static readonly bool ForgetsShape = TLaw.Description.ForgetsShape;

    /// <inheritdoc/>
    public override bool KeepsShape => !ForgetsShape;

    /// <summary>Adds up in the scratch what turns into heat.</summary>
    public bool TracksDissipation { get; init; }

    /// <inheritdoc/>
    public override ulong Strain(in ParticleGroup group, float trialStep, float timeStep, GroupScratch scratch) =>
        ForgetsShape ? Update(in group, trialStep, timeStep, scratch) : base.Strain(in group, trialStep, timeStep, scratch);

    /// <summary>Takes F from before the step where the law forgets its shape; otherwise the trial F.</summary>
    /// <inheritdoc/>
    protected override ulong Update(in ParticleGroup group, float trialStep, float timeStep, GroupScratch scratch)
    {
        ulong bits = 0;
        LaneCoefficients coefficients = scratch.Coefficients;
        for (int packet = 0; packet < group.Packets; packet++)
        {
            for (int lane = 0; lane < Lanes; lane += TLanes.LaneCount)
            {
                ref readonly LawParameters<TLanes> parameters = ref coefficients.Of<TLanes>(in group, packet, lane, CoefficientCount);
                Mask<TLanes> clamped = Step(in group, trialStep, timeStep, packet, lane, in parameters, scratch);
                bits |= (ulong)TLanes.Bits(clamped) << (packet * Lanes + lane);
            }
        }

        return bits;
    }

    /// <summary>The law for one register of particles with a trial F.</summary>
    /// <returns>A bit per lane whose stretches were clamped.</returns>
    public uint UpdateLanes(in ParticleGroup group, float timeStep, int packet, int lane, GroupScratch scratch)
    {
        scratch.Coefficients.Collect<TLanes>(group.Table, group.Rows + packet * Lanes, CoefficientCount);
        ref readonly LawParameters<TLanes> parameters = ref scratch.Coefficients.Mixed<TLanes>(lane);
        return TLanes.Bits(Step(in group, timeStep, timeStep, packet, lane, in parameters, scratch));
    }

    [SkipLocalsInit]
    private Mask<TLanes> Step(in ParticleGroup group, float trialStep, float timeStep, int packet, int lane, in LawParameters<TLanes> parameters, GroupScratch scratch)
    {
        float* stress = scratch.Stress + packet * Lanes + lane;
        float* f = group.Deformation + packet * Stride + lane;
        LanePackets.Load(group.Affine + packet * Stride + lane, out Matrix3x3<TLanes> c);
        Matrix3x3<TLanes> deformation;
        if (ForgetsShape) LoadTrial(f, in c, TLanes.Broadcast(trialStep), out deformation);
        else LanePackets.Load(f, out deformation);
        LawHistory<TLanes> history;
        Unsafe.SkipInit(out history);
        float* h = group.History + packet * group.HistoryStride + lane;
        LanePackets.Load(h, HistoryCount, ref history);
        Matrix3x3<TLanes> trial;
        LawHistory<TLanes> before;
        Unsafe.SkipInit(out trial);
        Unsafe.SkipInit(out before);
        if (TracksDissipation) (trial, before) = (deformation, history);
        TLaw.Update(
            ref deformation, in c, in parameters, ref history, TLanes.Broadcast(timeStep),
            out SymmetricMatrix3x3<TLanes> kirchhoff, out Mask<TLanes> clamped);
        LanePackets.Store(in history, HistoryCount, h);
        if (TracksDissipation)
        {
            TLanes volume = TLanes.Load(group.State + packet * Stride + Volume + lane);
            scratch.Dissipated += Lost(in trial, in deformation, in c, in parameters, in before, in history, timeStep, volume);
        }

        if (ForgetsShape)
        {
            deformation.M00.Store(f);
            deformation.M00.Store(f + 4 * Lanes);
            deformation.M00.Store(f + 8 * Lanes);
        }
        else
        {
            LanePackets.Store(in deformation, f);
        }

        LanePackets.StoreStress(in kirchhoff, stress);
        return clamped;
    }

    // Apart from the step, which it would make too large to compile well.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double Lost(
        in Matrix3x3<TLanes> trial, in Matrix3x3<TLanes> returned, in Matrix3x3<TLanes> c, in LawParameters<TLanes> parameters,
        in LawHistory<TLanes> before, in LawHistory<TLanes> after, float timeStep, TLanes volume)
    {
        TLanes density = LawEnergy.Dissipated<TLaw, TLanes>(
            in trial, in returned, in c, in parameters, in before, in after, TLanes.Broadcast(timeStep));
        float* energies = stackalloc float[Lanes];
        (volume * density).Store(energies);
        double sum = 0;
        for (int i = 0; i < TLanes.LaneCount; i++) sum += energies[i];
        return sum;
    }

    // (I + dt C) s of F = s I.
    private static void LoadTrial(float* side, in Matrix3x3<TLanes> c, TLanes dt, out Matrix3x3<TLanes> m)
    {
        TLanes s = TLanes.Load(side), step = dt * s;
        m.M00 = TLanes.FusedMultiplyAdd(step, c.M00, s);
        m.M01 = step * c.M01;
        m.M02 = step * c.M02;
        m.M10 = step * c.M10;
        m.M11 = TLanes.FusedMultiplyAdd(step, c.M11, s);
        m.M12 = step * c.M12;
        m.M20 = step * c.M20;
        m.M21 = step * c.M21;
        m.M22 = TLanes.FusedMultiplyAdd(step, c.M22, s);
    }
}
