using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Simulation;

/// <summary>The coefficients of an animated material at any time, without allocations.</summary>
internal sealed class MaterialMotion
{
    private readonly LawEntry law;
    private readonly int[] indices;
    private readonly ScalarCurve[] curves;
    private LawParameters<Real64> user;

    public MaterialMotion(Material material, int index)
    {
        Index = index;
        law = material.Law;
        user = material.UserParameters;
        indices = [.. material.Animated.Keys.Select(law.Description.RequireIndex)];
        curves = [.. material.Animated.Values];
    }

    /// <summary>The material's index.</summary>
    public int Index { get; }

    /// <summary>Coefficients at a time.</summary>
    /// <param name="time">The time [s].</param>
    public LawParameters<Real64> PreparedAt(double time)
    {
        Span<Real64> values = LawNumbers.AsSpan(ref user);
        for (int i = 0; i < indices.Length; i++) values[indices[i]] = curves[i].At(time);
        return law.Prepare(in user);
    }
}
