using Splatsim.Compute;
using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Simulation.Kernels;

/// <summary>
/// The tape's engine of the device back end: states, derivatives and their sums by particles stay on the device, in single precision. Per substep
/// a few numbers come back: derivatives by contacts, forces and gravity, which the host adds up in double, and by rigid bodies and the nodes that
/// they touch, whose own steps it reverses.
/// </summary>
internal sealed class DeviceTapeEngine : ITapeEngine
{
    private readonly SimulationSetup setup;
    private readonly DeviceSimulator simulator;
    private readonly DeviceCotangents bars;
    private readonly DeviceSubstepAdjoint adjoint;
    private readonly int coefficients;
    private ParameterSums sums;

    public DeviceTapeEngine(SimulationSetup setup, ComputeDevice device, bool ownsDevice, DeviceOptions options)
    {
        this.setup = setup;
        Require(setup);
        simulator = new(setup, device, ownsDevice, options);
        coefficients = setup.Materials.Select(m => DeviceLawAdjoint.CoefficientCount(setup, m.Law)).DefaultIfEmpty(0).Max();
        bars = new(device, simulator.Matter.Particles, setup.Tracers?.Count ?? 0, setup.Domain.CellSize, coefficients);
        adjoint = new(setup, simulator, bars);
        sums = new(setup);
    }

    public SimulatorBase Simulator => simulator;

    public long StateBytes => simulator.StateBytes;

    /// <summary>Opens the device that the setup names.</summary>
    /// <exception cref="DeviceException">There is no such device, or it has no room.</exception>
    public static DeviceTapeEngine Create(SimulationSetup setup, DeviceInfo info)
    {
        ComputeDevice device = ComputeDevice.Open(new(info.Kind, info.Index));
        try
        {
            return new(setup, device, ownsDevice: true, new() { IsDeterministic = setup.Deterministic });
        }
        catch
        {
            device.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        adjoint.Dispose();
        bars.Dispose();
        simulator.Dispose();
    }

    public void Begin()
    {
        sums = new(setup);
        simulator.Device.Guard(bars.Clear);
        adjoint.Begin(sums);
    }

    public void Add(StateCotangents seed)
    {
        StateCotangents onDevice = adjoint.RigidMatter?.TakeTracers(seed) ?? seed;
        simulator.Device.Guard(() => bars.Add(onDevice));
        adjoint.Bodies?.Add(seed.Bodies);
    }

    public void Reverse(in TapedSubstep substep)
    {
        double time = simulator.Time;
        adjoint.Substep(in substep);
        if (!setup.Materials.Any(m => m.Animated.Count > 0)) return;
        // Coefficients that change with time reach the user's values by another way in every substep.
        Absorb();
        for (int m = 0; m < setup.Materials.Count; m++)
            if (setup.Materials[m].Animated.Count > 0) sums.Settle<Real64>(m, time, simulator.LawOf(m), null);
    }

    public SimulationGradient Finish()
    {
        ParticleCotangents<Real64> state = Read();
        Absorb();
        for (int m = 0; m < setup.Materials.Count; m++) sums.Settle(m, 0, simulator.LawOf(m), setup.Particles.History is null ? state.History : null);
        if (adjoint.RigidMatter is { } rigid) simulator.Device.Guard(() => rigid.Finish(state));
        return TapeGradient.Of(setup, state, sums, simulator.TakesPart, adjoint.Bodies?.Finish());
    }

    // Derivatives by volumes come from impulses.
    private static void Require(SimulationSetup setup)
    {
        for (int p = 0; p < setup.Particles.Count; p++)
        {
            if (setup.Particles.RestVolume[p] > 0 || setup.Materials[setup.Particles.Material[p]].IsStationary) continue;
            throw new NotDifferentiableException(
                $"particle {p} without rest volume", "the adjoint on devices divides by it", "give it a volume, or use the reference back end");
        }
    }

    // Adds what the device has summed to what the host has.
    private void Absorb()
    {
        float[] rows = [];
        simulator.Device.Guard(() => rows = bars.Sums());
        for (int p = 0; p < simulator.ParticleCount; p++)
        {
            Span<float> row = rows.AsSpan(bars.SumWidth * p, bars.SumWidth);
            // On a path a body weighs more on the grid than its mass says.
            sums.Mass[p] += RigidGroups.MassFactor(setup.Materials[setup.Particles.Material[p]]) * row[CotangentViews.Mass];
            sums.RestVolume[p] += row[CotangentViews.Volume];
            sums.IsClamped[p] |= row[CotangentViews.Clamped] > 0;
            LawParameters<Real64> by = default;
            Span<Real64> values = LawNumbers.AsSpan(ref by);
            for (int i = 0; i < coefficients; i++) values[i] = new(row[CotangentViews.Coefficients + i]);
            sums.Add(p, in by);
            row.Clear();
        }

        if (rows.Length > 0) simulator.Device.Guard(() => bars.SetSums(rows));
    }

    private ParticleCotangents<Real64> Read()
    {
        float[] rows = [], tracers = [];
        simulator.Device.Guard(() => (rows, tracers) = (bars.State(), bars.TracerRows()));
        ParticleCotangents<Real64> state = new(simulator.ParticleCount, setup.Tracers?.Count ?? 0, !setup.Transfer.IsAffineDefault);
        Real64 perMetre = 1 / setup.Domain.CellSize;
        for (int p = 0; p < simulator.ParticleCount; p++)
        {
            ReadOnlySpan<float> row = rows.AsSpan(bars.Width * p, bars.Width);
            state.Position[p] = perMetre * Three(row[CotangentViews.X..]);
            state.Velocity[p] = Three(row[CotangentViews.V..]);
            state.Affine[p] = Nine(row[CotangentViews.C..]);
            if (state.IsSeparate) state.Gradient[p] = Nine(row[bars.Gradient..]);
            state.Deformation[p] = Nine(row[CotangentViews.F..]);
            Span<Real64> history = LawNumbers.AsSpan(ref state.History[p]);
            for (int i = 0; i < simulator.Matter.Particles.HistoryCount; i++) history[i] = new(row[CotangentViews.History + i]);
        }

        for (int t = 0; t < state.TracerPosition.Length; t++)
        {
            ReadOnlySpan<float> row = tracers.AsSpan(TracerAdjointKernels.Width * t, TracerAdjointKernels.Width);
            state.TracerPosition[t] = perMetre * Three(row[TracerAdjointKernels.X..]);
            state.TracerDeformation[t] = Nine(row[TracerAdjointKernels.F..]);
        }

        return state;
    }

    private static Vector3<Real64> Three(ReadOnlySpan<float> v) => new(v[0], v[1], v[2]);

    private static Matrix3x3<Real64> Nine(ReadOnlySpan<float> m) => Matrix3x3<Real64>.FromRows(Three(m), Three(m[3..]), Three(m[6..]));
}
