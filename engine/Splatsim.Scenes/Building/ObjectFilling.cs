using Splatsim.Compute;
using Splatsim.Coupling;
using Splatsim.Splats;

namespace Splatsim.Scenes;

/// <summary>Fills the objects of a scene on the device that simulates, or on the processor.</summary>
internal sealed class ObjectFilling : IDisposable
{
    private readonly Action<string> note;
    private readonly bool isChosenFreely;
    private ComputeDevice? device;

    /// <summary>Opens the device where the scene asks for one.</summary>
    /// <param name="solver">What the scene asks for.</param>
    /// <param name="note">Receives why the processor is taken instead, where the scene leaves that open.</param>
    /// <exception cref="DeviceException">The device that was asked for by name is missing or cannot be opened.</exception>
    public ObjectFilling(SolverDescription solver, Action<string> note)
    {
        (this.note, isChosenFreely) = (note, solver.Device.Kind is null);
        if (solver.Reference) return;
        Try(() => device = ComputeDevice.OpenUnlessCpu(solver.Device));
    }

    /// <inheritdoc cref="InteriorFilling.Fill(GaussianCloud, ReadOnlySpan{int}, SceneFrame, FillingOptions, IProgress{double}, CancellationToken)"/>
    public FilledBody Fill(
        GaussianCloud cloud, int[] splats, SceneFrame frame, FillingOptions options, IProgress<double>? progress, CancellationToken cancellation)
    {
        FilledBody? filled = null;
        if (device is not null) Try(() => filled = InteriorFilling.Fill(cloud, splats, frame, options with { Device = device }, progress, cancellation));
        return filled ?? InteriorFilling.Fill(cloud, splats, frame, options, progress, cancellation);
    }

    /// <inheritdoc/>
    public void Dispose() => device?.Dispose();

    // Only where the scene leaves the choice is a device passed over, and never silently.
    private void Try(Action work)
    {
        try
        {
            work();
        }
        catch (DeviceException exception) when (isChosenFreely)
        {
            device?.Dispose();
            device = null;
            note($"device auto: the processor fills, because of this: {exception.Message}");
        }
    }
}
