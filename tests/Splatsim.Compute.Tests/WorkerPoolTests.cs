using Splatsim.Compute;
using Splatsim.Mathematics;

namespace Splatsim.Tests;

public sealed class WorkerPoolTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Run_ManyTasks_RunsEachOnce(int workers)
    {
        using WorkerPool pool = new(workers);
        for (int round = 0; round < 200; round++)
        {
            int[] visits = new int[37];
            pool.Run(visits.Length, (task, worker) =>
            {
                Assert.InRange(worker, 0, workers - 1);
                Interlocked.Increment(ref visits[task]);
            });
            Assert.All(visits, v => Assert.Equal(1, v));
        }
    }

    [Fact]
    public void Run_TaskThrows_ThrowsAndStaysUsable()
    {
        using WorkerPool pool = new(3);
        AggregateException failure = Assert.Throws<AggregateException>(
            () => pool.Run(10, (task, _) => { if (task == 4) throw new InvalidOperationException("task 4"); }));
        Assert.Equal("task 4", failure.InnerException!.Message);
        int sum = 0;
        pool.Run(10, (task, _) => Interlocked.Add(ref sum, task));
        Assert.Equal(45, sum);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(200_000)]
    public void RadixSort_RandomKeys_IsStableForEveryWorkerCount(int length)
    {
        Random random = new(6);
        // Few different keys, so that stability is tested.
        uint[] source = [.. Enumerable.Range(0, length).Select(_ => (uint)random.Next(500) * 8_000_007u)];
        (uint Key, uint Id)[] expected = [.. source.Select((k, i) => (k, (uint)i)).OrderBy(p => p.k)];
        foreach (int workers in (int[])[1, 2, 3])
        {
            using WorkerPool pool = new(workers);
            AlignedArray<uint> keys = new(length), ids = new(length);
            source.CopyTo(keys.Span);
            for (int i = 0; i < length; i++) ids[i] = (uint)i;
            new RadixSort().Sort(keys, ids, length, pool);
            Assert.Equal(expected.Select(p => p.Key), keys.Span.ToArray());
            Assert.Equal(expected.Select(p => p.Id), ids.Span.ToArray());
        }
    }
}
