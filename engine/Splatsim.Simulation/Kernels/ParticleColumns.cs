using ILGPU;
using ILGPU.Runtime;
using Splatsim.Compute;

namespace Splatsim.Simulation.Kernels;

/// <summary>Everything that a sort moves, for all particles.</summary>
internal sealed class ParticleColumns(ComputeDevice device, int count, int columns) : IDisposable
{
    public MemoryBuffer1D<float, Stride1D.Dense> Data { get; } = device.Allocate<float>((long)columns * count, "particles");

    public MemoryBuffer1D<long, Stride1D.Dense> Place { get; } = device.Allocate<long>(count, "particles");

    public MemoryBuffer1D<int, Stride1D.Dense> Identifier { get; } = device.Allocate<int>(count, "particles");

    public MemoryBuffer1D<int, Stride1D.Dense> Row { get; } = device.Allocate<int>(count, "particles");

    public void CopyTo(ParticleColumns target)
    {
        Data.View.CopyTo(target.Data.View);
        Place.View.CopyTo(target.Place.View);
        Identifier.View.CopyTo(target.Identifier.View);
        Row.View.CopyTo(target.Row.View);
    }

    public void Dispose()
    {
        Data.Dispose();
        Place.Dispose();
        Identifier.Dispose();
        Row.Dispose();
    }
}
