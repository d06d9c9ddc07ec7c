using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Simulation;

/// <summary>
/// Derivatives of a loss by what does not change from substep to substep, summed over the reverse run in double, whatever the
/// number of the state: a thousand substeps of small contributions.
/// </summary>
internal sealed class ParameterSums
{
    private const int Width = LawParameters<Real64>.Capacity;

    private readonly SimulationSetup setup;
    private readonly double[] prepared;

    public ParameterSums(SimulationSetup setup)
    {
        this.setup = setup;
        int count = setup.Particles.Count;
        prepared = new double[Width * count];
        Mass = new double[count];
        RestVolume = new double[count];
        User = new double[Width * count];
        IsClamped = new bool[count];
        Boundaries = [.. setup.Boundaries.Select(_ => new BoundaryGradient())];
        Forces = [.. setup.Forces.Select(_ => new CoefficientGradient())];
        Events = [.. setup.Events.Select(_ => new CoefficientGradient())];
        Keyframes = [.. setup.Materials.Select(m => m.Animated.ToDictionary(a => a.Key, a => new double[a.Value.Times.Count], StringComparer.OrdinalIgnoreCase))];
    }

    public double[] Mass { get; }

    public double[] RestVolume { get; }

    /// <summary>By the user values of every particle's own material.</summary>
    public double[] User { get; }

    /// <summary>Particles whose stretch was lifted in some substep.</summary>
    public bool[] IsClamped { get; }

    public Vector3<Real64> Gravity { get; set; }

    /// <summary>By the coefficient of surface tension.</summary>
    public double SurfaceTension { get; set; }

    public BoundaryGradient[] Boundaries { get; }

    public CoefficientGradient[] Forces { get; }

    public CoefficientGradient[] Events { get; }

    /// <summary>By the keyframes of every material's animated parameters.</summary>
    public Dictionary<string, double[]>[] Keyframes { get; }

    /// <summary>Adds derivatives by a particle's coefficients.</summary>
    public void Add<T>(int particle, in LawParameters<T> byPrepared)
        where T : unmanaged, IReal<T>
    {
        LawParameters<T> copy = byPrepared;
        Span<T> values = LawNumbers.AsSpan(ref copy);
        Span<double> sums = prepared.AsSpan(Width * particle, Width);
        for (int i = 0; i < Width; i++) sums[i] += Scalars.ToDouble(values[i]);
    }

    /// <summary>Adds to the derivative by one of a particle's coefficients.</summary>
    public void Add(int particle, int coefficient, double value) => prepared[Width * particle + coefficient] += value;

    /// <summary>Turns the derivatives by coefficients of some material so far into those by its user values.</summary>
    /// <param name="material">Index of the material.</param>
    /// <param name="time">When the coefficients were those that the sums belong to [s].</param>
    /// <param name="law">The material's law.</param>
    /// <param name="initialHistory">Derivatives by the history at the start, per particle, where the law chose it; else null.</param>
    public void Settle<T>(int material, double time, MaterialKernel<T> law, LawHistory<T>[]? initialHistory)
        where T : unmanaged, IReal<T>
    {
        LawParameters<Real64> user = setup.Materials[material].UserParametersAt(time);
        // Linear in the derivatives: one row per coefficient, and per history scalar, for all particles.
        double[][] rows = [.. Enumerable.Range(0, Width).Select(i => Row(law, in user, i, -1))];
        double[][] historyRows = initialHistory is null ? [] : [.. Enumerable.Range(0, ParticleSet.HistoryWidth).Select(i => Row(law, in user, -1, i))];
        double[] all = new double[Width];
        for (int p = 0; p < setup.Particles.Count; p++)
        {
            if (setup.Particles.Material[p] != material) continue;
            Span<double> sums = prepared.AsSpan(Width * p, Width), target = User.AsSpan(Width * p, Width);
            for (int i = 0; i < Width; i++)
            {
                if (sums[i] == 0) continue;
                Spread(sums[i], rows[i], target);
                sums[i] = 0;
            }

            if (initialHistory is null) continue;
            Span<T> history = LawNumbers.AsSpan(ref initialHistory[p]);
            for (int i = 0; i < history.Length; i++) Spread(Scalars.ToDouble(history[i]), historyRows[i], target);
        }

        foreach ((string key, ScalarCurve curve) in setup.Materials[material].Animated)
            curve.AddAdjoint(time, all[setup.Materials[material].Law.Description.RequireIndex(key)], Keyframes[material][key]);

        void Spread(double by, double[] row, Span<double> target)
        {
            for (int k = 0; k < Width; k++)
            {
                target[k] += by * row[k];
                all[k] += by * row[k];
            }
        }
    }

    private static double[] Row<T>(MaterialKernel<T> law, in LawParameters<Real64> user, int coefficient, int scalar)
        where T : unmanaged, IReal<T>
    {
        LawParameters<Real64> byPrepared = default;
        LawHistory<Real64> byHistory = default;
        if (coefficient >= 0) LawNumbers.AsSpan(ref byPrepared)[coefficient] = 1;
        if (scalar >= 0) LawNumbers.AsSpan(ref byHistory)[scalar] = 1;
        return LawNumbers.ToArray(law.UserAdjoint(in user, in byPrepared, in byHistory));
    }
}
