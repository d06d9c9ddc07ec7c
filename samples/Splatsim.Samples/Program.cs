using System.Diagnostics;
using Splatsim.Formats;
using Splatsim.Samples;
using Splatsim.Splats;

// sample --check [NAME...]: every sample in reduced size, with its assertion. sample --check --full [NAME...]: the proofs in full
// size. sample plot FOLDER [NAME...]: the same, with their plots, tables and films. sample paint FOLDER: the bundled captures anew.
switch (args)
{
    case ["--check", "--full", .. string[] names]:
        return Check(Sample.All.OfType<Proof>(), names, proof => proof.Run(isFull: true).Summary);
    case ["--check", .. string[] names]:
        return Check(Sample.All, names, sample => sample.Check());
    case ["plot", string folder, .. string[] names]:
        return Check(Sample.All.OfType<Proof>(), names, proof => Plot(proof, folder));
    case ["paint", string folder]:
        Paint(folder);
        return 0;
    default:
        Console.Error.WriteLine("usage: sample --check [--full] [NAME...] | sample plot FOLDER [NAME...] | sample paint FOLDER");
        Console.Error.WriteLine("samples: " + string.Join(", ", Sample.All.Select(s => s.Name)));
        return 2;
}

static int Check<TSample>(IEnumerable<TSample> samples, string[] names, Func<TSample, string> run)
    where TSample : Sample
{
    TSample[] known = [.. samples];
    if (names.FirstOrDefault(n => known.All(s => s.Name != n)) is string unknown)
    {
        Console.Error.WriteLine($"'{unknown}' is none of {string.Join(", ", known.Select(s => s.Name))}");
        return 2;
    }

    int failed = 0;
    foreach (TSample sample in known.Where(s => names.Length == 0 || names.Contains(s.Name)))
    {
        Stopwatch clock = Stopwatch.StartNew();
        try
        {
            Console.WriteLine($"{sample.Name}: {run(sample)} ({clock.Elapsed.TotalSeconds:F1} s)");
        }
#pragma warning disable CA1031 // One broken sample must not hide the others.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            failed++;
            Console.Error.WriteLine($"{sample.Name}: FAILED: {exception.Message}");
        }
    }

    return failed == 0 ? 0 : 1;
}

static string Plot(Proof proof, string folder)
{
    ProofResult result = proof.Run(isFull: true);
    result.Save(folder, proof.Name);
    return result.Summary;
}

static void Paint(string folder)
{
    foreach (Capture capture in Capture.All)
    {
        string path = Path.Combine(folder, capture.Name + ".spz");
        GaussianCloud cloud = capture.Paint();
        SplatFiles.Write(cloud, path);
        Console.WriteLine($"{path}: {cloud.Count:N0} splats, {new FileInfo(path).Length / 1e3:F0} kB");
    }
}
