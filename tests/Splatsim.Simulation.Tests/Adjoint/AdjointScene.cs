using Splatsim.Mechanics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>
/// A handful of particles of two materials in the middle of a small grid, as a function from everything that a gradient is asked for to one
/// number: a fixed linear function of the last state.
/// </summary>
internal sealed class AdjointScene
{
    public const int Particles = 14;
    private const double CellSize = 0.05;

    // Where each kind of input starts in the list of all.
    public const int X = 0, V = X + 3 * Particles, C = V + 3 * Particles, F = C + 9 * Particles, Mass = F + 9 * Particles,
        Volume = Mass + Particles, History = Volume + Particles, User = History + 6 * Particles, Gravity = User + 16,
        Boundary = Gravity + 3, TracerX = Boundary + 11, TracerF = TracerX + 6, Count = TracerF + 18;

    private readonly LawEntry law;
    private readonly IGridBoundary? boundary;
    private readonly IReadOnlyList<IForce> forces;
    private readonly double[] weights;

    public AdjointScene(LawEntry law, IGridBoundary? boundary, IReadOnlyList<IForce> forces, int substeps, int seed = 1)
    {
        this.law = law;
        this.boundary = boundary;
        this.forces = forces;
        Substeps = substeps;
        Random random = new(seed);
        Inputs = new double[Count];
        for (int i = 0; i < 3 * Particles; i++)
        {
            Inputs[X + i] = CellSize * (6.5 + 2.6 * (random.NextDouble() - 0.5));
            Inputs[V + i] = 2 * random.NextDouble() - 1;
        }

        for (int i = 0; i < 9 * Particles; i++)
        {
            Inputs[C + i] = 8 * (2 * random.NextDouble() - 1);
            Inputs[F + i] = (i % 9 % 4 == 0 ? 1 : 0) + 0.03 * (2 * random.NextDouble() - 1);
        }

        double[] user = LawNumbers.ToArray(law.Description.Pack(Values(law.Description)));
        user.CopyTo(Inputs, User);
        double[] memory = LawNumbers.ToArray(law.InitialHistory(law.Prepare(LawNumbers.Parameters(user))));
        double[] elastic = LawNumbers.ToArray(Laws.Find("neo-hookean").InitialHistory(default));
        for (int p = 0; p < Particles; p++)
        {
            Inputs[Volume + p] = Math.Pow(CellSize / 2, 3) * (0.8 + 0.4 * random.NextDouble());
            Inputs[Mass + p] = 1000 * Math.Pow(CellSize / 2, 3) * (0.8 + 0.4 * random.NextDouble());
            (MaterialOf(p) == 0 ? memory : elastic).CopyTo(Inputs, History + 6 * p);
        }

        (Inputs[Gravity], Inputs[Gravity + 1], Inputs[Gravity + 2]) = (0.4, -0.3, -9.81);
        BoundaryInputs.Read(boundary, Inputs.AsSpan(Boundary, 11));
        for (int t = 0; t < 2; t++)
        {
            for (int i = 0; i < 3; i++) Inputs[TracerX + 3 * t + i] = CellSize * (6.5 + random.NextDouble() - 0.5);
            for (int i = 0; i < 9; i++) Inputs[TracerF + 9 * t + i] = (i % 4 == 0 ? 1 : 0) + 0.1 * random.NextDouble();
        }

        // x in cells, v in m/s, C times a millisecond, F: each part of the loss of size 1.
        weights = new double[History + 6 * Particles + 24];
        for (int i = 0; i < weights.Length; i++) weights[i] = 2 * random.NextDouble() - 1;
        for (int i = X; i < V; i++) weights[i] /= CellSize;
        for (int i = C; i < F; i++) weights[i] *= 0.01;
        for (int i = History; i < History + 6 * Particles; i++) weights[i] /= Math.Max(1, Math.Abs(Inputs[i]));
        double wave = Math.Max(law.WaveModulus(LawNumbers.Parameters(user)), 1.35e5);
        TimeStep = 0.2 * CellSize / (Math.Sqrt(wave / 800) + 6);
        double viscosity = law.ExplicitViscosity(LawNumbers.Parameters(user));
        if (viscosity > 0) TimeStep = Math.Min(TimeStep, 0.5 * 800 * CellSize * CellSize / (6 * viscosity));
    }

    public double[] Inputs { get; }

    public int Substeps { get; }

    public double TimeStep { get; }

    public static GridDomain Domain { get; } = GridDomain.Cube(14, CellSize);

