using ILGPU;
using Splatsim.Mathematics;

namespace Splatsim.Mechanics.Tests;

/// <summary>What a particle of the kernel holds.</summary>
public struct KernelParticle
{
    public Matrix3x3<Real32> F;
    public Matrix3x3<Real32> C;
    public LawHistory<Real32> History;
    public SymmetricMatrix3x3<Real32> Kirchhoff;
    public Real32 Energy;
    public int Clamped;
}

/// <summary>A thin GPU kernel around any law.</summary>
internal static class LawKernel
{
    public static void Step<TLaw>(Index1D index, ArrayView<KernelParticle> particles, LawParameters<Real32> prepared, float timeStep)
        where TLaw : struct, ILaw
    {
        Matrix3x3<Real32> f = particles[index].F;
        Matrix3x3<Real32> c = particles[index].C;
        LawHistory<Real32> history = particles[index].History;
        TLaw.Update(
            ref f, in c, in prepared, ref history, new Real32(timeStep),
            out SymmetricMatrix3x3<Real32> kirchhoff, out Mask<Real32> clamped);
        particles[index].F = f;
        particles[index].History = history;
        particles[index].Kirchhoff = kirchhoff;
        particles[index].Energy = TLaw.EnergyDensity(in f, in prepared, in history);
        particles[index].Clamped = Real32.Any(clamped) ? 1 : 0;
    }
}
