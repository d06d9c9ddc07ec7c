using Splatsim.Mechanics;

namespace Splatsim.Simulation.Kernels;

/// <summary>How particles and grid exchange mass, momentum and forces on a device.</summary>
internal abstract class DeviceTransfer : IDisposable
{
    /// <summary>
    /// The transfer of a setup. The default one has kernels of its own, in which laws and transfer are one; what they have no place for goes
    /// in parts.
    /// </summary>
    /// <param name="setup">The setup.</param>
    /// <param name="matter">Particles and grid.</param>
    /// <param name="options">How it is done.</param>
    /// <param name="walls">Thin walls; null for none.</param>
    public static DeviceTransfer For(SimulationSetup setup, DeviceMatter matter, DeviceOptions options, DeviceWalls? walls)
    {
        if (IsWhole(setup, options, walls is not null)) return new AffineDeviceTransfer(matter, options, walls);
        Maker maker = new(setup, matter, options, walls);
        TransferSchemes.Of(setup.Transfer.Scheme).Visit(maker);
        return maker.Transfer!;
    }

    /// <summary>Whether laws and transfer are one.</summary>
    /// <param name="setup">The setup.</param>
    /// <param name="options">How it is done.</param>
    /// <param name="hasWalls">Whether there are thin walls, whose nodes a fixed order goes through in parts.</param>
    public static bool IsWhole(SimulationSetup setup, DeviceOptions options, bool hasWalls) =>
        setup.Transfer.IsAffineDefault && !setup.TracksDissipation && !(hasWalls && options.IsDeterministic) && setup.Materials.All(m => m.Law.Learned is null);

    /// <summary>Whether a substep may be ended by the beginning of the next.</summary>
    public abstract bool CanContinue { get; }

    /// <summary>Energy that has become heat since <see cref="ClearHeat"/> [J].</summary>
    public virtual double Heat => 0;

    /// <summary>Starts to add up anew.</summary>
    public virtual void ClearHeat()
    {
    }

    /// <summary>Replaces the coefficients of a material, as far as they are kept on the host.</summary>
    public virtual void SetCoefficients(int material, in LawParameters<Mathematics.Real64> prepared)
    {
    }

    /// <summary>Particles to grid.</summary>
    public abstract void ToGrid(in StepNumbers step);

    /// <summary>The end of one substep and the beginning of the next.</summary>
    public abstract void Continue(in StepNumbers last, in StepNumbers step);

    /// <summary>Grid to particles, for all but rigid bodies.</summary>
    public abstract void ToParticles(in StepNumbers step);

    public abstract void Dispose();

    private sealed class Maker(SimulationSetup setup, DeviceMatter matter, DeviceOptions options, DeviceWalls? walls) : ITransferSchemeVisitor
    {
        public DeviceTransfer? Transfer { get; private set; }

        public void Visit<TScheme>()
            where TScheme : struct, ITransferScheme => Transfer = setup.Transfer.Kernel == TransferKernel.Cubic
                ? new GeneralDeviceTransfer<CubicKernel, TScheme>(setup, matter, options, walls)
                : new GeneralDeviceTransfer<QuadraticKernel, TScheme>(setup, matter, options, walls);
    }
}
