using ILGPU;
using ILGPU.Runtime;
using Splatsim.Compute;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>The tracers' buffers.</summary>
internal sealed class DeviceTracers : IDisposable
{
    private readonly DeviceParticles particles;
    private readonly int count;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> data;
    private readonly MemoryBuffer1D<long, Stride1D.Dense> place;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> savedData;
    private readonly MemoryBuffer1D<long, Stride1D.Dense> savedPlace;
    private readonly Action<GridViews, StepNumbers> advance;

    public DeviceTracers(ComputeDevice device, SimulationSetup setup, DeviceParticles particles)
    {
        this.particles = particles;
        count = setup.Tracers?.Count ?? 0;
        long length = (long)TracerKernels.Columns * count;
        data = device.Allocate<float>(length, "tracers");
        place = device.Allocate<long>(count, "tracers");
        savedData = device.Allocate<float>(length, "tracers");
        savedPlace = device.Allocate<long>(count, "tracers");
        advance = setup.Transfer.IsAffineDefault ? Default(device)
            : setup.Transfer.Kernel == TransferKernel.Cubic ? General<CubicKernel>(device, setup) : General<QuadraticKernel>(device, setup);
        if (count > 0) Load(setup);
    }

    public int Count => count;

    public ArrayView<float> Data => data.View;

    public ArrayView<long> Places => place.View;

    public void Advance(in GridViews grid, in StepNumbers step)
    {
        if (count > 0) advance(grid, step);
    }

    public void Save()
    {
        data.View.CopyTo(savedData.View);
        place.View.CopyTo(savedPlace.View);
    }

    public void Restore()
    {
        savedData.View.CopyTo(data.View);
        savedPlace.View.CopyTo(place.View);
    }

    /// <summary>Keeps the present state.</summary>
    public void CopyTo(MemoryBuffer1D<float, Stride1D.Dense> toData, MemoryBuffer1D<long, Stride1D.Dense> toPlaces)
    {
        data.View.CopyTo(toData.View);
        place.View.CopyTo(toPlaces.View);
    }

    /// <summary>Back to a kept state.</summary>
    public void CopyFrom(MemoryBuffer1D<float, Stride1D.Dense> fromData, MemoryBuffer1D<long, Stride1D.Dense> fromPlaces)
    {
        fromData.View.CopyTo(data.View);
        fromPlaces.View.CopyTo(place.View);
    }

    /// <summary>Writes the state for a restart.</summary>
    public void Write(StateWriter target)
    {
        target.Write<float>("tracers", data.GetAsArray1D());
        target.Write<long>("tracer places", place.GetAsArray1D());
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public void Read(StateReader source)
    {
        float[] values = new float[data.Length];
        long[] places = new long[place.Length];
        source.Read<float>("tracers", values);
        source.Read<long>("tracer places", places);
        data.CopyFromCPU(values);
        place.CopyFromCPU(places);
    }

    public void CopyTo(TracerSet target)
    {
        if (count == 0) return;
        float[] values = data.GetAsArray1D();
        long[] places = place.GetAsArray1D();
        for (int i = 0; i < count; i++)
        {
            Scalars.Write(particles.World(places[i], At(0, i), At(1, i), At(2, i)), target.X.AsSpan(3 * i, 3));
            for (int k = 0; k < 9; k++) target.F[9 * i + k] = At(TracerKernels.F + k, i);
        }

        float At(int column, int i) => values[(long)column * count + i];
    }

    public void Dispose()
    {
        data.Dispose();
        place.Dispose();
        savedData.Dispose();
        savedPlace.Dispose();
    }

    private Action<GridViews, StepNumbers> Default(ComputeDevice device)
    {
        Action<Index1D, ArrayView<float>, ArrayView<long>, int, GridViews, StepNumbers> launch = device.Launcher(
            TracerKernels.Advance, a => a.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<long>, int, GridViews, StepNumbers>(TracerKernels.Advance));
        return (grid, step) => launch(count, data.View, place.View, count, grid, step);
    }

    private Action<GridViews, StepNumbers> General<TKernel>(ComputeDevice device, SimulationSetup setup)
        where TKernel : struct, ITransferKernel
    {
        GeneralNumbers<Real32> numbers = GeneralNumbers<Real32>.From(setup.Transfer, setup.Domain);
        Action<Index1D, ArrayView<float>, ArrayView<long>, int, GridViews, StepNumbers, GeneralNumbers<Real32>> launch = device.Launcher(
            GeneralKernels.Carry<TKernel>, a => a.LoadAutoGroupedStreamKernel<
                Index1D, ArrayView<float>, ArrayView<long>, int, GridViews, StepNumbers, GeneralNumbers<Real32>>(GeneralKernels.Carry<TKernel>));
        return (grid, step) => launch(count, data.View, place.View, count, grid, step, numbers);
    }

    private void Load(SimulationSetup setup)
    {
        TracerSet tracers = setup.Tracers!;
        float[] values = new float[(long)TracerKernels.Columns * count];
        long[] places = new long[count];
        for (int i = 0; i < count; i++)
        {
            (places[i], float x, float y, float z) = DeviceParticles.Local(setup.Domain, tracers.Position(i));
            Put(0, i, x);
            Put(1, i, y);
            Put(2, i, z);
            for (int k = 0; k < 9; k++) Put(TracerKernels.F + k, i, (float)tracers.F[9 * i + k]);
        }

        data.CopyFromCPU(values);
        place.CopyFromCPU(places);
        void Put(int column, int i, float value) => values[(long)column * count + i] = value;
    }
}
