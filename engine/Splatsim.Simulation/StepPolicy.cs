namespace Splatsim.Simulation;

/// <summary>
/// How the time step follows from the Courant number alpha = dt (|v| + c) / dx, where |v| is the fastest particle and
/// c the fastest elastic wave of the materials present.
/// </summary>
public sealed record StepPolicy
{
    /// <summary>The Courant number that automatic steps aim at: half of what was found stable for 1 particle per cell.</summary>
    public const double DefaultCourantNumber = 0.4;

    /// <summary>The largest Courant number that is accepted: above it 1 particle per cell was found unstable.</summary>
    public const double LargestCourantNumber = 0.8;

    /// <summary>The most substeps that a material takes at once unless told otherwise.</summary>
    public const int DefaultLargestStepRatio = 64;

    /// <summary>Automatic steps with the default Courant number.</summary>
    public static StepPolicy Automatic { get; } = new();

    /// <summary>A step of the user's own [s]; null chooses it. It shrinks so that a whole number fills the frame.</summary>
    public double? TimeStep { get; init; }

    /// <summary>Courant number of automatic steps.</summary>
    public double CourantNumber { get; init; } = DefaultCourantNumber;

    /// <summary>Largest Courant number that a step of the user's own may have; infinity switches the check off.</summary>
    public double MaximumCourantNumber { get; init; } = LargestCourantNumber;

    /// <summary>
    /// Whether soft and light-footed materials take longer steps than the stiffest one, in the same scene: <see cref="Splatsim.Simulation.StepPolicy"/> then
    /// bounds the step of every material by its own wave speed and viscosity. Materials that take every substep move as ever. The default transfer on the
    /// reference and fast back ends; not with thin walls or surface tension, and without an adjoint.
    /// </summary>
    public bool LocalSteps { get; init; }

    /// <summary>With local steps: the most substeps that a material takes at once, at least 2.</summary>
    public int LargestStepRatio { get; init; } = DefaultLargestStepRatio;

    /// <summary>A step of the user's own, refused where it would be unstable.</summary>
    /// <param name="timeStep">Time step [s].</param>
    public static StepPolicy Fixed(double timeStep) => new() { TimeStep = timeStep };
}
