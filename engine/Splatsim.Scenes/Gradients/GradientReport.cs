using Splatsim.Simulation;

namespace Splatsim.Scenes;

/// <summary>What came of checking the gradients of a simulation.</summary>
public sealed record GradientReport
{
    /// <summary>The loss.</summary>
    public required string Loss { get; init; }

    /// <summary>Its value at the horizon.</summary>
    public required double Value { get; init; }

    /// <summary>Particles.</summary>
    public required int ParticleCount { get; init; }

    /// <summary>Edge of a cell [m].</summary>
    public required double CellSize { get; init; }

    /// <summary>Step in time, held fixed [s].</summary>
    public required double TimeStep { get; init; }

    /// <summary>Substeps.</summary>
    public required int SubstepCount { get; init; }

    /// <summary>Ends of the parts of the horizon [s].</summary>
    public required IReadOnlyList<double> Times { get; init; }

    /// <summary>Branches of the unchanged run.</summary>
    public required BranchCounts Branches { get; init; }

    /// <summary>Particles whose stretch was lifted to the smallest one: what reached their laws there has derivative 0.</summary>
    public required int ClampedCount { get; init; }

    /// <summary>How small changes grow.</summary>
    public required PerturbationGrowth Growth { get; init; }

    /// <summary>The parameters that were compared.</summary>
    public required IReadOnlyList<ParameterCheck> Parameters { get; init; }

    /// <summary>What was checked otherwise than the setup says, a line each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>
    /// Time up to which gradients are of use [s]: the smallest of what the growth of changes and what the parameters say. Infinite where
    /// nothing ends it.
    /// </summary>
    public double UsefulHorizon => Parameters.Select(p => p.UsefulHorizon).Append(Growth.UsefulHorizon).Min();
}
