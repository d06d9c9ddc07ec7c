namespace Splatsim.Imaging;

/// <summary>GIF's variable-width LZW for 8-bit indices, in blocks of at most 255 bytes.</summary>
/// <remarks>GIF89a specification, appendix F. Codes grow from 9 to 12 bits; the table is cleared when it is
/// full.</remarks>
internal static class LzwEncoder
{
    private const int SymbolBits = 8;
    private const int ClearCode = 1 << SymbolBits;
    private const int EndCode = ClearCode + 1;
    private const int LargestCode = 4095;
    private const int HashSize = 8192;
    private const int HashMultiplier = 40503;

    /// <summary>Appends the minimum code size, the data blocks and the terminator.</summary>
    internal static void Encode(ReadOnlySpan<byte> indices, Stream target)
    {
        target.WriteByte(SymbolBits);
        BlockWriter bits = new(target);
        int[] keys = new int[HashSize];
        short[] codes = new short[HashSize];
        int width = SymbolBits + 1;
        int nextCode = EndCode + 1;
        Array.Fill(keys, -1);
        bits.Write(ClearCode, width);
        int prefix = indices[0];
        foreach (byte symbol in indices[1..])
        {
            int key = prefix << SymbolBits | symbol;
            int slot = Find(keys, key);
            if (keys[slot] == key)
            {
                prefix = codes[slot];
                continue;
            }

            bits.Write(prefix, width);
            prefix = symbol;
            if (nextCode > LargestCode)
            {
                bits.Write(ClearCode, width);
                Array.Fill(keys, -1);
                width = SymbolBits + 1;
                nextCode = EndCode + 1;
                continue;
            }

            keys[slot] = key;
            codes[slot] = (short)nextCode;
            // The decoder is one entry behind: it needs the wider code only when this entry itself can be sent.
            if (nextCode == 1 << width) width++;
            nextCode++;
        }

        bits.Write(prefix, width);
        // Sending the prefix gave the decoder one more entry, which can widen the code that it expects next.
        if (nextCode <= LargestCode && nextCode == 1 << width) width++;
        bits.Write(EndCode, width);
        bits.Close();
        target.WriteByte(0);
    }

    private static int Find(int[] keys, int key)
    {
        int slot = (key * HashMultiplier >>> 7) & (HashSize - 1);
        while (keys[slot] != key && keys[slot] != -1) slot = (slot + 1) & (HashSize - 1);
        return slot;
    }

    /// <summary>Packs codes into bytes, lowest bit first, and bytes into length-prefixed blocks.</summary>
    private sealed class BlockWriter(Stream target)
    {
        private readonly byte[] block = new byte[255];
        private int length;
        private uint pending;
        private int pendingBits;

        internal void Write(int code, int width)
        {
            pending |= (uint)code << pendingBits;
            pendingBits += width;
            while (pendingBits >= 8) PutByte();
        }

        internal void Close()
        {
            while (pendingBits > 0) PutByte();
            FlushBlock();
        }

        private void PutByte()
        {
            block[length++] = (byte)pending;
            pending >>= 8;
            pendingBits -= 8;
            if (length == block.Length) FlushBlock();
        }

        private void FlushBlock()
        {
            if (length == 0) return;
            target.WriteByte((byte)length);
            target.Write(block, 0, length);
            length = 0;
        }
    }
}
