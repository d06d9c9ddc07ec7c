using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Simulation;

/// <summary>
/// Particles in the user's order, in double precision: what a simulation starts from and what is read back. Vectors
/// are 3 consecutive values, matrices 9, row-major.
/// </summary>
public sealed class ParticleSet
{
    /// <summary>Allocates particles at rest: F is the identity, everything else 0, history left to the law.</summary>
    /// <param name="count">Number of particles, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public ParticleSet(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Count = count;
        X = new double[3 * count];
        V = new double[3 * count];
        C = new double[9 * count];
        F = new double[9 * count];
        Mass = new double[count];
        RestVolume = new double[count];
        Material = new int[count];
        for (int p = 0; p < count; p++) F[9 * p] = F[9 * p + 4] = F[9 * p + 8] = 1;
    }

    /// <summary>History variables that there is room for per particle.</summary>
    public const int HistoryWidth = LawHistory<Real64>.Capacity;

    /// <summary>Number of particles.</summary>
    public int Count { get; }

    /// <summary>Positions [m], shape [Count, 3].</summary>
    public double[] X { get; }

    /// <summary>Velocities [m/s], shape [Count, 3].</summary>
    public double[] V { get; }

    /// <summary>Affine velocities of APIC [1/s], C_ij = dv_i/dx_j, shape [Count, 3, 3].</summary>
    public double[] C { get; }

    /// <summary>
    /// Velocity gradients L that advance F [1/s], shape [Count, 3, 3]; null where they are C, as with the default transfer. Read back
    /// with the transfers where they differ.
    /// </summary>
    public double[]? VelocityGradient { get; set; }

    /// <summary>Elastic deformation gradients, after the return map, shape [Count, 3, 3].</summary>
    public double[] F { get; }

    /// <summary>Masses [kg], shape [Count].</summary>
    public double[] Mass { get; }

    /// <summary>Volumes at rest [m^3], shape [Count].</summary>
    public double[] RestVolume { get; }

    /// <summary>Index into the materials, shape [Count].</summary>
    public int[] Material { get; }

    /// <summary>
    /// What the laws remember, shape [Count, <see cref="HistoryWidth"/>], 0 where a law has fewer variables; null starts from
    /// the law's initial values.
    /// </summary>
    public double[]? History { get; set; }

    /// <summary>One position.</summary>
    /// <param name="particle">Index of the particle.</param>
    public Vector3<Real64> Position(int particle) => new(X[3 * particle], X[3 * particle + 1], X[3 * particle + 2]);

    /// <summary>One velocity.</summary>
    /// <param name="particle">Index of the particle.</param>
    public Vector3<Real64> Velocity(int particle) => new(V[3 * particle], V[3 * particle + 1], V[3 * particle + 2]);

    /// <summary>One deformation gradient.</summary>
    /// <param name="particle">Index of the particle.</param>
    public Matrix3x3<Real64> DeformationGradient(int particle) => MatrixAt(F, particle);

    /// <summary>One affine velocity.</summary>
    /// <param name="particle">Index of the particle.</param>
    public Matrix3x3<Real64> AffineVelocity(int particle) => MatrixAt(C, particle);

    /// <summary>An independent copy.</summary>
    public ParticleSet Clone() => Join(this);

    /// <summary>Some of the particles, in their order.</summary>
    /// <param name="keeps">Whether a particle, by its index, is kept.</param>
    public ParticleSet Where(Func<int, bool> keeps)
    {
        int[] kept = [.. Enumerable.Range(0, Count).Where(keeps)];
        ParticleSet part = new(kept.Length)
        {
            History = History is null ? null : new double[HistoryWidth * kept.Length],
            VelocityGradient = VelocityGradient is null ? null : new double[9 * kept.Length],
        };
        for (int i = 0; i < kept.Length; i++)
        {
            Copy(X, part.X, 3, i);
            Copy(V, part.V, 3, i);
            Copy(C, part.C, 9, i);
            Copy(F, part.F, 9, i);
            Copy(Mass, part.Mass, 1, i);
            Copy(RestVolume, part.RestVolume, 1, i);
            part.Material[i] = Material[kept[i]];
            if (part.History is not null) Copy(History!, part.History, HistoryWidth, i);
            if (part.VelocityGradient is not null) Copy(VelocityGradient!, part.VelocityGradient, 9, i);
        }

        return part;

        void Copy(double[] from, double[] to, int width, int i) => from.AsSpan(width * kept[i], width).CopyTo(to.AsSpan(width * i));
    }

    /// <summary>All particles of several sets, one set after the other.</summary>
    /// <param name="sets">Sets whose material indices refer to the same list.</param>
    /// <exception cref="ArgumentException">Some sets have a history and some have none.</exception>
    public static ParticleSet Join(params ReadOnlySpan<ParticleSet> sets)
    {
        int total = 0, withHistory = 0;
        foreach (ParticleSet set in sets)
        {
            total += set.Count;
            if (set.History is not null) withHistory++;
        }

        if (withHistory != 0 && withHistory != sets.Length)
            throw new ArgumentException("some sets have a history and some leave it to the law", nameof(sets));

        ParticleSet joined = new(total) { History = withHistory == 0 ? null : new double[HistoryWidth * total] };
        foreach (ParticleSet set in sets)
            if (set.VelocityGradient is not null) joined.VelocityGradient ??= new double[9 * total];
        int at = 0;
        foreach (ParticleSet set in sets)
        {
            set.X.CopyTo(joined.X, 3 * at);
            set.V.CopyTo(joined.V, 3 * at);
            set.C.CopyTo(joined.C, 9 * at);
            set.F.CopyTo(joined.F, 9 * at);
            if (joined.VelocityGradient is { } gradients) (set.VelocityGradient ?? set.C).CopyTo(gradients, 9 * at);
            set.Mass.CopyTo(joined.Mass, at);
            set.RestVolume.CopyTo(joined.RestVolume, at);
            set.Material.CopyTo(joined.Material, at);
            set.History?.CopyTo(joined.History!, HistoryWidth * at);
            at += set.Count;
        }

        return joined;
    }

    private static Matrix3x3<Real64> MatrixAt(double[] values, int particle)
    {
        ReadOnlySpan<double> m = values.AsSpan(9 * particle, 9);
        return Matrix3x3<Real64>.FromRows(new(m[0], m[1], m[2]), new(m[3], m[4], m[5]), new(m[6], m[7], m[8]));
    }
}
