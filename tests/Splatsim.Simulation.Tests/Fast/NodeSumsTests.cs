using Splatsim.Compute;
using Splatsim.Mathematics;
using Splatsim.Simulation.Fast;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Tests.Fast;

/// <summary>Arenas added to nodes one after the other, by several workers, beside nodes that collect them.</summary>
public sealed unsafe class NodeSumsTests
{
    // Up to eight numbers between -1 and 1, in another order.
    private const float Rounding = 8 * 6e-8f * 4;

    [Fact]
    public void Add_OfAllOwners_IsWhatNodesCollect()
    {
        BlockGrid grid = Grid();
        float[] sums = Sums(grid, 1);
        grid.ReserveArenas();
        for (int owner = 0; owner < grid.Owners.Count; owner++) Fill(owner, grid.Arenas.Pointer + (long)owner * ArenaFloats);
        AlignedArray<float> nodes = new(NodeFloats);
        for (int block = 0; block < grid.Places.Count; block++)
        {
            GridKernels.Collect(grid.Sources(block), grid.Arenas.Pointer, grid.Zeros.Pointer, nodes.Pointer);
            for (int i = 0; i < NodeFloats; i++) Assert.Equal(nodes[i], sums[block * NodeFloats + i], Rounding);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Add_ByAnyNumberOfWorkers_IsIdentical(int workers)
    {
        BlockGrid grid = Grid();
        float[] expected = Sums(grid, 1);
        // What is computed first is left to chance.
        for (int repeat = 0; repeat < 20; repeat++) Assert.Equal(expected, Sums(grid, workers));
    }

    [Fact]
    public void Begin_AfterAPassThatWasBrokenOff_StartsFromZero()
    {
        BlockGrid grid = Grid();
        using WorkerPool pool = new(1);
        NodeSums sums = new(pool, grid);
        sums.AfterSort();
        Assert.False(sums.Begin());
        sums.Of(1)[7] = 1;
        Assert.True(sums.Begin());
        Assert.Equal(0, sums.Of(1)[7]);
        sums.End();
        Assert.False(sums.Begin());
    }

    // Seven in ten blocks of a part of the domain: columns with gaps, longer than a run.
    private static BlockGrid Grid()
    {
        BlockGrid grid = new(40, 32, 96, null);
        List<long> owners = [];
        for (int x = 1; x < 9; x++)
            for (int y = 1; y < 7; y++)
                for (int z = 1; z < 23; z++)
                    if ((7 * x + 3 * y + z * z) % 10 < 7) owners.Add(BlockGrid.Place(x, y, z));
        grid.Rebuild(owners);
        return grid;
    }

    private static float[] Sums(BlockGrid grid, int workers)
    {
        using WorkerPool pool = new(workers);
        NodeSums sums = new(pool, grid);
        sums.AfterSort();
        sums.Begin();
        pool.Run(sums.Runs, (run, _) =>
        {
            AlignedArray<float> arena = new(ArenaFloats), nowhere = new(NodeFloats);
            sums.Add(run, 0, arena.Pointer, nowhere.Pointer, (owner, _) => Fill(owner, arena.Pointer));
            Assert.False(arena.Span.ContainsAnyExcept(0f));
        });
        return new ReadOnlySpan<float>(sums.Of(0), grid.Places.Count * NodeFloats).ToArray();
    }

    // Some rows are empty.
    private static void Fill(int owner, float* arena)
    {
        for (int i = 0; i < ArenaX * ArenaNodes; i++) arena[i] = (i / ArenaY + owner) % 5 == 0 ? 0 : MathF.Sin(owner + 3 * i);
    }
}
