namespace Splatsim.Rendering;

/// <summary>Number of SIMD lanes of the fast path.</summary>
public enum VectorWidth
{
    /// <summary>The widest that the processor has registers for.</summary>
    Automatic,

    /// <summary>8 floats: AVX2.</summary>
    Lanes8,

    /// <summary>16 floats: AVX-512; correct, but slow, elsewhere.</summary>
    Lanes16,
}
