using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>
/// The adjoints of the forces and events of a setup, last to first, on the host. Particles are brought there in a substep in which an action
/// looks at them, and go back when it has changed something.
/// </summary>
internal sealed class DeviceActions(DeviceSimulator simulator, DeviceRecord record, DeviceCotangents bars, ParameterSums sums) : ActionAdjoint
{
    private readonly DeviceParticles particles = simulator.Matter.Particles;
    private ForceCotangents<Real64>[] forceSums = [];
    private float[]?[] byWeights = [];
    private Range own;
    private CoefficientGradient? coefficients;
    private float[]? rows;
    private (float[] State, long[] Place, int[] Slots)? motion;
    private float[]? velocities;
    private bool isChanged;

    public override ReadOnlySpan<ForceCotangents<Real64>> Forces => forceSums.AsSpan(own);

    public override CoefficientGradient Coefficients => coefficients!;

    public override int ParticleCount => simulator.ParticleCount;

    public override double ByWeight(int force, int particle) => byWeights[own.Start.Value + force]?[particle] ?? 0;

    public override Vector3<Real64> PositionOf(int particle)
    {
        (float[] state, long[] place, int[] slots) = Motion();
        int i = slots[particle], count = particles.Count;
        return particles.World(place[i], state[i], state[count + i], state[2 * count + i]);
    }

    public override Vector3<Real64> VelocityOf(int particle)
    {
        velocities ??= record.StartVelocities();
        int i = Motion().Slots[particle], count = particles.Count;
        return new(velocities[i], velocities[count + i], velocities[2 * count + i]);
    }

    public override double MassOf(int particle) => simulator.MassOf(particle);

    // What never moves takes no part in what actions do.
    public override Vector3<Real64> ByVelocity(int particle) =>
        simulator.TakesPart(particle) ? Three(particle, CotangentViews.V) : default;

    public override Matrix3x3<Real64> ByAffineVelocity(int particle)
    {
        if (!simulator.TakesPart(particle)) return default;
        Matrix3x3<Real64> by = Nine(particle, CotangentViews.C);
        return bars.Gradient == CotangentViews.C ? by : by + Nine(particle, bars.Gradient);
    }

    public override void AddByPosition(int particle, Vector3<Real64> value) =>
        Add(particle, CotangentViews.X, new Real64(simulator.Domain.CellSize) * value);

    public override void AddByVelocity(int particle, Vector3<Real64> value) => Add(particle, CotangentViews.V, value);

    public override void AddByMass(int particle, double value) => sums.Mass[particle] += value;

    public override void AddByRestVolume(int particle, double value) => sums.RestVolume[particle] += value;

    public override void SetVelocityAdjoint(int particle, in Matrix3x3<Real64> slope)
    {
        if (!simulator.TakesPart(particle)) return;
        AddByPosition(particle, slope.Transposed * Three(particle, CotangentViews.V));
        Array.Clear(Rows(), bars.Width * particle + CotangentViews.V, 12);
        if (bars.Gradient != CotangentViews.C) Array.Clear(Rows(), bars.Width * particle + bars.Gradient, 9);
    }

    /// <summary>Reverses all actions of a substep.</summary>
    /// <param name="moment">The substep.</param>
    /// <param name="owners">Who gave which forces.</param>
    /// <param name="byForces">Derivatives by its forces.</param>
    /// <param name="byForceWeights">Derivatives by the particles' weights in them, by the user's index; null where a force has none.</param>
    public void BeforeSubstep(in SubstepMoment moment, SubstepOwners owners, ForceCotangents<Real64>[] byForces, float[]?[] byForceWeights)
    {
        (forceSums, byWeights) = (byForces, byForceWeights);
        (rows, motion, velocities, isChanged) = (null, null, null, false);
        for (int a = simulator.Actions.Count - 1; a >= 0; a--)
        {
            own = SubstepOwners.RangeOf(owners.ActionEnds, a);
            coefficients = a < sums.Forces.Length ? sums.Forces[a] : sums.Events[a - sums.Forces.Length];
            ((IDifferentiableAction)simulator.Actions[a]).BeforeSubstepAdjoint(in moment, this);
        }

        if (isChanged) bars.SetState(rows!);
        rows = null;
    }

    private (float[] State, long[] Place, int[] Slots) Motion() => motion ??= particles.DownloadMotion();

    private float[] Rows() => rows ??= bars.State();

    private Vector3<Real64> Three(int particle, int column)
    {
        int first = bars.Width * particle + column;
        float[] all = Rows();
        return new(all[first], all[first + 1], all[first + 2]);
    }

    private Matrix3x3<Real64> Nine(int particle, int column) =>
        Matrix3x3<Real64>.FromRows(Three(particle, column), Three(particle, column + 3), Three(particle, column + 6));

    private void Add(int particle, int column, Vector3<Real64> value)
    {
        int first = bars.Width * particle + column;
        float[] all = Rows();
        (all[first], all[first + 1], all[first + 2]) = (
            (float)(all[first] + value.X.Value), (float)(all[first + 1] + value.Y.Value), (float)(all[first + 2] + value.Z.Value));
        isChanged = true;
    }
}
