namespace Splatsim.Mathematics;

/// <summary>A bundle of floats in one SIMD register, for drivers that are generic over the width.</summary>
/// <typeparam name="T">The implementing type.</typeparam>
public interface ILanes<T> : IReal<T>
    where T : unmanaged, ILanes<T>
{
    /// <summary>Number of floats.</summary>
    static abstract int LaneCount { get; }

    /// <summary>True where the hardware has registers of this width; every width is correct everywhere.</summary>
    static abstract bool IsAccelerated { get; }

    /// <summary>The same float in every lane.</summary>
    static abstract T Broadcast(float value);

    /// <summary>Reads <see cref="LaneCount"/> floats; no alignment is required.</summary>
    static abstract unsafe T Load(float* source);

    /// <summary>Writes <see cref="LaneCount"/> floats; no alignment is required.</summary>
    unsafe void Store(float* target);

    /// <summary>One bit per lane, lane 0 lowest.</summary>
    static abstract uint Bits(Mask<T> mask);
}
