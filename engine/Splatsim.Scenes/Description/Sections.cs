using Splatsim.Compute;
using Splatsim.Mathematics;
using Splatsim.Simulation;

namespace Splatsim.Scenes;

/// <summary>Scale and orientation of a capture, which its file does not say.</summary>
public sealed record UnitsDescription
{
    /// <summary>Metres per unit of the capture; null asks for a guess, which is printed.</summary>
    public double? MetersPerUnit { get; init; }

    /// <summary>The direction in the capture that points up; null asks for a guess, which is printed.</summary>
    public Vector3<Real64>? Up { get; init; }

    /// <summary>Height of the ground in the capture along up [units of the capture]; null asks for a guess or for 0.</summary>
    public double? GroundHeight { get; init; }

    /// <summary>
    /// Fits the objects into the simulation instead of scaling by metres: turn, scale the longest side of their bounding
    /// box, put its centre somewhere. Only imported configurations do this; null otherwise.
    /// </summary>
    public FitDescription? Fit { get; init; }
}

/// <summary>How an imported configuration places a capture in its simulation box.</summary>
/// <param name="Rotation">Turns the capture's axes into the simulation's.</param>
/// <param name="LongestSide">Length of the longest side of the bounding box afterwards [m].</param>
/// <param name="Center">Where the centre of the bounding box comes to lie [m].</param>
public sealed record FitDescription(Matrix3x3<Real64> Rotation, double LongestSide, Vector3<Real64> Center);

/// <summary>How long the animation lasts.</summary>
public sealed record TimeDescription
{
    /// <summary>Simulated time [s].</summary>
    public double Duration { get; init; } = 2;

    /// <summary>Frames per second of simulated time.</summary>
    public double FramesPerSecond { get; init; } = 30;

    /// <summary>Simulated seconds per second of video: below 1 is slow motion.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>Number of frames after the first one.</summary>
    public int FrameCount => Math.Max(1, (int)Math.Round(Duration * FramesPerSecond));
}

/// <summary>Grid, step and accuracy.</summary>
public sealed record SolverDescription
{
    /// <summary>Edge of a grid cell [m]; null takes it from <see cref="Resolution"/>.</summary>
    public double? CellSize { get; init; }

    /// <summary>Cells along the longest side of the moving objects.</summary>
    public int Resolution { get; init; } = 48;

    /// <summary>Lowest corner of the domain [m]; null leaves room around the objects.</summary>
    public Vector3<Real64>? DomainMinimum { get; init; }

    /// <summary>Highest corner of the domain [m].</summary>
    public Vector3<Real64>? DomainMaximum { get; init; }

    /// <summary>Whether the grid follows matter wherever it goes. Not with <see cref="Reference"/>.</summary>
    public bool Unbounded { get; init; }

    /// <summary>Fixed time step [s]; null chooses it from the stiffest material.</summary>
    public double? TimeStep { get; init; }

    /// <summary>Courant number of the automatic step.</summary>
    public double Courant { get; init; } = 0.4;

    /// <summary>Whether soft materials take longer steps than stiff ones in the same scene.</summary>
    public bool LocalSteps { get; init; }

    /// <summary>With local steps: the most substeps that a material takes at once.</summary>
    public int LargestStepRatio { get; init; } = StepPolicy.DefaultLargestStepRatio;

    /// <summary>Whether stiff materials are softened to meet <see cref="SubstepsPerSecond"/>.</summary>
    public bool PhysicalStiffness { get; init; }

    /// <summary>Adds up the energy that flow and viscosity turn into heat, for the statistics; costs time.</summary>
    public bool TracksDissipation { get; init; }

    /// <summary>The step budget of the softening: substeps per simulated second.</summary>
    public double SubstepsPerSecond { get; init; } = 8000;

    /// <summary>Whether the scalar double-precision reference is used instead of the fast back end.</summary>
    public bool Reference { get; init; }

    /// <summary>Which device simulates and draws; the processor unless given. <c>auto</c> takes the first GPU, and the processor where there is none that can.</summary>
    public DeviceChoice Device { get; init; } = DeviceChoice.Cpu;

