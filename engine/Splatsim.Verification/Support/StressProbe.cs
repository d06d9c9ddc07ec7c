using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Simulation;

namespace Splatsim.Verification;

/// <summary>The Kirchhoff stress that a particle has now: its law in double, asked for no more motion and next to no time.</summary>
internal sealed class StressProbe : ILawVisitor
{
    private const double Instant = 1e-12;

    private readonly Material material;
    private readonly ParticleSet state;
    private readonly int particle;
    private SymmetricMatrix3x3<Real64> stress;

    private StressProbe(Material material, ParticleSet state, int particle)
    {
        this.material = material;
        this.state = state;
        this.particle = particle;
    }

    public static SymmetricMatrix3x3<Real64> Of(Material material, ParticleSet state, int particle)
    {
        StressProbe probe = new(material, state, particle);
        material.Law.Accept(probe);
        return probe.stress;
    }

    public void Visit<TLaw>(string key)
        where TLaw : struct, ILaw
    {
        LawParameters<Real64> prepared = material.PreparedParameters;
        ReadOnlySpan<double> h = state.History.AsSpan(ParticleSet.HistoryWidth * particle, ParticleSet.HistoryWidth);
        LawHistory<Real64> history = default;
        history.H0 = h[0];
        history.H1 = h[1];
        history.H2 = h[2];
        history.H3 = h[3];
        history.H4 = h[4];
        history.H5 = h[5];
        Matrix3x3<Real64> f = state.DeformationGradient(particle), still = default;
        TLaw.Update(ref f, in still, in prepared, ref history, Instant, out stress, out _);
    }
}
