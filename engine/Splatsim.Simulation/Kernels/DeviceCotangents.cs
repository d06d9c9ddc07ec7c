using ILGPU;
using ILGPU.Runtime;
using Splatsim.Compute;

namespace Splatsim.Simulation.Kernels;

/// <summary>Derivatives by particles and tracers on the device: at the present moment of a reverse run, and the sums over the run.</summary>
internal sealed class DeviceCotangents : IDisposable
{
    private readonly DeviceParticles particles;
    private readonly double cellSize;
    private readonly int tracerCount;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> state, sums, tracers;
    private readonly Action<Index1D, ArrayView<float>, ArrayView<float>, int, int, int> add;
    private readonly ComputeDevice device;

    /// <param name="device">The device.</param>
    /// <param name="particles">The particles.</param>
    /// <param name="tracerCount">Number of tracers.</param>
    /// <param name="cellSize">dx [m].</param>
    /// <param name="coefficients">Coefficients that the user's values reach, at most, over all materials.</param>
    public DeviceCotangents(ComputeDevice device, DeviceParticles particles, int tracerCount, double cellSize, int coefficients)
    {
        (this.device, this.particles, this.tracerCount, this.cellSize) = (device, particles, tracerCount, cellSize);
        Width = CotangentViews.History + particles.HistoryCount + (particles.HasGradient ? 9 : 0);
        SumWidth = CotangentViews.Coefficients + coefficients;
        state = device.Allocate<float>((long)Width * particles.Count, "derivatives");
        sums = device.Allocate<float>((long)SumWidth * particles.Count, "derivatives");
        tracers = device.Allocate<float>((long)TracerAdjointKernels.Width * tracerCount, "derivatives");
        add = device.Launcher(CotangentKernels.Add, a => a.LoadAutoGroupedStreamKernel<
            Index1D, ArrayView<float>, ArrayView<float>, int, int, int>(CotangentKernels.Add));
    }

    /// <summary>Numbers of a particle's row.</summary>
    public int Width { get; }

    /// <summary>Numbers of a particle's row of sums.</summary>
    public int SumWidth { get; }

    public CotangentViews Views => new()
    {
        State = state.View,
        Sums = sums.View,
        Width = Width,
        SumWidth = SumWidth,
        Gradient = Gradient,
        HistoryCount = particles.HistoryCount,
    };

    /// <summary>Rows of the tracers.</summary>
    public ArrayView<float> Tracers => tracers.View;

    /// <summary>First number by the velocity gradient.</summary>
    public int Gradient => particles.HasGradient ? CotangentViews.History + particles.HistoryCount : CotangentViews.C;

    public void Clear()
    {
        state.MemSetToZero();
        sums.MemSetToZero();
        tracers.MemSetToZero();
    }

    /// <summary>Adds what a loss says about the state at this moment. Positions count in cells here.</summary>
    public void Add(StateCotangents seed)
    {
        Add(seed.Positions, state, particles.Count, Width, CotangentViews.X, 3, cellSize);
        Add(seed.Velocities, state, particles.Count, Width, CotangentViews.V, 3, 1);
        Add(seed.AffineVelocities, state, particles.Count, Width, CotangentViews.C, 9, 1);
        Add(seed.DeformationGradients, state, particles.Count, Width, CotangentViews.F, 9, 1);
        Add(seed.TracerPositions, tracers, tracerCount, TracerAdjointKernels.Width, TracerAdjointKernels.X, 3, cellSize);
        Add(seed.TracerDeformationGradients, tracers, tracerCount, TracerAdjointKernels.Width, TracerAdjointKernels.F, 9, 1);
        if (seed.History is not { } history || particles.HistoryCount == 0) return;
        // Scalars that no law has are left out.
        double[] kept = new double[particles.HistoryCount * particles.Count];
        for (int p = 0; p < particles.Count; p++)
            history.AsSpan(ParticleSet.HistoryWidth * p, particles.HistoryCount).CopyTo(kept.AsSpan(particles.HistoryCount * p));
        Add(kept, state, particles.Count, Width, CotangentViews.History, particles.HistoryCount, 1);
    }

    /// <summary>The particles' rows, brought to the host.</summary>
    public float[] State() => particles.Count > 0 ? state.GetAsArray1D() : [];

    /// <summary>Replaces the particles' rows.</summary>
    public void SetState(float[] rows) => state.CopyFromCPU(rows);

    /// <summary>The particles' sums, brought to the host.</summary>
    public float[] Sums() => particles.Count > 0 ? sums.GetAsArray1D() : [];

    /// <summary>Forgets the particles' sums.</summary>
    public void SetSums(float[] rows) => sums.CopyFromCPU(rows);

    /// <summary>The tracers' rows, brought to the host.</summary>
    public float[] TracerRows() => tracerCount > 0 ? tracers.GetAsArray1D() : [];

    public void Dispose()
    {
        state.Dispose();
        sums.Dispose();
        tracers.Dispose();
    }

    private void Add(double[]? values, MemoryBuffer1D<float, Stride1D.Dense> rows, int count, int width, int first, int part, double scale)
    {
        if (values is null || count == 0) return;
        using MemoryBuffer1D<float, Stride1D.Dense> sent = device.Allocate<float>(values.Length, "derivatives");
        sent.CopyFromCPU(Array.ConvertAll(values, v => (float)(scale * v)));
        add(values.Length, rows.View, sent.View, width, first, part);
        // What is sent goes away at the end.
        device.Synchronize();
    }
}
