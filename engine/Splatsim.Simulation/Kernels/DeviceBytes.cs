using System.Runtime.InteropServices;

namespace Splatsim.Simulation.Kernels;

/// <summary>Comparison of plain data bit by bit, so that only what has changed is sent to the device.</summary>
internal static class DeviceBytes
{
    public static bool AreEqual<T>(in T left, in T right)
        where T : unmanaged =>
        MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in left)).SequenceEqual(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in right)));
}
