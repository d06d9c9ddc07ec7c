using System.Runtime.Intrinsics;

namespace Splatsim.Rendering;

/// <summary>Adds up what the tiles left of consecutive splats, tile after tile, into lanes.</summary>
/// <param name="store">The projected splats.</param>
/// <param name="pairs">What the tiles left.</param>
/// <param name="channels">Channels that the tiles met.</param>
internal readonly unsafe struct PairGatherer(SplatStore store, PairTable pairs, int channels)
{
    /// <summary>Rows of lanes that are written: the sums up to the channels.</summary>
    public const int Rows = PairSums.Channels;

    /// <summary>Adds up the splats first .. first + count - 1 of a chunk.</summary>
    /// <param name="slot">The chunk's next slot; moves on.</param>
    /// <param name="end">The slot after the chunk's last.</param>
    /// <param name="first">Index of the first splat.</param>
    /// <param name="count">Number of splats.</param>
    /// <param name="lanes">Floats per row.</param>
    /// <param name="sums">Receives the rows.</param>
    /// <param name="target">Channels of all splats are added to; null without.</param>
    /// <returns>One bit per splat that any tile met, the first lowest.</returns>
    public uint Sum(ref int slot, int end, int first, int count, int lanes, float* sums, float* target)
    {
        new Span<float>(sums, Rows * lanes).Clear();
        SplatRecord* records = store.Records.Pointer;
        uint bits = 0;
        for (; slot < end; slot++)
        {
            SplatRecord* record = records + slot;
            int lane = record->Index - first;
            if (lane >= count) break;
            int pair = pairs.Bases[slot], tiles = new TileBox(*(ulong*)&record->Columns).Count, met = 0;
            Vector128<float> a = Vector128<float>.Zero, b = a, c = a;
            for (int tile = 0; tile < tiles; tile++)
            {
                if (pairs.Written[pair + tile] == 0) continue;
                float* values = pairs.Values + (long)(pair + tile) * pairs.Stride;
                a += Vector128.Load(values);
                b += Vector128.Load(values + 4);
                c += Vector128.Load(values + 8);
                for (int channel = 0; channel < channels; channel++)
                    target[(long)record->Index * channels + channel] += values[PairSums.Channels + channel];
                met++;
            }

            if (met == 0) continue;
            bits |= 1u << lane;
            float* row = sums + lane;
            for (int i = 0; i < 4; i++)
            {
                row[i * lanes] += a[i];
                row[(4 + i) * lanes] += b[i];
            }

            row[8 * lanes] += c[0];
            row[9 * lanes] += c[1];
        }

        return bits;
    }
}
