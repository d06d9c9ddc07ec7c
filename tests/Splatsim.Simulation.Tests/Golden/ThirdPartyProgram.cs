using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>One third-party case in our terms.</summary>
internal sealed record ThirdPartyProgram
{
    public required Material Material { get; init; }

    public required IReadOnlyList<IGridBoundary> Boundaries { get; init; }

    public required StateTolerance Tolerance { get; init; }

    /// <summary>
    /// The program's substep starts with the stress of F and ends with the return map: the same chain as ours, shifted by
    /// half a step. Its stored F is our return map of (I + dt C) F.
    /// </summary>
    public bool StateIsAfterReturnMap { get; init; }

    /// <summary>How the program transfers.</summary>
    public TransferOptions Transfer { get; init; } = TransferOptions.Default;

    /// <summary>The program stores F as <c>F_trial</c>, advanced but not yet returned, and as <c>F</c> the returned one of the substep.</summary>
    public bool StateIsTrial { get; init; }

    /// <summary>The program stops nodes lighter than this [kg]; it shows beyond the tolerance only in double.</summary>
    public double NodeMassThreshold { get; init; }

    /// <summary>The program computes in float32.</summary>
    public bool IsSingle { get; init; }

    /// <summary>Bound on F for the 1 % of particles that its own tolerance leaves out.</summary>
    public double? OutlierF { get; init; }
}
