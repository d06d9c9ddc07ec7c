using Splatsim.Mathematics;
using Splatsim.Rendering;
using Splatsim.Simulation;

namespace Splatsim.Fitting;

/// <summary>What a rollout found.</summary>
/// <param name="Loss">The weighted sum of all losses.</param>
/// <param name="FrameLosses">The same by frame, frame 0 first; they sum to the loss.</param>
public sealed record RolloutResult(double Loss, double[] FrameLosses)
{
    /// <summary>By everything that the simulation started from; null without derivatives.</summary>
    public SimulationGradient? Simulation { get; init; }

    /// <summary>By the splats; null without derivatives, or where nothing was drawn.</summary>
    public AppearanceGradient? Appearance { get; init; }

    /// <summary>By the cameras, in the order of the views; null without derivatives.</summary>
    public IReadOnlyList<ViewGradient>? Views { get; init; }
}

/// <summary>Derivatives by one view's camera and background.</summary>
/// <param name="Camera">By pose (entries of R and t) and intrinsics.</param>
/// <param name="PoseRotation">By the rotation vector of a small motion of the camera [1/rad].</param>
/// <param name="PoseTranslation">By the translation of the same motion [1/scene unit].</param>
/// <param name="Background">By the plain background colour.</param>
public sealed record ViewGradient(
    CameraGradient<Real64> Camera, Vector3<Real64> PoseRotation, Vector3<Real64> PoseTranslation, Vector3<Real64> Background);
