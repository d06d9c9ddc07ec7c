using System.Runtime.CompilerServices;
using Splatsim.Mathematics;
using Splatsim.Mechanics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>The adjoint of a constitutive law, applied to a group of packets.</summary>
/// <typeparam name="TLanes">The register width.</typeparam>
internal abstract unsafe class LawAdjointKernel<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>Rows of sums before those by the coefficients: by mass and by rest volume.</summary>
    public const int FirstCoefficient = 2;

    /// <summary>Coefficients, counted from the first, whose derivatives are summed.</summary>
    public int CoefficientCount { get; private init; }

    /// <summary>
    /// From derivatives by the returned F, the history and the stress to those by F and the history before, C, and the coefficients; those by C
    /// and the coefficients are added.
    /// </summary>
    /// <param name="group">The group at the start of its substep.</param>
    /// <param name="coefficients">Coefficients that the law has.</param>
    /// <param name="timeStep">dt [s].</param>
    /// <param name="bars">Derivatives.</param>
    /// <param name="stride">Floats of a packet of derivatives.</param>
    /// <param name="scratch">Rows of derivatives by the stress.</param>
    /// <param name="sums">Rows of sums.</param>
    /// <param name="sumStride">Numbers of a packet of sums.</param>
    /// <returns>A bit per particle whose stretches were lifted.</returns>
    public abstract ulong Apply(
        in ParticleGroup group, int coefficients, float timeStep, float* bars, int stride, GroupScratch scratch, double* sums, int sumStride);

    /// <summary>The kernel of a law.</summary>
    /// <param name="law">The law.</param>
    /// <param name="materials">The materials that have it.</param>
    public static LawAdjointKernel<TLanes> For(LawEntry law, IEnumerable<Material> materials)
    {
        Maker maker = new(materials);
        law.Accept(maker);
        return maker.Kernel!;
    }

    private sealed class Maker(IEnumerable<Material> materials) : ILawVisitor
    {
        public LawAdjointKernel<TLanes>? Kernel { get; private set; }

        public void Visit<TLaw>(string key)
            where TLaw : struct, ILaw => Kernel = new Of<TLaw>
            {
                CoefficientCount = materials.Max(m => m.Animated.Count > 0
                    ? LawParameters<TLanes>.Capacity : PrepareAdjoint.CoefficientCount<TLaw>(m.UserParameters)),
            };
    }

    private sealed class Of<TLaw> : LawAdjointKernel<TLanes>
        where TLaw : struct, ILaw
    {
        // A constant once compiled.
        private static readonly int HistoryCount = TLaw.Description.History.Count;

        public override ulong Apply(
            in ParticleGroup group, int coefficients, float timeStep, float* bars, int stride, GroupScratch scratch, double* sums, int sumStride)
        {
            ulong bits = 0;
            for (int packet = 0; packet < group.Packets; packet++)
            {
                for (int lane = 0; lane < Lanes; lane += TLanes.LaneCount)
                {
                    ref readonly LawParameters<TLanes> parameters = ref scratch.Coefficients.Of<TLanes>(in group, packet, lane, coefficients);
                    float* bar = bars + packet * stride + lane;
                    LawGradient<TLanes> gradient;
                    Unsafe.SkipInit(out gradient);
                    Reverse(in group, packet, lane, timeStep, in parameters, bar, scratch.Stress + packet * Lanes + lane, ref gradient);
                    TLanes* byPrepared = (TLanes*)&gradient.Prepared;
                    double* sum = sums + packet * sumStride + FirstCoefficient * Lanes + lane;
                    for (int k = 0; k < CoefficientCount; k++) LaneSums.Add(byPrepared[k], sum + k * Lanes);
                    bits |= (ulong)TLanes.Bits(gradient.Clamped) << (packet * Lanes + lane);
                }
            }

            return bits;
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        private void Reverse(
            in ParticleGroup group, int packet, int lane, float timeStep, in LawParameters<TLanes> parameters, float* bar, float* stress,
            ref LawGradient<TLanes> gradient)
        {
            float* f = group.Deformation + packet * Stride + lane;
            float* c = group.Affine + packet * Stride + lane;
            float* h = group.History + packet * group.HistoryStride + lane;
            TLanes dt = TLanes.Broadcast(timeStep);
            LawCotangents<TLanes> cotangents = default;
            cotangents.SkippedCoefficients = LawParameters<TLanes>.Capacity - CoefficientCount;
            cotangents.SkippedHistory = LawHistory<TLanes>.Capacity - HistoryCount;
            LanePackets.Load(bar + CotangentPackets.Deformation, out cotangents.F);
            LanePackets.LoadStress(stress, out cotangents.Kirchhoff);
            LanePackets.Load(bar + CotangentPackets.History, HistoryCount, ref cotangents.History);
            LawHistory<TLanes> before = default;
            LanePackets.Load(h, HistoryCount, ref before);
            LanePackets.Load(c, out Matrix3x3<TLanes> affine);
            TrialPackets.Load(f, in affine, dt, out Matrix3x3<TLanes> trial);
            TLaw.UpdateAdjoint<TLaw, TLanes>(in trial, in affine, in parameters, in before, dt, in cotangents, out gradient);
            LanePackets.Store(in gradient.History, HistoryCount, bar + CotangentPackets.History);
            TrialPackets.Finish(f, in affine, dt, in gradient.F, in gradient.C, bar + CotangentPackets.Affine, bar + CotangentPackets.Deformation);
        }
    }
}
