using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The numbers of <see cref="TransferOptions"/> as the schemes compute with them.</summary>
/// <typeparam name="T">The number.</typeparam>
public struct TransferNumbers<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>Share alpha of FLIP.</summary>
    public T FlipBlend;

    /// <summary>Damping of RPIC.</summary>
    public T Damping;

    /// <summary>Shift of compressed matter in ASFLIP.</summary>
    public T CompressedShift;

    /// <summary>Shift of separating matter in ASFLIP.</summary>
    public T SeparatingShift;

    /// <summary>Rounds the numbers of a choice.</summary>
    public static TransferNumbers<T> From(TransferOptions options)
    {
        TransferNumbers<T> numbers;
        numbers.FlipBlend = T.FromDouble(options.EffectiveFlipBlend);
        numbers.Damping = T.FromDouble(options.Damping);
        numbers.CompressedShift = T.FromDouble(options.CompressedShift);
        numbers.SeparatingShift = T.FromDouble(options.SeparatingShift);
        return numbers;
    }
}
