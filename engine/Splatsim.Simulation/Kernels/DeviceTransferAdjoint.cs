using ILGPU;

namespace Splatsim.Simulation.Kernels;

/// <summary>The adjoint of what particles and grid exchange on a device, tracers included.</summary>
internal abstract class DeviceTransferAdjoint : IDisposable
{
    /// <summary>That of a setup.</summary>
    /// <param name="setup">The setup.</param>
    /// <param name="matter">Particles and grid.</param>
    /// <param name="tracers">The tracers.</param>
    /// <param name="options">How it is done.</param>
    /// <param name="walls">Thin walls; null for none.</param>
    public static DeviceTransferAdjoint For(
        SimulationSetup setup, DeviceMatter matter, DeviceTracers tracers, DeviceOptions options, DeviceWalls? walls)
    {
        if (walls is not null) return new DeviceWalledTransferAdjoint(setup, matter, tracers, options, walls);
        Maker maker = new(setup, matter, tracers, options);
        TransferSchemes.Of(setup.Transfer.Scheme).Visit(maker);
        return maker.Transfer!;
    }

    /// <summary>The transfer in parts, whose impulses can be looked at.</summary>
    public abstract DeviceTransfer Forward { get; }

    /// <summary>Derivatives by velocities before forces, then by momenta, three numbers per stored node.</summary>
    public abstract ArrayView<float> ByBefore { get; }

    /// <summary>Columns that <see cref="Give"/> leaves the derivatives by stresses in.</summary>
    public abstract ArrayView<float> ByStress { get; }

    /// <summary>From derivatives by particles and tracers after the substep to those by velocities of the nodes.</summary>
    public abstract void Take(in StepNumbers step, DeviceCotangents bars);

    /// <summary>From derivatives by momenta and masses of the nodes to those by particles and their stresses.</summary>
    public abstract void Give(in StepNumbers step, in CotangentViews bars);

    public abstract void Dispose();

    private sealed class Maker(SimulationSetup setup, DeviceMatter matter, DeviceTracers tracers, DeviceOptions options) : ITransferSchemeVisitor
    {
        public DeviceTransferAdjoint? Transfer { get; private set; }

        public void Visit<TScheme>()
            where TScheme : struct, ITransferScheme => Transfer = setup.Transfer.Kernel == TransferKernel.Cubic
                ? new DeviceTransferAdjointOf<CubicKernel, TScheme>(setup, matter, tracers, options)
                : new DeviceTransferAdjointOf<QuadraticKernel, TScheme>(setup, matter, tracers, options);
    }
}
