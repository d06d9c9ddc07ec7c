namespace Splatsim.Imaging;

/// <summary>Collects bits, lowest first, into bytes.</summary>
internal sealed class BitWriter
{
    private readonly List<byte> bytes = [];
    private ulong pending;
    private int pendingCount;

    /// <summary>Appends the low bits of a value.</summary>
    internal void Write(int value, int count)
    {
        pending |= (ulong)(uint)value << pendingCount;
        pendingCount += count;
        for (; pendingCount >= 8; pendingCount -= 8, pending >>= 8) bytes.Add((byte)pending);
    }

    /// <summary>All bytes, the last one filled up with zeros.</summary>
    internal byte[] Finish()
    {
        if (pendingCount > 0) bytes.Add((byte)pending);
        (pending, pendingCount) = (0, 0);
        return [.. bytes];
    }
}
