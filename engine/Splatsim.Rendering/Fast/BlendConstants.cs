namespace Splatsim.Rendering;

/// <summary>Thresholds of blending.</summary>
/// <param name="AlphaCap">Largest alpha.</param>
/// <param name="TransmittanceStop">A pixel ends before its transmittance comes down to this.</param>
/// <param name="TailFloor">Taken off the falloff before the opacity.</param>
internal readonly record struct BlendConstants(float AlphaCap, float TransmittanceStop, float TailFloor)
{
    /// <summary>Those of a frame.</summary>
    public static BlendConstants Of(RenderOptions options) =>
        new((float)options.AlphaCap, (float)options.TransmittanceStop, (float)options.TailFloor);
}
