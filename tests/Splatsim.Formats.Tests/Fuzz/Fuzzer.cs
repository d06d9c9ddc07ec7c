using FsCheck;
using FsCheck.Fluent;

namespace Splatsim.Formats.Tests.Fuzz;

/// <summary>Reads damaged files and checks that a reader answers with a result or the typed error, soon and in little memory.</summary>
internal static class Fuzzer
{
    // A case takes milliseconds; this is for a machine that is busy with other things.
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(30);

    /// <summary>What a reader may use before the data has proved the file's claims: 4 times the file + 64 MB.</summary>
    private const long AllocationBase = 64L << 20;

    /// <summary>Runs random cases.</summary>
    /// <param name="name">Name of the file in its folder, with the format's extension.</param>
    /// <param name="fixtures">Sound files.</param>
    /// <param name="cases">How many.</param>
    /// <param name="read">Reads the file; returns the size of what it gave [bytes], which the data then proved.</param>
    internal static void Run(string name, IReadOnlyList<byte[]> fixtures, int cases, Func<string, long> read)
    {
        Assert.NotEmpty(fixtures);
        using TemporaryFolder folder = new();
        string path = folder.File(name);
        // Sound files first: they must be read, and what is compiled or loaded once is then paid for.
        foreach (byte[] fixture in fixtures)
        {
            File.WriteAllBytes(path, fixture);
            read(path);
        }

        Gen<Mutation> mutation =
            from kind in Gen.Choose(0, int.MaxValue - 1)
            from position in Gen.Choose(0, int.MaxValue - 1)
            from value in Gen.Choose(0, int.MaxValue - 1)
            select new Mutation(kind, position, value);
        Gen<FuzzCase> generator =
            from fixture in Gen.Choose(0, int.MaxValue - 1)
            from count in Gen.Choose(1, 4)
            from mutations in Gen.ListOf(mutation, count)
            select new FuzzCase(fixture, [.. mutations]);
        Prop.ForAll(generator.ToArbitrary(), damaged => Check(path, damaged.Apply(fixtures), read))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(cases).WithReplay(20250601UL, 20250603UL));
    }

    private static void Check(string path, byte[] bytes, Func<string, long> read)
    {
        File.WriteAllBytes(path, bytes);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        long proved = 0;
        Task task = Task.Run(() =>
        {
            try
            {
                proved = read(path);
            }
            catch (SplatFormatException error)
            {
                if (!error.Message.Contains(Path.GetFileName(path), StringComparison.Ordinal)) throw new InvalidOperationException($"the error does not name the file: {error.Message}");
            }
        });
        // An unexpected exception comes out here.
        if (!task.Wait(TimeLimit)) throw new TimeoutException($"reading took over {TimeLimit.TotalSeconds} s");
        long allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        if (allocated > AllocationBase + 4L * bytes.Length + 3 * proved)
            throw new InvalidOperationException($"{allocated} bytes allocated for a file of {bytes.Length} that gave {proved}");
    }
}
