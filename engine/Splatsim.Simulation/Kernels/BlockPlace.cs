namespace Splatsim.Simulation.Kernels;

/// <summary>
/// Where a block of 4x4x4 nodes is, in one number: 21 bits per axis, x before y before z, none of them negative. So every block of a domain has
/// one, with or without bounds, and blocks are in order where their numbers are.
/// </summary>
internal static class BlockPlace
{
    private const int Bits = 21, Middle = 1 << (Bits - 1), Mask = (1 << Bits) - 1;

    /// <summary>The number of a block.</summary>
    /// <param name="x">Its index along x, negative before node 0.</param>
    /// <param name="y">Along y.</param>
    /// <param name="z">Along z.</param>
    public static long Of(int x, int y, int z) => ((long)(uint)(x + Middle) << (2 * Bits)) | ((long)(uint)(y + Middle) << Bits) | (uint)(z + Middle);

    /// <summary>Index of a block along x.</summary>
    public static int X(long place) => (int)(place >> (2 * Bits)) - Middle;

    /// <summary>Index of a block along y.</summary>
    public static int Y(long place) => ((int)(place >> Bits) & Mask) - Middle;

    /// <summary>Index of a block along z.</summary>
    public static int Z(long place) => ((int)place & Mask) - Middle;

    /// <summary>A number that is spread over all values, from the golden ratio (Knuth, The Art of Computer Programming 3, section 6.4).</summary>
    public static int Hash(long place) => (int)((ulong)place * 0x9E3779B97F4A7C15 >> 33);
}
