using Splatsim.Plots;
using Splatsim.Simulation;

namespace Splatsim.Verification;

/// <summary>A case while it runs: what it may spend, and where its findings go.</summary>
public sealed class VerificationRun
{
    private readonly List<VerificationFigure> figures = [];
    private readonly List<VerificationChart> charts = [];
    private readonly List<string> skipped = [];
    private readonly IProgress<double>? progress;

    internal VerificationRun(VerificationOptions options, IProgress<double>? progress, CancellationToken cancellation)
    {
        Options = options;
        this.progress = progress;
        Cancellation = cancellation;
    }

    /// <summary>How it runs.</summary>
    public VerificationOptions Options { get; }

    /// <summary>Ends the case.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>True where the sources' own resolutions are asked for.</summary>
    public bool IsFull => Options.Resolution == VerificationResolution.Full;

    /// <summary>The engine of cases that need one: the chosen one, else the fast one.</summary>
    public VerificationEngine Engine => Options.Engine ?? VerificationEngine.Fast;

    /// <summary>The engines of cases that cost little: the chosen one, else the definition in double and the fast one.</summary>
    public IReadOnlyList<VerificationEngine> Engines =>
        Options.Engine is { } one ? [one] : [VerificationEngine.Double, VerificationEngine.Fast];

    /// <summary>The set-up in a sentence or two.</summary>
    public string Setting { get; set; } = "";

    internal IReadOnlyList<VerificationFigure> Figures => figures;

    internal IReadOnlyList<VerificationChart> Charts => charts;

    internal IReadOnlyList<string> Skipped => skipped;

    /// <summary>One of two values, by what may be spent.</summary>
    public T Choose<T>(T quick, T full) => IsFull ? full : quick;

    /// <summary>Starts a simulation on the case's engine.</summary>
    public ISimulator Start(SimulationSetup setup) => Engine.Start(setup, Options);

    /// <summary>Starts a simulation on an engine.</summary>
    public ISimulator Start(SimulationSetup setup, VerificationEngine engine) => engine.Start(setup, Options);

    /// <summary>Advances; cancellation ends it.</summary>
    public void Advance(ISimulator simulator, double duration) => simulator.Advance(duration, null, Cancellation);

    /// <summary>Reports the share that is done.</summary>
    public void Report(double share) => progress?.Report(share);

    /// <summary>A number that must lie between two others.</summary>
    public void Between(string name, double value, double minimum, double maximum, string band, string unit = "", string? engine = null) =>
        figures.Add(new(name, value, unit, minimum, maximum, engine ?? Engine.Name, band));

    /// <summary>A number that must not exceed another.</summary>
    public void AtMost(string name, double value, double maximum, string band, string unit = "", string? engine = null) =>
        Between(name, value, double.NegativeInfinity, maximum, band, unit, engine);

    /// <summary>A number that must reach another.</summary>
    public void AtLeast(string name, double value, double minimum, string band, string unit = "", string? engine = null) =>
        Between(name, value, minimum, double.PositiveInfinity, band, unit, engine);

    /// <summary>A number that is of interest and has no band.</summary>
    public void Show(string name, double value, string why, string unit = "", string? engine = null) =>
        Between(name, value, double.NegativeInfinity, double.PositiveInfinity, why, unit, engine);

    /// <summary>A picture.</summary>
    public void Draw(string name, Chart chart) => charts.Add(new(name, chart));

    /// <summary>Says what is left out, and why.</summary>
    public void Skip(string reason) => skipped.Add(reason);
}
