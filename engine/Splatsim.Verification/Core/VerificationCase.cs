using System.Diagnostics;
using Splatsim.Simulation;

namespace Splatsim.Verification;

/// <summary>One thing that the simulation must get right, with its truth. To add one: a file in Cases, a line in the registry.</summary>
public abstract class VerificationCase
{
    /// <summary>Name on the command line, as "axial-bar".</summary>
    public abstract string Name { get; }

    /// <summary>What it proves, in one sentence.</summary>
    public abstract string Claim { get; }

    /// <summary>Where the truth comes from: closed form, paper, experiment.</summary>
    public abstract string Source { get; }

    /// <summary>Measures.</summary>
    /// <param name="options">Resolution, engine, threads.</param>
    /// <param name="progress">Told the share that is done, 0 to 1.</param>
    /// <param name="cancellation">Looked at in every substep.</param>
    /// <returns>Figures with their bands. A simulation that breaks is a result with a failure.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public VerificationResult Run(
        VerificationOptions? options = null, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        options ??= new();
        VerificationRun run = new(options, progress, cancellation);
        Stopwatch clock = Stopwatch.StartNew();
        string? failure = null;
        try
        {
            Measure(run);
        }
        catch (Exception exception) when (exception is SimulationException or SimulationSetupException)
        {
            failure = exception.Message;
        }

        return new()
        {
            Name = Name,
            Claim = Claim,
            Source = Source,
            Resolution = options.Resolution,
            Setting = run.Setting,
            Figures = run.Figures,
            Charts = run.Charts,
            Skipped = run.Skipped,
            Failure = failure,
            Duration = clock.Elapsed,
        };
    }

    /// <summary>Simulates, and reports figures and charts.</summary>
    /// <param name="run">Receives them.</param>
    protected abstract void Measure(VerificationRun run);
}
