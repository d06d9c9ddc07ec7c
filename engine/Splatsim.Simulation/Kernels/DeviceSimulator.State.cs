using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Simulation.Kernels;

// The state as events, statistics, restarts and users of the simulator see and set it.
internal sealed partial class DeviceSimulator
{
    public override void CopyTo(ParticleSet target)
    {
        if (target.Count != ParticleCount)
            throw new ArgumentException($"a set of {target.Count} cannot receive {ParticleCount} particles", nameof(target));
        Setup.Particles.Mass.CopyTo(target.Mass, 0);
        Setup.Particles.RestVolume.CopyTo(target.RestVolume, 0);
        Setup.Particles.Material.CopyTo(target.Material, 0);
        Settle();
        new DeviceReader(particles).CopyTo(target);
    }

    protected override SimulationStatistics Sums()
    {
        Settle();
        return new DeviceReader(particles).Statistics(Setup, energies, IsActive, Time, clampedInLastFrame, Dissipated);
    }

    public override Vector3<Real64> PositionOf(int particle)
    {
        Settle();
        Vector3<Real64> position = default;
        device.Guard(() => position = access.PositionOf(particle));
        return position;
    }

    public override Vector3<Real64> VelocityOf(int particle)
    {
        Settle();
        Vector3<Real64> velocity = default;
        device.Guard(() => velocity = access.VelocityOf(particle));
        return velocity;
    }

    public override void AddVelocity(int particle, Vector3<Real64> change)
    {
        if (Moves(particle)) access.Add(particle, change);
    }

    public override void SetVelocity(int particle, Vector3<Real64> velocity, in Matrix3x3<Real64> affine)
    {
        if (Moves(particle)) access.Replace(particle, velocity, in affine);
    }

    protected override void Place(int particle, Vector3<Real64> position, Vector3<Real64> velocity)
    {
        access.Place(particle, position, Setup.Materials[Setup.Particles.Material[particle]].IsStationary ? default : velocity);
        walls?.Forget(particle);
    }

    protected override void Park(int particle) => access.Park(particle);

    /// <inheritdoc/>
    /// <remarks>Frames repeat to the last bit in the deterministic mode; else sums have no order to repeat.</remarks>
    protected override string StateFormat => $"device, single precision, {(options.IsDeterministic ? "fixed order" : "any order")}";

    protected override void SaveState(StateWriter target)
    {
        Settle();
        device.Guard(() =>
        {
            particles.Write(target);
            tracers.Write(target);
        });
        target.Write<int>("clamped count", [clampedInLastFrame]);
    }

    protected override void RestoreState(StateReader source)
    {
        pending = false;
        sinceSort = int.MaxValue;
        access.Drop();
        access.Forget();
        walls?.ForgetAll();
        rigid?.Forget();
        device.Guard(() =>
        {
            particles.Read(source);
            tracers.Read(source);
            notes.Clear();
        });
        clampedInLastFrame = source.Read<int>("clamped count")[0];
        speedIsKnown = false;
        everSaved = false;
    }

    protected override void SetCoefficients(int material, LawParameters<Real64> prepared)
    {
        energies[material].Set(in prepared);
        transfer.SetCoefficients(material, in prepared);
        recorded?.SetCoefficients(material, in prepared);
        device.Guard(() => particles.SetParameters(material, in prepared));
    }

    protected override void CopyTracersTo(TracerSet target) => device.Guard(() => tracers.CopyTo(target));
}
