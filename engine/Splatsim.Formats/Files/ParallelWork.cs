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

        int next = -1;
        ParallelOptions options = new() { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
        try
        {
            // One claim per piece: pieces are large, and file chunks are then taken in ascending order (sequential reads).
            Parallel.For(0, Math.Min(pieces, Environment.ProcessorCount), options, _ =>
            {
                for (int piece = Interlocked.Increment(ref next); piece < pieces; piece = Interlocked.Increment(ref next))
                {
                    cancellation.ThrowIfCancellationRequested();
                    body(piece);
                }
            });
        }
        catch (AggregateException error)
        {
            ExceptionDispatchInfo.Throw(error.InnerExceptions.FirstOrDefault(e => e is not OperationCanceledException) ?? error.InnerExceptions[0]);
        }
    }
}
