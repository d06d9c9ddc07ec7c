using Splatsim.Compute;

namespace Splatsim.Coupling;

/// <summary>
/// First witness of the inside test: from every cell a ray along 14 directions (6 faces, 8 corners) counts how many times
/// it goes through the shell; an odd number votes for inside. One sweep per direction answers for all cells at once.
/// </summary>
/// <remarks>
/// Two counts are kept. The plain one counts every run of shell cells. The informed one knows the flood's outside: a run
/// between two outside cells is a graze or a thin wall and changes nothing, and outside cells start over at 0. Directions
/// and seal correct each other: a ray that grazes or leaves through a hole is outvoted.
/// </remarks>
internal static class RayParity
{
    /// <summary>Number of directions.</summary>
    public const int Directions = 14;

    /// <summary>The state of a ray that has met nothing yet.</summary>
    public const int FarOutside = 8;

    private const int InRun = 1;
    private const int PlainOdd = 2;
    private const int InformedOdd = 4;

    /// <summary>The directions.</summary>
    public static readonly (int X, int Y, int Z)[] Rays =
    [
        (1, 0, 0), (-1, 0, 0), (0, 1, 0), (0, -1, 0), (0, 0, 1), (0, 0, -1),
        (1, 1, 1), (-1, 1, 1), (1, -1, 1), (-1, -1, 1), (1, 1, -1), (-1, 1, -1), (1, -1, -1), (-1, -1, -1),
    ];

    /// <summary>Votes per cell: the informed count in the low four bits, the plain one in the high four.</summary>
    public static byte[] Count(CellKind[] kinds, CellGrid grid, WorkerPool pool, CancellationToken ct)
    {
        byte[][] votes = new byte[pool.WorkerCount][];
        pool.Run(Directions, (direction, worker) =>
        {
            ct.ThrowIfCancellationRequested();
            votes[worker] ??= new byte[kinds.Length];
            Sweep(kinds, grid, Rays[direction], votes[worker]);
        });
        byte[] total = votes.First(v => v is not null);
        foreach (byte[] other in votes)
        {
            // Whole numbers: the sum does not depend on who swept what.
            if (other is null || other == total) continue;
            for (int i = 0; i < total.Length; i++) total[i] += other[i];
        }

        return total;
    }

    // Walks against the ray, from the border in; the state of a cell follows from the next one along the ray.
    private static void Sweep(CellKind[] kinds, CellGrid grid, (int X, int Y, int Z) ray, byte[] votes)
    {
        byte[] previous = new byte[grid.Layer], current = new byte[grid.Layer];
        for (int k = 0; k < grid.CountZ; k++)
        {
            int z = ray.Z > 0 ? grid.CountZ - 1 - k : k;
            byte[] source = ray.Z == 0 ? current : previous;
            for (int j = 0; j < grid.CountY; j++)
            {
                int y = ray.Y > 0 ? grid.CountY - 1 - j : j;
                bool outsideRow = (ray.Z != 0 && k == 0) || (ray.Y != 0 && j == 0);
                int row = y * grid.CountX, sourceRow = (y + ray.Y) * grid.CountX, cellRow = grid.Index(0, y, z);
                for (int i = 0; i < grid.CountX; i++)
                {
                    int x = ray.X > 0 ? grid.CountX - 1 - i : i;
                    bool border = outsideRow || (ray.X != 0 && i == 0);
                    int state = Step(border ? FarOutside : source[sourceRow + x + ray.X], kinds[cellRow + x]);
                    current[row + x] = (byte)state;
                    votes[cellRow + x] += (byte)Vote(state);
                }
            }

            (previous, current) = (current, previous);
        }
    }

    /// <summary>The state of a ray behind a cell, from that before it.</summary>
    public static int Step(int state, CellKind kind)
    {
        if ((kind & (CellKind.Shell | CellKind.Floor)) != 0) return state | InRun;
        bool outside = (kind & CellKind.Outside) != 0;
        if ((state & InRun) != 0)
        {
            state = (state & ~InRun) ^ PlainOdd;
            if (!(outside && (state & FarOutside) != 0)) state ^= InformedOdd;
        }

        if (!outside) return state & ~FarOutside;
        return (state & ~InformedOdd) | FarOutside;
    }

    /// <summary>What a ray in a state adds to the votes of its cell.</summary>
    public static int Vote(int state) => ((state & InformedOdd) >> 2) + ((state & PlainOdd) << 3);
}
