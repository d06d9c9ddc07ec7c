using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Benchmarks.Codegen;

/// <summary>Runs every law once in lanes, so that the compiler has to show what it makes of the hot methods.</summary>
internal sealed class HotLaws<TLanes> : ILawVisitor
    where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>Something that depends on every result, so that nothing is dead code.</summary>
    public uint Checksum { get; private set; }

    public void Visit<TLaw>(string key)
        where TLaw : struct, ILaw
    {
        LawParameters<Real64> user = TLaw.Description.Defaults;
        TLaw.Prepare(in user, out LawParameters<Real64> prepared);
        LawParameters<TLanes> coefficients = LawParameters<TLanes>.FromDouble(in prepared);
        TLaw.InitialHistory(in coefficients, out LawHistory<TLanes> history);
        Matrix3x3<TLanes> f = Matrix3x3<TLanes>.Diagonal(
            TLanes.FromDouble(1.2), TLanes.FromDouble(0.7), TLanes.FromDouble(0.9));
        Matrix3x3<TLanes> c = default;
        TLaw.Update(
            ref f, in c, in coefficients, ref history, TLanes.FromDouble(1e-4),
            out SymmetricMatrix3x3<TLanes> tau, out Mask<TLanes> clamped);
        Checksum += TLanes.Bits(tau.Trace > f.Trace) + TLanes.Bits(clamped);
    }
}
