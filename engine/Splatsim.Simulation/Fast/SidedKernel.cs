using System.Numerics;
using Splatsim.Mathematics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>
/// What <see cref="BlockKernel{TLanes, TTransfer}"/> does, for groups with particles near thin walls: node by node, since each of them may
/// have other velocities for the two sides of a wall.
/// </summary>
/// <typeparam name="TLanes">The register width.</typeparam>
internal static unsafe class SidedKernel<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>Ends a substep for a group: new v, C and x.</summary>
    public static void Gather(in ParticleGroup group, in SubstepConstants constants, GroupScratch scratch, WallScratch sides, FastWalls walls)
    {
        ParticleKernels.Fractions<TLanes>(group.State, group.Packets, scratch);
        Sum(scratch, group.Count, 0, sides, walls);
        Finish(in group, in constants, track: true, scratch);
    }

    /// <summary>Carries a group of tracers. Those outside the bounds rest: no matter carries them.</summary>
    public static void Carry(
        in ParticleGroup group, in BlockBounds bounds, in SubstepConstants constants, GroupScratch scratch, WallScratch sides, FastWalls walls)
    {
        ulong outside = group.Real & ParticleKernels.Weights<TLanes>(group.State, group.Packets, in bounds, scratch);
        Sum(scratch, group.Count, outside, sides, walls);
        Finish(in group, in constants, track: false, scratch);
        for (ulong rest = group.Real & ~outside; rest != 0; rest &= rest - 1)
        {
            int i = BitOperations.TrailingZeroCount(rest);
            float* x = group.State + (i >> 4) * Stride + (i & 15);
            *scratch.Lowest = Math.Min(*scratch.Lowest, Math.Min(x[0], Math.Min(x[Lanes], x[2 * Lanes])));
            *scratch.Highest = Math.Max(*scratch.Highest, Math.Max(x[0], Math.Max(x[Lanes], x[2 * Lanes])));
        }

        ParticleKernels.Trial<TLanes>(in group, constants.TimeStep);
    }

    /// <summary>Starts a substep for a group: trial F, law, mass and momentum onto the arenas of the sides.</summary>
    /// <returns>A bit per particle that lies outside the bounds; then nothing was added.</returns>
    public static ulong Scatter(
        in ParticleGroup group, LawKernel<TLanes> law, in BlockBounds bounds, in SubstepConstants constants, GroupScratch scratch, float* arena,
        WallScratch sides, FastWalls walls, out ulong clamped)
    {
        clamped = 0;
        ulong outside = group.Real & ParticleKernels.Weights<TLanes>(group.State, group.Packets, in bounds, scratch);
        if (outside != 0) return outside;
        clamped = group.Real & law.Stage(in group, in constants, scratch);
        TransferScalar.Pack(scratch, group.State, group.Packets);
        for (int i = 0; i < group.Count; i++)
        {
            float* record = scratch.Records + i * GroupScratch.RecordFloats;
            int corner = (int)(scratch.Base[i] & ParticleKernels.BaseMask);
            WallKey last = default;
            float* target = arena;
            for (int column = 0; column < 9; column++)
            {
                float w = scratch.Products[column * Group + i];
                for (int c = 0; c < 3; c++)
                {
                    int node = corner + column / 3 * ArenaX + column % 3 * ArenaY + 4 * c;
                    WallKey key = sides.KeyAt(i, node);
                    if (key != last)
                    {
                        last = key;
                        target = key.IsOwn ? arena : walls.Arena(sides.Owner, key);
                    }

                    float weight = w * scratch.Weights[(6 + c) * Group + i];
                    for (int k = 0; k < 4; k++)
                        target[node + k] += weight * (record[k] + column / 3 * record[4 + k] + column % 3 * record[8 + k] + c * record[12 + k]);
                }
            }
        }

        return 0;
    }

    private static void Sum(GroupScratch scratch, int count, ulong resting, WallScratch sides, FastWalls walls)
    {
        for (int i = 0; i < count; i++)
        {
            float* record = scratch.Gathered + i * GroupScratch.GatheredFloats;
            new Span<float>(record, GroupScratch.GatheredFloats).Clear();
            if ((resting >> i & 1) != 0) continue;
            int corner = (int)(scratch.Base[i] & ParticleKernels.BaseMask);
            WallKey last = default;
            float* source = scratch.Velocities;
            for (int column = 0; column < 9; column++)
            {
                float w = scratch.Weights[column / 3 * Group + i] * scratch.Weights[(3 + column % 3) * Group + i];
                for (int c = 0; c < 3; c++)
                {
                    int node = corner + column / 3 * ArenaX + column % 3 * ArenaY + 4 * c;
                    WallKey key = sides.KeyAt(i, node);
                    if (key != last)
                    {
                        last = key;
                        source = key.IsOwn ? scratch.Velocities : walls.Velocities(sides.Owner, key);
                    }

                    float weight = w * scratch.Weights[(6 + c) * Group + i];
                    for (int k = 0; k < 3; k++)
                    {
                        float part = weight * source[node + k];
                        record[k] += part;
                        record[4 + k] += column / 3 * part;
                        record[8 + k] += column % 3 * part;
                        record[12 + k] += c * part;
                    }
                }
            }
        }
    }

    private static void Finish(in ParticleGroup group, in SubstepConstants constants, bool track, GroupScratch scratch)
    {
        // Padding stays where it is.
        new Span<float>(scratch.Gathered + group.Count * GroupScratch.GatheredFloats, (group.Packets * Lanes - group.Count) * GroupScratch.GatheredFloats).Clear();
        TransferScalar.Unpack(scratch, group.Motion, group.Affine, group.Packets);
        ParticleKernels.Move<TLanes>(in group, constants.MomentFactor, constants.StepInCells, track, scratch);
    }
}