    public TransferOptions Transfer { get; init; } = TransferOptions.Default;

    /// <summary>Path of the first material, when it is rigid.</summary>
    public MotionPath? Path { get; init; }

    /// <summary>Which rigid materials carry the tracers.</summary>
    public int[]? Carriers { get; init; }

    public static int MaterialOf(int particle) => particle % 3 == 2 ? 1 : 0;

    public SimulationSetup Setup(double[] inputs)
    {
        ParticleSet set = new(Particles) { History = new double[6 * Particles] };
        inputs.AsSpan(X, 3 * Particles).CopyTo(set.X);
        inputs.AsSpan(V, 3 * Particles).CopyTo(set.V);
        inputs.AsSpan(C, 9 * Particles).CopyTo(set.C);
        inputs.AsSpan(F, 9 * Particles).CopyTo(set.F);
        inputs.AsSpan(Mass, Particles).CopyTo(set.Mass);
        inputs.AsSpan(Volume, Particles).CopyTo(set.RestVolume);
        inputs.AsSpan(History, 6 * Particles).CopyTo(set.History);
        for (int p = 0; p < Particles; p++) set.Material[p] = MaterialOf(p);
        TracerSet tracers = new(2) { Carriers = Carriers };
        inputs.AsSpan(TracerX, 6).CopyTo(tracers.X);
        inputs.AsSpan(TracerF, 18).CopyTo(tracers.F);
        Dictionary<string, double> values = [];
        foreach ((int i, LawParameter parameter) in law.Description.Parameters.Index()) values[parameter.Key] = inputs[User + i];
        return new()
        {
            Domain = Domain,
            Particles = set,
            Materials =
            [
                new("body", law, values, 1000) { Path = Path },
                new("other", Laws.Find("neo-hookean"), new Dictionary<string, double> { ["youngsModulus"] = 8e4 }, 1000),
            ],
            Gravity = new(inputs[Gravity], inputs[Gravity + 1], inputs[Gravity + 2]),
            Boundaries = boundary is null ? [] : [BoundaryInputs.With(boundary, inputs.AsSpan(Boundary, 11))],
            Forces = forces,
            Tracers = tracers,
            Transfer = Transfer,
            StepPolicy = new() { TimeStep = TimeStep, MaximumCourantNumber = double.PositiveInfinity },
            MaximumClampedFraction = 1,
            Backend = SimulationBackend.Reference,
        };
    }

    public double Value(double[] inputs)
    {
        using ISimulator simulator = Simulators.Create(Setup(inputs));
        simulator.Advance(Substeps * TimeStep);
        ParticleSet state = new(Particles);
        simulator.CopyTo(state);
        return Sum(X, state.X) + Sum(V, state.V) + Sum(C, state.C) + Sum(F, state.F) + Sum(History, state.History!)
            + Sum(History + 6 * Particles, simulator.Tracers.X) / CellSize + Sum(History + 6 * Particles + 6, simulator.Tracers.F);
    }

    /// <summary>The same by the tape, and its gradient in the order of the inputs.</summary>
    public double[] Gradient(SimulationPrecision precision = SimulationPrecision.Double, TapeOptions? options = null) =>
        Gradient(setup => new(setup with { Precision = precision }, options));

    /// <summary>The same by a tape of the caller's choice.</summary>
    public double[] Gradient(Func<SimulationSetup, SimulationTape> start)
    {
        using SimulationTape tape = start(Setup(Inputs));
        return Gradient(tape);
    }

    /// <summary>The gradient by a tape of this scene that has not run yet.</summary>
    public double[] Gradient(SimulationTape tape)
    {
        tape.Advance(Substeps * TimeStep);
        SimulationGradient gradient = tape.Reverse(frame => frame == 1 ? Seed() : null);
        ClampedCount = gradient.ClampedCount;
        double[] result = new double[Count];
        gradient.Positions.CopyTo(result, X);
        gradient.Velocities.CopyTo(result, V);
        gradient.AffineVelocities.CopyTo(result, C);
        gradient.DeformationGradients.CopyTo(result, F);
        gradient.Masses.CopyTo(result, Mass);
        gradient.RestVolumes.CopyTo(result, Volume);
        gradient.History.CopyTo(result, History);
        foreach ((int i, LawParameter parameter) in law.Description.Parameters.Index()) result[User + i] = gradient.ByMaterial(0, parameter.Key);
        (result[Gravity], result[Gravity + 1], result[Gravity + 2]) = (gradient.Gravity.X.Value, gradient.Gravity.Y.Value, gradient.Gravity.Z.Value);
        if (boundary is not null) BoundaryInputs.Write(gradient.Boundaries[0], result.AsSpan(Boundary, 11));
        gradient.TracerPositions.CopyTo(result, TracerX);
        gradient.TracerDeformationGradients.CopyTo(result, TracerF);
        return result;
    }

