using System.Globalization;
using System.Text;
using Splatsim.Simulation;

namespace Splatsim.Fitting;

/// <summary>
/// What is looked for in a simulation, as an objective of free numbers: every evaluation puts the values into the setup, runs the rollout
/// forward and in reverse, and keeps a record. Give <see cref="Evaluate"/> and <see cref="Start"/> to any optimiser, or let
/// <see cref="Minimise"/> run L-BFGS over a growing part of the clip.
/// </summary>
public sealed class RolloutFit
{
    private readonly Rollout rollout;
    private readonly RolloutTask task;
    private readonly IUnknown[] unknowns;
    private readonly ParameterSpace space;
    private readonly List<FitStep> steps = [];
    private readonly List<(int Unknown, double Weight, ILoss Loss)> regularisers = [];

    /// <summary>A fit.</summary>
    /// <param name="rollout">What simulates and draws.</param>
    /// <param name="task">The setup, whose values of what is unknown do not matter, and what its frames are held against.</param>
    /// <param name="unknowns">What is looked for; at least one number.</param>
    /// <exception cref="ArgumentException">
    /// There is nothing to look for, names meet twice, a motion of all particles is beside another one, a constant is of a parameter that has a curve, or a
    /// start is out of its transform's range.
    /// </exception>
    public RolloutFit(Rollout rollout, RolloutTask task, params IUnknown[] unknowns)
    {
        (this.rollout, this.task, this.unknowns) = (rollout, task, [.. unknowns]);
        space = new([.. unknowns.SelectMany(u => u.Parameters)]);
        if (unknowns.OfType<MotionUnknown>().Count() > 1 && unknowns.Any(u => u is MotionUnknown { Material: null }))
            throw new ArgumentException("a motion of all particles beside that of one material, which takes its place there: fit one motion per material", nameof(unknowns));
        foreach (IUnknown unknown in unknowns)
        {
            if (unknown is MaterialUnknown { Material: int material } constant) RequireNoCurve(material, constant.Key, unknown);
            // Beside a field nothing else of its material can be looked for: see RequireParticles.
            else if (unknown is FieldUnknown field) RequireNoCurve(field.Of, field.Key, unknown);
        }

        Horizon = task.FrameCount;
    }

    /// <summary>The numbers that are looked for, in the order of the vectors.</summary>
    public IReadOnlyList<FitParameter> Parameters => space.Parameters;

    /// <summary>Free numbers at which the search begins.</summary>
    public double[] Start => [.. space.Start];

    /// <summary>Last frame that is compared; all of the task's at first.</summary>
    public int Horizon { get; set; }

    /// <summary>Memory of the reverse runs.</summary>
    public TapeOptions Tape { get; init; } = TapeOptions.Default;

    /// <summary>Every evaluation so far.</summary>
    public IReadOnlyList<FitStep> Steps => steps;

    /// <summary>Adds a regulariser of one unknown's free numbers.</summary>
    /// <param name="unknown">One of this fit's unknowns.</param>
    /// <param name="weight">What it is multiplied by.</param>
    /// <param name="create">Makes it for the unknown's shape.</param>
    /// <exception cref="ArgumentException">The unknown is not of this fit.</exception>
    public RolloutFit Regularise(IUnknown unknown, double weight, Func<LossTarget, ILoss> create)
    {
        int index = Array.IndexOf(unknowns, unknown);
        if (index < 0) throw new ArgumentException("the unknown that is regularised is not one of this fit", nameof(unknown));
        regularisers.Add((index, weight, create(unknown.Shape)));
        return this;
    }

    /// <summary>The values of free numbers.</summary>
    /// <param name="free">One per parameter.</param>
    public double[] Values(ReadOnlySpan<double> free) => space.Values(free);

    /// <summary>The setup with given values.</summary>
    /// <param name="values">One per parameter, in its own unit.</param>
    public SimulationSetup Setup(ReadOnlySpan<double> values)
    {
        SimulationSetup setup = task.Setup;
        int first = 0;
        foreach (IUnknown unknown in unknowns)
        {
            setup = unknown.Put(setup, values.Slice(first, unknown.Parameters.Count));
            first += unknown.Parameters.Count;
        }

        return setup;
    }

