using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Simulation;

/// <summary>What changes from substep to substep, for all particles.</summary>
/// <typeparam name="T">A number of one lane.</typeparam>
internal sealed class ReferenceState<T>
    where T : unmanaged, IReal<T>
{
    /// <param name="count">Number of particles.</param>
    /// <param name="separate">Whether the velocity gradient differs from C.</param>
    public ReferenceState(int count, bool separate)
    {
        Position = new Vector3<T>[count];
        Velocity = new Vector3<T>[count];
        AffineVelocity = new Matrix3x3<T>[count];
        VelocityGradient = separate ? new Matrix3x3<T>[count] : AffineVelocity;
        DeformationGradient = new Matrix3x3<T>[count];
        History = new LawHistory<T>[count];
    }

    /// <summary>Positions relative to the domain's origin [m].</summary>
    public Vector3<T>[] Position { get; }

    /// <summary>Velocities [m/s].</summary>
    public Vector3<T>[] Velocity { get; }

    /// <summary>Affine velocities C [1/s].</summary>
    public Matrix3x3<T>[] AffineVelocity { get; }

    /// <summary>Velocity gradients L that advance F [1/s]: C itself with the default transfer.</summary>
    public Matrix3x3<T>[] VelocityGradient { get; }

    /// <summary>Elastic deformation gradients F.</summary>
    public Matrix3x3<T>[] DeformationGradient { get; }

    /// <summary>What the laws remember.</summary>
    public LawHistory<T>[] History { get; }

    public static ReferenceState<T> From(ParticleSet set, Vector3<Real64> origin, MaterialKernel<T>[] kernels, bool separate)
    {
        ReferenceState<T> state = new(set.Count, separate);
        for (int p = 0; p < set.Count; p++) state.Set(p, set, origin, kernels);
        return state;
    }

    /// <summary>Sets one particle to what a set says.</summary>
    public void Set(int p, ParticleSet set, Vector3<Real64> origin, MaterialKernel<T>[] kernels)
    {
        Position[p] = Scalars.FromDouble<T>(set.Position(p) - origin);
        Velocity[p] = Scalars.FromDouble<T>(set.Velocity(p));
        AffineVelocity[p] = Scalars.ReadMatrix<T>(set.C.AsSpan(9 * p, 9));
        if (VelocityGradient != AffineVelocity) VelocityGradient[p] = Scalars.ReadMatrix<T>((set.VelocityGradient ?? set.C).AsSpan(9 * p, 9));
        DeformationGradient[p] = Scalars.ReadMatrix<T>(set.F.AsSpan(9 * p, 9));
        History[p] = set.History is { } history
            ? Scalars.ReadHistory<T>(history.AsSpan(ParticleSet.HistoryWidth * p, ParticleSet.HistoryWidth))
            : kernels[set.Material[p]].InitialHistory;
    }

    public void CopyTo(ReferenceState<T> target)
    {
        Position.CopyTo(target.Position, 0);
        Velocity.CopyTo(target.Velocity, 0);
        AffineVelocity.CopyTo(target.AffineVelocity, 0);
        if (VelocityGradient != AffineVelocity) VelocityGradient.CopyTo(target.VelocityGradient, 0);
        DeformationGradient.CopyTo(target.DeformationGradient, 0);
        History.CopyTo(target.History, 0);
    }

    public void CopyTo(ParticleSet target, Vector3<Real64> origin)
    {
        if (target.Count != Position.Length)
            throw new ArgumentException($"a set of {target.Count} cannot receive {Position.Length} particles", nameof(target));
        double[] history = target.History ??= new double[ParticleSet.HistoryWidth * target.Count];
        if (VelocityGradient != AffineVelocity) target.VelocityGradient ??= new double[9 * target.Count];
        for (int p = 0; p < target.Count; p++)
        {
            Scalars.Write(Scalars.ToDouble(Position[p]) + origin, target.X.AsSpan(3 * p, 3));
            Scalars.Write(Velocity[p], target.V.AsSpan(3 * p, 3));
            Scalars.Write(in AffineVelocity[p], target.C.AsSpan(9 * p, 9));
            if (target.VelocityGradient is { } gradient) Scalars.Write(in VelocityGradient[p], gradient.AsSpan(9 * p, 9));
            Scalars.Write(in DeformationGradient[p], target.F.AsSpan(9 * p, 9));
            Scalars.Write(in History[p], history.AsSpan(ParticleSet.HistoryWidth * p, ParticleSet.HistoryWidth));
        }
    }

    /// <summary>Writes all numbers as they are.</summary>
    public void Save(StateWriter target)
    {
        target.Write<Vector3<T>>("position", Position);
        target.Write<Vector3<T>>("velocity", Velocity);
        target.Write<Matrix3x3<T>>("affine velocity", AffineVelocity);
        if (VelocityGradient != AffineVelocity) target.Write<Matrix3x3<T>>("velocity gradient", VelocityGradient);
        target.Write<Matrix3x3<T>>("deformation gradient", DeformationGradient);
        target.Write<LawHistory<T>>("history", History);
    }

    /// <summary>Reads all numbers.</summary>
    public void Restore(StateReader source)
    {
        source.Read<Vector3<T>>("position", Position);
        source.Read<Vector3<T>>("velocity", Velocity);
        source.Read<Matrix3x3<T>>("affine velocity", AffineVelocity);
        if (VelocityGradient != AffineVelocity) source.Read<Matrix3x3<T>>("velocity gradient", VelocityGradient);
        source.Read<Matrix3x3<T>>("deformation gradient", DeformationGradient);
        source.Read<LawHistory<T>>("history", History);
    }

    public bool IsFinite(int p) =>
        Finite(Position[p]) && Finite(Velocity[p])
        && double.IsFinite(Scalars.ToDouble(AffineVelocity[p].SquaredNorm))
        && double.IsFinite(Scalars.ToDouble(DeformationGradient[p].SquaredNorm));

    private static bool Finite(Vector3<T> v) => double.IsFinite(Scalars.ToDouble(v.X + v.Y + v.Z));
}