    /// <summary>How splats follow matter: "tracers" of the grid velocity, "particles", or the "nearest" particles.</summary>
    public string Binding { get; init; } = "tracers";

    /// <summary>How particles and grid exchange momentum and forces.</summary>
    public TransferOptions Transfer { get; init; } = TransferOptions.Default;

    /// <summary>Whether the first clamped particle is an error.</summary>
    public bool Strict { get; init; }

    /// <summary>Worker threads; 0 takes all processors.</summary>
    public int Threads { get; init; }

    /// <summary>Seed of everything random (filling).</summary>
    public int Seed { get; init; } = 1;
}

/// <summary>What pushes bodies.</summary>
public sealed record ForcesDescription
{
    /// <summary>Gravity [m/s^2].</summary>
    public Vector3<Real64> Gravity { get; init; } = new(0, -9.81, 0);

    /// <summary>Pushes of limited duration.</summary>
    public IReadOnlyList<ImpulseDescription> Impulses { get; init; } = [];

    /// <summary>Surface tension of a liquid that is all that moves [N/m]; 0 for none.</summary>
    public double SurfaceTension { get; init; }

    /// <summary>All other forces.</summary>
    public IReadOnlyList<ForceDescription> List { get; init; } = [];
}

/// <summary>A force on the particles of a region for a while.</summary>
public sealed record ImpulseDescription
{
    /// <summary>The box whose particles are pushed, selected when the push starts; null pushes everything.</summary>
    public RegionDescription? Region { get; init; }

    /// <summary>Total force on the region [N], shared by mass; on each particle when <see cref="PerParticle"/> is set.</summary>
    public required Vector3<Real64> Force { get; init; }

    /// <summary>Whether the force acts on every particle by itself, as imported configurations mean it.</summary>
    public bool PerParticle { get; init; }

    /// <summary>Whether the particles are chosen at time 0 rather than at the start, as imported configurations mean it.</summary>
    public bool ChoosesAtStart { get; init; }

    /// <summary>Number of substeps that the force acts, instead of a duration; null for a duration.</summary>
    public int? SubstepCount { get; init; }

    /// <summary>Start [s].</summary>
    public double Start { get; init; }

    /// <summary>Duration [s].</summary>
    public double Duration { get; init; } = 0.1;
}

/// <summary>How the picture is made.</summary>
public sealed record RenderDescription
{
    /// <summary>Image width [px].</summary>
    public int Width { get; init; } = 960;

    /// <summary>Image height [px].</summary>
    public int Height { get; init; } = 540;

    /// <summary>Background colour, r g b in 0..1.</summary>
    public Vector3<Real64> Background { get; init; } = new(1, 1, 1);

    /// <summary>Whether the antialiased model is used; null follows the capture.</summary>
    public bool? Antialiased { get; init; }

    /// <summary>Whether strongly stretched splats are drawn as several, so that neither needles nor holes show.</summary>
    public bool SplitStretched { get; init; } = true;

    /// <summary>"splats", or the quantity that colours moving splats: "speed" [m/s], "displacement" [m] or "material".</summary>
    public string Color { get; init; } = "splats";
}

/// <summary>What is written; null or empty writes nothing of the kind.</summary>
public sealed record OutputDescription
{
    /// <summary>Video: .mp4, .webp, .gif, or a pattern such as frames/%04d.png.</summary>
    public string? Video { get; init; }

    /// <summary>Pattern of the exported splats, such as moved/%04d.spz.</summary>
    public string? Splats { get; init; }

    /// <summary>Statistics over time as CSV.</summary>
    public string? Statistics { get; init; }

    /// <summary>Plot of the statistics as PNG.</summary>
    public string? Plot { get; init; }

    /// <summary>One PNG with a few frames side by side.</summary>
    public string? ContactSheet { get; init; }

    /// <summary>Folder of the film: the moved splats of every frame, to draw them again without simulating, and the restart files.</summary>
    public string? Cache { get; init; }

    /// <summary>Frames from one restart file to the next; 0 writes none. Needs <see cref="Cache"/>.</summary>
    public int RestartEvery { get; init; }
}
