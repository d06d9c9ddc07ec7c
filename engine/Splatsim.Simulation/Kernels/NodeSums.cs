using ILGPU;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>Sums over the 27 nodes of a particle, to and from shared memory or the grid itself.</summary>
internal static class NodeSums
{
    /// <summary>Adds a particle to the arena in shared memory: three planes of momentum and one of mass.</summary>
    public static void Scatter(
        ArrayView<float> arena, in Stencil32 stencil, Real32 mass, Vector3<Real32> velocity, in Matrix3x3<Real32> affine)
    {
        Vector3<Real32> atBase = mass * velocity - affine * stencil.Offset;
        int first = stencil.ArenaIndex;
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 3; j++)
            {
                Real32 wij = ParticleTransfer.At(in stencil.WeightsX, i) * ParticleTransfer.At(in stencil.WeightsY, j);
                Vector3<Real32> part = atBase + new Real32(i) * affine.Column0 + new Real32(j) * affine.Column1;
                int node = first + i * ParticleTransfer.ArenaStride + j * ParticleTransfer.ArenaEdge;
                // One by one: a loop would choose weights and compute addresses anew for each.
                Add(arena, node, wij * stencil.WeightsZ.X, mass, part);
                part += affine.Column2;
                Add(arena, node + 1, wij * stencil.WeightsZ.Y, mass, part);
                part += affine.Column2;
                Add(arena, node + 2, wij * stencil.WeightsZ.Z, mass, part);
            }
        }
    }

    /// <summary>Adds a particle to the grid itself; false where a node is not stored.</summary>
    public static bool Scatter(
        in GridViews grid, int firstX, int firstY, int firstZ, in Stencil32 stencil, Real32 mass, Vector3<Real32> velocity,
        in Matrix3x3<Real32> affine)
    {
        Vector3<Real32> atBase = mass * velocity - affine * stencil.Offset;
        bool stored = true;
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 3; j++)
            {
                Real32 wij = ParticleTransfer.At(in stencil.WeightsX, i) * ParticleTransfer.At(in stencil.WeightsY, j);
                Vector3<Real32> part = atBase + new Real32(i) * affine.Column0 + new Real32(j) * affine.Column1;
                for (int k = 0; k < 3; k++)
                {
                    Real32 w = wij * ParticleTransfer.At(in stencil.WeightsZ, k);
                    stored &= grid.AddAt(
                        firstX + stencil.I + i, firstY + stencil.J + j, firstZ + stencil.K + k, w * part, w * mass);
                    part += affine.Column2;
                }
            }
        }

        return stored;
    }

    /// <summary>Adds a particle near walls to the nodes that it deals with; false where one is not stored.</summary>
    public static bool Scatter(
        in GridViews grid, in WallViews walls, int owner, int firstX, int firstY, int firstZ, in Stencil32 stencil, Real32 mass, Vector3<Real32> velocity,
        in Matrix3x3<Real32> affine)
    {
        Vector3<Real32> atBase = mass * velocity - affine * stencil.Offset;
        bool stored = true;
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 3; j++)
            {
                Real32 wij = ParticleTransfer.At(in stencil.WeightsX, i) * ParticleTransfer.At(in stencil.WeightsY, j);
                Vector3<Real32> part = atBase + new Real32(i) * affine.Column0 + new Real32(j) * affine.Column1;
                for (int k = 0; k < 3; k++)
                {
                    Real32 w = wij * ParticleTransfer.At(in stencil.WeightsZ, k);
                    int node = walls.NodeOf(in grid, firstX + stencil.I + i, firstY + stencil.J + j, firstZ + stencil.K + k, owner);
                    stored &= grid.Add(node, w * part, w * mass);
                    part += affine.Column2;
                }
            }
        }

        return stored;
    }

    /// <summary>Velocity, sum w v, and its first moment, sum w v d^T with d in cells, from the arena.</summary>
    public static void Gather(
        ArrayView<float> arena, in Stencil32 stencil, out Vector3<Real32> velocity, out Matrix3x3<Real32> moment)
    {
        int first = stencil.ArenaIndex;
        velocity = default;
        Vector3<Real32> alongX = default, alongY = default, alongZ = default;
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 3; j++)
            {
                Real32 wij = ParticleTransfer.At(in stencil.WeightsX, i) * ParticleTransfer.At(in stencil.WeightsY, j);
                int node = first + i * ParticleTransfer.ArenaStride + j * ParticleTransfer.ArenaEdge;
                Vector3<Real32> second = wij * stencil.WeightsZ.Y * At(arena, node + 1);
                Vector3<Real32> third = wij * stencil.WeightsZ.Z * At(arena, node + 2);
                Vector3<Real32> column = wij * stencil.WeightsZ.X * At(arena, node) + second + third;
                velocity += column;
                alongX += new Real32(i) * column;
                alongY += new Real32(j) * column;
                alongZ += second + third + third;
            }
        }

        moment = Moment(in stencil, velocity, alongX, alongY, alongZ);
    }

    /// <summary>The same from the grid itself.</summary>
    public static void Gather(
        in GridViews grid, int firstX, int firstY, int firstZ, in Stencil32 stencil, out Vector3<Real32> velocity,
        out Matrix3x3<Real32> moment)
    {
        velocity = default;
        Vector3<Real32> alongX = default, alongY = default, alongZ = default;
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 3; j++)
            {
                Real32 wij = ParticleTransfer.At(in stencil.WeightsX, i) * ParticleTransfer.At(in stencil.WeightsY, j);
                int x = firstX + stencil.I + i, y = firstY + stencil.J + j, z = firstZ + stencil.K;
                Vector3<Real32> second = wij * stencil.WeightsZ.Y * grid.VelocityAt(x, y, z + 1);
                Vector3<Real32> third = wij * stencil.WeightsZ.Z * grid.VelocityAt(x, y, z + 2);
                Vector3<Real32> column = wij * stencil.WeightsZ.X * grid.VelocityAt(x, y, z) + second + third;
                velocity += column;
                alongX += new Real32(i) * column;
                alongY += new Real32(j) * column;
                alongZ += second + third + third;
            }
        }

        moment = Moment(in stencil, velocity, alongX, alongY, alongZ);
    }

    // Sums were relative to the first node; the particle's own offset is taken out here.
    private static Matrix3x3<Real32> Moment(
        in Stencil32 stencil, Vector3<Real32> velocity, Vector3<Real32> alongX, Vector3<Real32> alongY, Vector3<Real32> alongZ) =>
        Matrix3x3<Real32>.FromColumns(
            alongX - stencil.Offset.X * velocity,
            alongY - stencil.Offset.Y * velocity,
            alongZ - stencil.Offset.Z * velocity);

    private static void Add(ArrayView<float> arena, int node, Real32 weight, Real32 mass, Vector3<Real32> part)
    {
        Atomic.Add(ref arena[node], (weight * part.X).Value);
        Atomic.Add(ref arena[ParticleTransfer.ArenaPlane + node], (weight * part.Y).Value);
        Atomic.Add(ref arena[2 * ParticleTransfer.ArenaPlane + node], (weight * part.Z).Value);
        Atomic.Add(ref arena[3 * ParticleTransfer.ArenaPlane + node], (weight * mass).Value);
    }

    private static Vector3<Real32> At(ArrayView<float> arena, int node) => new(
        new(arena[node]), new(arena[ParticleTransfer.ArenaPlane + node]), new(arena[2 * ParticleTransfer.ArenaPlane + node]));
}
