using System.Runtime.ExceptionServices;

namespace Splatsim.Formats;

/// <summary>Independent pieces of work on all cores. Results must not depend on which core takes which piece.</summary>
internal static class ParallelWork
{
    /// <summary>Runs all pieces and waits. The first error comes out as itself, not wrapped.</summary>
    /// <param name="pieces">Number of pieces.</param>
    /// <param name="body">Receives the index of the piece.</param>
    /// <param name="cancellation">Checked before every piece.</param>
    internal static void For(int pieces, Action<int> body, CancellationToken cancellation)
    {
        if (pieces <= 1 || Environment.ProcessorCount == 1)
        {
            for (int piece = 0; piece < pieces; piece++)
            {
                cancellation.ThrowIfCancellationRequested();
                body(piece);
            }

            return;
        }

        Run run = new(pieces, body, cancellation);
        Thread[] helpers = new Thread[Math.Min(pieces, Environment.ProcessorCount) - 1];
        for (int i = 0; i < helpers.Length; i++) (helpers[i] = new Thread(run.Take) { IsBackground = true }).Start();
        run.Take();
        foreach (Thread helper in helpers) helper.Join();
        run.ThrowIfFailed();
    }

    // Threads of its own: starting the library's parallel loops takes longer than reading a small file.
    private sealed class Run(int pieces, Action<int> body, CancellationToken cancellation)
    {
        private int next = -1;
        private Exception? first;

        // One claim per piece: pieces are large, and file chunks are then taken in ascending order (sequential reads).
        public void Take()
        {
            try
            {
                for (int piece = Interlocked.Increment(ref next); piece < pieces; piece = Interlocked.Increment(ref next))
                {
                    cancellation.ThrowIfCancellationRequested();
                    body(piece);
                }
            }
#pragma warning disable CA1031 // Every error goes to the caller's thread.
            catch (Exception error)
#pragma warning restore CA1031
            {
                Interlocked.Exchange(ref next, pieces);
                Note(error);
            }
        }

        public void ThrowIfFailed()
        {
            if (first is not null) ExceptionDispatchInfo.Throw(first);
        }

        // A real error counts for more than that the work was cancelled.
        private void Note(Exception error)
        {
            lock (body)
            {
                if (first is null or OperationCanceledException) first = error;
            }
        }
    }
}
