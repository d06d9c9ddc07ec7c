using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Simulation.Kernels;

/// <summary>All particles as they are now, brought to the host, in the user's order.</summary>
internal sealed class DeviceReader
{
    private readonly DeviceParticles particles;
    private readonly float[] data;
    private readonly long[] place;
    private readonly int[] slots;

    public DeviceReader(DeviceParticles particles)
    {
        this.particles = particles;
        (data, place, slots) = particles.Count > 0 ? particles.Download() : ([], [], []);
    }

    public void CopyTo(ParticleSet target)
    {
        double[] history = target.History ??= new double[ParticleSet.HistoryWidth * target.Count];
        Array.Clear(history);
        if (particles.HasGradient) target.VelocityGradient ??= new double[9 * target.Count];
        for (int p = 0; p < particles.Count; p++)
        {
            int i = slots[p];
            Scalars.Write(PositionAt(i), target.X.AsSpan(3 * p, 3));
            for (int k = 0; k < 3; k++) target.V[3 * p + k] = At(ParticleViews.V + k, i);
            for (int k = 0; k < 9; k++) target.C[9 * p + k] = At(ParticleViews.C + k, i);
            for (int k = 0; particles.HasGradient && k < 9; k++) target.VelocityGradient![9 * p + k] = At(particles.Gradient + k, i);
            for (int k = 0; k < 9; k++) target.F[9 * p + k] = At(ParticleViews.F + k, i);
            for (int k = 0; k < particles.HistoryCount; k++) history[ParticleSet.HistoryWidth * p + k] = At(ParticleViews.History + k, i);
        }
    }

    public SimulationStatistics Statistics(
        SimulationSetup setup, MaterialKernel<Real64>[] kernels, Func<int, bool> isActive, double time, int clamped, double dissipated)
    {
        StatisticsSum sum = new(setup);
        for (int p = 0; p < particles.Count; p++)
        {
            if (!isActive(p)) continue;
            int i = slots[p];
            Matrix3x3<Real64> f = MatrixAt(ParticleViews.F, i), c = MatrixAt(ParticleViews.C, i);
            LawHistory<Real64> history = default;
            for (int k = 0; k < particles.HistoryCount; k++) LawNumbers.AsSpan(ref history)[k] = At(ParticleViews.History + k, i);
            double energy = kernels[setup.Particles.Material[p]].EnergyDensity(in f, in history);
            sum.Add(
                PositionAt(i), VectorAt(ParticleViews.V, i), in c, setup.Particles.Mass[p], setup.Particles.RestVolume[p],
                f.Determinant.Value, energy);
        }

        return sum.Result(time, clamped, dissipated);
    }

    private Vector3<Real64> PositionAt(int i) =>
        particles.World(place[i], At(ParticleViews.X, i), At(ParticleViews.X + 1, i), At(ParticleViews.X + 2, i));

    private float At(int column, int i) => data[(long)column * particles.Count + i];

    private Vector3<Real64> VectorAt(int column, int i) => new(At(column, i), At(column + 1, i), At(column + 2, i));

    private Matrix3x3<Real64> MatrixAt(int column, int i) =>
        Matrix3x3<Real64>.FromRows(VectorAt(column, i), VectorAt(column + 3, i), VectorAt(column + 6, i));
}
