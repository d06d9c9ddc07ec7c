namespace Splatsim.Compute;

/// <summary>
/// A fixed set of threads that run numbered tasks. Which worker takes which task is left to chance, so a task must
/// write only to places that depend on its number: then results are the same for every number of workers.
/// </summary>
public sealed class WorkerPool : IDisposable
{
    // Stages of a frame or a substep follow each other within some ten microseconds; waking a sleeping thread takes longer.
    private const int SpinRounds = 60, SpinsPerRound = 20;

    private readonly Thread[] threads;
    private readonly SemaphoreSlim wake = new(0);
    private readonly Lock runLock = new();
    private readonly ManualResetEventSlim done = new(true);
    private Action<int, int>? body;
    private int taskCount;
    private int nextTask;
    private int active;
    private Exception? failure;
    private volatile bool stopping;

    /// <summary>Starts the threads.</summary>
    /// <param name="workers">Number of workers, the calling thread included; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one worker.</exception>
    public WorkerPool(int workers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        WorkerCount = workers;
        threads = new Thread[workers - 1];
        for (int i = 0; i < threads.Length; i++)
        {
            int worker = i + 1;
            threads[i] = new Thread(() => Loop(worker)) { IsBackground = true, Name = $"splatsim worker {worker}" };
            threads[i].Start();
        }
    }

    /// <summary>One pool with a worker per processor, for callers that bring none.</summary>
    public static WorkerPool Shared { get; } = new(Environment.ProcessorCount);

    /// <summary>Number of workers, the calling thread included.</summary>
    public int WorkerCount { get; }

    /// <summary>Runs tasks 0 to <paramref name="count"/> - 1 and returns when all are done. Calls do not nest.</summary>
    /// <param name="count">Number of tasks.</param>
    /// <param name="task">Receives the task number and the worker number (0 to <see cref="WorkerCount"/> - 1).</param>
    /// <exception cref="AggregateException">A task threw; the remaining tasks are skipped.</exception>
    public void Run(int count, Action<int, int> task)
    {
        if (count <= 0) return;
        lock (runLock)
        {
            body = task;
            taskCount = count;
            failure = null;
            Volatile.Write(ref nextTask, 0);
            int helpers = Math.Min(threads.Length, count - 1);
            if (helpers > 0)
            {
                active = helpers;
                done.Reset();
                wake.Release(helpers);
            }

            Drain(0);
            if (helpers > 0)
            {
                for (int round = 0; round < SpinRounds && !done.IsSet; round++) Thread.SpinWait(SpinsPerRound);
                done.Wait();
            }

            body = null;
            if (failure is not null) throw new AggregateException(failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        stopping = true;
        if (threads.Length > 0) wake.Release(threads.Length);
        foreach (Thread thread in threads) thread.Join();
        wake.Dispose();
        done.Dispose();
    }

    private void Loop(int worker)
    {
        while (true)
        {
            for (int round = 0; round < SpinRounds && wake.CurrentCount == 0; round++) Thread.SpinWait(SpinsPerRound);
            wake.Wait();
            if (stopping) return;
            Drain(worker);
            if (Interlocked.Decrement(ref active) == 0) done.Set();
        }
    }

    private void Drain(int worker)
    {
        Action<int, int> task = body!;
        try
        {
            while (true)
            {
                int index = Interlocked.Increment(ref nextTask) - 1;
                if (index >= taskCount) return;
                task(index, worker);
            }
        }
#pragma warning disable CA1031 // Whatever a task throws belongs to the caller of Run, on its own thread.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Interlocked.CompareExchange(ref failure, exception, null);
            Volatile.Write(ref nextTask, taskCount);
        }
    }
}
