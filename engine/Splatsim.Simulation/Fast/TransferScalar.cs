using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>Scatter and gather one float at a time: what the wide versions are compared with, and the shortest description of them.</summary>
internal unsafe struct TransferScalar : ITransfer
{
    /// <inheritdoc/>
    public static void Pack(GroupScratch scratch, float* state, int packets)
    {
        for (int i = 0; i < packets * Lanes; i++)
        {
            float* record = scratch.Records + i * GroupScratch.RecordFloats;
            for (int part = 0; part < 4; part++)
            {
                for (int axis = 0; axis < 3; axis++) record[4 * part + axis] = scratch.Staged[(3 * part + axis) * Group + i];
                record[4 * part + 3] = part == 0 ? state[Mass + (i >> 4) * Stride + (i & 15)] : 0;
            }
        }
    }

    /// <inheritdoc/>
    public static void Scatter(GroupScratch scratch, int count, float* arena)
    {
        for (int i = 0; i < count; i++)
        {
            float* record = scratch.Records + i * GroupScratch.RecordFloats;
            float* corner = arena + (scratch.Base[i] & ParticleKernels.BaseMask);
            for (int column = 0; column < 9; column++)
            {
                float w = scratch.Products[column * Group + i];
                for (int c = 0; c < 3; c++)
                {
                    float* node = corner + column / 3 * ArenaX + column % 3 * ArenaY + 4 * c;
                    float weight = w * scratch.Weights[(6 + c) * Group + i];
                    for (int k = 0; k < 4; k++)
                        node[k] += weight * (record[k] + column / 3 * record[4 + k] + column % 3 * record[8 + k] + c * record[12 + k]);
                }
            }
        }
    }

    /// <inheritdoc/>
    public static void Gather(GroupScratch scratch, int count)
    {
        for (int i = 0; i < count; i++)
        {
            float* record = scratch.Gathered + i * GroupScratch.GatheredFloats;
            new Span<float>(record, GroupScratch.GatheredFloats).Clear();
            float* corner = scratch.Velocities + (scratch.Base[i] & ParticleKernels.BaseMask);
            for (int column = 0; column < 9; column++)
            {
                float w = scratch.Weights[column / 3 * Group + i] * scratch.Weights[(3 + column % 3) * Group + i];
                for (int c = 0; c < 3; c++)
                {
                    float* node = corner + column / 3 * ArenaX + column % 3 * ArenaY + 4 * c;
                    float weight = w * scratch.Weights[(6 + c) * Group + i];
                    for (int k = 0; k < 4; k++)
                    {
                        float part = weight * node[k];
                        record[k] += part;
                        record[4 + k] += column / 3 * part;
                        record[8 + k] += column % 3 * part;
                        record[12 + k] += c * part;
                    }
                }
            }
        }
    }

    /// <inheritdoc/>
    public static void Unpack(GroupScratch scratch, float* state, float* affine, int packets)
    {
        for (int i = 0; i < packets * Lanes; i++)
        {
            float* record = scratch.Gathered + i * GroupScratch.GatheredFloats;
            int at = (i >> 4) * Stride + (i & 15);
            for (int axis = 0; axis < 3; axis++)
            {
                state[Velocity + at + axis * Lanes] = record[axis];
                for (int along = 0; along < 3; along++) affine[at + (3 * axis + along) * Lanes] = record[4 + 4 * along + axis];
            }
        }
    }
}