    /// <summary>Whether an input is a scalar of history that its particle's law has.</summary>
    public bool HasHistory(int input) =>
        MaterialOf((input - History) / 6) == 0 && (input - History) % 6 < law.Description.History.Count;

    /// <summary>Particles with a lifted stretch in the last gradient.</summary>
    public int ClampedCount { get; private set; }

    public StateCotangents Seed() => new()
    {
        Positions = weights[X..V],
        Velocities = weights[V..C],
        AffineVelocities = weights[C..F],
        DeformationGradients = weights[F..Mass],
        History = weights[History..(History + 6 * Particles)],
        TracerPositions = [.. weights[(History + 6 * Particles)..(History + 6 * Particles + 6)].Select(w => w / CellSize)],
        TracerDeformationGradients = weights[(History + 6 * Particles + 6)..],
    };

    /// <summary>Inputs to probe: some of each kind that the scene has, the same for a seed.</summary>
    public IEnumerable<int> Probes(int seed, int perKind = 2)
    {
        Random random = new(seed);
        // The areas that wind sees follow from volumes, and are held fixed.
        bool isBlown = forces.Any(f => f is WindForce);
        foreach ((int first, int end) in new[] { (X, V), (V, C), (C, F), (F, Mass), (Gravity, Boundary), (TracerX, TracerF), (TracerF, Count) })
            for (int i = 0; i < perKind; i++) yield return random.Next(first, end);
        yield return random.Next(Mass, Volume);
        if (!isBlown) yield return random.Next(Volume, History);
        int scalars = law.Description.History.Count;
        if (scalars > 0) yield return History + 6 * (3 * random.Next(Particles / 3)) + random.Next(scalars);
        int[] own = [.. law.Description.Parameters.Index().Where(p => !p.Item.IsChoice).Select(p => p.Index)];
        foreach (int i in own.OrderBy(_ => random.Next()).Take(3)) yield return User + i;
        foreach (int i in BoundaryInputs.Of(boundary)) yield return Boundary + i;
    }

    /// <summary>What a step of a probe is relative to.</summary>
    public double SizeOf(int input) => input switch
    {
        < V => CellSize,
        < C => 1,
        < F => 20,
        < Mass => 0.3,
        < History => Inputs[input],
        < User => Math.Max(0.1, Math.Abs(Inputs[input])),
        < Gravity => Inputs[input] == 0 ? 1 : Math.Abs(Inputs[input]),
        < Boundary => 10,
        // A turn below 1e-8 rad is none to a quaternion: within 3 substeps steps of 3e-4 rad/s are above that.
        >= Boundary + BoundaryInputs.Spin and < Boundary + BoundaryInputs.Shift => 100,
        >= Boundary + BoundaryInputs.Shift and < TracerX => CellSize,
        < TracerX => 1,
        < TracerF => CellSize,
        _ => 1,
    };

    /// <summary>Largest derivative of a probe's kind, times its size.</summary>
    public double ScaleOf(int input, double[] gradient)
    {
        int[] ends = [V, C, F, Mass, Volume, History, User, Gravity, Boundary, TracerX, TracerF, Count];
        int kind = Array.FindIndex(ends, e => input < e);
        double largest = 0;
        for (int i = kind == 0 ? 0 : ends[kind - 1]; i < ends[kind]; i++) largest = Math.Max(largest, Math.Abs(gradient[i]) * SizeOf(i));
        return largest;
    }

    private double Sum(int first, double[] values)
    {
        double sum = 0;
        for (int i = 0; i < values.Length; i++) sum += weights[first + i] * values[i];
        return sum;
    }

    // Something in every quantity whose default is 0 or at its end, so that it acts and can be moved both ways.
    private static Dictionary<string, double> Values(LawDescription description) => description.Parameters
        .Where(p => !p.IsChoice && (p.Default == 0 || p.Default == p.Maximum))
        .ToDictionary(p => p.Key, p => p.Default != 0 ? 0.6 * p.Default : p.Maximum == 0 ? -0.3 : p.Unit == "Pa" ? 500 : 0.3);
}
