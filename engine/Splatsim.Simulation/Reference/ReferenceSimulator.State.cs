using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Simulation;

// The state as events, statistics, restarts and users of the simulator see and set it.
internal sealed partial class ReferenceSimulator<T>
{
    public override void CopyTo(ParticleSet target)
    {
        EndSteps();
        state.CopyTo(target, Setup.Domain.Origin);
        Setup.Particles.Mass.CopyTo(target.Mass, 0);
        restVolume.CopyTo(target.RestVolume, 0);
        material.CopyTo(target.Material, 0);
    }

    protected override SimulationStatistics Sums()
    {
        EndSteps();
        StatisticsSum sum = new(Setup);
        for (int p = 0; p < ParticleCount; p++)
        {
            if (!IsActive(p)) continue;
            ref Matrix3x3<T> f = ref state.DeformationGradient[p];
            Matrix3x3<Real64> c = Scalars.ToDouble(in state.AffineVelocity[p]);
            double energy = kernels[material[p]].EnergyDensity(in f, in state.History[p]);
            double volumeRatio = Scalars.ToDouble(in f).Determinant.Value;
            sum.Add(
                PositionOf(p), Scalars.ToDouble(state.Velocity[p]), in c, Setup.Particles.Mass[p], restVolume[p],
                volumeRatio, energy);
        }

        return sum.Result(Time, clampedCount, Dissipated);
    }

    public override Vector3<Real64> PositionOf(int particle)
    {
        EndSteps();
        return Scalars.ToDouble(state.Position[particle]) + Setup.Domain.Origin;
    }

    public override Vector3<Real64> VelocityOf(int particle)
    {
        EndSteps();
        return Scalars.ToDouble(state.Velocity[particle]);
    }

    public override void AddVelocity(int particle, Vector3<Real64> change)
    {
        EndSteps();
        if (Moves(particle)) state.Velocity[particle] += Scalars.FromDouble<T>(change);
    }

    public override void SetVelocity(int particle, Vector3<Real64> velocity, in Matrix3x3<Real64> affine)
    {
        EndSteps();
        if (!Moves(particle)) return;
        state.Velocity[particle] = Scalars.FromDouble<T>(velocity);
        state.AffineVelocity[particle] = Scalars.FromDouble<T>(in affine);
        state.VelocityGradient[particle] = state.AffineVelocity[particle];
    }

    protected override void Place(int particle, Vector3<Real64> position, Vector3<Real64> velocity)
    {
        state.Set(particle, Setup.Particles, Setup.Domain.Origin, kernels);
        state.Position[particle] = Scalars.FromDouble<T>(position - Setup.Domain.Origin);
        state.Velocity[particle] = stationary[material[particle]] ? default : Scalars.FromDouble<T>(velocity);
        (state.AffineVelocity[particle], state.VelocityGradient[particle]) = (default, default);
    }

    protected override void Park(int particle)
    {
        (state.Velocity[particle], state.AffineVelocity[particle], state.VelocityGradient[particle]) = (default, default, default);
    }

    protected override string StateFormat => typeof(T) == typeof(Real32) ? "reference, single precision" : "reference, double precision";

    protected override void SaveState(StateWriter target)
    {
        EndSteps();
        state.Save(target);
        tracers.Save(target);
        target.Write<bool>("clamped", wasClamped);
        target.Write<int>("clamped counts", [clampedCount, firstClamped]);
    }

    protected override void RestoreState(StateReader source)
    {
        state.Restore(source);
        tracers.Restore(source);
        source.Read<bool>("clamped", wasClamped);
        int[] counts = source.Read<int>("clamped counts");
        (clampedCount, firstClamped) = (counts[0], counts[1]);
    }

    protected override void SetCoefficients(int material, LawParameters<Real64> prepared) => kernels[material].Set(in prepared);

    protected override void CopyTracersTo(TracerSet target)
    {
        EndSteps();
        tracers.CopyTo(target);
    }
}