    /// <summary>
    /// Loss and gradient by the free numbers: an <see cref="Objective"/>. Not a number where the values do not simulate, or, once others of the same
    /// frames did, are none that the setup takes.
    /// </summary>
    /// <param name="free">One per parameter.</param>
    /// <param name="gradient">Receives the derivative by every free number.</param>
    /// <exception cref="NotDifferentiableException">Something in the setup has no derivative; the message names it.</exception>
    /// <exception cref="SimulationSetupException">The setup cannot be simulated, and no other values of the same frames could so far.</exception>
    /// <exception cref="ArgumentException">An unknown is of a material whose particles a field has taken.</exception>
    public double Evaluate(ReadOnlySpan<double> free, Span<double> gradient)
    {
        double[] values = Values(free);
        double loss = 0;
        try
        {
            RolloutTask at = (task with { Setup = Setup(values) }).UpTo(Horizon);
            RequireParticles(unknowns, at.Setup);
            RolloutResult result = rollout.Run(at, new() { Tape = Tape });
            loss = result.Loss;
            int first = 0;
            foreach (IUnknown unknown in unknowns)
            {
                unknown.Read(at.Setup, result.Simulation!, gradient.Slice(first, unknown.Parameters.Count));
                first += unknown.Parameters.Count;
            }
        }
        catch (Exception broken) when (broken is SimulationException and not NotDifferentiableException || (broken is SimulationSetupException && HasSimulated()))
        {
            gradient.Fill(double.NaN);
            steps.Add(new(Horizon, double.NaN, values));
            return double.NaN;
        }

        space.Chain(free, gradient);
        foreach ((int index, double weight, ILoss regulariser) in regularisers) loss += Add(index, weight, regulariser, free, gradient);
        steps.Add(new(Horizon, loss, values));
        return loss;
    }

    /// <summary>L-BFGS over the first frames of the clip, then over more of them, each time from where it got.</summary>
    /// <param name="options">How it searches each time; null for the defaults.</param>
    /// <param name="horizons">Last frames, rising; none to compare the whole clip at once.</param>
    /// <returns>Where the last search ended; iterations and evaluations are those of all.</returns>
    /// <exception cref="FittingException">The start has no finite loss and gradient.</exception>
    public OptimiserResult Minimise(LimitedMemoryOptions? options = null, params IReadOnlyList<int> horizons)
    {
        OptimiserResult? found = null;
        int iterations = 0, evaluations = 0;
        foreach (int horizon in horizons.Count == 0 ? [task.FrameCount] : horizons)
        {
            Horizon = horizon;
            found = LimitedMemory.Minimise(Evaluate, found?.Parameters ?? Start, options);
            iterations += found.Iterations;
            evaluations += found.Evaluations;
        }

        return found! with { Iterations = iterations, Evaluations = evaluations };
    }

    /// <summary>The record as a table: a line per evaluation, a column per parameter.</summary>
    /// <returns>Comma-separated, numbers in invariant culture.</returns>
    public string ToCsv()
    {
        StringBuilder text = new("evaluation,frames,loss");
        foreach (FitParameter parameter in Parameters) text.Append(",\"").Append(parameter.Name).Append('"');
        text.Append('\n');
        for (int i = 0; i < steps.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{i + 1},{steps[i].Frames},{steps[i].Loss:g8}");
            foreach (double value in steps[i].Values) text.Append(CultureInfo.InvariantCulture, $",{value:g8}");
            text.Append('\n');
        }

        return text.ToString();
    }

    // A setup that was good for other values is not to blame itself: a search went too far.
    private bool HasSimulated() => steps.Exists(s => s.Frames == Horizon && double.IsFinite(s.Loss));

    private static void RequireParticles(IUnknown[] unknowns, SimulationSetup setup)
    {
        foreach (IUnknown unknown in unknowns)
        {
            if (unknown.Material is not int material || setup.Particles.Material.Contains(material)) continue;
            throw new ArgumentException(
                $"'{unknown.Parameters[0].Name}': no particle is of material {material} any more: a field of the same material took them all; fit nothing else of it",
                nameof(unknowns));
        }
    }

    // A curve would take the constant's place without a word, and every derivative by it would be 0.
    private void RequireNoCurve(int material, string key, IUnknown constant)
    {
        bool isFitted = constant is MaterialUnknown && unknowns.Any(u => u is CurveUnknown curve && curve.Material == material && Same(curve.Key));
        bool isGiven = (uint)material < (uint)task.Setup.Materials.Count && task.Setup.Materials[material].Animated.Keys.Any(Same);
        if (!isFitted && !isGiven) return;
        throw new ArgumentException(
            $"'{constant.Parameters[0].Name}' is a constant whose place a curve takes, {(isFitted ? "which is looked for too: fit only one of both" : "which the material has: fit the curve, or take it out")}",
            nameof(constant));

        bool Same(string other) => string.Equals(key, other, StringComparison.OrdinalIgnoreCase);
    }

    private double Add(int index, double weight, ILoss regulariser, ReadOnlySpan<double> free, Span<double> gradient)
    {
        int first = unknowns.Take(index).Sum(u => u.Parameters.Count), count = unknowns[index].Parameters.Count;
        double[] own = new double[count];
        double loss = weight * regulariser.Evaluate(free.Slice(first, count), own);
        for (int i = 0; i < count; i++) gradient[first + i] += weight * own[i];
        return loss;
    }
}
